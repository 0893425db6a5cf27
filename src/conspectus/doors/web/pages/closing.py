"""The closure of a project, point by point; the closures under way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conspectus.journeys.closure_files import closures_file
from conspectus.rooms.closure import actions
from conspectus.rooms.closure.choices import HANDED, ClosureState, PointState
from conspectus.rooms.closure.models import Closure
from conspectus.rooms.closure.queries import (
    closure_rows,
    closure_view,
    get_benefit,
    lacks_closure,
    newest_closure,
    the_closure,
    unclosed,
)
from conspectus.rooms.closure.rules import refuse_others, submitted_it
from conspectus.rooms.portfolio.choices import NEXT_STATES, State
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.portfolio.rules import may, require
from conspectus.rooms.scope.queries import RequirementFilter, find_requirements

from ..answers import done, hand_over, page, show
from ..asking import asker, at, posted, query
from ..forms import closure as forms
from ..forms.changing import saved
from .choices import division_choices, people_choices, picked
from .frame import frame
from .organisation import change_page
from .packs import TABLES

# Where each point is done, by the name of its page.
PLACES = {
    "deliverables": "scope",
    "changes": "changes",
    "registers": "project-register",
    "quality": "project-quality",
    "conditions": "project-gates",
    "exceptions": "recovery-of",
    "waivers": "project-compliance",
    "lessons": "project-lessons",
    "people": "people",
}
HANDS = frozenset({"registers", "actions", "contracts"})
DEEDS = {
    "leave": "leave_point_open",
    "hand": "hand_over_open_items",
    "cost": "reconcile_final_cost",
    "benefit": "name_benefit_owner",
    "review": "plan_closing_review",
    "release": "release_people",
    "submit": "submit_closure",
    "decide": "decide_closure",
    "withdraw": "withdraw_closure",
}


SORTS = (
    ("age", gettext_lazy("longest under way first")),
    ("-age", gettext_lazy("newest first")),
    ("points", gettext_lazy("most points open first")),
    ("project", gettext_lazy("by project")),
    ("manager", gettext_lazy("by manager")),
)


@require_safe
@page
def closures(request: HttpRequest) -> HttpResponse:
    """List the closures under way, or in one state, and what was completed without one."""
    by, on, asked = asker(request), at(request).date(), query(request)
    told = {
        "rows": closure_rows(by, on, asked.get("state", ""), asked.get("sort", "") or "age"),
        "missing": unclosed(by, on),
        "states": (("", _("open")), *ClosureState.choices),
        "sorts": SORTS,
        "asked": asked,
        "query": urlencode(asked),
        "trail": [(_("Portfolio"), reverse("portfolio"))],
    }
    return show(request, "closure/closures.html", told)


@require_safe
@page
def closures_to_keep(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over the closures of the list, as a workbook or CSV."""
    if kind not in TABLES:
        raise Http404
    asked = query(request)
    wanted = {"state": asked.get("state", ""), "sort": asked.get("sort", "") or "age"}
    data = closures_file(by=asker(request), at=at(request), kind=kind, **wanted)
    return hand_over(data, f"closures.{kind}", TABLES[kind])


