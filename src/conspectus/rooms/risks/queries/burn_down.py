"""How the open entries of a place went, period by period: how many, how many came and ended, and their money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from conspectus.engine.measure import Measure
from conspectus.engine.rates import Exchange
from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.periods.queries import visible_periods
from conspectus.rooms.portfolio.models import Programme, Project
from conspectus.rooms.portfolio.queries import closing_exchange, visible_portfolios
from conspectus.rooms.risks.choices import EntryKind
from conspectus.rooms.risks.queries.entries import RegisterFilter, placed, visible_entries
from conspectus.rooms.risks.queries.exposure import home_of, summed, sums_of

MOST_POINTS = 12


@dataclass(frozen=True, slots=True)
class RegisterBurnPoint:
    """The end of a period, or today: entries open then, those opened and ended since the point before.

    ``exposure`` is the expected money, as assessed now, of those that were open then; minor units.
    """

    day: date
    period: str
    opened: int
    ended: int
    open: int
    exposure: Measure


@dataclass(frozen=True, slots=True)
class RegisterBurnDown:
    """The open entries of one kind over time; money in one currency."""

    kind: str
    currency: str
    points: tuple[RegisterBurnPoint, ...]


def burn_down(by: User, wanted: RegisterFilter, on: date) -> RegisterBurnDown:
    """Return how the entries of a filter's place and kind (risks unless named) went; asks as often for few as for many.

    The points are the last ends of the portfolio's reporting periods; of several portfolios, or where none is laid
    out, those of months.
    """
    kind = wanted.kind or EntryKind.THREAT
    if kind not in EntryKind.values:
        raise Invalid("kind", "There is no such %(name)s.", "kind", name="kind")
    rows = placed(visible_entries(by, on), by, wanted, on).filter(kind=kind)
    groups = sums_of(by, rows, on, "opened_on", "closed_on")
    priced = [one for one in groups if one["known"]]
    exchange = closing_exchange({one["portfolio"] for one in priced}, on)
    home = home_of({one["currency"] for one in priced}, exchange)
    marks = [*_ends(by, wanted, on), (on, "")]
    points = []
    for before, (day, name) in zip([date.min, *(day for day, _ in marks)], marks, strict=False):
        points.append(_point(groups, before, day, name, exchange, home))
    return RegisterBurnDown(kind, home, tuple(points[1:]) if len(points) > MOST_POINTS else tuple(points))


def _point(
    groups: Sequence[Mapping[str, Any]], before: date, day: date, name: str, exchange: Exchange | None, home: str
) -> RegisterBurnPoint:
    there = [one for one in groups if one["opened_on"] <= day and (one["closed_on"] is None or one["closed_on"] > day)]
    hidden = sum(one["total"] - one["every"] for one in there)
    return RegisterBurnPoint(
        day=day,
        period=name,
        opened=sum(one["total"] for one in groups if before < one["opened_on"] <= day),
        ended=sum(one["total"] for one in groups if one["closed_on"] and before < one["closed_on"] <= day),
        open=sum(one["total"] for one in there),
        exposure=summed([one for one in there if one["known"]], "remaining", exchange, home, hidden),
    )


def _ends(by: User, wanted: RegisterFilter, on: date) -> list[tuple[date, str]]:
    """Return the last days of the periods before a day, oldest first, one more than is shown."""
    portfolio = wanted.portfolio
    if wanted.project is not None:
        portfolio = Project.objects.filter(pk=wanted.project).values_list("portfolio", flat=True).first()
    elif wanted.programme is not None:
        portfolio = Programme.objects.filter(pk=wanted.programme).values_list("portfolio", flat=True).first()
    elif portfolio is None and len(seen := visible_portfolios(by, on).order_by().values_list("pk", flat=True)[:2]) == 1:
        portfolio = seen[0]
    periods = visible_periods(by, on).filter(portfolio=portfolio, ends_on__lte=on).order_by("-ends_on", "-pk")
    if portfolio is not None and (rows := list(periods[:MOST_POINTS])):
        return [(row.ends_on - timedelta(days=1), row.name) for row in reversed(rows)]
    found, last = [], on.replace(day=1)
    for _step in range(MOST_POINTS):
        found.append((last - timedelta(days=1), ""))
        last = (last - timedelta(days=1)).replace(day=1)
    return found[::-1]
