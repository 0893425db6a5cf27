"""Date constraints as bounds on starts and finishes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from conspectus.engine.network.frame import Shorts
from conspectus.engine.plan import NONE, Constraint, Flags, Ints

LOW_START, LOW_FINISH, HIGH_START, HIGH_FINISH, FIX_START, FIX_FINISH, EXPECTED, LOW_DAY = range(8)
DEADLINE = EXPECTED  # the same place of the late bounds: at most this, whatever else holds


class Bounds:
    """Bounds of few tasks among many: a row of eight instants for each that has one."""

    def __init__(self, size: int) -> None:
        self._columns: dict[int, Ints] = {}
        self._size = size

    def put(self, column: int, chosen: Flags, at: Ints) -> None:
        """Bound the chosen tasks; of two bounds the tighter one holds."""
        chosen = chosen & (at != NONE)
        if not chosen.any():
            return
        have = self._columns.setdefault(column, np.full(self._size, NONE, dtype=np.int64))
        held = have[: len(chosen)]
        new = np.where(chosen, at, NONE)
        if column in (HIGH_START, HIGH_FINISH):
            both = (held != NONE) & (new != NONE)
            held[:] = np.where(both, np.minimum(held, new), np.maximum(held, new))
        else:
            held[:] = np.maximum(held, new)

    def finish(self) -> tuple[Shorts, Ints]:
        """Return the row of each task in the table (-1: none) and the table."""
        row = np.full(self._size, -1, dtype=np.int32)
        if not self._columns:
            return row, np.full((1, 8), NONE, dtype=np.int64)
        some = np.zeros(self._size, dtype=bool)
        for column in self._columns.values():
            some |= column != NONE
        rows = np.flatnonzero(some)
        row[rows] = np.arange(len(rows))
        table = np.full((max(1, len(rows)), 8), NONE, dtype=np.int64)
        for index, column in self._columns.items():
            table[: len(rows), index] = column[rows]
        return row, table


def bind(bounds: Bounds, places: Mapping[Constraint, tuple[int, ...]], kinds: Ints, at: Ints, allowed: Flags) -> None:
    """Put every constraint of the table's kinds into its bounds where allowed."""
    for constraint, columns in places.items():
        chosen = allowed & (kinds == constraint)
        if chosen.any():
            for column in columns:
                bounds.put(column, chosen, at)
