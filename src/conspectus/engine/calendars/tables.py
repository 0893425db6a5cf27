"""Calendars packed into flat arrays that compiled kernels read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from conspectus.engine.calendars.shifts import Shifts, common_shifts, has_working_time, shifts_of
from conspectus.engine.plan import DAY, ROUND_THE_CLOCK, Calendar, Ints

ELAPSED = 0  # row of the tables that counts every minute


class Tables(NamedTuple):
    """Stretches of several calendars, one after another.

    ``rows`` holds for each packed calendar: first stretch, number of stretches,
    first entry of ``by_day``, first entry of ``by_work``, minutes a work bucket.
    ``by_day`` maps a day to its first stretch that ends after midnight,
    ``by_work`` a bucket of working minutes to the stretch it begins in, so both
    searches are a look-up and a step or two.
    """

    rows: Ints  # [packed calendar, 5]
    starts: Ints
    ends: Ints
    before: Ints
    by_day: Ints
    by_work: Ints
    span: Ints  # first minute and last minute of the range


def _is_elapsed(calendar: Calendar) -> bool:
    return calendar.week == ROUND_THE_CLOCK and not calendar.spans and not calendar.exceptions


def pack(
    calendars: Sequence[Calendar], first_day: int, last_day: int, pairs: Sequence[tuple[int, int]] = ()
) -> tuple[Tables, Ints]:
    """Pack calendars for kernels, equal ones once, then those of ``pairs`` working only when both do.

    Returns the tables and, for each calendar and pair given, its row in them:
    ``ELAPSED`` for one that works round the clock, -1 for one that never works in the range.
    """
    row_of = np.full(len(calendars) + len(pairs), -1, dtype=np.int64)
    known: dict[object, int] = {}
    laid: list[Shifts] = []
    for index, calendar in enumerate(calendars):
        if _is_elapsed(calendar):
            row_of[index] = ELAPSED
            continue
        key = (calendar.week, calendar.spans, calendar.exceptions)
        if key not in known:
            shifts = shifts_of(calendar, first_day, last_day) if has_working_time(calendar) else None
            known[key] = -1
            if shifts is not None and len(shifts.starts):
                laid.append(shifts)
                known[key] = len(laid)
        row_of[index] = known[key]
    for index, (one, other) in enumerate(pairs, start=len(calendars)):
        row_of[index] = _pair_row(laid, known, int(row_of[one]), int(row_of[other]))
    return _flatten(laid, first_day, last_day), row_of


def _pair_row(laid: list[Shifts], known: dict[object, int], one: int, other: int) -> int:
    if one == other or other == ELAPSED or one < 0:
        return one
    if one == ELAPSED or other < 0:
        return other
    key = (min(one, other), max(one, other))
    if key not in known:
        shifts = common_shifts(laid[one - 1], laid[other - 1])
        known[key] = -1
        if len(shifts.starts):
            laid.append(shifts)
            known[key] = len(laid)
    return known[key]


def _flatten(laid: list[Shifts], first_day: int, last_day: int) -> Tables:
    days = np.arange(first_day, last_day + 2, dtype=np.int64) * DAY
    rows = np.zeros((len(laid) + 1, 5), dtype=np.int64)
    by_day: list[Ints] = []
    by_work: list[Ints] = []
    stretch = worked = 0
    for index, shifts in enumerate(laid, start=1):
        size = len(shifts.starts)
        bucket = max(1, shifts.total // size)
        until = shifts.before + (shifts.ends - shifts.starts)
        marks = np.arange(0, shifts.total + bucket, bucket, dtype=np.int64)
        rows[index] = (stretch, size, len(days) * (index - 1), worked, bucket)
        by_day.append(np.searchsorted(shifts.ends, days, side="right").astype(np.int64))
        by_work.append(np.searchsorted(until, marks, side="right").astype(np.int64))
        stretch += size
        worked += len(marks)
    return Tables(
        rows,
        _joined([s.starts for s in laid]),
        _joined([s.ends for s in laid]),
        _joined([s.before for s in laid]),
        _joined(by_day),
        _joined(by_work),
        np.array([first_day * DAY, (last_day + 1) * DAY], dtype=np.int64),
    )


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts).astype(np.int64) if parts else np.zeros(1, dtype=np.int64)
