"""How quality stood in projects on a day, for what judges it and tells policies; what rework costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum

from conspectus.engine.measure import Measure, Reason, missing, ratio, value
from conspectus.kit.many import of_these
from conspectus.rooms.accounts.models import User
from conspectus.rooms.facts.choices import Amount
from conspectus.rooms.money.queries.facts import money_facts
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import sees_cost
from conspectus.rooms.quality.choices import UNSETTLED, CheckState, ReviewResult, Severity
from conspectus.rooms.quality.models import NonConformity, NonConformityStep, QualityCheck, QualityReview

AGES = (30, 90)  # days, the bounds of the bands that unsettled ones are counted in


@dataclass(frozen=True, slots=True)
class QualityStanding:
    """Checks, reviews and non-conformities of a project at the end of a day, dropped ones left out.

    ``looked_at`` are things reviewed at least once, ``first_passed`` those that passed the first time without a
    remark. ``ages`` counts unsettled ones to 30 days old, to 90, and older.
    """

    checks: int = 0
    checks_overdue: tuple[date, ...] = ()
    reviews: int = 0
    looked_at: int = 0
    first_passed: int = 0
    raised: int = 0
    unsettled: int = 0
    critical: int = 0
    without_owner: int = 0
    due: tuple[date, ...] = ()
    overdue: tuple[str, ...] = ()  # critical ones past due
    ages: tuple[int, int, int] = (0, 0, 0)

    @property
    def first_pass_yield(self) -> Measure:
        """The share of what was reviewed that passed the first time."""
        return ratio(value(self.first_passed), value(self.looked_at)) if self.looked_at else missing(Reason.NO_DATA)


def quality_standings(projects: Collection[int], on: date) -> dict[int, QualityStanding]:
    """Return how quality stood in projects at the end of a day; those without anything of it are left out.

    States are those of that day; names, severities and due days are today's. Asks the database the same number of
    times for one project and for a thousand.
    """
    wanted = set(projects)
    parts: dict[int, dict[str, Any]] = defaultdict(dict)
    for part in (_reviewed(projects, on), _nonconforming(projects, on)):
        for project, told in part.items():
            if project in wanted:
                parts[project] |= told
    return {project: QualityStanding(**told) for project, told in parts.items()}


def _reviewed(projects: Collection[int], on: date) -> dict[int, dict[str, Any]]:
    reviews = of_these(QualityReview.objects.filter(held_on__lte=on).order_by("held_on", "pk"), projects)
    held: set[int] = set()
    first: dict[int, dict[tuple[str, Any], str]] = defaultdict(dict)
    counts: dict[int, int] = defaultdict(int)
    for pk, project, check, deliverable, result in reviews.values_list(
        "pk", "project", "of_check", "deliverable", "result"
    ):
        counts[project] += 1
        held.add(check)
        seen = ("check", check) if check else ("deliverable", deliverable) if deliverable else ("review", pk)
        first[project].setdefault(seen, result)
    planned: dict[int, list[tuple[int, date | None]]] = defaultdict(list)
    checks = of_these(QualityCheck.objects.filter(state=CheckState.PLANNED).order_by("planned_on", "pk"), projects)
    for pk, project, day in checks.values_list("pk", "project", "planned_on"):
        planned[project].append((pk, day))
    return {
        project: {
            "checks": len(planned[project]),
            "checks_overdue": tuple(day for pk, day in planned[project] if day and day < on and pk not in held),
            "reviews": counts[project],
            "looked_at": len(first[project]),
            "first_passed": sum(one == ReviewResult.PASSED for one in first[project].values()),
        }
        for project in {*planned, *counts}
    }


def _nonconforming(projects: Collection[int], on: date) -> dict[int, dict[str, Any]]:
    steps = NonConformityStep.objects.filter(on__lte=on).order_by("pk")
    states = dict(of_these(steps, projects, "nonconformity__project").values_list("nonconformity", "state"))
    rows = of_these(NonConformity.objects.order_by("due_on", "pk"), projects)
    asked = rows.values_list("pk", "project", "number", "title", "severity", "found_on", "due_on", "owner")
    held: dict[int, list[Any]] = defaultdict(list)
    raised: dict[int, int] = defaultdict(int)
    for pk, project, *row in asked:
        raised[project] += pk in states
        if states.get(pk) in UNSETTLED:
            held[project].append(row)
    return {project: {"raised": count} | _unsettled(held[project], on) for project, count in raised.items() if count}


def _unsettled(rows: list[Any], on: date) -> dict[str, Any]:
    ages = [(on - found_on).days for _, _, _, found_on, _, _ in rows]
    critical = [row for row in rows if row[2] == Severity.CRITICAL]
    late = (f"NC-{number} {title}" for number, title, _, _, due_on, _ in critical if due_on and due_on < on)
    return {
        "unsettled": len(rows),
        "critical": len(critical),
        "without_owner": sum(row[5] is None for row in rows),
        "due": tuple(sorted(row[4] for row in rows if row[4])),
        "overdue": tuple(late),
        "ages": (
            sum(age <= AGES[0] for age in ages),
            sum(AGES[0] < age <= AGES[1] for age in ages),
            sum(age > AGES[1] for age in ages),
        ),
    }


@dataclass(frozen=True, slots=True)
class Rework:
    """What putting right costs in a project, minor units: ``spent`` is a part of ``ledger``, ``share`` how large."""

    planned: Measure
    spent: Measure
    ledger: Measure
    share: Measure


def rework_of(by: User, project: Project, on: date) -> Rework | None:
    """Return the cost of rework of a project; None where nobody stated any, or to who may not see cost."""
    if not sees_cost(by, project, on):
        return None
    sums = NonConformity.objects.filter(project=project).aggregate(Sum("planned_minor"), Sum("spent_minor"))
    if set(sums.values()) == {None}:
        return None
    planned, spent = (
        missing(Reason.NO_DATA) if sums[f"{name}_minor__sum"] is None else value(sums[f"{name}_minor__sum"])
        for name in ("planned", "spent")
    )
    booked = money_facts([project], on)[project.pk]["spent"]
    ledger = value(booked.minor) if isinstance(booked, Amount) else missing(Reason.NO_DATA)
    return Rework(planned, spent, ledger, ratio(spent, ledger))
