"""Two plans laid side by side, task by uid."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from conspectus.engine.earned.timing import Clocks
from conspectus.engine.network import Schedule
from conspectus.engine.plan import NONE, Flags, Floats, Ints, Kind, Plan


@dataclass(frozen=True, eq=False)
class Pair:
    """An older and a newer plan with their dates. ``a`` and ``b`` are the rows of tasks both have, [common]."""

    old: Plan
    new: Plan
    old_schedule: Schedule | None
    new_schedule: Schedule | None
    clocks: Clocks  # of the newer plan

    @cached_property
    def rows(self) -> tuple[Ints, Ints]:
        """Rows in the older and in the newer plan of tasks that both have, summaries included."""
        before = self.old.row_of()
        pairs = [(before[uid], row) for uid, row in self.new.row_of().items() if uid in before]
        table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return table[:, 0], table[:, 1]

    @cached_property
    def leaves(self) -> tuple[Ints, Ints]:
        """The same without what is a summary in the newer plan."""
        a, b = self.rows
        keep = self.new.tasks.kind[b] != Kind.SUMMARY
        return a[keep], b[keep]

    @cached_property
    def day(self) -> Floats:
        """Working minutes of a day of each newer task's calendar."""
        lengths = np.array([c.minutes_per_day or 480 for c in self.new.calendars] + [1440], dtype=np.float64)
        found: Floats = lengths[self.clocks.rows(self.new)]
        return found

    def dates(self, which: str) -> tuple[Ints, Ints]:
        """Return a column of dates (``start`` or ``finish``) of both plans: scheduled, else stored."""
        return _dates(self.old, self.old_schedule, which), _dates(self.new, self.new_schedule, which)

    def shift(self, rows: Ints, before: Ints, after: Ints) -> Floats:
        """Return working days from one instant to another by each newer task's calendar; NaN where unknown."""
        result = np.full(len(rows), np.nan)
        calendars = self.clocks.rows(self.new)[rows]
        known = (before != NONE) & (after != NONE)
        for calendar in np.unique(calendars[known]):
            mine = known & (calendars == calendar)
            minutes = np.asarray(self.clocks.of(int(calendar)).between(before[mine], after[mine]), dtype=np.float64)
            result[mine] = minutes / self.day[rows[mine]]
        return result


def _dates(plan: Plan, schedule: Schedule | None, which: str) -> Ints:
    found: Ints = getattr(plan.tasks, f"stored_{which}") if schedule is None else getattr(schedule, which)
    return found


def finish_of(plan: Plan, schedule: Schedule | None) -> int:
    """Return the latest finish of active tasks, ``NONE`` where there is none."""
    finish = _dates(plan, schedule, "finish")
    known: Flags = plan.tasks.active & (plan.tasks.kind != Kind.SUMMARY) & (finish != NONE)
    return int(finish[known].max()) if known.any() else NONE
