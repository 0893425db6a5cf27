"""Everything the figures of an agile project are made of, in one go."""

from __future__ import annotations

from dataclasses import dataclass

from conspectus.engine.agile.backlog import Backlog, ItemState, Unit
from conspectus.engine.agile.flow import Cycle, SprintFlow, Underway, Week, cycle, sprints, underway, weeks
from conspectus.engine.agile.forecast import Forecast, Params, forecast
from conspectus.engine.agile.growth import Compared, Point, burn_up, compare
from conspectus.engine.measure import Measure, Reason, missing, ratio, value

MOST_ESTIMATED = 0.5  # of the items must have points before points say anything


@dataclass(frozen=True, slots=True)
class EpicFlow:
    """An epic, or what lies in none, and how far it is."""

    key: str
    title: str
    items: int
    points: float
    items_accepted: int
    points_accepted: float
    unestimated: int


@dataclass(frozen=True, slots=True)
class Pace:
    """The figures of one backlog; ``growth`` is None where there is nothing to measure the growth from."""

    unit: Unit
    scope: float
    accepted: float
    done: float  # not accepted yet
    unestimated: int
    weeks: tuple[Week, ...]
    sprints: tuple[SprintFlow, ...]
    epics: tuple[EpicFlow, ...]
    burn_up: tuple[Point, ...]
    underway: Underway
    cycle: Cycle
    forecast: Forecast
    growth: Compared | None


def measure_pace(backlog: Backlog, unit: Unit | None = None, *, since: Backlog | None = None) -> Pace:
    """Return the figures of a backlog.

    ``unit`` left out, points count where at least half of the items have them, else items. ``since`` is the backlog
    that growth is measured from.
    """
    chosen = unit or (Unit.POINTS if backlog.estimated_share >= MOST_ESTIMATED else Unit.ITEMS)
    history = weeks(backlog)
    return Pace(
        unit=chosen,
        scope=backlog.amount(chosen),
        accepted=backlog.amount(chosen, ItemState.ACCEPTED),
        done=backlog.amount(chosen, ItemState.DONE),
        unestimated=sum(item.points is None for item in backlog.scope),
        weeks=history,
        sprints=sprints(backlog),
        epics=_epics(backlog),
        burn_up=burn_up(backlog, chosen),
        underway=underway(backlog),
        cycle=cycle(backlog),
        forecast=forecast(backlog, history, Params(unit=chosen)),
        growth=None if since is None else compare(since, backlog, chosen),
    )


def earned_by_points(backlog: Backlog, budget: Measure) -> Measure:
    """Return the budget times the share of accepted points in all points there are now; growth lowers it."""
    scope = backlog.amount(Unit.POINTS)
    if backlog.estimated_share < MOST_ESTIMATED:
        return missing(Reason.NO_DATA)
    share = ratio(value(backlog.amount(Unit.POINTS, ItemState.ACCEPTED)), value(scope))
    if share.value is None or budget.value is None:
        return share if share.value is None else budget
    return value(budget.value * share.value)


def _epics(backlog: Backlog) -> tuple[EpicFlow, ...]:
    titles = dict(backlog.epics)
    keys = dict.fromkeys((*titles, *(item.epic for item in backlog.scope if item.epic)))
    found = []
    for key in (*keys, ""):
        held = [item for item in backlog.scope if item.epic == key]
        done = [item for item in held if item.state is ItemState.ACCEPTED]
        if held or key:
            points = [sum(backlog.weight(item, Unit.POINTS) for item in some) for some in (held, done)]
            unestimated = sum(item.points is None for item in held)
            found.append(EpicFlow(key, titles.get(key, ""), len(held), points[0], len(done), points[1], unestimated))
    return tuple(found)
