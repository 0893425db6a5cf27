"""Cost growth: whole-life cost as master lists stated it, from the first list to the newest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.kit.many import of_these
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Portfolio, Project, Stated
from conspectus.rooms.portfolio.queries.projects import visible_projects
from conspectus.rooms.portfolio.rules import projects_with_cost


@dataclass(frozen=True, slots=True)
class StatedCost:
    """The whole-life cost a list stated on a day, in minor units, and how much it grew since the one before."""

    stated_on: date
    cost_minor: int
    currency: str
    source: str
    growth: Measure  # over the one before, as a share of one


@dataclass(frozen=True, slots=True)
class ProjectGrowth:
    """A project's whole-life cost as stated first and last, and the growth between them as a share of the first.

    ``points`` are all that was stated in the currency of the newest, oldest first.
    """

    project_id: int
    code: str
    name: str
    division: str
    currency: str
    first_on: date
    first_minor: int
    last_on: date
    last_minor: int
    growth: Measure
    points: tuple[StatedCost, ...]

    @property
    def growth_minor(self) -> int:
        """Last minus first."""
        return self.last_minor - self.first_minor


@dataclass(frozen=True, slots=True)
class GrowthStep:
    """One list against the one before: sums of the projects both state, and the growth chained from 100."""

    stated_on: date
    currency: str
    projects: int
    before_minor: int
    cost_minor: int
    growth: Measure
    index: float


@dataclass(frozen=True, slots=True)
class GrowthSum:
    """First and last whole-life cost summed over the projects of a currency that state it twice or more."""

    currency: str
    projects: int
    first_minor: int
    last_minor: int
    growth: Measure


@dataclass(frozen=True, slots=True)
class CostGrowth:
    """Cost growth of a portfolio's projects, the most first; ``hidden`` state a cost the reader may not see.

    ``once`` counts those whose cost was stated once only, or in another currency than now: they have not grown yet.
    """

    rows: tuple[ProjectGrowth, ...]
    sums: tuple[GrowthSum, ...]
    steps: tuple[GrowthStep, ...]
    once: int
    hidden: int


def cost_growth(by: User, portfolio: Portfolio, *, on: date) -> CostGrowth:
    """Return the cost growth of the visible projects of a visible portfolio; asks a constant number of times."""
    projects = visible_projects(by, on).filter(portfolio=portfolio).select_related("division")
    known = {one.pk: one for one in projects}
    stated = _stated(known)
    with_cost = projects_with_cost(by, on)
    seen = {pk: rows for pk, rows in stated.items() if with_cost is None or pk in with_cost}
    found = {pk: _growth(known[pk], rows) for pk, rows in seen.items()}
    rows = [one for one in found.values() if one is not None]
    rows.sort(key=lambda one: (-(one.growth.value or 0.0) if one.growth else 1.0, one.code))
    steps = [step for code in sorted({one.currency for one in rows}) for step in _steps(rows, code)]
    return CostGrowth(tuple(rows), tuple(_sums(rows)), tuple(steps), len(found) - len(rows), len(stated) - len(seen))


def stated_costs(project: Project) -> tuple[StatedCost, ...]:
    """Return the whole-life costs stated of one project, oldest first; its cost is the caller's to have shown open."""
    return _points(_stated([project.pk]).get(project.pk, []))


def states_costs(portfolios: Iterable[int]) -> frozenset[int]:
    """Return those of some portfolios in which a list stated whole-life costs of any project."""
    rows = Stated.objects.filter(project__portfolio__in=list(portfolios), cost_minor__isnull=False)
    return frozenset(rows.order_by().values_list("project__portfolio", flat=True).distinct())


def _stated(projects: Iterable[int]) -> dict[int, list[Stated]]:
    wanted = frozenset(projects)
    found: dict[int, list[Stated]] = defaultdict(list)
    for row in of_these(Stated.objects.filter(cost_minor__isnull=False).order_by("stated_on"), wanted):
        if row.project_id in wanted:
            found[row.project_id].append(row)
    return found


def _points(rows: Sequence[Stated]) -> tuple[StatedCost, ...]:
    """Return what was stated in the currency of the newest; other currencies are never taken one to one."""
    found: list[StatedCost] = []
    for row in (row for row in rows if row.currency == rows[-1].currency):
        cost = row.cost_minor or 0
        grown = _grown(found[-1].cost_minor, cost) if found else missing(Reason.NO_DATA)
        found.append(StatedCost(row.stated_on, cost, row.currency, row.source, grown))
    return tuple(found)


def _growth(project: Project, rows: Sequence[Stated]) -> ProjectGrowth | None:
    points = _points(rows)
    if len(points) < 2:
        return None
    first, last = points[0], points[-1]
    return ProjectGrowth(
        project_id=project.pk,
        code=project.code,
        name=project.name,
        division=project.division.name if project.division else "",
        currency=last.currency,
        first_on=first.stated_on,
        first_minor=first.cost_minor,
        last_on=last.stated_on,
        last_minor=last.cost_minor,
        growth=_grown(first.cost_minor, last.cost_minor),
        points=points,
    )


def _sums(rows: Sequence[ProjectGrowth]) -> Iterable[GrowthSum]:
    for code in sorted({one.currency for one in rows}):
        mine = [one for one in rows if one.currency == code]
        first, last = sum(one.first_minor for one in mine), sum(one.last_minor for one in mine)
        yield GrowthSum(code, len(mine), first, last, _grown(first, last))


def _steps(rows: Sequence[ProjectGrowth], currency: str) -> Iterable[GrowthStep]:
    """Yield list after list, each of the projects that it and the list before it both state."""
    days: dict[date, dict[int, int]] = defaultdict(dict)
    for row in rows:
        for point in row.points if row.currency == currency else ():
            days[point.stated_on][row.project_id] = point.cost_minor
    index, ordered = 100.0, sorted(days)
    for earlier, later in pairwise(ordered):
        both = days[earlier].keys() & days[later].keys()
        before, cost = (sum(days[day][pk] for pk in both) for day in (earlier, later))
        grown = _grown(before, cost)
        index *= 1.0 + (grown.value or 0.0)
        yield GrowthStep(later, currency, len(both), before, cost, grown, index)


def _grown(before: int, after: int) -> Measure:
    return value((after - before) / before) if before > 0 else missing(Reason.DIV_ZERO)
