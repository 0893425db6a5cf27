"""Level-of-effort tasks: as long as what they hang on, never moving it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from conspectus.engine.network.setting import Setting
from conspectus.engine.plan import NONE, Ints, Kind, LagUnit, Link


@dataclass(slots=True)
class _Ends:
    """Dates gathered from the tasks a level of effort hangs on; ``NONE`` where there is none."""

    early_start: int = NONE
    early_finish: int = NONE
    late_start: int = NONE
    late_finish: int = NONE
    started: int = NONE  # earliest actual date it starts with
    ended: bool = True  # every end it hangs on is actual

    def begin(self, early: int, late: int, actual: bool) -> None:
        """Take an earlier start."""
        if early != NONE and (self.early_start == NONE or early < self.early_start):
            self.early_start, self.started = early, early if actual else NONE
        if late != NONE and (self.late_start == NONE or late < self.late_start):
            self.late_start = late

    def end(self, early: int, late: int, actual: bool) -> None:
        """Take a later finish."""
        self.early_finish = max(self.early_finish, early)
        self.late_finish = max(self.late_finish, late)
        self.ended = self.ended and actual


def span_efforts(
    setting: Setting, dates: tuple[Ints, Ints, Ints, Ints], start: Ints, finish: Ints, total: Ints, limit: int
) -> None:
    """Fill the dates of level-of-effort tasks, those they hang on first."""
    tasks, links = setting.tasks, setting.plan.links
    efforts = np.flatnonzero((tasks.kind == Kind.LEVEL_OF_EFFORT) & tasks.active)
    if len(efforts) == 0:
        return
    chosen = set(efforts.tolist())
    touching: dict[int, list[int]] = {row: [] for row in efforts.tolist()}
    among = np.flatnonzero(np.isin(links.before, efforts) | np.isin(links.after, efforts))
    for link in among.tolist():
        for row in {int(links.before[link]), int(links.after[link])} & chosen:
            touching[row].append(link)
    for row in _in_order(setting, chosen, touching):
        if not touching[row]:
            _span_wbs(setting, dates, start, finish, row)
            continue
        ends = _Ends()
        for link in touching[row]:
            _gather(setting, dates, start, finish, row, link, ends)
        _settle(setting, dates, start, finish, row, ends, limit)
    for row in efforts.tolist():
        if dates[3][row] != NONE:
            clock = np.array([max(0, int(setting.clock[row]))], dtype=np.int64)
            total[row] = setting.between(clock, dates[1][row : row + 1], dates[3][row : row + 1])[0]


def _span_wbs(setting: Setting, dates: tuple[Ints, Ints, Ints, Ints], start: Ints, finish: Ints, row: int) -> None:
    """Span all work beside and below: a WBS summary activity has no links of its own."""
    parent, above = setting.tasks.parent, int(setting.tasks.parent[row])
    inside = np.ones(len(parent), dtype=bool)
    if above >= 0:
        inside = parent == above
        for _ in range(len(parent)):
            more = inside | ((parent >= 0) & inside[np.maximum(0, parent)])
            if (more == inside).all():
                break
            inside = more
    work = inside & setting.frame.usable & (dates[0] != NONE)
    if not work.any():
        return
    left = work & (setting.tasks.actual_finish == NONE)
    left = left if left.any() else work
    for column, fold in ((dates[0], np.min), (dates[1], np.max), (dates[2], np.min), (dates[3], np.max)):
        column[row] = fold(column[left])
    start[row], finish[row] = start[work].min(), finish[work].max()


def _in_order(setting: Setting, chosen: set[int], touching: dict[int, list[int]]) -> list[int]:
    """Return level-of-effort rows so that predecessors among them come first; circles as listed."""
    links = setting.plan.links
    waits = dict.fromkeys(chosen, 0)
    follows: dict[int, list[int]] = {row: [] for row in chosen}
    for row in sorted(chosen):
        for link in touching[row]:
            before = int(links.before[link])
            if int(links.after[link]) == row and before in chosen and before != row:
                waits[row] += 1
                follows[before].append(row)
    ready = [row for row in sorted(chosen) if waits[row] == 0]
    for row in ready:
        for other in follows[row]:
            waits[other] -= 1
            if waits[other] == 0:
                ready.append(other)
    return ready + sorted(chosen - set(ready))


def _gather(
    setting: Setting, dates: tuple[Ints, Ints, Ints, Ints], start: Ints, finish: Ints, row: int, link: int, ends: _Ends
) -> None:
    """Take what one link says about a level of effort's start or finish."""
    links, tasks = setting.plan.links, setting.tasks
    follows = int(links.after[link]) == row
    other = int(links.before[link] if follows else links.after[link])
    kind = int(links.type[link])
    uses_start = kind in (Link.SS, Link.SF) if follows else kind in (Link.FS, Link.SS)
    sets_start = kind in (Link.FS, Link.SS) if follows else kind in (Link.SS, Link.SF)
    es, ef, ls, lf = dates
    actual_at = int(tasks.actual_start[other] if uses_start else tasks.actual_finish[other])
    actual = actual_at != NONE
    early = actual_at if actual else int((es if uses_start else ef)[other])
    late = int((ls if uses_start else lf)[other])
    if actual and not (follows and kind == Link.SS):
        late = actual_at
    sign = 1 if follows else -1
    early, late = (_lagged(setting, row, other, link, at, sign) for at in (early, late))
    if sets_start:
        ends.begin(early, late, actual)
    else:
        if not actual:
            early, late = _back_to_work(setting, row, early), _back_to_work(setting, row, late)
        ends.end(early, late, actual)


