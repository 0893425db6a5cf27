"""A newer plan with one task put back to what it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import TypeVar

import numpy as np

from conspectus.engine.compare.pairing import Pair
from conspectus.engine.plan import NONE, Assignments, Ints, Links, Plan, Table

COLUMNS = (
    "duration", "planned_duration", "actual_duration", "remaining_duration", "elapsed", "fixed_duration",
    "percent_complete", "physical_percent", "work_percent", "constraint", "constraint_at", "constraint2",
    "constraint2_at", "deadline", "expected_finish", "actual_start", "actual_finish", "stop", "resume",
    "levelling_delay", "manual", "active",
)  # fmt: skip
AnyTable = TypeVar("AnyTable", bound=Table)


def chosen(table: AnyTable, rows: Ints) -> AnyTable:
    """Return some rows of a table."""
    columns = {}
    for item in fields(table):
        column = getattr(table, item.name)
        columns[item.name] = tuple(column[row] for row in rows) if isinstance(column, tuple) else column[rows]
    return type(table)(**columns)


def joined(first: AnyTable, second: AnyTable) -> AnyTable:
    """Return the rows of two tables, one after the other."""
    columns = {}
    for item in fields(first):
        one, two = getattr(first, item.name), getattr(second, item.name)
        columns[item.name] = (*one, *two) if isinstance(one, tuple) else np.concatenate([one, two])
    return type(first)(**columns)


def _put(table: Table, columns: Iterable[str], row: int, source: Table, source_row: int) -> dict[str, object]:
    changed = {}
    for name in columns:
        column = getattr(table, name).copy()
        column[row] = getattr(source, name)[source_row]
        changed[name] = column
    return changed


def _links(pair: Pair, row: int, source_row: int, here: dict[str, int]) -> Links:
    """Return the newer links with those into one task as they were; predecessors gone since are left out."""
    new, old, uid = pair.new.links, pair.old.links, pair.old.tasks.uid
    mine = [at for at in np.flatnonzero(old.after == source_row) if uid[old.before[at]] in here]
    was = chosen(old, np.array(mine, dtype=np.int64))
    before = np.array([here[uid[at]] for at in was.before], dtype=np.int64)
    was = was.with_(before=before, after=np.full(len(mine), row))
    return joined(chosen(new, np.flatnonzero(new.after != row)), was)


def _assignments(pair: Pair, row: int, source_row: int | None) -> Assignments:
    """Return the newer assignments with those of one task as they were, as far as their resources still exist."""
    new, old = pair.new.assignments, pair.old.assignments
    rest = chosen(new, np.flatnonzero(new.task != row))
    if source_row is None:
        return rest
    known = {uid: at for at, uid in enumerate(pair.new.resources.uid)}
    uid = pair.old.resources.uid
    mine = [
        at for at in np.flatnonzero(old.task == source_row) if old.resource[at] < 0 or uid[old.resource[at]] in known
    ]
    was = chosen(old, np.array(mine, dtype=np.int64))
    resource = np.array([-1 if at < 0 else known[uid[at]] for at in was.resource], dtype=np.int64)
    return joined(rest, was.with_(task=np.full(len(mine), row), resource=resource))


def _calendar(pair: Pair, row: int, source_row: int) -> Ints:
    """Return the calendars of the newer tasks with one as it was, where that calendar still exists."""
    known = {c.uid or c.name: at for at, c in enumerate(pair.new.calendars)}
    column = pair.new.tasks.calendar.copy()
    at = int(pair.old.tasks.calendar[source_row])
    key = "" if at < 0 else pair.old.calendars[at].uid or pair.old.calendars[at].name
    if at < 0 or key in known:
        column[row] = -1 if at < 0 else known[key]
    return column


def taken_back(pair: Pair, row: int) -> Plan:
    """Return the newer plan with one task as it was before: its own values, its people, what it waits for.

    An added task takes no time instead.
    """
    t, here = pair.new.tasks, pair.new.row_of()
    source = pair.old.row_of().get(t.uid[row])
    segments = chosen(pair.new.segments, np.flatnonzero(pair.new.segments.task != row))
    if source is None:
        length, left = t.duration.copy(), t.remaining_duration.copy()
        length[row] = 0
        left[row] = 0 if left[row] != NONE else NONE
        tasks = t.with_(duration=length, remaining_duration=left)
        return replace(pair.new, tasks=tasks, segments=segments, assignments=_assignments(pair, row, None))
    tasks = t.with_(**_put(t, COLUMNS, row, pair.old.tasks, source), calendar=_calendar(pair, row, source))
    return replace(
        pair.new,
        tasks=tasks,
        links=_links(pair, row, source, here),
        segments=segments,
        assignments=_assignments(pair, row, source),
    )
