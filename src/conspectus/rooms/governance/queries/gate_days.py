"""Days of gates as a calendar of milestones shows them: reviews ahead, conditions that are not settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from conspectus.kit.texts import fold
from conspectus.rooms.accounts.models import User
from conspectus.rooms.governance.choices import STANDING_CONDITIONS, GateState
from conspectus.rooms.governance.models import GateCondition, GateReview
from conspectus.rooms.schedule.queries import MilestoneFilter, projects_of_milestones
from conspectus.rooms.schedule.queries.milestones import days_asked


@dataclass(frozen=True, slots=True)
class GateDay:
    """A day on which a gate is reviewed or one of its conditions is due; ``condition`` holds the words of that."""

    on: date
    gate_review_id: int
    project_id: int
    code: str
    project: str
    name: str
    condition: str
    condition_id: int | None
    late: bool


def gate_days(by: User, wanted: MilestoneFilter, on: date) -> tuple[GateDay, ...]:
    """Return the days of gates in the projects and the time a filter of milestones asks for, by day.

    Where states or slips of milestones are asked for there are none: gates have neither.
    """
    if wanted.state or wanted.slipped:
        return ()
    projects = projects_of_milestones(by, wanted, on).order_by().values("pk")
    reviews = GateReview.objects.filter(
        project__in=projects, state=GateState.PLANNED, **_within(wanted, "planned_on", on)
    )
    conditions = GateCondition.objects.filter(
        review__project__in=projects, state__in=STANDING_CONDITIONS, **_within(wanted, "due_on", on)
    )
    names = ("name", "project", "project__code", "project__name")
    found = [
        GateDay(day, pk, project, code, called, name, "", None, day < on)
        for day, pk, name, project, code, called in reviews.values_list("planned_on", "pk", *names)
    ]
    asked = ("due_on", "review", *(f"review__{one}" for one in names), "words", "pk")
    for day, pk, name, project, code, called, words, number in conditions.values_list(*asked):
        found.append(GateDay(day, pk, project, code, called, name, words, number, day < on))
    key = fold(wanted.text)
    kept = (one for one in found if any(key in fold(text) for text in (one.name, one.condition, one.project, one.code)))
    return tuple(sorted(kept, key=lambda one: (one.on, one.code, one.gate_review_id, one.condition_id or 0)))


def _within(wanted: MilestoneFilter, column: str, on: date) -> dict[str, Any]:
    asked = days_asked(wanted, on)
    return {} if asked is None else {f"{column}__gte": asked[0], f"{column}__lt": asked[1]}