def _lagged(setting: Setting, row: int, other: int, link: int, at: int, sign: int) -> int:
    links, plan = setting.plan.links, setting.plan
    lag = int(links.lag[link])
    if at == NONE or lag == 0:
        return at
    follows = int(links.after[link]) == row
    before, after = (other, row) if follows else (row, other)
    choice = plan.options.lag_calendar
    clock = {"predecessor": setting.clock[before], "successor": setting.clock[after], "24h": 0}.get(
        choice, setting.project_clock
    )
    if links.unit[link] in (LagUnit.ELAPSED, LagUnit.ELAPSED_PERCENT):
        clock = 0
    if links.unit[link] in (LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT):
        lag = round(int(plan.tasks.duration[before]) * lag / 10_000)
    one = np.ones(1, dtype=np.int64)
    return int(setting.add(one * max(0, int(clock)), one * at, one * (sign * lag))[0])


def _back_to_work(setting: Setting, row: int, at: int) -> int:
    from conspectus.engine.calendars.kernels import previous_finish

    return at if at == NONE else int(previous_finish(setting.tables, max(0, int(setting.clock[row])), at))


def _on_to_work(setting: Setting, row: int, at: int) -> int:
    from conspectus.engine.calendars.kernels import next_start

    return int(next_start(setting.tables, max(0, int(setting.clock[row])), at))


def _settle(
    setting: Setting, dates: tuple[Ints, Ints, Ints, Ints], start: Ints, finish: Ints, row: int, ends: _Ends, limit: int
) -> None:
    """Turn gathered ends into dates; nothing that is still to do lies before the data date."""
    date = setting.data_date
    early = ends.early_start if ends.early_start != NONE else _on_to_work(setting, row, date)
    until = ends.early_finish if ends.early_finish != NONE else early
    late_until = ends.late_finish if ends.late_finish != NONE else limit
    late = ends.late_start if ends.late_start != NONE else late_until
    begun = early
    over = ends.early_finish != NONE and ends.ended and until <= date
    if early < date:
        early = date
    if not (ends.early_finish != NONE and ends.ended):
        until = max(until, date, early)
    late = min(late, late_until)
    es, ef, ls, lf = dates
    es[row], lf[row] = _on_to_work(setting, row, early), late_until
    ef[row] = until if over else max(until, int(es[row]))
    ls[row] = min(_on_to_work(setting, row, late), late_until)
    start[row] = begun
    finish[row] = until
    if over:
        start[row], finish[row] = begun, until