@require_safe
@page
def closure(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show how far the closure of a project is, point by point."""
    project, told = frame(request, project_id, "Particulars")
    by, on = asker(request), at(request).date()
    row = newest_closure(project)
    view = None if row is None else closure_view(by, row, on)
    told |= {"view": view, "lacking": lacks_closure(by, project, on)}
    told["can"] = {name: bool(view and view.is_open) and may(by, deed, project, on) for name, deed in DEEDS.items()}
    if row is not None:
        told["can"]["decide"] &= row.state == ClosureState.SUBMITTED and not submitted_it(by, row, on)
        told["can"]["submit"] &= row.state == ClosureState.BEGUN
    if view is not None:
        told["points"] = [(one, _place(project, one.point)) for one in view.points]
        told["mine"] = by.person_id
    told["begins"] = (
        (view is None or not view.is_open)
        and State.CLOSED in NEXT_STATES[State(project.state)]
        and may(by, "begin_closure", project, on)
    )
    return show(request, "closure/closure.html", told)


@require_POST
@page
def begin(request: HttpRequest, project_id: str) -> HttpResponse:
    """Begin the closure of a project."""
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date())
    actions.begin_closure(project=project, by=by, at=on)
    done(request, _("The closure is begun: go through its points."))
    return redirect("closure", project.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def leave(request: HttpRequest, project_id: str) -> HttpResponse:
    """Leave a point open by decision."""
    row, by = _closure(request, project_id, "leave_point_open"), asker(request)
    view = closure_view(by, row, at(request).date())
    points = [one for one in view.points if one.state != PointState.DONE]
    form = forms.ClosureLeaveForm(posted(request), points=points, initial={"point": query(request).get("point", "")})
    told = {"title": _("Leave a point open"), "button": _("Leave it open")}
    return _deed(
        request,
        row,
        form,
        lambda **given: actions.leave_point_open(**given),
        _("The point stays open by decision."),
        told,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def hand(request: HttpRequest, project_id: str) -> HttpResponse:
    """Hand over or close what is still open."""
    row, by = _closure(request, project_id, "hand_over_open_items"), asker(request)
    view = closure_view(by, row, at(request).date())
    items = [one for one in view.points if one.point in HANDS and any(item.kind in HANDED for item in one.open)]
    people, divisions = people_choices(row.project.manager), division_choices()
    form = forms.ClosureHandForm(posted(request), items=items, people=people, divisions=divisions)

    def do(**given: Any) -> object:
        rest = {name: given.pop(name) for name in ("closure", "by", "at")}
        return actions.hand_over_open_items(**form.given(picked_in(by, given), by), **rest)

    told = {"title": _("Hand over what is open"), "button": _("Hand it over")}
    return _deed(request, row, form, do, _("It is handed over."), told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def cost(request: HttpRequest, project_id: str) -> HttpResponse:
    """Reconcile the final cost."""
    row = _closure(request, project_id, "reconcile_final_cost")
    form = forms.ClosureCostForm(posted(request))
    told = {"title": _("Reconcile the final cost"), "button": _("Keep it")}
    return _deed(
        request,
        row,
        form,
        lambda **given: actions.reconcile_final_cost(**given),
        _("The final cost is reconciled."),
        told,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def benefit(request: HttpRequest, project_id: str) -> HttpResponse:
    """Name a benefit and its owner."""
    row, by = _closure(request, project_id, "name_benefit_owner"), asker(request)
    needs = find_requirements(by, RequirementFilter(project=row.project_id, kind="need"), at(request).date())
    form = forms.ClosureBenefitForm(posted(request), people=people_choices(row.project.sponsor), needs=list(needs))

    def do(**given: Any) -> object:
        rest = {name: given.pop(name) for name in ("closure", "by", "at")}
        return actions.name_benefit_owner(new=form.given(picked(by, given)), **rest)

    told = {"title": _("Name a benefit and its owner"), "button": _("Name it")}
    return _deed(request, row, form, do, _("The owner is asked to accept it."), told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def answer(request: HttpRequest, benefit_id: str) -> HttpResponse:
    """Accept or decline a benefit, in person."""
    by, on = asker(request), at(request)
    row = get_benefit(by, benefit_id, on.date())
    refuse_others(by, row)
    form = forms.ClosureAnswerForm(posted(request))

    def do(**given: Any) -> object:
        given.pop("closure")
        return actions.answer_benefit(benefit=row, **given | {"accepted": given["accepted"] == "yes"})

    told = {"title": _("Accept a benefit: %(words)s") % {"words": row.words}, "button": _("Write it")}
    return _deed(request, row.closure, form, do, _("Your answer is on record."), told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def review(request: HttpRequest, project_id: str) -> HttpResponse:
    """Plan the review after the end."""
    row, by = _closure(request, project_id, "plan_closing_review"), asker(request)
    initial = {"words": _("Post-implementation review: what did the project bring?")}
    form = forms.ClosureReviewForm(posted(request), people=people_choices(row.project.sponsor), initial=initial)

    def do(**given: Any) -> object:
        return actions.plan_closing_review(**picked(by, given))

    told = {"title": _("Plan the post-implementation review"), "button": _("Plan it")}
    return _deed(request, row, form, do, _("The review is planned as an action."), told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def release(request: HttpRequest, project_id: str) -> HttpResponse:
    """End every role in the project."""
    row = _closure(request, project_id, "release_people")
    told = {"title": _("Release the people of the project"), "button": _("Release them")}
    form = forms.ClosureReleaseForm(posted(request))
    return _deed(request, row, form, lambda **given: actions.release_people(**given), _("They are released."), told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def submit(request: HttpRequest, project_id: str) -> HttpResponse:
    """Put the closure before who decides."""
    row = _closure(request, project_id, "submit_closure")
    form = forms.ClosureSubmitForm(posted(request), initial={"revision": row.revision, "words": row.words})
    told = {"title": _("Submit the closure"), "button": _("Submit it")}
    return _deed(
        request,
        row,
        form,
        lambda **given: actions.submit_closure(**given),
        _("The closure waits for the decision."),
        told,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def decide(request: HttpRequest, project_id: str) -> HttpResponse:
    """Confirm a closure or return it."""
    row = _closure(request, project_id, "decide_closure")
    form = forms.ClosureDecideForm(posted(request), initial={"revision": row.revision})

    def do(**given: Any) -> object:
        rest = {name: given.pop(name) for name in ("closure", "by", "at")}
        return actions.decide_closure(**form.given(given), **rest)

    told = {"title": _("Decide on the closure"), "button": _("Decide it")}
    return _deed(request, row, form, do, _("The decision is recorded."), told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def withdraw(request: HttpRequest, project_id: str) -> HttpResponse:
    """Give a closure up."""
    row = _closure(request, project_id, "withdraw_closure")
    form = forms.ClosureWithdrawForm(posted(request), initial={"revision": row.revision})
    told = {"title": _("Give up the closure"), "button": _("Give it up")}
    return _deed(
        request, row, form, lambda **given: actions.withdraw_closure(**given), _("The closure is given up."), told
    )


def picked_in(by: Any, given: dict[str, Any]) -> dict[str, Any]:
    """Return what a form gave with rows in place of people and divisions."""
    return given | picked(by, {name: given[name] for name in ("person", "division")})


def _closure(request: HttpRequest, project_id: str, deed: str) -> Closure:
    """Return the closure of a project to whom may do the deed."""
    by, on = asker(request), at(request).date()
    project = get_project(by, project_id, on)
    require(by, deed, project, on)
    return the_closure(project)


def _deed(
    request: HttpRequest, row: Closure, form: Any, do: Callable[..., object], words: str, told: dict[str, str]
) -> HttpResponse:
    """Do what a form asks of a closure, then lead back to it."""
    by, on = asker(request), at(request)

    def stored() -> dict[str, Any]:
        return {"revision": the_closure(row.project).revision}

    if request.method == "POST" and saved(form, lambda given: do(closure=row, **given, by=by, at=on), stored):
        done(request, words)
        return redirect("closure", row.project_id)
    trail = [
        (row.project.name, reverse("project", args=[row.project_id])),
        (_("Closure"), reverse("closure", args=[row.project_id])),
    ]
    return change_page(request, form, trail=trail, here=told["title"], **told)


def _place(project: Project, point: str) -> str:
    """Return the address at which a point is done; empty where that is here."""
    return reverse(PLACES[point], args=[project.pk]) if point in PLACES else ""
