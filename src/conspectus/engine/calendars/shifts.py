"""A calendar laid out as working stretches over a range of days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from conspectus.engine.plan import DAY, Calendar, Ints, Shift

HORIZON_DAYS = 36_525  # one hundred years: what is not finished by then never is


@dataclass(frozen=True, slots=True, eq=False)
class Shifts:
    """Working stretches in time order, touching ones joined.

    ``starts`` and ``ends`` are minutes since 1970, ``before`` the working
    minutes that lie before each stretch; the range covers whole days
    ``first_day`` to ``last_day``.
    """

    first_day: int
    last_day: int
    starts: Ints
    ends: Ints
    before: Ints

    @property
    def total(self) -> int:
        """Working minutes in the whole range."""
        return int(self.before[-1] + self.ends[-1] - self.starts[-1]) if len(self.starts) else 0


def _tidy(shifts: tuple[Shift, ...]) -> tuple[Shift, ...]:
    tidy: list[Shift] = []
    for begin, end in sorted(shifts):
        begin, end = max(0, begin), min(DAY, end)
        if end <= begin:
            continue
        if tidy and begin <= tidy[-1][1]:
            tidy[-1] = (tidy[-1][0], max(tidy[-1][1], end))
        else:
            tidy.append((begin, end))
    return tuple(tidy)


class _Patterns:
    """Distinct days of a calendar, numbered."""

    def __init__(self) -> None:
        self.rows: list[tuple[Shift, ...]] = []
        self._known: dict[tuple[Shift, ...], int] = {}

    def number(self, shifts: tuple[Shift, ...]) -> int:
        tidy = _tidy(shifts)
        if tidy not in self._known:
            self._known[tidy] = len(self.rows)
            self.rows.append(tidy)
        return self._known[tidy]


def has_working_time(calendar: Calendar) -> bool:
    """Tell whether a calendar holds any working minute at all."""
    days = [*calendar.week, *(d for s in calendar.spans for d in s.week), *(e.shifts for e in calendar.exceptions)]
    return any(_tidy(day) for day in days)


def _day_patterns(calendar: Calendar, first_day: int, last_day: int, patterns: _Patterns) -> Ints:
    days = np.arange(first_day, last_day + 1, dtype=np.int64)
    weekday = (days + 3) % 7  # 1970-01-01 was a Thursday
    week = np.array([patterns.number(day) for day in calendar.week], dtype=np.int64)
    chosen = week[weekday]
    for span in calendar.spans:
        low, high = max(span.first, first_day) - first_day, min(span.last, last_day) - first_day + 1
        if low < high:
            own = np.array([patterns.number(day) for day in span.week], dtype=np.int64)
            chosen[low:high] = own[weekday[low:high]]
    for item in calendar.exceptions:
        low, high = max(item.first, first_day) - first_day, min(item.last, last_day) - first_day + 1
        if low < high:
            chosen[low:high] = patterns.number(item.shifts)
    return chosen


def shifts_of(calendar: Calendar, first_day: int, last_day: int) -> Shifts:
    """Lay a calendar out over days ``first_day`` to ``last_day``, both included."""
    patterns = _Patterns()
    chosen = _day_patterns(calendar, first_day, last_day, patterns)
    counts = np.array([len(row) for row in patterns.rows], dtype=np.int64)
    firsts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
    flat = np.array([pair for row in patterns.rows for pair in row], dtype=np.int64).reshape(-1, 2)
    per_day = counts[chosen]
    total = int(per_day.sum())
    offsets = np.repeat(np.cumsum(per_day) - per_day, per_day)
    which = np.repeat(firsts[chosen], per_day) + np.arange(total, dtype=np.int64) - offsets
    midnight = np.repeat(np.arange(first_day, last_day + 1, dtype=np.int64) * DAY, per_day)
    starts, ends = midnight + flat[which, 0], midnight + flat[which, 1]
    if total > 1:
        apart = starts[1:] != ends[:-1]
        starts = starts[np.concatenate([[True], apart])]
        ends = ends[np.concatenate([apart, [True]])]
    length = ends - starts
    return Shifts(first_day, last_day, starts, ends, np.cumsum(length) - length)


def common_shifts(one: Shifts, other: Shifts) -> Shifts:
    """Return the stretches in which both calendars work."""
    marks = np.concatenate([one.starts, one.ends, other.starts, other.ends])
    steps = np.concatenate([np.repeat([1, -1], len(one.starts)), np.repeat([1, -1], len(other.starts))])
    order = np.lexsort((steps, marks))
    both = np.cumsum(steps[order]) == 2
    starts, ends = marks[order][both], np.append(marks[order], 0)[1:][both]
    some = ends > starts
    starts, ends = starts[some], ends[some]
    length = ends - starts
    return Shifts(one.first_day, one.last_day, starts, ends, np.cumsum(length) - length)
