"""Breaks of split tasks as MSPDI holds them: work laid in time on an assignment, none in the breaks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from conspectus.engine.calendars import WorkClock
from conspectus.engine.plan import DAY, NONE, Plan
from conspectus.formats.schedules.xmltext import Lines, block, span, stamp, tag

REMAINING, ACTUAL = 1, 2  # the format's numbers for what is planned and what was done
IN_HOURS = 1


class Splits:
    """The stretches of each split task, told by the first of its assignments."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        split = np.bincount(plan.segments.task, minlength=len(plan.tasks)) > 1
        first: dict[int, int] = {}
        for assignment, task in enumerate(plan.assignments.task.tolist()):
            if split[task]:
                first.setdefault(task, assignment)
        self.rows = {one: np.flatnonzero(plan.segments.task == task) for task, one in first.items()}

    def write(self, assignment: int) -> Iterator[str]:
        """Yield an assignment's work by day, and nothing for each break."""
        rows = self.rows.get(assignment)
        if rows is None:
            return
        plan, segments = self.plan, self.plan.segments
        task = int(plan.assignments.task[assignment])
        calendar = int(plan.tasks.calendar[task])
        clock = WorkClock(plan.calendars[calendar if calendar >= 0 else plan.calendar])
        ended = NONE
        for row in rows[np.argsort(segments.start[rows], kind="stable")].tolist():
            kind = ACTUAL if segments.done[row] else REMAINING
            start, finish = int(segments.start[row]), int(segments.finish[row])
            if ended != NONE:
                yield from _part(REMAINING, ended, start, 0)
            for begin in range(start, finish, DAY):
                end = min(begin + DAY, finish)
                yield from _part(kind, begin, end, int(clock.between(begin, end)))
            ended = finish


def _part(kind: int, start: int, finish: int, minutes: int) -> Lines:
    inside = [tag("Type", kind), tag("UID", 1), tag("Start", stamp(start)), tag("Finish", stamp(finish))]
    return block("TimephasedData", [*inside, tag("Unit", IN_HOURS), tag("Value", span(minutes))])
