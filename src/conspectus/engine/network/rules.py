"""Links as rows of numbers that the kernels follow."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from conspectus.engine.network.frame import Frame, Shorts
from conspectus.engine.plan import NONE, Flags, Ints, LagUnit, Link

# Where a link's date comes from.
START, FINISH, AT, NOWHERE = 0, 1, 2, 3
# What the date means at the other end, looking ahead ...
TO_START, TO_FINISH, TO_FINISH_LAG_LAST, TO_START_WORKING, TO_FINISH_OF_WORK, TO_FINISH_UNAIMED = range(6)
# ... and looking behind.
BACK_FINISH, BACK_START, BACK_SNAP_LAG, BACK_LAG_SNAP, BACK_WORK_LAG, BACK_START_AS_IS = range(6)


class Rules(NamedTuple):
    """Links as the kernels read them.

    ``code`` packs the source (two bits), the meaning at the other end (three), 32
    for a lag and 64 for a date that may not lie before ``finish_floor``.
    """

    before: Ints
    after: Ints
    code: npt.NDArray[np.int8]
    lag: Ints
    clock: Shorts  # packed calendar of the lag
    at: Ints  # instants of links whose source is AT; of length one where there is none
    near: Shorts  # packed calendar of the predecessor itself, for BACK_SNAP_LAG; of length one where it is not asked
    lead_floor: int  # a negative lag leads no further back
    finish_floor: int


class Draft:
    """Links being told as rules, one column at a time."""

    def __init__(self, frame: Frame, calendar: Shorts, lag: Ints) -> None:
        count = len(frame.before)
        self.frame, self.clock, self.lag = frame, calendar, lag
        self.source = np.zeros(count, dtype=np.int8)
        self.end = np.zeros(count, dtype=np.int8)
        self.floored: Flags | None = None
        self.near = np.zeros(1, dtype=np.int32)
        self.lead_floor = self.finish_floor = NONE
        self._at: Ints | None = None

    def put_at(self, links: Ints, instants: Ints) -> None:
        """Let links count from a given instant."""
        if len(links) == 0:
            return
        if self._at is None:
            self._at = np.full(len(self.source), NONE, dtype=np.int64)
        self.source[links] = AT
        self._at[links] = instants

    def finish(self) -> Rules:
        """Return the rules."""
        code = self.source | (self.end << 2)
        code[self.lag != 0] |= 32
        if self.floored is not None:
            code[self.floored] |= 64
        at = np.zeros(1, dtype=np.int64) if self._at is None else self._at
        lag = np.ascontiguousarray(self.lag)
        if not lag.flags.writeable:
            lag = lag.copy()  # kernels are compiled for arrays that may be written
        ends = (self.frame.before, self.frame.after)
        return Rules(*ends, code, lag, self.clock, at, self.near, self.lead_floor, self.finish_floor)


def lag_minutes(frame: Frame, duration: Ints) -> Ints:
    """Return lags in minutes, percents taken of the predecessor's duration, be it a task or a summary."""
    percent = (frame.unit == LagUnit.PERCENT) | (frame.unit == LagUnit.ELAPSED_PERCENT)
    if not percent.any():
        return frame.lag
    of = duration[frame.plan.links.before[frame.origin]]  # ties of gates have no lag: what they find here is unused
    return np.where(percent, np.rint(of * (frame.lag / 10_000)).astype(np.int64), frame.lag)


def lag_is_elapsed(frame: Frame) -> Flags:
    """Tell which lags count every minute."""
    return np.asarray((frame.unit == LagUnit.ELAPSED) | (frame.unit == LagUnit.ELAPSED_PERCENT))


def source_ahead(kind: Ints) -> npt.NDArray[np.int8]:
    """Return which date of the predecessor a link starts from."""
    return np.asarray((kind == Link.FS) | (kind == Link.FF), dtype=np.int8)


def source_behind(kind: Ints) -> npt.NDArray[np.int8]:
    """Return which date of the successor a link counts back from."""
    return np.asarray((kind == Link.FF) | (kind == Link.SF), dtype=np.int8)
