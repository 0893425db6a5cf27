"""Change requests: the log of a project, all across projects, one; raised and revised."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from conspectus.formats.currencies import written
from conspectus.journeys.change_files import changes_file
from conspectus.journeys.subjects import subject_of
from conspectus.rooms.changes import actions
from conspectus.rooms.changes.choices import ChangeState, Reason
from conspectus.rooms.changes.models import ChangeRequest
from conspectus.rooms.changes.queries import (
    ChangeFilter,
    change_view,
    change_views,
    find_changes,
    get_change,
    growth_of,
    log_counts,
)
from conspectus.rooms.changes.rules import limits_for, may_decide
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.portfolio.rules import may, may_from_above, require
from conspectus.rooms.schedule.models import PlanRevision

from ..answers import done, hand_over, page, show
from ..asking import asker, at, posted, query
from ..forms.change_requests import ChangeRequestForm, NewChangeForm
from ..forms.changing import saved
from ..tables.portfolio import asked_id, span
from .followup import talk
from .frame import frame
from .narrowing import narrowing_choices
from .organisation import change_page
from .packs import TABLES

NARROWING = ("text", "state", "reason", "programme", "division", "portfolio", "project")
STATES = (("", gettext_lazy("any state")), ("open", gettext_lazy("not at its end")), *ChangeState.choices)
REASONS = (("", gettext_lazy("any reason")), *Reason.choices)
MOST_PLANS = 50


def read_filter(asked: dict[str, str]) -> ChangeFilter:
    """Return what the address asks for; refuses what is no number."""
    return ChangeFilter(
        text=asked.get("text", ""),
        state=asked.get("state", ""),
        reason=asked.get("reason", ""),
        sort=asked.get("sort", "") or "newest",
        **{name: asked_id(asked, name) for name in ("project", "portfolio", "programme", "division")},
    )


@require_safe
@page
def changes(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show the change log of a project, its counts, and how far it grew."""
    project, told = frame(request, project_id, "Changes")
    by, on = asker(request), at(request).date()
    rows = list(find_changes(by, ChangeFilter(project=project.pk, sort="newest"), on))
    told |= {
        "rows": change_views(by, rows, on),
        "counts": log_counts(rows),
        "growth": growth_of(by, project, on),
        "limits": limits_for(project),
        "raising": may(by, "raise_change_request", project, on),
        "setting": may_from_above(by, "set_change_authority", project, on),
    }
    return show(request, "changes/changes.html", told)


@require_safe
@page
def all_changes(request: HttpRequest) -> HttpResponse:
    """List the change requests of all projects one may see, the newest first."""
    by, on, asked = asker(request), at(request).date(), query(request)
    found = find_changes(by, read_filter(asked), on)
    told = narrowing_choices(request, NARROWING) | span(found.count(), request.path, asked)
    rows = list(found[told["first"] - 1 : told["last"]])
    told |= {"rows": change_views(by, rows, on), "states": STATES, "reasons": REASONS}
    told |= {"trail": [(_("Portfolio"), reverse("portfolio"))], "query": urlencode(asked)}
    return show(request, "changes/all.html", told)


@require_safe
@page
def changes_to_keep(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over the change requests as narrowed, as a workbook or CSV."""
    if kind not in TABLES:
        raise Http404
    data = changes_file(by=asker(request), at=at(request), kind=kind, wanted=read_filter(query(request)))
    return hand_over(data, f"changes.{kind}", TABLES[kind])


@require_safe
@page
def change_request(request: HttpRequest, change_id: str) -> HttpResponse:
    """Show a change request with its impact, its decision, and what it became."""
    by, on = asker(request), at(request).date()
    row = get_change(by, change_id, on)
    told: dict[str, Any] = {
        "view": change_view(by, row, on),
        "change": row,
        "trail": trail(row.project),
        "planning": may(by, "revise_change_request", row.project, on),
        "deciding": row.state == ChangeState.SUBMITTED and may_decide(by, row, on),
        "implementing": row.state == ChangeState.APPROVED and may(by, "implement_change_request", row.project, on),
        "who": [one.label for one in limits_for(row.project) if one.covers(row.cost_minor, row.slip_days)],
    }
    return show(request, "changes/change.html", told | talk(request, subject_of(row)))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new_change(request: HttpRequest, project_id: str) -> HttpResponse:
    """Draft a change request of a project."""
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date())
    require(by, "raise_change_request", project, on.date())
    initial = {"fiscal_year": on.year, "slip_days": 0}
    form = NewChangeForm(posted(request), initial=initial, plans=plans_of(project))
    made: list[ChangeRequest] = []

    def save(given: dict[str, Any]) -> None:
        new = form.given(given, project.currency)
        made.append(actions.raise_change_request(project=project, new=new, by=by, at=on))

    if request.method == "POST" and saved(form, save):
        done(request, _("The change request is drafted. Look at it, then submit it."))
        return redirect("change-request", made[0].pk)
    return change_page(request, form, title=_("New change request"), trail=trail(project), button=_("Keep this draft"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def revise(request: HttpRequest, change_id: str) -> HttpResponse:
    """Change the draft of a change request."""
    by, on = asker(request), at(request)
    row = get_change(by, change_id, on.date())
    require(by, "revise_change_request", row.project, on.date())

    def stored() -> dict[str, Any]:
        there = get_change(by, change_id, on.date())
        names = ("title", "what", "why", "reason", "slip_days", "fiscal_year", "cost_kind", "nature", "benefit")
        told = {name: getattr(there, name) for name in (*names, "risk", "quality", "revision")}
        cost = "" if there.cost_minor is None else written(there.cost_minor, row.project.currency)
        return told | {"plan": there.plan_id and str(there.plan_id), "cost": cost}

    def save(given: dict[str, Any]) -> None:
        new, revision = form.given(given, row.project.currency), given["revision"]
        actions.revise_change_request(request=row, new=new, revision=revision, by=by, at=on)

    form = ChangeRequestForm(posted(request), initial=stored(), plans=plans_of(row.project))
    if request.method == "POST" and saved(form, save, stored):
        done(request, _("The change request is changed."))
        return redirect("change-request", row.pk)
    return change_page(request, form, title=_("Change %(name)s") % {"name": row}, here=_("Change"), trail=beyond(row))


def plans_of(project: Project) -> list[PlanRevision]:
    """Return the newest plan revisions of a project."""
    return list(project.plan_revisions.defer("findings").order_by("-number")[:MOST_PLANS])


def trail(project: Project) -> list[tuple[str, str]]:
    """Return the way to the change log of a project."""
    return [
        (_("Portfolio"), reverse("portfolio")),
        (project.name, reverse("project", args=[project.pk])),
        (_("Changes"), reverse("changes", args=[project.pk])),
    ]


def beyond(row: ChangeRequest) -> list[tuple[str, str]]:
    """Return the way to a change request."""
    return [*trail(row.project), (str(row), reverse("change-request", args=[row.pk]))]
