"""Durations a file leaves out although it holds both dates: the working time between them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import NONE, Flags, Kind, Plan


def complete(plan: Plan, missing: Flags) -> tuple[Plan, tuple[Finding, ...]]:
    """Fill in the durations of tasks marked ``missing`` and say so."""
    t = plan.tasks
    begun = t.actual_start != NONE
    told = missing & (t.remaining_duration != NONE) & (~begun | (t.actual_duration != NONE))
    if told.any():  # what is done and what is left make the whole
        done = np.where(begun, t.actual_duration, 0)
        t = t.with_(duration=np.where(told, done + t.remaining_duration, t.duration))
        plan, missing = replace(plan, tasks=t), missing & ~told
    rows = np.flatnonzero(missing & (t.kind != Kind.SUMMARY) & (t.stored_start != NONE) & (t.stored_finish != NONE))
    if not len(rows):
        return plan, ()
    from conspectus.engine.calendars import WorkClock

    duration, remaining = t.duration.copy(), t.remaining_duration.copy()
    used = np.where(t.calendar < 0, plan.calendar, t.calendar)
    for calendar in np.unique(used[rows]):
        clock = WorkClock(plan.calendars[int(calendar)])
        here = rows[used[rows] == calendar]
        duration[here] = clock.between(t.stored_start[here], t.stored_finish[here]) if clock.works else 0
    fresh = rows[(t.actual_start[rows] == NONE) & (remaining[rows] == NONE)]
    remaining[fresh] = duration[fresh]
    uids = tuple(t.uid[row] for row in rows)
    words = f"{len(uids)} tasks have dates but no duration; the working time between the dates was used."
    finding = Finding(Severity.NOTE, "DURATION_FROM_DATES", f"task {uids[0]}", words, "", uids[:20])
    return replace(plan, tasks=t.with_(duration=duration, remaining_duration=remaining)), (finding,)
