"""Tasks that can never finish: their calendar has no working time, or not as much as they need."""

from __future__ import annotations

import numpy as np

from conspectus.engine.calendars import has_working_time
from conspectus.engine.calendars.shifts import HORIZON_DAYS
from conspectus.engine.findings import Finding, Severity
from conspectus.engine.network.work import Clocks
from conspectus.engine.plan import DAY, NONE, Flags, Ints, Plan

_SHOWN = 8


def never_finishing(plan: Plan, clocks: Clocks, usable: Flags) -> Flags:
    """Tell which tasks have work to do on a calendar without any working time, or more than a hundred years hold."""
    dead = np.array([not has_working_time(calendar) for calendar in plan.calendars], dtype=bool)
    tasks = plan.tasks
    to_do = usable & (tasks.actual_finish == NONE) & (tasks.duration > 0)
    endless = np.asarray(to_do & _is_endless(plan))
    if not dead.any():
        return endless
    to_do &= ~tasks.elapsed
    never = to_do & ~clocks.driven & dead[clocks.own]
    every = np.concatenate([dead, [dead[one] or dead[other] for one, other in clocks.pairs]]).astype(bool)
    never[plan.assignments.task[clocks.rows[every[clocks.of_row]]]] = True
    return np.asarray(never & to_do | endless)


def _is_endless(plan: Plan) -> Flags:
    """Tell which tasks are longer than a hundred years round the clock; days are not laid out for them."""
    return np.asarray(plan.tasks.duration > HORIZON_DAYS * DAY)


def never_findings(plan: Plan, clocks: Clocks, never: Flags) -> tuple[Finding, ...]:
    """Return a finding for each calendar that keeps tasks from ever finishing, and one for tasks of over a century."""
    endless = never & _is_endless(plan)
    by_calendar: dict[int, list[int]] = {}
    for row in np.flatnonzero(never & ~endless).tolist():
        by_calendar.setdefault(_culprit(plan, clocks, row), []).append(row)
    dead = tuple(
        _finding(
            plan,
            rows,
            "CALENDAR_NEVER_WORKS",
            f"calendar {plan.calendars[calendar].name}",
            f"Calendar '{plan.calendars[calendar].name}' has no working time, so {{tasks}} can never finish.",
            "Give the calendar working hours or choose another for the task.",
        )
        for calendar, rows in by_calendar.items()
    )
    return (*dead, *_beyond(plan, endless))


def _culprit(plan: Plan, clocks: Clocks, row: int) -> int:
    own = int(clocks.own[row])
    if not has_working_time(plan.calendars[own]):
        return own
    for place in np.flatnonzero(plan.assignments.task[clocks.rows] == row).tolist():
        calendar = int(clocks.of_row[place])
        if calendar < len(plan.calendars) and not has_working_time(plan.calendars[calendar]):
            return calendar
    return own


def out_of_reach(plan: Plan, usable: Flags, finish: Ints) -> tuple[Finding, ...]:
    """Return a finding for tasks whose work does not fit into a hundred years."""
    return _beyond(plan, usable & (finish[: len(plan.tasks)] == NONE))


def _beyond(plan: Plan, tasks: Flags) -> tuple[Finding, ...]:
    rows = np.flatnonzero(tasks).tolist()
    if not rows:
        return ()
    words = "Within a hundred years the calendar does not hold enough working time, so {tasks} can never finish."
    remedy = "Check the calendar's hours and the task's duration."
    return (_finding(plan, rows, "BEYOND_HORIZON", f"task {plan.tasks.uid[rows[0]]}", words, remedy),)


def _finding(plan: Plan, rows: list[int], code: str, place: str, words: str, remedy: str) -> Finding:
    uids = [plan.tasks.uid[row] for row in rows]
    shown = ", ".join(uids[:_SHOWN]) + (f" and {len(uids) - _SHOWN} more" if len(uids) > _SHOWN else "")
    named = ("task " if len(uids) == 1 else "tasks ") + shown
    return Finding(Severity.ERROR, code, place, words.format(tasks=named), remedy, tuple(uids))
