"""Several projects changed alike: chosen in the table, shown first, then changed by one deed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conspectus.kit.errors import Invalid
from conspectus.rooms.portfolio.actions import ProjectChange, change_projects
from conspectus.rooms.portfolio.choices import MOST_CHANGED, FieldSubject
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import named_projects

from ..answers import page, show
from ..asking import asker, at
from ..forms.changing import saved
from ..forms.many_projects import ManyProjectsForm
from ..forms.own_fields import own_values
from ..words import several
from .choices import division_choices, people_choices, picked, programme_choices
from .own_fields import own_fields


@require_http_methods(["GET", "HEAD", "POST"])
@page
def many_projects(request: HttpRequest) -> HttpResponse:
    """Ask what becomes other in the projects chosen, show what would, and change them."""
    by, on = asker(request), at(request)
    chosen = _chosen(request)
    own = own_fields(by, FieldSubject.PROJECT, on.date()).fields
    choices = {"manager": people_choices(), "programme": programme_choices(by), "division": division_choices()}
    form = ManyProjectsForm(request.POST if request.method == "POST" else None, own=own, choices=choices)
    told: dict[str, Any] = {"chosen": chosen, "form": form, "trail": [(_("Portfolio"), reverse("portfolio"))]}

    def change(given: dict[str, Any]) -> None:
        told["lines"] = _change(request, chosen, given)

    if request.method == "POST" and saved(form, change):
        told |= _said(told["lines"], rehearsed=_rehearsing(request))
    return show(request, "portfolio/many_projects.html", told, status=form.status)


def _rehearsing(request: HttpRequest) -> bool:
    return request.POST.get("step") != "change"


def _chosen(request: HttpRequest) -> list[tuple[Project, int]]:
    """Return the projects named that may be seen, each with the revision it was read at, now where none is said."""
    sent = request.POST if request.method == "POST" else request.GET
    named: dict[int, str] = {}
    for one in sent.getlist("project")[: MOST_CHANGED + 1]:
        number, _colon, revision = str(one).partition(":")
        if number.isascii() and number.isdecimal() and len(number) < 18:
            named[int(number)] = revision
    if not 1 <= len(named) <= MOST_CHANGED:
        words = _("Choose 1 to %(number)s projects in the portfolio table first.") % {"number": MOST_CHANGED}
        raise Invalid("projects", words, "projects")
    found = named_projects(asker(request), ids=named, on=at(request).date())
    return [
        (row, int(read) if (read := named[row.pk]).isascii() and read.isdecimal() else row.revision) for row in found
    ]


def _change(
    request: HttpRequest, chosen: list[tuple[Project, int]], given: dict[str, Any]
) -> tuple[ProjectChange, ...]:
    changes = own_values(picked(asker(request), given))
    reason, day = changes.pop("reason", ""), changes.pop("effective_on", None)
    rehearse = _rehearsing(request)
    return change_projects(
        chosen=chosen,
        changes=changes,
        reason=reason,
        effective_on=day,
        rehearse=rehearse,
        by=asker(request),
        at=at(request),
    )


def _said(lines: tuple[ProjectChange, ...], *, rehearsed: bool) -> dict[str, Any]:
    changed = sum(bool(one.moves) and not one.refusal for one in lines)
    refused = sum(bool(one.refusal) for one in lines)
    told = {"projects": several(changed, "project"), "refused": refused, "same": len(lines) - changed - refused}
    if rehearsed:
        words = _("%(projects)s would be changed, %(refused)s refused, %(same)s as they were.") % told
    else:
        words = _("%(projects)s changed, %(refused)s refused, %(same)s as they were.") % told
    return {"rehearsed": rehearsed, "words": words, "able": changed}
