"""Everything both conventions need to know before they set up a pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from conspectus.engine.network.frame import GATE, Drives, Frame, Nodes, Shorts
from conspectus.engine.network.rules import Rules
from conspectus.engine.plan import NONE, Flags, Ints, Kind, Plan, Tasks


class Setup(NamedTuple):
    """One pass, ready to run."""

    nodes: Nodes
    ahead: Rules
    behind: Rules
    bounds: Ints
    late_bounds: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """A plan's network with calendars packed and work laid out."""

    plan: Plan
    frame: Frame
    tables: Any
    drives: Drives  # work left
    whole: Drives | None  # all work, done or not, where any has begun
    clock: Ints  # packed calendar of each task itself
    project_clock: int
    primavera: bool  # Primavera's conventions, else Microsoft's
    start: int  # project start
    data_date: int

    @property
    def tasks(self) -> Tasks:
        """Return the plan's tasks."""
        return self.plan.tasks

    def add(self, rows: Ints | Shorts, instants: Ints, minutes: Ints) -> Ints:
        """Add work on packed calendars, one a row."""
        from conspectus.engine.calendars.kernels import add_many

        safe = np.where(rows < 0, 0, rows).astype(np.int64)
        return np.asarray(add_many(self.tables, safe, _own(instants), _own(minutes)), dtype=np.int64)

    def between(self, rows: Ints | Shorts, starts: Ints, finishes: Ints) -> Ints:
        """Count work on packed calendars, one a row."""
        from conspectus.engine.calendars.kernels import between_many

        safe = np.where(rows < 0, 0, rows).astype(np.int64)
        return np.asarray(between_many(self.tables, safe, _own(starts), _own(finishes)), dtype=np.int64)

    def milestones(self) -> Flags:
        """Tell which tasks are points in time."""
        kind = self.tasks.kind
        points = (kind == Kind.START_MILESTONE) | (kind == Kind.FINISH_MILESTONE)
        return np.asarray(points | (self.tasks.duration == 0))

    def lag_calendar(self, choice: str, elapsed: Flags) -> Shorts:
        """Return the packed calendar of each link's lag; gates keep the project's."""
        frame = self.frame
        clocks = frame.padded(self.clock, self.project_clock).astype(np.int32)
        if choice == "predecessor":
            chosen = clocks[frame.before]
        elif choice == "successor":
            chosen = clocks[frame.after]
        elif choice == "24h":
            chosen = np.zeros(len(frame.before), dtype=np.int32)
        else:
            chosen = np.full(len(frame.before), self.project_clock, dtype=np.int32)
        chosen[elapsed | (chosen < 0)] = 0
        return chosen


def _own(column: Ints) -> Ints:
    return np.array(column, dtype=np.int64)  # kernels are compiled for arrays that may be written


def blank_nodes(setting: Setting, start: int) -> dict[str, Any]:
    """Return node columns in which nothing is constrained; gates pass dates through."""
    frame, count, tasks = setting.frame, len(setting.tasks), setting.tasks
    size = frame.size
    how = np.zeros(size, dtype=np.int8)
    how[:count] = frame.usable
    how[count:] = GATE
    base = np.full(size, start, dtype=np.int64)
    base[count:] = NONE
    clock = np.zeros(size, dtype=np.int32)
    clock[:count] = np.maximum(0, setting.clock)
    flags = {
        name: np.zeros(size, dtype=np.int8)
        for name in ("snap", "aims", "late_snap", "late_starts", "alap", "begun", "done")
    }
    flags["begun"][:count] = tasks.actual_start != NONE
    flags["done"][:count] = tasks.actual_finish != NONE
    return flags | {
        "how": how,
        "base": base,
        "floor": np.full(size, NONE, dtype=np.int64),
        "fixed_start": np.zeros(size, dtype=np.int64),
        "fixed_finish": np.zeros(size, dtype=np.int64),
        "delay": np.zeros(size, dtype=np.int64),
        "frees": np.ones(size, dtype=np.int8),
        "late_how": how.copy(),
        "late_base": np.zeros(size, dtype=np.int64),
        "open_free": np.zeros(size, dtype=np.int8),
        "clock": clock,
    }
