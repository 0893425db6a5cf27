"""Gates of a project: the line of its life cycle, readiness, reviews asked for, held, decided on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from conspectus.journeys.subjects import subject_of
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.manner import written_day
from conspectus.rooms.accounts.models import User
from conspectus.rooms.governance import actions
from conspectus.rooms.governance.choices import OPEN_GATES, GateState
from conspectus.rooms.governance.models import GateReview
from conspectus.rooms.governance.queries import (
    OnLine,
    gate_of,
    gate_reviews_of,
    gate_view,
    get_gate_review,
    plannable_gates,
    project_gates,
    readiness_view_of,
)
from conspectus.rooms.governance.rules import decides_alone, may_hold, require_gate, require_hold
from conspectus.rooms.knowledge.queries.beside import guides_at
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.portfolio.rules import may, require
from conspectus.rooms.standards.bridge.packs import method_of
from conspectus.rooms.standards.queries import get_version

from ..answers import done, page, show
from ..asking import asker, at, posted
from ..forms import gates as forms
from ..forms.changing import saved
from .choices import people_choices, picked
from .followup import talk
from .frame import frame
from .gate_conditions import with_rights
from .lessons import lessons_asked
from .organisation import change_page

_REVIEWERS = {"rows_title": gettext_lazy("Reviewers"), "heads": (gettext_lazy("Reviewer"), gettext_lazy("Role"))}


@require_safe
@page
def of_project(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show where a project stands in its life cycle, how ready it is for the next gate, and all decisions."""
    project, told = frame(request, project_id, "Gates")
    by, on = asker(request), at(request).date()
    found = project_gates(project, on)
    rows = list(gate_reviews_of(project))
    method = method_of(get_version(found.version_id)) if found else None
    told |= {
        "found": found,
        "line": [_on_line(one) for one in found.line] if found else (),
        "ready": found.readiness if found else None,
        "language": method.language if method else "",
        "rows": rows,
        "choosing": found is not None and may(by, "choose_evidence", project, on),
        "planning": found is not None and may(by, "plan_gate_review", project, on),
        "guides": guides_at(by, method.key, [found.next_gate]) if found and method else (),
        "of_stage": guides_at(by, method.key, [found.stage]) if found and method else (),
        "adopting": may(by, "adopt_version", project, on),
    }
    return show(request, "gates/project.html", told)


def _on_line(one: OnLine) -> tuple[str, str, str, str, str]:
    """Return a stage or gate as the line shows it."""
    words = ""
    if one.on is not None:
        told = {"day": written_day(one.on)}
        words = {
            "passed": _("passed %(day)s"),
            "stopped": _("stopped %(day)s"),
        }.get(one.stands, _("planned for %(day)s")) % told
    href = reverse("gate-review", args=[one.gate_review_id]) if one.gate_review_id else ""
    return one.kind, one.name, one.stands, words, href


@require_http_methods(["GET", "HEAD", "POST"])
@page
def plan(request: HttpRequest, project_id: str) -> HttpResponse:
    """Ask for the review of a gate."""
    by, on = asker(request), at(request)
    project = get_project(by, project_id, on.date())
    require(by, "plan_gate_review", project, on.date())
    version, gates = plannable_gates(project, on.date())
    if version is None:
        raise Conflict("no_method", _("This project follows no method. Let it adopt one; its gates come with it."))
    method = method_of(get_version(version.pk))
    people = [one for one in people_choices() if one[0] != str(project.manager_id)]
    form = forms.GatePlanForm(posted(request), people=people, method=method, gates=gates)
    made: list[GateReview] = []

    def save(given: dict[str, Any]) -> None:
        new = _planned(by, given, form.count)
        made.append(actions.plan_gate_review(project=project, gate=given["gate"], new=new, by=by, at=on))

    if request.method == "POST" and saved(form, save):
        done(request, _("The review is asked for; its reviewers are told."))
        return redirect("gate-review", made[0].pk)
    trail = [(project.name, reverse("project-gates", args=[project.pk]))]
    told = {"form": form, "trail": trail, "title": _("Ask for a gate review"), "button": _("Ask for it")}
    return show(request, "gates/form.html", told | _REVIEWERS, status=form.status)


