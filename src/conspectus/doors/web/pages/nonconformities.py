"""Non-conformities: across projects, one with what became of it; raised, changed, corrected, verified, given up."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from conspectus.journeys.quality_files import nonconformities_file
from conspectus.journeys.subjects import subject_of
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import PartyFilter, find_parties, get_project
from conspectus.rooms.portfolio.rules import may, require
from conspectus.rooms.quality import actions
from conspectus.rooms.quality.choices import UNSETTLED, ConformityState, Origin, Severity
from conspectus.rooms.quality.models import NonConformity
from conspectus.rooms.quality.queries import (
    ConformityFilter,
    conformity_view,
    conformity_views,
    find_nonconformities,
    get_nonconformity,
    steps_of,
)

from ..answers import done, hand_over, page, show
from ..asking import asker, at, posted, query
from ..forms import quality as forms
from ..forms.changing import saved
from ..tables.portfolio import asked_id, span
from .choices import picked
from .deliverables import DUE
from .followup import talk
from .narrowing import narrowing_choices
from .organisation import change_page
from .packs import TABLES
from .quality import offered, trail

NARROWING = ("text", "state", "severity", "origin", "due", "whose", "programme", "division", "portfolio", "project")
STATES = (("", gettext_lazy("any state")), ("unsettled", gettext_lazy("not settled")), *ConformityState.choices)
SEVERITIES = (("", gettext_lazy("any severity")), *Severity.choices)
ORIGINS = (("", gettext_lazy("any cause")), *Origin.choices)
WHOSE = (("", gettext_lazy("everybody's")), ("mine", gettext_lazy("mine")), ("nobody", gettext_lazy("nobody's")))
DEEDS = ("change", "correct", "verify", "drop", "escalate")


def read_filter(asked: dict[str, str]) -> ConformityFilter:
    """Return what the address asks for; refuses what is no number."""
    given: dict[str, Any] = {name: asked.get(name, "") for name in NARROWING[:6]}
    given |= {name: asked_id(asked, name) for name in NARROWING[6:]}
    return ConformityFilter(**given, sort=asked.get("sort", "") or "severity")


@require_safe
@page
def nonconformities(request: HttpRequest) -> HttpResponse:
    """List the non-conformities of all projects one may see, the gravest first."""
    by, on, asked = asker(request), at(request).date(), query(request)
    found = find_nonconformities(by, read_filter(asked), on)
    told = narrowing_choices(request, NARROWING) | span(found.count(), request.path, asked)
    rows = list(found[told["first"] - 1 : told["last"]])
    told |= {"rows": conformity_views(by, rows, on), "query": urlencode(asked)}
    told |= {"states": STATES, "severities": SEVERITIES, "origins": ORIGINS, "dues": DUE, "whose": WHOSE}
    told |= {"trail": [(_("Portfolio"), reverse("portfolio"))]}
    return show(request, "quality/nonconformities.html", told)


@require_safe
@page
def nonconformities_to_keep(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over the non-conformities as narrowed, as a workbook or CSV."""
    if kind not in TABLES:
        raise Http404
    data = nonconformities_file(by=asker(request), at=at(request), kind=kind, wanted=read_filter(query(request)))
    return hand_over(data, f"non-conformities.{kind}", TABLES[kind])


@require_safe
@page
def nonconformity(request: HttpRequest, nonconformity_id: str) -> HttpResponse:
    """Show a non-conformity, its cause and what became of it."""
    by, on = asker(request), at(request).date()
    row = get_nonconformity(by, nonconformity_id, on)
    told: dict[str, Any] = {
        "view": conformity_view(by, row, on),
        "row": row,
        "open": row.state in UNSETTLED,
        "steps": steps_of(row),
        "trail": trail(row.project),
        "may": {deed: may(by, f"{deed}_nonconformity", row.project, on) for deed in DEEDS},
        "pricing": may(by, "record_rework", row.project, on),
    }
    return show(request, "quality/nonconformity.html", told | talk(request, subject_of(row)))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new_nonconformity(request: HttpRequest, project_id: str) -> HttpResponse:
    """Raise a non-conformity of a project."""
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date())
    require(by, "raise_nonconformities", project, on.date())
    initial = {"found_on": on.date()}
    form = forms.NewConformityForm(posted(request), initial=initial, **_offered(by, project, on.date()))
    made: list[NonConformity] = []

    def save(given: dict[str, Any]) -> None:
        made.extend(actions.raise_nonconformities(project=project, new=[form.given(picked(by, given))], by=by, at=on))

    if request.method == "POST" and saved(form, save):
        done(request, _("“%(name)s” is raised.") % {"name": made[0]})
        return redirect("nonconformity", made[0].pk)
    return change_page(request, form, title=_("New non-conformity"), trail=trail(project), button=_("Raise it"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def change_nonconformity(request: HttpRequest, nonconformity_id: str) -> HttpResponse:
    """Change the particulars of a non-conformity."""
    by, on = asker(request), at(request)
    row = get_nonconformity(by, nonconformity_id, on.date())
    require(by, "change_nonconformity", row.project, on.date())

    def stored() -> dict[str, Any]:
        there = get_nonconformity(by, nonconformity_id, on.date())
        rows = {name: getattr(there, f"{name}_id") for name in ("deliverable", "party", "owner")}
        names = ("title", "words", "severity", "found_on", "place", "origin", "cause", "treatment", "due_on")
        return rows | {name: getattr(there, name) for name in (*names, "revision")}

    def save(given: dict[str, Any]) -> None:
        new, revision = form.given(picked(by, given)), given["revision"]
        actions.change_nonconformity(nonconformity=row, new=new, revision=revision, by=by, at=on)

    form = forms.ConformityForm(posted(request), initial=stored(), **_offered(by, row.project, on.date(), row))
    if request.method == "POST" and saved(form, save, stored):
        done(request, _("“%(name)s” is changed.") % {"name": row})
        return redirect("nonconformity", row.pk)
    return change_page(request, form, title=_("Change %(name)s") % {"name": row}, here=_("Change"), trail=beyond(row))


def beyond(row: NonConformity) -> list[tuple[str, str]]:
    """Return the way to a non-conformity."""
    return [*trail(row.project), (str(row), reverse("nonconformity", args=[row.pk]))]


def _offered(by: User, project: Project, on: date, row: NonConformity | None = None) -> dict[str, Any]:
    parties = {one.pk: one for one in find_parties(by, PartyFilter(portfolio=project.portfolio_id))}
    if row is not None and row.party is not None:
        parties.setdefault(row.party.pk, row.party)
    return offered(by, project, on, row.owner if row else None) | {"parties": list(parties.values())}
