"""Deliverables: across projects, one with what became of it; entered, changed, submitted, judged, dropped."""

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

from conspectus.journeys.scope_files import deliverables_file
from conspectus.journeys.subjects import subject_of
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.portfolio.rules import may, require
from conspectus.rooms.schedule.models import Milestone
from conspectus.rooms.scope import actions
from conspectus.rooms.scope.bridge import task_dates
from conspectus.rooms.scope.choices import DeliverableState, RequirementKind
from conspectus.rooms.scope.models import Deliverable
from conspectus.rooms.scope.queries import (
    DeliverableFilter,
    RequirementFilter,
    deliverable_view,
    deliverable_views,
    find_deliverables,
    find_requirements,
    get_deliverable,
    steps_of,
)

from ..answers import done, hand_over, page, show
from ..asking import asker, at, posted, query
from ..forms import scope as forms
from ..forms.changing import saved
from ..tables.portfolio import asked_id, span
from .choices import people_choices, picked
from .followup import talk
from .narrowing import narrowing_choices
from .organisation import change_page
from .packs import TABLES
from .scope import trail

NARROWING = ("text", "state", "due", "mandatory", "programme", "division", "portfolio", "project")
STATES = (("", gettext_lazy("any state")), ("open", gettext_lazy("not accepted yet")), *DeliverableState.choices)
DUE = (
    ("", gettext_lazy("any day")),
    ("overdue", gettext_lazy("overdue")),
    ("30", gettext_lazy("next 30 days")),
    ("90", gettext_lazy("next 90 days")),
)


def read_filter(asked: dict[str, str]) -> DeliverableFilter:
    """Return what the address asks for; refuses what is no number."""
    return DeliverableFilter(
        text=asked.get("text", ""),
        state=asked.get("state", ""),
        due=asked.get("due", ""),
        mandatory=asked.get("mandatory", "") == "yes",
        sort=asked.get("sort", "") or "due",
        **{name: asked_id(asked, name) for name in ("project", "portfolio", "programme", "division", "owner")},
    )


@require_safe
@page
def deliverables(request: HttpRequest) -> HttpResponse:
    """List the deliverables of all projects one may see, the first due first."""
    by, on, asked = asker(request), at(request).date(), query(request)
    wanted = read_filter(asked)
    found = find_deliverables(by, wanted, on)
    told = narrowing_choices(request, NARROWING) | span(found.count(), request.path, asked)
    rows = list(found[told["first"] - 1 : told["last"]])
    told |= {"rows": deliverable_views(rows, on), "states": STATES, "dues": DUE}
    told |= {"trail": [(_("Portfolio"), reverse("portfolio"))], "query": urlencode(asked)}
    return show(request, "scope/deliverables.html", told)


