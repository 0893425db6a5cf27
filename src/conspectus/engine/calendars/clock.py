"""A calendar as a clock that counts working minutes only."""

from __future__ import annotations

from typing import Any, overload

import numpy as np

from conspectus.engine.calendars.shifts import HORIZON_DAYS, Shifts, has_working_time, shifts_of
from conspectus.engine.plan import DAY, NONE, Calendar, Ints

_MARGIN = 3660  # days laid out around the first question


class WorkClock:
    """Working-time arithmetic of one calendar, on scalars or arrays of minutes.

    Forward arithmetic ends at the end of a stretch of work (Friday 17:00),
    backward arithmetic at its start (Monday 08:00), so adding and then taking
    away the same work returns to where it began. What cannot be reached within
    a hundred years is ``NONE``; ``NONE`` in gives ``NONE`` out.
    """

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.works = has_working_time(calendar)
        self._shifts: Shifts | None = None

    def _laid(self, instants: Ints, reach: int = 0) -> Shifts:
        """Return stretches that cover the instants, ``reach`` days more on both sides."""
        known = instants[instants != NONE]
        low = int(known.min() // DAY) if len(known) else 0
        high = int(known.max() // DAY) if len(known) else 0
        low, high = low - reach, high + reach
        have = self._shifts
        if have is None or low < have.first_day or high > have.last_day:
            first, last = low - _MARGIN, high + _MARGIN
            if have is not None:
                first, last = min(first, have.first_day), max(last, have.last_day)
            have = self._shifts = shifts_of(self.calendar, first, last)
        return have

    @staticmethod
    def _worked(shifts: Shifts, at: Ints) -> Ints:
        """Return working minutes of the range before each instant."""
        index = np.searchsorted(shifts.ends, at, side="right")
        inside = np.minimum(index, len(shifts.ends) - 1)
        part = np.clip(at - shifts.starts[inside], 0, shifts.ends[inside] - shifts.starts[inside])
        return np.asarray(shifts.before[inside] + part, dtype=np.int64)

    @overload
    def between(self, start: int, finish: int) -> int: ...
    @overload
    def between(self, start: Ints | int, finish: Ints | int) -> Any: ...
    def between(self, start: Ints | int, finish: Ints | int) -> Any:
        """Return working minutes from ``start`` to ``finish``, negative when it lies earlier."""
        begin, end = np.broadcast_arrays(np.asarray(start, np.int64), np.asarray(finish, np.int64))
        missing = (begin == NONE) | (end == NONE)
        result = np.zeros(begin.shape, dtype=np.int64)
        if self.works and not missing.all():
            shifts = self._laid(np.concatenate([begin.ravel(), end.ravel()]))
            if len(shifts.starts):
                known_begin, known_end = np.where(missing, 0, begin), np.where(missing, 0, end)
                result = self._worked(shifts, known_end) - self._worked(shifts, known_begin)
        return _plain(np.where(missing, NONE, result))

    @overload
    def add(self, instant: int, minutes: int) -> int: ...
    @overload
    def add(self, instant: Ints | int, minutes: Ints | int) -> Any: ...
    def add(self, instant: Ints | int, minutes: Ints | int) -> Any:
        """Return the instant ``minutes`` of work after (before, when negative) each instant.

        No minutes leave the instant as it is, in working time or not.
        """
        at, work = np.broadcast_arrays(np.asarray(instant, np.int64), np.asarray(minutes, np.int64))
        lost = (at == NONE) | (work == NONE)
        still = work == 0
        result = np.where(lost, NONE, at)
        todo = ~lost & ~still
        if todo.any():
            result[todo] = self._add_work(at[todo], work[todo])
        return _plain(result)

    def _add_work(self, at: Ints, work: Ints) -> Ints:
        if not self.works:
            return np.full(at.shape, NONE, dtype=np.int64)
        reach = int(np.abs(work).max() // DAY) + 1
        while True:
            shifts = self._laid(at, min(reach, HORIZON_DAYS))
            result = self._reached(shifts, at, work)
            if reach >= HORIZON_DAYS or not (result == NONE).any():
                break
            reach *= 4
        far = (result != NONE) & (np.abs(result - at) > HORIZON_DAYS * DAY)
        return np.where(far, NONE, result)

    def _reached(self, shifts: Shifts, at: Ints, work: Ints) -> Ints:
        if not len(shifts.starts):
            return np.full(at.shape, NONE, dtype=np.int64)
        target = self._worked(shifts, at) + work
        until = shifts.before + (shifts.ends - shifts.starts)
        forward = np.searchsorted(until, target, side="left")
        backward = np.searchsorted(shifts.before, target, side="right") - 1
        index = np.where(work > 0, forward, backward)
        inside = np.clip(index, 0, len(until) - 1)
        reached = shifts.starts[inside] + target - shifts.before[inside]
        return np.where((target < 0) | (target > shifts.total), NONE, reached)

    @overload
    def next_start(self, instant: int) -> int: ...
    @overload
    def next_start(self, instant: Ints) -> Ints: ...
    def next_start(self, instant: Ints | int) -> Any:
        """Return each instant if work goes on right after it, else when it next begins."""
        return self._snap(np.asarray(instant, np.int64), later=True)

    @overload
    def previous_finish(self, instant: int) -> int: ...
    @overload
    def previous_finish(self, instant: Ints) -> Ints: ...
    def previous_finish(self, instant: Ints | int) -> Any:
        """Return each instant if work went on right before it, else when it last ended."""
        return self._snap(np.asarray(instant, np.int64), later=False)

    def _snap(self, at: Ints, *, later: bool) -> Any:
        missing = at == NONE
        result = np.full(at.shape, NONE, dtype=np.int64)
        if not self.works or missing.all():
            return _plain(result)
        known = np.where(missing, 0, at)
        for reach in (0, 4 * _MARGIN, HORIZON_DAYS):
            shifts = self._laid(known[~missing], reach)
            size = len(shifts.starts)
            if later:
                index = np.searchsorted(shifts.ends, known, side="right")
                found = index < size
            else:
                index = np.searchsorted(shifts.starts, known, side="left") - 1
                found = index >= 0
            if not size:
                continue
            inside = np.clip(index, 0, size - 1)
            edge = np.maximum(shifts.starts[inside], known) if later else np.minimum(shifts.ends[inside], known)
            result = np.where(missing | ~found, NONE, edge)
            if (found | missing).all():
                break
        return _plain(result)


def _plain(values: Ints) -> Any:
    return int(values) if values.ndim == 0 else values
