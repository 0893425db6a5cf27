"""A plan set up once, whose early dates are run again and again with some of its tasks held back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from conspectus.engine.network import microsoft, primavera
from conspectus.engine.network.bounds import LOW_FINISH, LOW_START
from conspectus.engine.network.frame import Shorts, Web
from conspectus.engine.network.outcome import Dates
from conspectus.engine.network.passes import is_dateless, laid_out, schedule
from conspectus.engine.network.setting import Setting, Setup
from conspectus.engine.plan import NONE, Ints, Link, OutsideLinks, Plan

Held = Mapping[int, tuple[int, int]]  # task row: not to start before, not to finish before; local minutes or NONE


@dataclass(frozen=True, slots=True, eq=False)
class Moved:
    """Scheduled dates of all tasks, parallel to ``plan.tasks``; of summaries and level of effort none is told."""

    start: Ints
    finish: Ints
    project_finish: int


class Prepared:
    """A plan ready to be scheduled with tasks held back.

    Where one forward pass tells all dates, only that is run again; a plan scheduled from its finish, or with tasks as
    late as possible, is scheduled whole each time. Raises ``CycleError`` as ``schedule`` does.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.row_of = plan.row_of()
        mode, setting, web = laid_out(plan)
        make = primavera.set_up if mode == "primavera" else microsoft.set_up
        self._setting: Setting = setting
        self._web: Web = web
        self._setup: Setup = make(setting)
        late = bool(self._setup.nodes.alap.any()) or (mode == "microsoft" and bool(microsoft.is_late(setting).any()))
        self.by_one_pass = not late and not plan.options.from_finish and not is_dateless(plan)

    def run(self, held: Held) -> Moved:
        """Return the dates with these tasks held back; a task under way or done stays where it is."""
        held = {task: kept for task, bounds in held.items() if (kept := self._binding(task, bounds)) != (NONE, NONE)}
        found = self._one_pass(held) if self.by_one_pass else None
        return found or self._whole(held)

    def _binding(self, task: int, bounds: tuple[int, int]) -> tuple[int, int]:
        """Return the bounds without those that lie before all work or the task's own: they hold nothing back."""
        if self.plan.tasks.actual_start[task] != NONE:
            return NONE, NONE
        place, base = int(self._setup.nodes.bound[task]), int(self._setup.nodes.base[task])
        own = (NONE, NONE) if place < 0 else tuple(int(at) for at in self._setup.bounds[place, [LOW_START, LOW_FINISH]])
        start, finish = (at if at > base or mine != NONE else NONE for at, mine in zip(bounds, own, strict=True))
        return start, finish

    def _one_pass(self, held: Held) -> Moved | None:
        from conspectus.engine.network import kernels

        setting, setup = self._setting, self._setup
        nodes, table = self._bounds(held)
        drives = setting.drives._replace(left=setting.drives.left.copy())  # an expected finish changes work
        dates = Dates(setting.frame.size, len(setting.frame.before))
        every = (setting.tables, drives, self._web, setup.ahead, setup.nodes._replace(bound=nodes), table)
        if not kernels.forward(*every, (dates.es, dates.ef), dates.reached):
            return None  # beyond the days laid out
        return self._spread(dates.es, dates.ef)

    def _bounds(self, held: Held) -> tuple[Shorts, Ints]:
        """Return the bounds of the plan with those of the tasks held back."""
        nodes, rows = self._setup.nodes.bound.copy(), [self._setup.bounds]
        size = len(self._setup.bounds)
        for task in held:
            if nodes[task] < 0:
                nodes[task] = size
                rows.append(np.full((1, 8), NONE, dtype=np.int64))
                size += 1
        table = np.concatenate(rows)
        for task, (start, finish) in held.items():
            row = table[nodes[task]]
            row[LOW_START], row[LOW_FINISH] = max(int(row[LOW_START]), start), max(int(row[LOW_FINISH]), finish)
        return nodes, table

    def _spread(self, es: Ints, ef: Ints) -> Moved:
        tasks, usable = self.plan.tasks, self._setting.frame.usable
        count = len(tasks)
        start = np.where((tasks.actual_start != NONE) & usable, tasks.actual_start, es[:count])
        finish = np.where((tasks.actual_finish != NONE) & usable, tasks.actual_finish, ef[:count])
        ends = finish[usable & (finish != NONE)]
        return Moved(start, finish, int(ends.max()) if len(ends) else self._setting.start)

    def _whole(self, held: Held) -> Moved:
        rows = [
            (task, Link.FF if column else Link.FS, bounds[column])
            for task, bounds in held.items()
            for column in (0, 1)
            if bounds[column] != NONE
        ]
        found = schedule(held_back(self.plan, rows))
        return Moved(found.start, found.finish, found.project_finish)


def held_back(plan: Plan, rows: Sequence[tuple[int, int, int]]) -> Plan:
    """Return a plan with more predecessors outside: task, type of link, instant."""
    old = plan.outside
    size = len(rows)
    task, kind, at = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return replace(
        plan,
        outside=OutsideLinks(
            task=np.concatenate([old.task, task]),
            is_predecessor=np.concatenate([old.is_predecessor, np.ones(size, dtype=bool)]),
            project=(*old.project, *("",) * size),
            other=(*old.other, *("joined",) * size),
            type=np.concatenate([old.type, kind]),
            lag=np.concatenate([old.lag, np.zeros(size, np.int64)]),
            unit=np.concatenate([old.unit, np.zeros(size, np.int64)]),
            at=np.concatenate([old.at, at]),
        ),
    )