@require_safe
@page
def deliverables_to_keep(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over the deliverables as narrowed, as a workbook or CSV."""
    if kind not in TABLES:
        raise Http404
    data = deliverables_file(by=asker(request), at=at(request), kind=kind, wanted=read_filter(query(request)))
    return hand_over(data, f"deliverables.{kind}", TABLES[kind])


@require_safe
@page
def deliverable(request: HttpRequest, deliverable_id: str) -> HttpResponse:
    """Show a deliverable, by what it is accepted, and what became of it."""
    by, on = asker(request), at(request).date()
    row = get_deliverable(by, deliverable_id, on)
    deeds = ("change_deliverable", "submit_deliverable", "judge_deliverable", "drop_deliverable")
    told: dict[str, Any] = {
        "view": deliverable_view(row, on),
        "deliverable": row,
        "task": task_dates(row.project, [row.task_uid]).get(row.task_uid) if row.task_uid else None,
        "meets": row.requirements.all(),
        "steps": steps_of(row),
        "trail": trail(row.project),
        "may": {deed.partition("_")[0]: may(by, deed, row.project, on) for deed in deeds},
    }
    return show(request, "scope/deliverable.html", told | talk(request, subject_of(row)))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new_deliverable(request: HttpRequest, project_id: str) -> HttpResponse:
    """Enter a deliverable of a project."""
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date())
    require(by, "enter_deliverables", project, on.date())
    form = forms.NewDeliverableForm(posted(request), **_offered(by, project, on.date()))

    def save(given: dict[str, Any]) -> None:
        actions.enter_deliverables(project=project, new=[form.given(picked(by, given))], by=by, at=on)

    if request.method == "POST" and saved(form, save):
        done(request, _("“%(name)s” is entered.") % {"name": form.cleaned_data["name"]})
        return redirect("scope", project.pk)
    return change_page(request, form, title=_("New deliverable"), trail=trail(project), button=_("Enter it"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def change_deliverable(request: HttpRequest, deliverable_id: str) -> HttpResponse:
    """Change the particulars of a deliverable."""
    by, on = asker(request), at(request)
    row = get_deliverable(by, deliverable_id, on.date())
    require(by, "change_deliverable", row.project, on.date())

    def stored() -> dict[str, Any]:
        there = get_deliverable(by, deliverable_id, on.date())
        names = ("name", "code", "kind", "is_mandatory", "due_on", "task_uid", "criteria", "revision")
        meets = [str(pk) for pk in there.requirements.values_list("pk", flat=True)]
        return {"owner": there.owner_id, "meets": meets} | {name: getattr(there, name) for name in names}

    def save(given: dict[str, Any]) -> None:
        new, revision = form.given(picked(by, given)), given["revision"]
        actions.change_deliverable(deliverable=row, new=new, revision=revision, by=by, at=on)

    form = forms.DeliverableForm(posted(request), initial=stored(), **_offered(by, row.project, on.date(), row))
    if request.method == "POST" and saved(form, save, stored):
        done(request, _("“%(name)s” is changed.") % {"name": form.cleaned_data["name"]})
        return redirect("deliverable", row.pk)
    return change_page(request, form, title=_("Change %(name)s") % {"name": row}, here=_("Change"), trail=_beyond(row))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def submit_deliverable(request: HttpRequest, deliverable_id: str) -> HttpResponse:
    """Hand a deliverable in for acceptance."""
    by, on = asker(request), at(request)
    row = get_deliverable(by, deliverable_id, on.date())
    require(by, "submit_deliverable", row.project, on.date())
    form = forms.StepForm(posted(request), initial={"on": on.date(), "revision": row.revision})
    if request.method == "POST" and saved(
        form, lambda given: actions.submit_deliverable(deliverable=row, **given, by=by, at=on)
    ):
        done(request, _("“%(name)s” waits for acceptance.") % {"name": row.name})
        return redirect("deliverable", row.pk)
    return change_page(
        request, form, title=_("Submit %(name)s") % {"name": row}, trail=_beyond(row), button=_("Submit")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def judge_deliverable(request: HttpRequest, deliverable_id: str) -> HttpResponse:
    """Accept or reject what was submitted."""
    by, on = asker(request), at(request)
    row = get_deliverable(by, deliverable_id, on.date())
    require(by, "judge_deliverable", row.project, on.date())
    accepted = row.state == DeliverableState.ACCEPTED
    form = forms.JudgeForm(posted(request), initial={"on": on.date(), "revision": row.revision}, accepted=accepted)
    if request.method == "POST" and saved(
        form, lambda given: actions.judge_deliverable(deliverable=row, **given, by=by, at=on)
    ):
        done(request, _("What was decided of “%(name)s” is recorded.") % {"name": row.name})
        return redirect("deliverable", row.pk)
    title = _("Reject %(name)s after all") if accepted else _("Accept or reject %(name)s")
    return change_page(request, form, title=title % {"name": row}, trail=_beyond(row), button=_("Record it"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def drop_deliverable(request: HttpRequest, deliverable_id: str) -> HttpResponse:
    """Drop a deliverable, or take a dropped one up again."""
    by, on = asker(request), at(request)
    row = get_deliverable(by, deliverable_id, on.date())
    require(by, "drop_deliverable", row.project, on.date())
    again = row.state == DeliverableState.DROPPED
    form = forms.DropForm(posted(request), initial={"revision": row.revision})
    if request.method == "POST" and saved(
        form,
        lambda given: actions.drop_deliverable(deliverable=row, again=again, **given, by=by, at=on),
    ):
        done(request, _("What was decided of “%(name)s” is recorded.") % {"name": row.name})
        return redirect("deliverable", row.pk)
    title = _("Take %(name)s up again") if again else _("Drop %(name)s")
    return change_page(request, form, title=title % {"name": row}, trail=_beyond(row), button=_("Record it"))


def _beyond(row: Deliverable) -> list[tuple[str, str]]:
    return [*trail(row.project), (str(row), reverse("deliverable", args=[row.pk]))]


def _offered(by: User, project: Project, on: date, row: Deliverable | None = None) -> dict[str, Any]:
    found = Milestone.objects.filter(revision__project=project, revision__summary__is_current=True)
    tasks = [(uid, name or uid) for uid, name in found.values_list("uid", "name")]
    if row is not None and row.task_uid and row.task_uid not in dict(tasks):
        tasks.append((row.task_uid, _("task %(uid)s") % {"uid": row.task_uid}))
    wanted = RequirementFilter(project=project.pk, kind=RequirementKind.REQUIREMENT)
    requirements = list(find_requirements(by, wanted, on))
    return {"people": people_choices(row.owner if row else None), "tasks": tasks, "requirements": requirements}
