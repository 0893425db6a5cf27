"""Which changes moved the finish: each is taken back alone, and the plan scheduled again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from conspectus.engine.compare.pairing import Pair, finish_of
from conspectus.engine.compare.rows import Cause, days
from conspectus.engine.compare.surgery import taken_back
from conspectus.engine.network import CycleError, Schedule
from conspectus.engine.plan import NONE, Flags, Ints, Kind, Plan

Reschedule = Callable[[Plan], Schedule]
MOST_RUNS = 60
MOST_WORK = 1_000_000  # tasks scheduled in all runs together
SMALL = 0.05  # working days that are not worth a name
WHAT = {
    "added": "new", "longer": "longer", "shorter": "shorter", "link_added": "new link", "link_removed": "link removed",
    "link_changed": "link changed", "constraint": "constraint", "calendar": "calendar", "progress": "progress",
    "removed": "removed", "status_date": "status date",
}  # fmt: skip


def driving_path(plan: Plan, schedule: Schedule) -> Flags:
    """Return the tasks from which driving links lead to the project finish.

    Links of a summary bind its tasks: its latest ones lead on, its predecessors drive them.
    """
    t, size = plan.tasks, len(plan.tasks)
    seen = np.zeros(size, dtype=bool)
    finish = finish_of(plan, schedule)
    if finish == NONE:
        return seen
    into: dict[int, list[int]] = {}
    ends_of, starts_of = plan.links.after.tolist(), plan.links.before.tolist()
    for link in np.flatnonzero(schedule.driving).tolist():
        into.setdefault(ends_of[link], []).append(starts_of[link])
    inside: dict[int, list[int]] = {}
    for child, parent in enumerate(t.parent.tolist()):
        inside.setdefault(parent, []).append(child)
    ends = (schedule.finish == finish) & t.active & (t.kind != Kind.SUMMARY)
    stack: list[int] = np.flatnonzero(ends).tolist()
    while stack:
        row = stack.pop()
        if seen[row]:
            continue
        seen[row] = True
        if t.kind[row] == Kind.SUMMARY:
            stack += [below for below in inside.get(row, []) if schedule.finish[below] == schedule.finish[row]]
        above = row
        while above >= 0:
            stack += into.get(above, [])
            above = int(t.parent[above])
    return seen


def _whole(pair: Pair) -> list[tuple[str, str, Plan]]:
    """Return the newer plan with one change of the plan as a whole taken back, each with a kind and a name."""
    old, new = pair.old, pair.new
    found = []
    if old.status_date != new.status_date:
        found.append(("status_date", "the status date", replace(new, status_date=old.status_date)))
    if old.start != new.start and old.start != NONE:
        found.append(("start", "the project start", replace(new, start=old.start)))
    before = {c.uid or c.name: c for c in old.calendars}
    for at, calendar in enumerate(new.calendars):
        was = before.get(calendar.uid or calendar.name)
        if was is not None and was != calendar:
            mixed = (*new.calendars[:at], was, *new.calendars[at + 1 :])
            found.append(("calendar", f"calendar “{calendar.name}”", replace(new, calendars=mixed)))
    return found


def causes(pair: Pair, changed: dict[int, tuple[str, ...]], reschedule: Reschedule) -> tuple[Cause, ...]:
    """Return what moved the finish, largest effect first.

    Looked at are changed tasks on the driving path to the finish, of the newer plan and of the older one. Where the
    plan is too large to schedule that often, the effect is read off the path as the change in length.
    """
    old, new = pair.old_schedule, pair.new_schedule
    if old is None or new is None:
        return ()
    path = driving_path(pair.new, new)
    before = driving_path(pair.old, old)
    here = pair.new.row_of()
    for row in np.flatnonzero(before):
        at = here.get(pair.old.tasks.uid[row])
        if at is not None:
            path[at] = True
    rows = [row for row in changed if path[row] and pair.new.tasks.kind[row] != Kind.SUMMARY]
    rows.sort(key=lambda row: -abs(_longer(pair, row)))
    budget = min(MOST_RUNS, MOST_WORK // max(1, len(pair.new.tasks)))
    finish = finish_of(pair.new, new)
    found = [_measured(pair, row, changed[row], finish, reschedule) for row in rows[:budget]]
    found += [_cause(pair, row, changed[row], _longer(pair, row), measured=False) for row in rows[budget:]]
    if budget > len(rows):
        found += [_by_plan(pair, *each, finish, reschedule) for each in _whole(pair)]
    found += _removed(pair, before)
    worth = [cause for cause in found if abs(cause.days) >= SMALL]
    if not worth:  # delays side by side: none alone moves the finish, so each is told by its own length
        told = [_cause(pair, row, changed[row], _longer(pair, row), measured=False) for row in rows]
        worth = [cause for cause in told if abs(cause.days) >= SMALL]
    return tuple(sorted(worth, key=lambda cause: -abs(cause.days)))


def _effect(pair: Pair, tried: Plan, finish: int, reschedule: Reschedule) -> float | None:
    """Return working days from the finish without a change to the finish with it, None where that cannot be."""
    try:
        without = finish_of(tried, reschedule(tried))
    except CycleError:
        return None
    if NONE in (without, finish):
        return None
    return pair.clocks.own.between(without, finish) / float(pair.new.options.minutes_per_day or 480)


def _measured(pair: Pair, row: int, kinds: tuple[str, ...], finish: int, reschedule: Reschedule) -> Cause:
    effect = _effect(pair, taken_back(pair, row), finish, reschedule)
    if effect is None:
        return _cause(pair, row, kinds, _longer(pair, row), measured=False)
    return _cause(pair, row, kinds, effect, measured=True)


def _longer(pair: Pair, row: int) -> float:
    source = pair.old.row_of().get(pair.new.tasks.uid[row])
    before = 0 if source is None else int(pair.old.tasks.duration[source])
    return (int(pair.new.tasks.duration[row]) - before) / float(pair.day[row])


def _words(name: str, kinds: tuple[str, ...], effect: float) -> str:
    what = ", ".join(WHAT.get(kind, kind) for kind in kinds)
    return f"{name} ({what}): {days(effect)} {'later' if effect > 0 else 'earlier'}"


def _cause(pair: Pair, row: int, kinds: tuple[str, ...], effect: float, *, measured: bool) -> Cause:
    uid, name = pair.new.tasks.uid[row], pair.new.tasks.name[row]
    return Cause(uid, name, effect, kinds, measured, _words(f"“{name}”", kinds, effect))


def _by_plan(pair: Pair, kind: str, name: str, tried: Plan, finish: int, reschedule: Reschedule) -> Cause:
    effect = _effect(pair, tried, finish, reschedule)
    return Cause("", name, effect or 0.0, (kind,), True, _words(name, (kind,), effect or 0.0))


def _removed(pair: Pair, before: Flags) -> list[Cause]:
    """Return tasks gone from the older plan's driving path; they save their length at most."""
    here, t = set(pair.new.tasks.uid), pair.old.tasks
    rows: Ints = np.flatnonzero(before & (t.kind != Kind.SUMMARY))
    day = float(pair.old.options.minutes_per_day or 480)
    found = []
    for row in rows:
        if t.uid[row] not in here:
            saved = -int(t.duration[row]) / day
            words = _words(f"“{t.name[row]}”", ("removed",), saved)
            found.append(Cause(t.uid[row], t.name[row], saved, ("removed",), False, words))
    return found
