"""Money accrued on lines at a date or at a state of progress."""

from __future__ import annotations

import numpy as np

from conspectus.engine.earned.budget import Lines, Packages
from conspectus.engine.earned.timing import Clocks, worked_share
from conspectus.engine.plan import Accrual, Flags, Floats, Ints


def accrued(lines: Lines, progress: Floats, started: Flags, finished: Flags) -> Floats:
    """Return the money of each line accrued, [.., line], from its package's progress, start and finish."""
    width = np.where(lines.end > lines.begin, lines.end - lines.begin, 1.0)
    share = np.clip((progress - lines.begin) / width, 0.0, 1.0)
    begun = np.where(lines.begin > 0, progress > lines.begin, started)
    ended = np.where(lines.end < 1, progress >= lines.end, finished)
    share = np.where(lines.accrual == Accrual.START, begun, share)
    share = np.where(lines.accrual == Accrual.END, ended, share)
    return np.where(ended & (lines.accrual == Accrual.PRORATED), 1.0, share) * lines.amount


def by_package(lines: Lines, money: Floats, count: int) -> Floats:
    """Sum lines to packages: [time, line] to [time, package]."""
    result = np.zeros((len(money), count))
    order = np.argsort(lines.package, kind="stable")
    if not len(order):
        return result
    owner, first = np.unique(lines.package[order], return_index=True)
    result[:, owner] = np.add.reduceat(money[:, order], first, axis=1)
    return result


def planned(clocks: Clocks, found: Packages, lines: Lines, times: Ints) -> Floats:
    """Return cumulative planned value at each instant, [time, package].

    Hours strictly before the instant count. A line's resource calendar decides how its money spreads over the
    package's baseline span.
    """
    at = times[:, None]
    start, finish = found.start[lines.package], found.finish[lines.package]
    progress = worked_share(clocks, lines.calendar, start, finish, at)
    started = start < at
    money = accrued(lines, progress, started, started & (finish <= at))
    return by_package(lines, money, len(found.uid))
