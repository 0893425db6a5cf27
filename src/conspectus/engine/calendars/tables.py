"""Calendars packed into flat arrays that compiled kernels read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from conspectus.engine.calendars.shifts import Shifts, common_shifts, has_working_time, shifts_of
from conspectus.engine.plan import DAY, ROUND_THE_CLOCK, Calendar, Ints

ELAPSED = 0  # row of the tables that counts every minute


HEAD = 8  # numbers a row's header takes
Tables = Ints
"""Several calendars in one flat array, so that a kernel passes one argument.

It begins with the first and last minute and the first day of the range. Row
``r`` has its header at ``8 r``: where its stretches lie, how many, where its
look-up by day and by work lie, minutes a work bucket, working minutes in all.
A stretch is three numbers: start, end, working minutes before it. The look-ups
give the first stretch that ends after a day's midnight, and the one a bucket of
working minutes begins in, so both searches are a look-up and a step or two.
"""


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
    head = np.zeros(HEAD * (len(laid) + 1), dtype=np.int64)
    head[:3] = first_day * DAY, (last_day + 1) * DAY, first_day
    parts: list[Ints] = [head]
    place = len(head)
    for row, shifts in enumerate(laid, start=1):
        size = len(shifts.starts)
        bucket = max(1, shifts.total // size)
        until = shifts.before + (shifts.ends - shifts.starts)
        marks = np.arange(0, shifts.total + bucket, bucket, dtype=np.int64)
        stretches = np.column_stack([shifts.starts, shifts.ends, shifts.before]).ravel()
        by_day = np.searchsorted(shifts.ends, days, side="right").astype(np.int64)
        by_work = np.searchsorted(until, marks, side="right").astype(np.int64)
        at_days = place + len(stretches)
        at_work = at_days + len(by_day)
        head[HEAD * row : HEAD * row + 6] = place, size, at_days, at_work, bucket, shifts.total
        parts += [stretches, by_day, by_work]
        place = at_work + len(by_work)
    return np.concatenate(parts)
