"""Reporting periods: calendar months or any list of ends, and positions counted in them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from conspectus.engine.calendars import WorkClock
from conspectus.engine.earned.timing import EPOCH, date_of, last_day_of, working_days
from conspectus.engine.plan import DAY, Ints, Texts

PeriodEnd = int | datetime.date


@dataclass(frozen=True, eq=False)
class Periods:
    """Periods one after another, half-open: an end is the first instant of the next. Arrays [period]."""

    labels: Texts
    starts: Ints
    ends: Ints

    def __len__(self) -> int:
        return len(self.labels)

    def position(self, clock: WorkClock, instant: int) -> float:
        """Return how many periods have gone by; the one the instant lies in counts by its working days."""
        if instant <= self.starts[0]:
            return 0.0
        whole = int(np.searchsorted(self.ends, instant, side="right"))
        if whole >= len(self):
            return float(len(self))
        start, end = int(self.starts[whole]), int(self.ends[whole])
        days = working_days(clock, start, end)
        if days > 0:
            return whole + working_days(clock, start, instant) / days
        return whole + (instant - start) / (end - start)


def months(start: int, finish: int) -> Periods:
    """Return the calendar months from the one of ``start`` to the one that ends at or after ``finish``."""
    first = date_of(start).replace(day=1)
    ends: list[int] = []
    labels: list[str] = []
    begin = first
    while not ends or ends[-1] < finish:
        after = (begin.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
        ends.append((after - EPOCH).days * DAY)
        labels.append(f"{begin:%Y-%m}")
        begin = after
    starts = [(first - EPOCH).days * DAY, *ends[:-1]]
    return Periods(tuple(labels), np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64))


def listed(given: Sequence[PeriodEnd], start: int, finish: int) -> Periods:
    """Return the periods with the given ends; the last is repeated in length until ``finish`` is covered.

    An end is an instant, or a date: the first day that no longer belongs to the period. Ends at or before
    ``start`` close periods in which nothing was planned; they only say where the first period begins.
    """
    ends = sorted({_instant(end) for end in given})
    before = [end for end in ends if end <= start]
    begin = before[-1] if before else start
    ends = [end for end in ends if end > start] or [finish if finish > start else start + DAY]
    length = ends[-1] - (ends[-2] if len(ends) > 1 else begin)
    while ends[-1] < finish:
        ends.append(ends[-1] + length)
    starts = [begin, *ends[:-1]]
    labels = tuple(f"to {last_day_of(end).isoformat()}" for end in ends)
    return Periods(labels, np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64))


def _instant(end: PeriodEnd) -> int:
    if isinstance(end, datetime.datetime):
        return (end.date() - EPOCH).days * DAY + end.hour * 60 + end.minute
    return (end - EPOCH).days * DAY if isinstance(end, datetime.date) else int(end)
