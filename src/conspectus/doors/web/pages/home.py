"""Home, the page after signing in: what waits on its reader and on others, what changed, what to decide."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from conspectus.journeys.home.look import home as look
from conspectus.rooms.followup.actions import visit_home

from ..answers import page, show
from ..asking import asker, at
from ..panels.home import first_steps, leads, linked_changes, linked_tasks


@require_safe
@page
def home(request: HttpRequest) -> HttpResponse:
    """Show the reader's own page; what was once asked of the portfolio here is asked of it where it lies now."""
    if request.GET:
        return redirect(f"{reverse('portfolio')}?{request.GET.urlencode()}")
    by, on = asker(request), at(request)
    visit_home(by=by, at=on)
    found = look(by, at=on)
    told = {
        "home": found,
        "late": linked_tasks(found.late),
        "todo": linked_tasks(found.todo),
        "standing": [(one, linked_tasks(one.tasks)) for one in found.standing],
        "waiting": linked_tasks(found.waiting),
        "changes": linked_changes(found.changes),
        "leads": leads(found.deciding),
        "steps": first_steps(found.steps),
        "setting_up": bool(found.steps) and not found.steps[0].done,
    }
    return show(request, "home/home.html", told)


@require_safe
@page
def home_before(request: HttpRequest) -> HttpResponse:
    """Lead to the home page from the address people type."""
    return redirect("home")
