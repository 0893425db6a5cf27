"""How much work is left of each task, and on which calendars it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from conspectus.engine.calendars import ELAPSED
from conspectus.engine.network.frame import Drives
from conspectus.engine.plan import NONE, Flags, Ints, Kind, Plan, ResourceKind

_ROUNDING = 2  # minutes that a break may owe to stretches stored in seconds


@dataclass(frozen=True, slots=True, eq=False)
class Clocks:
    """Calendars of tasks and assignments, numbered as ``pack`` was given them."""

    pairs: tuple[tuple[int, int], ...]
    own: Ints  # task's own calendar
    driven: Flags  # tasks done on their resources' calendars
    rows: Ints  # assignments that drive such a task
    of_row: Ints  # calendar of each of these assignments


def clocks_of(plan: Plan, *, primavera: bool) -> Clocks:
    """Choose the calendars work is done on: the task's, its resources', or the hours both share."""
    tasks, assignments, resources = plan.tasks, plan.assignments, plan.resources
    own = np.where(tasks.calendar >= 0, tasks.calendar, plan.calendar)
    if primavera:
        asks = tasks.kind == Kind.RESOURCE_DEPENDENT
    else:
        asks = ~(tasks.ignore_resource_calendars | tasks.elapsed | tasks.fixed_duration | tasks.manual)
    none = np.zeros(0, dtype=np.int64)
    if len(assignments) == 0 or len(resources) == 0 or not asks.any():
        return Clocks((), own, np.zeros(len(tasks), dtype=bool), none, none)
    known = assignments.resource >= 0
    safe = np.where(known, assignments.resource, 0)
    works = known & (resources.kind[safe] == ResourceKind.WORK) & (resources.calendar[safe] >= 0)
    works &= primavera | (assignments.units > 0)
    rows = np.flatnonzero(works & asks[assignments.task] & (assignments.task >= 0))
    task, calendar = assignments.task[rows], resources.calendar[assignments.resource[rows]]
    shared = (tasks.calendar[task] >= 0) & (not primavera)
    pairs: dict[tuple[int, int], int] = {}
    for place in np.flatnonzero(shared).tolist():
        key = (int(tasks.calendar[task[place]]), int(calendar[place]))
        calendar[place] = pairs.setdefault(key, len(plan.calendars) + len(pairs))
    driven = np.zeros(len(tasks), dtype=bool)
    driven[task] = True
    return Clocks(tuple(pairs), own, driven, rows, calendar)


def remaining_of(plan: Plan) -> Ints:
    """Return remaining minutes of each task, from the file or from its percent complete.

    A manual task counts whole until it is finished: its dates are the planner's.
    """
    tasks = plan.tasks
    open_share = 1.0 - np.clip(np.nan_to_num(tasks.percent_complete), 0.0, 1.0)
    begun = tasks.actual_start != NONE
    derived = np.where(begun, np.rint(tasks.duration * open_share).astype(np.int64), tasks.duration)
    left = np.where(tasks.remaining_duration != NONE, tasks.remaining_duration, derived)
    left = np.where(tasks.manual, tasks.duration, left)
    return np.maximum(0, np.where(tasks.actual_finish != NONE, 0, left))


def whole_of(plan: Plan) -> Ints:
    """Return all minutes of each task, done or not."""
    return np.maximum(0, plan.tasks.duration)


def drives_of(plan: Plan, clocks: Clocks, row_of: Ints, left: Ints, tables: Any, size: int, *, rest: bool) -> Drives:
    """Lay out the calendars and minutes of each node's work (the ``rest`` of it, or all); gates have none."""
    tasks = plan.tasks
    count = len(tasks)
    row = np.where(tasks.elapsed, ELAPSED, row_of[clocks.own])
    several: dict[int, list[tuple[int, int]]] = {}
    if len(clocks.rows):
        task, packed = plan.assignments.task[clocks.rows], row_of[clocks.of_row]
        low, high = np.full(count, np.iinfo(np.int64).max), np.full(count, -1, dtype=np.int64)
        np.minimum.at(low, task, packed)
        np.maximum.at(high, task, packed)
        one = clocks.driven & (low == high)
        row = np.where(one, low, row)
        many = clocks.driven & (low != high)
        if many.any():
            several = _several(plan, clocks, packed, many, tables, rest=rest)
    row = np.where((row < 0) & (left == 0), ELAPSED, row)
    pairs = np.ones(size, dtype=np.int64)
    pairs[count:] = 0
    for each, found in several.items():
        pairs[each] = len(found)
    first = np.concatenate([[0], np.cumsum(pairs)]).astype(np.int64)
    rows, lefts = np.zeros(max(1, int(first[-1])), np.int64), np.zeros(max(1, int(first[-1])), np.int64)
    rows[first[:count]], lefts[first[:count]] = row, left
    for each, found in several.items():
        for offset, (packed_row, minutes) in enumerate(found):
            rows[first[each] + offset], lefts[first[each] + offset] = packed_row, minutes
    return Drives(first, rows, lefts)


def _several(
    plan: Plan, clocks: Clocks, packed: Ints, many: Flags, tables: Any, *, rest: bool
) -> dict[int, list[tuple[int, int]]]:
    """Return calendar and minutes of each assignment of tasks whose resources keep different hours."""
    from conspectus.engine.calendars.kernels import between_many

    given, rows = plan.assignments, clocks.rows
    begun = rest & (plan.tasks.actual_start[given.task[rows]] != NONE)
    held = between_many(tables, packed, given.start[rows].copy(), given.finish[rows].copy())
    effort = np.where(begun & ~np.isnan(given.remaining_work[rows]), given.remaining_work[rows], given.work[rows])
    units = np.where(given.units[rows] > 0, given.units[rows], 1.0)
    asked = np.rint(np.nan_to_num(effort / units)).astype(np.int64)
    minutes = np.where((held != NONE) & (held > 0) & ~begun, held, asked)
    found: dict[int, list[tuple[int, int]]] = {}
    for place, task in enumerate(given.task[rows].tolist()):
        if many[task]:
            delay = int(given.delay[rows[place]])
            found.setdefault(task, []).append((int(packed[place]), int(minutes[place]) + delay))
    return found


def stretch_splits(plan: Plan, drives: Drives, tables: Any, *, rest: bool) -> None:
    """Add the breaks of split tasks to their work, so that they keep their shape when they move.

    A task of several stretches takes the working time from its first to its last
    minute; the breaks are what this exceeds its duration by.
    """
    from conspectus.engine.calendars.kernels import between_many

    segments, tasks = plan.segments, plan.tasks
    if len(segments) < 2:
        return
    count = np.bincount(segments.task, minlength=len(tasks))
    rows = np.flatnonzero((count > 1) & (tasks.actual_finish == NONE) & ~tasks.manual)
    rows = rows[drives.first[rows + 1] - drives.first[rows] == 1]
    if len(rows) == 0:
        return
    first = np.full(len(tasks), np.iinfo(np.int64).max)
    last = np.full(len(tasks), NONE)
    np.minimum.at(first, segments.task, segments.start)
    np.maximum.at(last, segments.task, segments.finish)
    if rest:
        begun = tasks.actual_start != NONE
        first = np.where(begun, np.maximum(first, np.maximum(tasks.stop, tasks.resume)), first)
    place = drives.first[rows]
    held = between_many(tables, np.maximum(0, drives.row[place]), first[rows], last[rows])
    longer = held - drives.left[place] > _ROUNDING
    drives.left[place[longer]] = held[longer]
