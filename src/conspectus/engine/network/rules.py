"""Links as rows of numbers that the kernels follow."""

from __future__ import annotations

import numpy as np

from conspectus.engine.network.frame import Frame
from conspectus.engine.plan import NONE, Ints, LagUnit, Link

# Where a link's date comes from.
START, FINISH, AT, NOWHERE = 0, 1, 2, 3
# What the date means at the other end, looking ahead ...
TO_START, TO_FINISH, TO_FINISH_LAG_LAST, TO_START_WORKING = 0, 1, 2, 3
# ... and looking behind.
BACK_FINISH, BACK_START, BACK_SNAP_LAG, BACK_LAG_SNAP, BACK_WORK_LAG = 0, 1, 2, 3, 4


class Rules:
    """A table of eight numbers a link: ends, source, lag, lag's calendar, meaning, instant or lead's limit, limit."""

    def __init__(self, frame: Frame, calendar: Ints) -> None:
        count = len(frame.before)
        self.table = np.full((count, 8), NONE, dtype=np.int64)
        self.table[:, 0], self.table[:, 1], self.table[:, 4] = frame.before, frame.after, calendar
        self.source = np.zeros(count, dtype=np.int64)
        self.lag = np.zeros(count, dtype=np.int64)
        self.end = np.zeros(count, dtype=np.int64)

    def finish(self) -> Ints:
        """Return the filled table."""
        self.table[:, 2], self.table[:, 3], self.table[:, 5] = self.source, self.lag, self.end
        return self.table


def lag_minutes(frame: Frame, duration: Ints) -> Ints:
    """Return lags in minutes, percents taken of the predecessor's duration."""
    percent = (frame.unit == LagUnit.PERCENT) | (frame.unit == LagUnit.ELAPSED_PERCENT)
    if not percent.any():
        return frame.lag
    share = np.rint(duration[frame.before] * (frame.lag / 10_000)).astype(np.int64)
    return np.where(percent, share, frame.lag)


def lag_is_elapsed(frame: Frame) -> Ints:
    """Tell which lags count every minute."""
    return np.asarray((frame.unit == LagUnit.ELAPSED) | (frame.unit == LagUnit.ELAPSED_PERCENT), dtype=np.int64)


def source_of(kind: Ints) -> Ints:
    """Return which date of the predecessor a link starts from."""
    return np.where((kind == Link.FS) | (kind == Link.FF), FINISH, START)
