"""Counts and sums over all projects a filter leaves, made by the database; ratios come from the sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, FloatField, Q, QuerySet, Sum
from django.db.models.functions import Cast

from conspectus.engine.measure import Measure, Reason, missing, ratio, value
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import ProjectFilter
from conspectus.rooms.schedule.queries.grid import (
    EVERYTHING,
    GridFilter,
    portfolio_projects,
    stale_before,
)
from conspectus.rooms.schedule.queries.grouping import Group, group_of
from conspectus.rooms.schedule.queries.ranks import RANKS

_OPEN = ("current__schedule_colour", "current__cost_colour", "register_status__worst")
_SHUT = ("current__schedule_colour", "register_status__worst_unpriced")
_COLOURS = (*dict.fromkeys(_OPEN + _SHUT), "register_status__stands")


@dataclass(frozen=True, slots=True)
class PlanSum:
    """Sums over the projects whose money is known and open to the reader, minor units of one currency."""

    currency: str
    projects: int
    bac: Measure
    forecast: Measure
    vac: Measure
    cpi: Measure
    spi: Measure


@dataclass(frozen=True, slots=True)
class Totals:
    """What a list of projects adds up to; ``colours`` are overall, the worst first, those there are."""

    projects: int = 0
    colours: tuple[tuple[str, int], ...] = ()
    unplanned: int = 0
    stale: int = 0
    hidden: int = 0  # have a plan whose money the reader may not see: in no sum
    sums: tuple[PlanSum, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupTotals(Totals):
    """What a group adds up to; ``key`` narrows the list to it, empty for projects that lie in none."""

    key: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class PortfolioTotals(Totals):
    """The same with its groups in their order, where the filter groups."""

    groups: tuple[GroupTotals, ...] = ()


def portfolio_totals(by: User, wanted: ProjectFilter = EVERYTHING, *, at: datetime) -> PortfolioTotals:
    """Return the totals of the visible projects a filter leaves, and of its groups; asks the database once for them."""
    found = portfolio_projects(by, wanted, at=at)
    name = wanted.group if isinstance(wanted, GridFilter) else ""
    if not name:
        return PortfolioTotals(**_told(_counted(found.order_by(), at, ("current__currency",))))
    # Counted in the order of the groups: the projects' own order would tear them apart.
    rows = _counted(found.order_by(*found.query.order_by[:2]), at, ("group_key", "group_label", "current__currency"))
    groups: dict[Group, list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(group_of(name, row["group_key"], row["group_label"]), []).append(row)
    told = (GroupTotals(**_told(some), key=group.key, label=group.label) for group, some in groups.items())
    return PortfolioTotals(**_told(rows), groups=tuple(told))


def _counted(found: QuerySet[Project], at: datetime, keys: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return counts and sums by the keys, by both colours and by whether money is open."""
    stale = Q(status_day__lt=stale_before(at.date()))
    rows = found.annotate(open=F("cost_open")).values(*keys, "open", *_COLOURS)
    return list(rows.annotate(projects=Count("pk"), stale=Count("pk", filter=stale), **_SUMS))


def _amount(name: str, *known: str) -> Sum:
    """Return the sum of an amount over rows that know it, the budget and what else is named."""
    needed = Q(**{f"current__{each}_minor__isnull": False for each in ("bac", name, *known)})
    # Floats are exact to ninety million millions and cannot overflow, whatever one plan holds.
    return Sum(Cast(F(f"current__{name}_minor"), FloatField()), filter=needed)


_SUMS = {
    "budgets": Count("pk", filter=Q(current__bac_minor__isnull=False)),
    "bac": _amount("bac"),
    "forecast": _amount("forecast"),
    "bac_told": _amount("bac", "forecast"),  # an index is of those projects only that know both of its sides
    "earned_spent": _amount("earned_value", "actual_cost"),
    "spent": _amount("actual_cost", "earned_value"),
    "earned_due": _amount("earned_value", "planned_value"),
    "due": _amount("planned_value", "earned_value"),
}


def _told(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    colours: dict[str, int] = defaultdict(int)
    by_currency: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    projects = unplanned = stale = hidden = 0
    for row in rows:
        projects, stale = projects + row["projects"], stale + row["stale"]
        colours[_overall(row)] += row["projects"]
        if row["current__schedule_colour"] is None:
            unplanned += 0 if row["register_status__stands"] else row["projects"]
        elif not row["open"]:
            hidden += row["projects"]
        elif row["budgets"]:
            by_currency[row["current__currency"]].append(row)
    return {
        "projects": projects,
        "colours": tuple((colour, colours[colour]) for colour in RANKS if colours[colour]),
        "unplanned": unplanned,
        "stale": stale,
        "hidden": hidden,
        "sums": tuple(_of_currency(currency, some) for currency, some in sorted(by_currency.items())),
    }


def _overall(row: Mapping[str, Any]) -> str:
    """Return the worst colour that was assessed and may be seen."""
    if row["current__schedule_colour"] is None and not row["register_status__stands"]:  # no plan yet
        return "not_assessed"
    seen = _OPEN if row["open"] else _SHUT
    return min((row[name] or "not_assessed" for name in seen), key=RANKS.__getitem__)


def _of_currency(currency: str, rows: list[Mapping[str, Any]]) -> PlanSum:
    def summed(name: str) -> Measure:
        known = [row[name] for row in rows if row[name] is not None]
        return value(sum(known)) if known else missing(Reason.NO_DATA)

    forecast, told = summed("forecast"), summed("bac_told")
    known = forecast.value is not None and told.value is not None
    return PlanSum(
        currency=currency,
        projects=sum(row["budgets"] for row in rows),
        bac=summed("bac"),
        forecast=forecast,
        vac=value((told.value or 0) - (forecast.value or 0)) if known else missing(Reason.NO_DATA),
        cpi=ratio(summed("earned_spent"), summed("spent")),
        spi=ratio(summed("earned_due"), summed("due")),
    )
