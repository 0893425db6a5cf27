"""Deputies: who stands in for the reader, and for whom the reader does."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.queries import get_person
from conspectus.rooms.accounts.rules import may_administer
from conspectus.rooms.portfolio.actions.deputies import end_deputy, name_deputy
from conspectus.rooms.portfolio.queries.deputies import deputy_view, get_deputy, visible_deputies

from ..answers import done, page, show
from ..asking import asker, at, posted
from ..forms.changing import saved
from ..forms.deputies import DeputyForm
from .choices import people_choices


@require_http_methods(["GET", "HEAD", "POST"])
@page
def deputies(request: HttpRequest) -> HttpResponse:
    """List who stands in for whom, and name a deputy."""
    by, on = asker(request), at(request)
    others = may_administer(by)
    form = DeputyForm(posted(request), initial=_initial(by), people=people_choices(by.person), others=others)

    def save(given: dict[str, Any]) -> None:
        person = get_person(given.pop("person")) if others else by.person
        deputy = get_person(given.pop("deputy"))
        name_deputy(person=person, deputy=deputy, **given, by=by, at=on)
        done(request, _("%(deputy)s stands in for %(name)s.") % {"deputy": deputy.name, "name": person.name})

    if request.method == "POST" and saved(form, save):
        return redirect("deputies")
    rows = [deputy_view(row, on.date()) for row in visible_deputies(by)]
    told = {"rows": rows, "form": form, "trail": [(by.name, reverse("profile"))]}
    return show(request, "profile/deputies.html", told, status=form.status)


@require_POST
@page
def end(request: HttpRequest, deputy_id: str) -> HttpResponse:
    """Let a deputy stand in no more."""
    by = asker(request)
    row = end_deputy(deputy=get_deputy(by, deputy_id), by=by, at=at(request))
    done(
        request,
        _("%(deputy)s no longer stands in for %(name)s.") % {"deputy": row.deputy.name, "name": row.person.name},
    )
    return redirect("deputies")


def _initial(by: User) -> dict[str, Any]:
    return {"person": by.person_id}
