"""Earned value period by period, as frozen: of a project, a programme or a portfolio."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from conspectus.engine.measure import Measure, ratio
from conspectus.kit.errors import NotAllowed
from conspectus.kit.frozen import from_json
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.portfolio.rules import sees_cost
from conspectus.rooms.status.choices import SubjectKind
from conspectus.rooms.status.queries.snapshots import published, status_of

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

    Refuses who may not see its cost. Asks the database once.
    """
    if not sees_cost(by, subject, at.date()):
        raise NotAllowed("Your role here does not see money. Ask your PMO if you need to.")
    kind = SubjectKind(type(subject).__name__.lower())
    rows = published().filter(subject_kind=kind, subject_id=subject.pk).order_by("-period__starts_on")
    asked = ("period__name", "period__ends_on", "version", "body")
    found = list(rows.values_list(*asked)[:MOST])
    return tuple(_points(kind, found[::-1]))


def _points(kind: SubjectKind, rows: list[tuple[str, date, int, str]]) -> Iterator[EarnedPoint]:
    from conspectus.review.result import GroupReview

    for name, ends_on, version, body in rows:
        last = ends_on - timedelta(days=1)
        if kind == SubjectKind.PROJECT:
            figures = status_of(body).figures
            if figures is not None:
                money = figures.money
                sums = (money.planned_value, money.earned_value, money.actual_cost, money.bac, money.forecast)
                yield EarnedPoint(name, last, version, figures.status_on, money.currency, *sums)
        else:
            whole = from_json(GroupReview, body.encode()).money
            sums = (whole.pv, whole.ev, whole.ac, whole.bac, whole.eac)
            yield EarnedPoint(name, last, version, None, whole.currency, *sums)
