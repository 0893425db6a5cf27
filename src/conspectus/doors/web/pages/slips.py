"""What a slip would move in all projects, before anything is stored."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from conspectus.kit.errors import Invalid
from conspectus.rooms.links.queries import slip_preview

from ..answers import page, show
from ..asking import asker, at, query
from ..forms.slips import SlipForm
from .frame import frame


@require_safe
@page
def slip(request: HttpRequest, project_id: str) -> HttpResponse:
    """Ask for a task and some days, and show what they would move."""
    project, told = frame(request, project_id, "Links")
    asked = query(request)
    form = SlipForm(request.GET if "task" in asked else None)
    found = None
    if form.is_bound and form.is_valid():
        try:
            found = slip_preview(asker(request), project, **form.cleaned_data, on=at(request).date())
        except Invalid as refusal:
            form.take(refusal)
    told |= {"form": form, "slip": found}
    return show(request, "links/slip.html", told, status=form.status)
