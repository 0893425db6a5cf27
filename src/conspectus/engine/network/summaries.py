"""Dates of summary tasks, rolled up from what they hold."""

from __future__ import annotations

import numpy as np

from conspectus.engine.network.setting import Setting
from conspectus.engine.plan import NONE, Flags, Ints, Kind

_FAR = np.iinfo(np.int64).max


def _depths(parent: Ints) -> Ints:
    """Return how deep each row lies, without recursion."""
    depth = np.zeros(len(parent), dtype=np.int64)
    above = parent.copy()
    while (above >= 0).any():
        inside = above >= 0
        depth[inside] += 1
        above = np.where(inside, parent[np.where(inside, above, 0)], -1)
        if depth.max() > len(parent):
            break
    return depth


def roll_up(
    setting: Setting,
    dates: tuple[Ints, Ints, Ints, Ints],
    start: Ints,
    finish: Ints,
    total: Ints,
    free: Ints,
    critical: Flags,
    late: Flags,
) -> None:
    """Give every summary the earliest start and latest finish of its tasks, early, late and scheduled."""
    tasks = setting.tasks
    summary = tasks.kind == Kind.SUMMARY
    if not summary.any():
        return
    es, ef, ls, lf = dates
    shown_es, shown_ef = np.where(late, ls, es), np.where(late, lf, ef)
    hand = tasks.manual & ~summary
    shown_ls, shown_lf = np.where(hand, es, ls), np.where(hand, ef, lf)
    depth = _depths(tasks.parent)
    order = np.argsort(-depth, kind="stable")
    order = order[tasks.parent[order] >= 0]
    below, above = order, tasks.parent[order]
    cuts = np.flatnonzero(np.diff(depth[below])) + 1
    for rows, parents in zip(np.split(below, cuts), np.split(above, cuts), strict=True):
        for column, shown in ((es, shown_es), (ls, shown_ls), (start, start)):
            _spread(column, shown, rows, parents, np.minimum, _FAR)
        for column, shown in ((ef, shown_ef), (lf, shown_lf), (finish, finish)):
            _spread(column, shown, rows, parents, np.maximum, NONE)
        np.logical_or.at(critical, parents, critical[rows])
        for shown, column in ((shown_es, es), (shown_ef, ef), (shown_ls, ls), (shown_lf, lf)):
            shown[parents] = column[parents]
    _summary_floats(setting, dates, total, free, np.flatnonzero(summary))


def _spread(column: Ints, shown: Ints, rows: Ints, parents: Ints, better: np.ufunc, worst: int) -> None:
    """Fold the rows' dates into their parents', leaving out what has no date."""
    known = shown[rows] != NONE
    target = parents[known]
    fresh = target[column[target] == NONE]
    column[fresh] = worst
    better.at(column, target, shown[rows[known]])


def _summary_floats(
    setting: Setting, dates: tuple[Ints, Ints, Ints, Ints], total: Ints, free: Ints, rows: Ints
) -> None:
    es, ef, ls, lf = dates
    rows = rows[(es[rows] != NONE) & (ls[rows] != NONE)]
    clock = np.where(setting.clock[rows] < 0, 0, setting.clock[rows])
    begins = setting.between(clock, es[rows], ls[rows])
    ends = setting.between(clock, ef[rows], lf[rows])
    total[rows] = np.minimum(begins, ends)
    free[rows] = np.maximum(0, total[rows])
