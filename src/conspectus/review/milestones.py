"""Milestones of a plan with baseline, forecast and how they stand."""

from __future__ import annotations

import numpy as np

from conspectus.engine.calendars import WorkClock
from conspectus.engine.measure import Reason, missing, value
from conspectus.engine.network import Schedule
from conspectus.engine.plan import NONE, Ints, Kind, Plan
from conspectus.review.result import Milestone


def milestones_of(plan: Plan, computed: Schedule, status: int) -> tuple[Milestone, ...]:
    """Return the active milestones in the plan's order; without a baseline nothing can be late."""
    tasks = plan.tasks
    chosen = np.isin(tasks.kind, (Kind.START_MILESTONE, Kind.FINISH_MILESTONE)) & tasks.active
    rows = np.flatnonzero(chosen)
    if not len(rows):
        return ()
    planned = plan.baselines[0].finish if 0 in plan.baselines else np.full(len(tasks), NONE, dtype=np.int64)
    calendar = plan.calendars[plan.calendar]
    clock, per_day = WorkClock(calendar), calendar.minutes_per_day or 480
    known = rows[(planned[rows] != NONE) & (computed.finish[rows] != NONE)]
    slips = dict(zip(known.tolist(), _slips(clock, planned[known], computed.finish[known]) / per_day, strict=True))
    found = []
    for row in rows.tolist():
        baseline, finish = int(planned[row]), int(computed.finish[row])
        done = bool(tasks.actual_finish[row] != NONE)
        slip = value(slips[row]) if row in slips else missing(Reason.NO_BASELINE)
        state = _state(done, baseline, finish, status)
        found.append(
            Milestone(
                tasks.uid[row], tasks.name[row], baseline, finish, done, bool(computed.critical[row]), slip, state
            )
        )
    return tuple(found)


def _state(done: bool, baseline: int, finish: int, status: int) -> str:
    if done:
        return "done"
    if baseline != NONE and status != NONE and baseline < status:
        return "late"
    if baseline == NONE or finish == NONE:
        return "open"
    return "slipping" if finish > baseline else "on time"


def _slips(clock: WorkClock, planned: Ints, finish: Ints) -> Ints:
    if not len(planned):
        return np.zeros(0, dtype=np.int64)
    minutes: Ints = clock.between(np.minimum(planned, finish), np.maximum(planned, finish))
    return np.where(finish >= planned, minutes, -minutes)
