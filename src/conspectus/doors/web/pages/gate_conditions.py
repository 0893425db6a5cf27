"""Conditions of gates: said to be met, confirmed, sent back, lifted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conspectus.rooms.accounts.models import User
from conspectus.rooms.governance import actions
from conspectus.rooms.governance.choices import STANDING_CONDITIONS, ConditionState
from conspectus.rooms.governance.models import GateCondition, GateReview
from conspectus.rooms.governance.queries import ConditionView, get_gate_condition
from conspectus.rooms.governance.rules import may_meet, require_judge, require_meet
from conspectus.rooms.portfolio.rules import may

from ..answers import done, page
from ..asking import asker, at, posted
from ..forms.changing import saved
from ..forms.gates import ConditionJudgeForm, ConditionMetForm
from .organisation import change_page


def with_rights(
    by: User, row: GateReview, conditions: Iterable[ConditionView], on: date
) -> list[tuple[ConditionView, bool, bool]]:
    """Return conditions of a review with whether the reader may say they are met, and may confirm them."""
    judging = may(by, "judge_gate_condition", row.project, on) and by.person_id != row.project.manager_id
    asked = GateCondition.objects.filter(review=row).select_related("review__project").prefetch_related("steps")
    rows = {one.pk: one for one in asked}
    found = []
    for one in conditions:
        meeting = one.state == ConditionState.OPEN and may_meet(by, rows[one.condition_id], on)
        met = [step.recorded_by_id for step in rows[one.condition_id].steps.all() if step.state == ConditionState.MET]
        theirs = by.person_id in (one.owner_id, *met[-1:])
        found.append((one, meeting, judging and one.state in STANDING_CONDITIONS and not theirs))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@page
def meet(request: HttpRequest, gate_condition_id: str) -> HttpResponse:
    """Say by what a condition is met."""
    by, on = asker(request), at(request)
    row = get_gate_condition(by, gate_condition_id, on.date())
    require_meet(by, row, on.date())
    form = ConditionMetForm(posted(request), initial={"revision": row.revision})
    told = {"title": _("Met: %(words)s") % {"words": row}, "here": _("Met"), "button": _("Say it is met")}
    return _deed(request, row, form, told, lambda **given: actions.meet_gate_condition(**given))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def judge(request: HttpRequest, gate_condition_id: str) -> HttpResponse:
    """Confirm a condition, send it back, or lift it."""
    by, on = asker(request), at(request)
    row = get_gate_condition(by, gate_condition_id, on.date())
    require_judge(by, row, actions.said_by(row), on.date())
    form = ConditionJudgeForm(posted(request), initial={"revision": row.revision})
    told = {"title": _("Is it met: %(words)s") % {"words": row}, "here": _("Confirm"), "button": _("Record it")}
    return _deed(request, row, form, told, lambda **given: actions.judge_gate_condition(**given))


def _deed(request: HttpRequest, row: GateCondition, form: Any, told: dict[str, str], do: Any) -> HttpResponse:
    by, on = asker(request), at(request)
    if request.method == "POST" and saved(form, lambda given: do(condition=row, **given, by=by, at=on)):
        done(request, _("It is recorded."))
        return redirect("gate-review", row.review_id)
    trail = [
        (row.review.project.name, reverse("project-gates", args=[row.review.project_id])),
        (row.review.name, reverse("gate-review", args=[row.review_id])),
    ]
    return change_page(request, form, trail=trail, **told)