@require_safe
@page
def review(request: HttpRequest, gate_review_id: str) -> HttpResponse:
    """Show a gate review: how ready the project was or is, the rating, the decision and its conditions."""
    by, on = asker(request), at(request).date()
    row = get_gate_review(by, gate_review_id, on)
    view, living, method = gate_view(row, on), row.state in OPEN_GATES, gate_of(row)[0]
    deciding = row.state == GateState.HELD and may(by, "decide_gate", row.project, on)
    told = {
        "view": view,
        "review": row,
        "project": row.project,
        "ready": view.readiness,
        "language": method.language,
        "guides": guides_at(by, method.key, [row.gate]),
        "trail": trail_of(row)[:-1],
        "changing": row.state == GateState.PLANNED and may(by, "change_gate_review", row.project, on),
        "withdrawing": living and may(by, "withdraw_gate_review", row.project, on),
        "holding": living and may_hold(by, row, on),
        "deciding": deciding and not decides_alone(by, row, on),
        "choosing": living and may(by, "choose_evidence", row.project, on),
        "own": deciding and decides_alone(by, row, on),
        "conditions": with_rights(by, row, view.conditions, on),
    }
    told |= talk(request, subject_of(row)) | lessons_asked(request, row.project, view.name)
    return show(request, "gates/review.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def change(request: HttpRequest, gate_review_id: str) -> HttpResponse:
    """Move a planned review, or ask others."""
    by, on = asker(request), at(request)
    row = get_gate_review(by, gate_review_id, on.date())
    require(by, "change_gate_review", row.project, on.date())
    method, _gate = gate_of(row)

    def stored() -> dict[str, Any]:
        return _stored(get_gate_review(by, gate_review_id, on.date()))

    def save(given: dict[str, Any]) -> object:
        new, revision = _planned(by, given, form.count), given["revision"]
        return actions.change_gate_review(review=row, new=new, revision=revision, by=by, at=on)

    people = [one for one in people_choices() if one[0] != str(row.project.manager_id)]
    count = row.reviewers.count()
    form = forms.GateChangeForm(posted(request), initial=stored(), people=people, method=method, count=count)
    if request.method == "POST" and saved(form, save, stored):
        done(request, _("The review is changed."))
        return redirect("gate-review", row.pk)
    told = {"form": form, "trail": trail_of(row), "title": row.name, "button": _("Keep it")}
    return show(request, "gates/form.html", told | _REVIEWERS, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def withdraw(request: HttpRequest, gate_review_id: str) -> HttpResponse:
    """Take back a review that was not decided on."""
    by, on = asker(request), at(request)
    row = get_gate_review(by, gate_review_id, on.date())
    require(by, "withdraw_gate_review", row.project, on.date())
    form = forms.GateWithdrawForm(posted(request), initial={"revision": row.revision})
    told = {"title": _("Withdraw: %(name)s") % {"name": row.name}, "here": _("Withdraw"), "button": _("Withdraw it")}
    return _deed(request, row, form, lambda **given: actions.withdraw_gate_review(**given), told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def hold(request: HttpRequest, gate_review_id: str) -> HttpResponse:
    """Record what a review found."""
    by, on = asker(request), at(request)
    row = get_gate_review(by, gate_review_id, on.date())
    require_hold(by, row, on.date())
    method, gate = gate_of(row)
    initial = {"revision": row.revision, "held_on": row.held_on or on.date(), "findings": row.findings}
    initial["rating"] = row.rating
    form = forms.GateHoldForm(posted(request), initial=initial, method=method, gate=gate)

    def do(*, review: GateReview, revision: int, by: User, at: Any, **given: Any) -> object:
        new = actions.HeldGate(given["held_on"], given.get("rating", ""), given["findings"])
        return actions.hold_gate_review(review=review, new=new, revision=revision, by=by, at=at)

    told = {"title": _("Held: %(name)s") % {"name": row.name}, "here": _("Held"), "button": _("Record it")}
    return _deed(request, row, form, do, told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def decide(request: HttpRequest, gate_review_id: str) -> HttpResponse:
    """Decide at a gate by what is shown."""
    by, on = asker(request), at(request)
    row = get_gate_review(by, gate_review_id, on.date())
    require_gate(by, row, on.date())
    method, gate = gate_of(row)
    ready = readiness_view_of(row, on.date())
    initial = {"revision": row.revision, "shown": ready.digest}
    form = forms.GateDecideForm(posted(request), initial=initial, people=people_choices(), gate=gate)

    def save(given: dict[str, Any]) -> object:
        names = ("decision", "reason", "shown", "despite")
        told = {name: given[name] for name in names} | {"conditions": _conditions(by, given, form.count)}
        new, revision = actions.DecidedGate(**told), given["revision"]
        return actions.decide_gate(review=row, new=new, revision=revision, by=by, at=on)

    if request.method == "POST" and saved(form, save):
        done(request, _("The decision is recorded with what was shown."))
        return redirect("gate-review", row.pk)
    told = {"form": form, "trail": trail_of(row), "ready": ready, "project": row.project, "review": row}
    told["language"] = method.language
    told |= {"rows_title": _("Conditions"), "heads": (_("Condition"), _("Owner"), _("Due"))}
    return show(request, "gates/decide.html", told, status=form.status)


def _deed(
    request: HttpRequest, row: GateReview, form: Any, do: Callable[..., object], told: dict[str, str]
) -> HttpResponse:
    """Do what a form asks of a review, then lead back to it."""
    by, on = asker(request), at(request)
    if request.method == "POST" and saved(form, lambda given: do(review=row, **given, by=by, at=on)):
        done(request, _("It is recorded."))
        return redirect("gate-review", row.pk)
    return change_page(request, form, trail=trail_of(row), **told)


def _planned(by: User, given: dict[str, Any], count: int) -> actions.PlannedGate:
    reviewers = []
    for number in range(1, count + 1):
        if given.get(f"reviewer-{number}"):
            person = picked(by, {"person": given[f"reviewer-{number}"]})["person"]
            reviewers.append(actions.Reviewing(person, given.get(f"role-{number}", "")))
    return actions.PlannedGate(given["planned_on"], reviewers, given["words"])


def _stored(row: GateReview) -> dict[str, Any]:
    found: dict[str, Any] = {name: getattr(row, name) for name in ("planned_on", "words", "revision")}
    for number, one in enumerate(row.reviewers.all(), start=1):
        found |= {f"reviewer-{number}": str(one.person_id), f"role-{number}": one.role}
    return found


def _conditions(by: User, given: dict[str, Any], count: int) -> list[actions.NewCondition]:
    found = []
    for number in range(1, count + 1):
        words, owner, due = (given.get(f"{part}-{number}") for part in ("condition", "owner", "due"))
        if not (words or owner or due):
            continue
        if due is None:
            raise Invalid("due_on", _("Give each condition a day by which it is to be met."), "conditions")
        found.append(actions.NewCondition(words or "", picked(by, {"person": owner})["person"], due))
    return found


def trail_of(row: GateReview) -> list[tuple[str, str]]:
    """Return the way to a gate review: the board, the project, itself."""
    return [
        (_("Gates"), reverse("gates")),
        (row.project.name, reverse("project-gates", args=[row.project_id])),
        (row.name, reverse("gate-review", args=[row.pk])),
    ]
