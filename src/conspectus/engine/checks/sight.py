"""What every check looks at: a plan, its schedule, its baseline and who belongs to the population."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from conspectus.engine.earned.timing import Clocks
from conspectus.engine.network import Schedule
from conspectus.engine.plan import NONE, Baseline, Flags, Floats, Ints, Kind, Plan

MILESTONES = (Kind.START_MILESTONE, Kind.FINISH_MILESTONE)


@dataclass(frozen=True, slots=True)
class Limits:
    """Thresholds of the checks; the defaults are those commonly published for the 14 points."""

    logic_percent: float = 5.0
    leads: int = 0
    lags_percent: float = 5.0
    finish_start_percent: float = 90.0
    hard_constraints_percent: float = 5.0
    long_days: float = 44.0
    high_float_percent: float = 5.0
    high_duration_percent: float = 5.0
    resources_percent: float | None = None  # None: for information, not judged
    missed_percent: float = 5.0
    push_days: int = 600
    push_tolerance: float = 0.01
    cpli: float = 0.95
    bei: float = 0.95


@dataclass(frozen=True, eq=False)
class Sight:
    """A plan as the checks see it. Flags are parallel to its tasks."""

    plan: Plan
    schedule: Schedule
    status: int
    baseline: Baseline | None
    limits: Limits
    reschedule: Callable[[Plan], Any]
    clocks: Clocks

    @cached_property
    def leaf(self) -> Flags:
        """Active tasks that do work: no summaries, no level of effort."""
        t = self.plan.tasks
        found: Flags = t.active & (t.kind != Kind.SUMMARY) & (t.kind != Kind.LEVEL_OF_EFFORT)
        return found

    @cached_property
    def finished(self) -> Flags:
        """Tasks with an actual finish, or all of their work done."""
        t = self.plan.tasks
        found: Flags = (t.actual_finish != NONE) | (t.percent_complete >= 1.0)
        return found

    @cached_property
    def tasks(self) -> Flags:
        """Working tasks without milestones, finished or not."""
        return self.leaf & ~np.isin(self.plan.tasks.kind, MILESTONES)

    @cached_property
    def incomplete(self) -> Flags:
        """The usual population: tasks still to finish, without summaries, level of effort and milestones."""
        return self.tasks & ~self.finished

    @cached_property
    def day(self) -> Floats:
        """Working minutes of a day of each task's calendar."""
        lengths = np.array([c.minutes_per_day or 480 for c in self.plan.calendars] + [1440], dtype=np.float64)
        result: Floats = lengths[self.clocks.rows(self.plan)]
        return result

    @cached_property
    def links(self) -> Flags:
        """Links between active tasks whose successor is still to finish."""
        plan = self.plan
        active = plan.tasks.active
        before, after = plan.links.before, plan.links.after
        return active[before] & active[after] & ~self.finished[after]

    @cached_property
    def baseline_finish(self) -> Ints:
        """Baseline finish of each task, ``NONE`` where there is none."""
        if self.baseline is None:
            return np.full(len(self.plan.tasks), NONE)
        return self.baseline.finish

    def uids(self, mask: Flags) -> tuple[str, ...]:
        """Return the uids of flagged tasks in order."""
        return tuple(self.plan.tasks.uid[row] for row in np.flatnonzero(mask))
