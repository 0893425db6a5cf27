"""Rows of the portfolio table with what is declared beside what is computed, in the newest period of its portfolio."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from conspectus.kit.many import of_these
from conspectus.rooms.changes.queries import Growth, growths
from conspectus.rooms.periods.choices import PeriodState
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.queries import PortfolioRow, portfolio_rows
from conspectus.rooms.status.bridge import gap, level_of
from conspectus.rooms.status.choices import Dimension, SubjectKind
from conspectus.rooms.status.models import Declaration
from conspectus.rooms.status.queries.snapshots import published


@dataclass(frozen=True, slots=True)
class GridRow(PortfolioRow):
    """A row with the overall status its project declares for ``period``, the newest open or frozen one.

    ``gap`` is the declared rank minus the computed one, as frozen, else against the newest plan.
    """

    period: str = ""
    declared: str = ""  # level of the report's scale; empty: nothing declared
    declared_label: str = ""
    declared_colour: str = ""
    gap: float | None = None
    rebaselines: int | None = None  # None: no baseline is approved
    growth_percent: float | None = None  # of the baseline's cost; None where nobody knows, or may know
    exception: str = ""  # state of the open one; added from above
    exception_days: int | None = None
    throughput_on: date | None = None  # by which all of the backlog is accepted with 80 %; added from above


@dataclass(frozen=True, slots=True)
class _Declared:
    scale: str
    level: str
    rank: float | None = None  # of an open period
    gap: float | None = None  # as frozen


def grid_rows(projects: Iterable[Project], *, at: datetime, group: str = "") -> tuple[GridRow, ...]:
    """Return the rows of projects, made ready by ``for_rows``, in their order.

    Asks the database the same number of times for one project and for a thousand.
    """
    projects = list(projects)
    periods = newest_periods({project.portfolio_id for project in projects})
    ids = [project.pk for project in projects]
    declared = _open(periods, ids) | _frozen(periods, ids)
    rows = portfolio_rows(projects, at=at, group=group)
    priced = frozenset(row.project_id for row in rows if row.cost_open)
    grown = growths(ids, at.date(), with_cost=priced)
    return tuple(
        _grown(_row(row, periods.get(project.portfolio_id), declared.get(project.pk)), grown.get(project.pk))
        for row, project in zip(rows, projects, strict=True)
    )


def _grown(row: GridRow, growth: Growth | None) -> GridRow:
    if growth is None:
        return row
    return replace(row, rebaselines=growth.rebaselines, growth_percent=growth.percent.value)


def newest_periods(portfolios: Collection[int]) -> dict[int, Period]:
    """Return the newest open or frozen period of portfolios, by portfolio."""
    rows = Period.objects.filter(portfolio__in=portfolios).exclude(state=PeriodState.PLANNED)
    return {row.portfolio_id: row for row in rows.order_by("starts_on")}


def _open(periods: Mapping[int, Period], projects: list[int]) -> dict[int, _Declared]:
    ids = [row.pk for row in periods.values() if row.state != PeriodState.FROZEN]
    rows = Declaration.objects.filter(report__period__in=ids, dimension=Dimension.OVERALL)
    asked = of_these(rows, projects, "report__project").values_list("report__project", "report__scale", "level", "rank")
    return {project: _Declared(scale, level, rank=rank) for project, scale, level, rank in asked}


def _frozen(periods: Mapping[int, Period], projects: list[int]) -> dict[int, _Declared]:
    ids = [row.pk for row in periods.values() if row.state == PeriodState.FROZEN]
    rows = published().filter(period__in=ids, subject_kind=SubjectKind.PROJECT)
    asked = of_these(rows, projects, "subject_id").values_list("subject_id", "scale", "declared", "gap")
    return {project: _Declared(scale, level, gap=found) for project, scale, level, found in asked}


def _row(row: PortfolioRow, period: Period | None, declared: _Declared | None) -> GridRow:
    known = {one.name: getattr(row, one.name) for one in fields(row)}
    if period is None or declared is None:
        return GridRow(**known, period=period.name if period else "")
    level = level_of(declared.scale, declared.level)
    return GridRow(
        **known,
        period=period.name,
        declared=declared.level,
        declared_label=level.label if level else "",
        declared_colour=level.colour if level else "",
        gap=_gap(row, period, declared),
    )


def _gap(row: PortfolioRow, period: Period, declared: _Declared) -> float | None:
    """Return the gap; that of a frozen period was taken from cost too, so only who sees cost sees it."""
    if period.state == PeriodState.FROZEN:
        return declared.gap if row.cost_open else None
    return gap(declared.rank, row.figures.overall.colour) if row.figures else None
