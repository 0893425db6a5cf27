"""From dates of nodes to the schedule of a plan: floats, drivers, what is critical, sums of summaries."""

from __future__ import annotations

import numpy as np

from conspectus.engine.findings import Finding
from conspectus.engine.network import microsoft
from conspectus.engine.network.effort import span_efforts
from conspectus.engine.network.frame import Frame, Web
from conspectus.engine.network.paths import critical_tasks
from conspectus.engine.network.result import Schedule
from conspectus.engine.network.setting import Setting, Setup
from conspectus.engine.network.summaries import roll_up
from conspectus.engine.plan import NONE, Flags, Ints, Plan

_FLOAT = {"smallest": 0, "start": 1, "finish": 2}


class Dates:
    """Early and late dates of every node while the passes run, and the start each link allows."""

    def __init__(self, size: int, links: int) -> None:
        self.reached = np.empty(links, dtype=np.int64)
        self.es, self.ef, self.ls, self.lf = (np.full(size, NONE, dtype=np.int64) for _ in range(4))
        self.every = (self.es, self.ef, self.ls, self.lf)


def outcome(
    setting: Setting, web: Web, setup: Setup, dates: Dates, limit: int, findings: tuple[Finding, ...]
) -> Schedule:
    """Measure floats, spread dates to what hangs on tasks, and gather everything."""
    plan, frame, tasks = setting.plan, setting.frame, setting.tasks
    total, free, drives = _floats(setting, web, setup, dates)
    es, ef, ls, lf = (column[: len(tasks)] for column in dates.every)
    started, done = (tasks.actual_start != NONE) & frame.usable, (tasks.actual_finish != NONE) & frame.usable
    late = np.zeros(len(tasks), dtype=bool)
    if not setting.primavera:
        late = microsoft.is_late(setting) & frame.usable
        shown = started & ~(tasks.manual & ~done)
        ls[shown] = tasks.actual_start[shown]
        total[late], free[late] = 0, 0
    start = np.where(started, tasks.actual_start, np.where(late, ls, es))
    finish = np.where(done, tasks.actual_finish, np.where(late, lf, ef))
    driving = _driving(plan, frame, drives)
    critical = critical_tasks(setting, total, ef, driving, done)
    span_efforts(setting, (es, ef, ls, lf), start, finish, total, limit)
    roll_up(setting, (es, ef, ls, lf), start, finish, total, free, critical, late)
    first, last = _ends(setting, start, finish)
    mode = "primavera" if setting.primavera else "microsoft"
    return Schedule(es, ef, ls, lf, start, finish, total, free, critical, driving, first, last, mode, findings)


def _floats(setting: Setting, web: Web, setup: Setup, dates: Dates) -> tuple[Ints, Ints, Flags]:
    from conspectus.engine.network.float_kernel import floats

    count = len(setting.tasks)
    ask = (_FLOAT[setting.plan.options.total_float], int(dates.ef[:count].max(initial=NONE)))
    total, free, drives = floats(
        setting.tables, setting.drives, web, setup.ahead, setup.nodes, dates.every, dates.reached, ask
    )
    return total[:count], free[:count], drives


def _ends(setting: Setting, start: Ints, finish: Ints) -> tuple[int, int]:
    """Return when the first task starts and the last finishes; the project's start where there is none."""
    usable = setting.frame.usable
    starts, ends = start[usable & (start != NONE)], finish[usable & (finish != NONE)]
    first = int(starts.min()) if len(starts) else setting.start
    return first, int(ends.max()) if len(ends) else setting.start


def _driving(plan: Plan, frame: Frame, drives: Flags) -> Flags:
    driving = np.zeros(len(plan.links), dtype=bool)
    real = frame.origin >= 0
    driving[frame.origin[real & drives]] = True
    return driving
