"""Earned value period by period, as frozen: of a project, a programme or a portfolio."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from conspectus.engine.measure import Measure, Reason, ratio
from conspectus.kit.errors import NotAllowed
from conspectus.kit.many import of_these
from conspectus.rooms.accounts.models import User
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.portfolio.queries import programmes_above
from conspectus.rooms.portfolio.rules import projects_with_cost, sees_cost
from conspectus.rooms.status.choices import SubjectKind
from conspectus.rooms.status.models import Snapshot
from conspectus.rooms.status.queries.snapshots import published
from conspectus.rooms.status.queries.views import ProjectStatus

MOST = 24  # periods told of


@dataclass(frozen=True, slots=True)
class EarnedPoint:
    """Cumulative earned value at a frozen period, in minor units of ``currency``; indices come from these sums."""

    period: str
    last_on: date
    version: int
    status_on: date | None  # of the plan; None for sums of many
    currency: str
    planned_value: Measure
    earned_value: Measure
    actual_cost: Measure
    bac: Measure
    forecast: Measure

    @property
    def cpi(self) -> Measure:
        """Earned value over actual cost."""
        return ratio(self.earned_value, self.actual_cost)

    @property
    def spi(self) -> Measure:
        """Earned value over planned value."""
        return ratio(self.earned_value, self.planned_value)


def earned_by_period(by: User, subject: Project | Programme | Portfolio, *, at: datetime) -> tuple[EarnedPoint, ...]:
    """Return what the newest frozen periods hold of a visible thing, oldest first; what came later changes none of it.

    Refuses who may not see its cost. Sums are left out that hold a project whose cost ``by`` does not see.
    """
    if not sees_cost(by, subject, at.date()):
        raise NotAllowed("Your role here does not see money. Ask your PMO if you need to.")
    kind = SubjectKind(type(subject).__name__.lower())
    rows = published().filter(subject_kind=kind, subject_id=subject.pk)
    if kind != SubjectKind.PROJECT:
        rows = rows.exclude(period__in=_shut(subject, projects_with_cost(by, at.date())))
    return _points(kind, rows.order_by("-period__starts_on")[:MOST], [subject.pk]).get(subject.pk, ())


def portfolio_earned_before(
    before: Period, most: int = MOST, *, with_cost: frozenset[int] | None
) -> tuple[EarnedPoint, ...]:
    """Return what the frozen periods before one hold of its portfolio, oldest first.

    ``with_cost`` lists the projects seen with their cost, None for all: sums that hold another are left out.
    """
    shut = _shut(before.portfolio, with_cost)
    return earned_before(SubjectKind.PORTFOLIO, [before.portfolio_id], before, most, shut=shut).get(
        before.portfolio_id, ()
    )


def earned_before(
    kind: SubjectKind, subjects: Collection[int], before: Period, most: int = MOST, *, shut: Collection[int] = ()
) -> dict[int, tuple[EarnedPoint, ...]]:
    """Return what the frozen periods before one hold of subjects, oldest first.

    For subjects whose cost the caller has shown to be open. Asks the database twice, however many there are.
    """
    periods = _earlier(before, most)
    rows = of_these(published().filter(subject_kind=kind, period__in=set(periods) - set(shut)), subjects, "subject_id")
    return _points(kind, rows.order_by("-period__starts_on"), subjects)


def summed_before(before: Period, most: int = MOST, *, with_cost: frozenset[int] | None) -> frozenset[int]:
    """Return the projects whose cost is in what ``portfolio_earned_before`` tells."""
    periods = set(_earlier(before, most)) - _shut(before.portfolio, with_cost)
    rows = published().filter(subject_kind=SubjectKind.PROJECT, period__in=periods)
    return frozenset(rows.values_list("subject_id", flat=True))


def _earlier(before: Period, most: int) -> list[int]:
    earlier = Period.objects.filter(portfolio=before.portfolio_id, starts_on__lt=before.starts_on, version__gte=1)
    return list(earlier.order_by("-starts_on").values_list("pk", flat=True)[:most])


def _shut(group: Project | Programme | Portfolio, with_cost: frozenset[int] | None) -> set[int]:
    """Return the frozen periods in which a group's sums hold a project outside ``with_cost``: they would tell of it."""
    if with_cost is None:
        return set()
    place = group.pk if isinstance(group, Portfolio) else group.portfolio_id
    rows = published().filter(period__portfolio=place)
    members = rows.filter(subject_kind=SubjectKind.PROJECT).values_list("period", "subject_id")
    unseen = {(period, pk) for period, pk in members if pk not in with_cost}
    periods = {period for period, _ in unseen}
    if not periods or not isinstance(group, Programme):
        return periods
    inside = {pk for pk, over in programmes_above([place]).items() if group in over}
    bodies = rows.filter(subject_kind=SubjectKind.PROJECT, period__in=periods, subject_id__in={pk for _, pk in unseen})
    homes = bodies.values_list("period", "subject_id", "body")
    shut = {period for period, pk, body in homes if (period, pk) in unseen and _home(body) in inside}
    # Programmes may have moved since: what lay in which then, their own snapshots know.
    told = rows.filter(subject_kind=SubjectKind.REPORT, subject_id=group.pk, period__in=periods)
    for period, body in told.values_list("period", "body"):
        if any((period, child["project_id"]) in unseen for child in json.loads(body)[0]["children"]):
            shut.add(period)
    return shut


def _home(body: str) -> int | None:
    found: int | None = json.loads(body)[0]["programme_id"]
    return found


def _points(kind: SubjectKind, rows: QuerySet[Snapshot], wanted: Collection[int]) -> dict[int, tuple[EarnedPoint, ...]]:
    asked, known = ("subject_id", "period__name", "period__ends_on", "version", "body"), frozenset(wanted)
    found: dict[int, list[EarnedPoint]] = {}
    for subject, *told in rows.values_list(*asked).iterator():
        if subject in known:
            found.setdefault(subject, []).extend(_point(kind, *told))
    return {subject: tuple(points[::-1]) for subject, points in found.items()}


def point_of(status: ProjectStatus, period: str, last_on: date, version: int) -> EarnedPoint | None:
    """Return where a project stands in a period as a point beside those of earlier ones; None without a plan."""
    figures = status.figures
    if figures is None:
        return None
    money = figures.money
    sums = (money.planned_value, money.earned_value, money.actual_cost, money.bac, money.forecast)
    return EarnedPoint(period, last_on, version, figures.status_on, money.currency, *sums)


def _point(kind: SubjectKind, name: str, ends_on: date, version: int, body: str) -> Iterator[EarnedPoint]:
    """Yield the point a snapshot holds, read no further than its money: packs ask for thousands."""
    kept, last = json.loads(body)[0], ends_on - timedelta(days=1)
    if kind != SubjectKind.PROJECT:
        yield _read(name, last, version, None, kept["money"], ("pv", "ev", "ac", "bac", "eac"))
    elif kept["figures"] is not None:
        day = kept["figures"]["status_on"]
        yield _read(name, last, version, day and date.fromisoformat(day), kept["figures"]["money"], _NAMES)


_NAMES = ("planned_value", "earned_value", "actual_cost", "bac", "forecast")


def _read(
    name: str, last_on: date, version: int, status_on: date | None, money: Mapping[str, Any], names: tuple[str, ...]
) -> EarnedPoint:
    sums = (Measure(one["value"], one["reason"] and Reason(one["reason"])) for one in map(money.__getitem__, names))
    return EarnedPoint(name, last_on, version, status_on, money["currency"], *sums)
