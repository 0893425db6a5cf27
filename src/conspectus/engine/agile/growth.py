"""What changed between two states of a backlog, and by how much its scope grew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from conspectus.engine.agile.backlog import Backlog, Item, ItemState, Unit
from conspectus.engine.agile.flow import WEEK, accepted_day, monday
from conspectus.engine.measure import Measure, Reason, missing, value

DAY = timedelta(days=1)
MOST_POINTS = 157


@dataclass(frozen=True, slots=True)
class Compared:
    """What a newer backlog has otherwise than an older one; in percent of the older scope."""

    before: float
    after: float
    growth_percent: Measure
    added: tuple[Item, ...]
    removed: tuple[Item, ...]  # gone from the export, or marked as removed
    estimated: tuple[tuple[Item, float | None], ...]  # with the points before
    moved: tuple[tuple[Item, ItemState], ...]  # with the state before


@dataclass(frozen=True, slots=True)
class Point:
    """The burn-up at the end of a day."""

    on: date
    scope: float
    done: float
    accepted: float


def compare(old: Backlog, new: Backlog, unit: Unit) -> Compared:
    """Return what became of a backlog; items are the same by their key."""
    before, after = {item.key: item for item in old.scope}, {item.key: item for item in new.scope}
    both = [(before[key], item) for key, item in after.items() if key in before]
    start, end = old.amount(unit), new.amount(unit)
    growth = value(100.0 * (end - start) / start) if start else missing(Reason.DIV_ZERO)
    return Compared(
        before=start,
        after=end,
        growth_percent=growth,
        added=tuple(item for key, item in after.items() if key not in before),
        removed=tuple(item for key, item in before.items() if key not in after),
        estimated=tuple((item, was.points) for was, item in both if was.points != item.points),
        moved=tuple((item, was.state) for was, item in both if was.state is not item.state),
    )


def burn_up(backlog: Backlog, unit: Unit) -> tuple[Point, ...]:
    """Return scope, done and accepted at each week's end and on ``as_of``, of three years at most.

    Scope counts items from the day they were created, those without one from the beginning; what was removed never.
    Done holds what is accepted. What is done or accepted without a day counts at the end alone.
    """
    days = [day for item in backlog.scope for day in (item.created_on, item.started_on, _end(item)) if day]
    days = [day for day in days if day <= backlog.as_of]
    if not days:
        return ()
    first = monday(min(days)) + timedelta(days=6)
    number = max(-((first - backlog.as_of) // WEEK), 0)  # week ends before ``as_of``
    rows = np.zeros((3, number + 1))  # [scope | done | accepted, week]
    for item in backlog.scope:
        is_done = item.state in (ItemState.DONE, ItemState.ACCEPTED)
        for row, day in enumerate((item.created_on or first, _end(item) if is_done else None, accepted_day(item))):
            if day is not None:
                rows[row, min(max((day - first + 6 * DAY) // WEEK, 0), number)] += backlog.weight(item, unit)
    sums = rows.cumsum(axis=1)[:, :number]
    ends = [first + place * WEEK for place in range(number)]
    told = zip(ends, *sums.tolist(), strict=True)
    return (*(Point(*one) for one in told), _last(backlog, unit))[-MOST_POINTS:]


def _end(item: Item) -> date | None:
    return item.done_on or item.accepted_on


def _last(backlog: Backlog, unit: Unit) -> Point:
    done = backlog.amount(unit, ItemState.DONE, ItemState.ACCEPTED)
    return Point(backlog.as_of, backlog.amount(unit), done, backlog.amount(unit, ItemState.ACCEPTED))
