"""Working-time arithmetic against a walker that goes minute by minute."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plans import at, when

from conspectus.engine.calendars import WorkClock, has_working_time, pack
from conspectus.engine.plan import DAY, NONE, ROUND_THE_CLOCK, STANDARD_WEEK, Calendar, CalendarException, WeekSpan

FIRST = 19_723  # 2024-01-01, a Monday


class Walker:
    """The same arithmetic, one minute at a time."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.days: dict[int, list[bool]] = {}

    def works(self, minute: int) -> bool:
        """Tell whether the minute that begins here is worked."""
        day, rest = divmod(minute, DAY)
        if day not in self.days:
            self.days[day] = self.minutes_of(day)
        return self.days[day][rest]

    def minutes_of(self, day: int) -> list[bool]:
        """Tell of each minute of a day whether it is worked."""
        shifts = self.calendar.week[(day + 3) % 7]
        for span in self.calendar.spans:
            if span.first <= day <= span.last:
                shifts = span.week[(day + 3) % 7]
        for item in self.calendar.exceptions:
            if item.first <= day <= item.last:
                shifts = item.shifts
        return [any(begin <= minute < end for begin, end in shifts) for minute in range(DAY)]

    def add(self, instant: int, minutes: int) -> int:
        """Walk on (or back) until the work is done."""
        while minutes > 0:
            minutes -= self.works(instant)
            instant += 1
        while minutes < 0:
            instant -= 1
            minutes += self.works(instant)
        return instant

    def between(self, start: int, finish: int) -> int:
        """Count worked minutes."""
        if finish < start:
            return -self.between(finish, start)
        return sum(self.works(minute) for minute in range(start, finish))

    def next_start(self, instant: int) -> int:
        """Walk on to where work goes on."""
        while not self.works(instant):
            instant += 1
        return instant

    def previous_finish(self, instant: int) -> int:
        """Walk back to where work went on."""
        while not self.works(instant - 1):
            instant -= 1
        return instant


@st.composite
def shifts(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    """Draw the shifts of a day, some touching midnight."""
    marks = sorted(set(draw(st.lists(st.sampled_from(range(0, DAY + 1, 30)), max_size=6))))
    return tuple(zip(marks[::2], marks[1::2], strict=False))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Draw a calendar that works now and then within its fortnight."""
    week = tuple(draw(shifts()) for _ in range(7))
    days = st.integers(FIRST, FIRST + 20)
    made = [(draw(days), draw(st.integers(0, 4)), draw(shifts())) for _ in range(draw(st.integers(0, 4)))]
    spans = [(draw(days), draw(st.integers(0, 10))) for _ in range(draw(st.integers(0, 1)))]
    other = tuple(draw(shifts()) for _ in range(7))
    calendar = Calendar(
        week=week,
        spans=tuple(WeekSpan(first, first + more, other) for first, more in spans),
        exceptions=tuple(CalendarException(first, first + more, day) for first, more, day in made),
    )
    return calendar if any(week) else Calendar(week=STANDARD_WEEK, exceptions=calendar.exceptions)


instants = st.integers(FIRST * DAY, (FIRST + 20) * DAY)


@settings(max_examples=100, deadline=None)
@given(calendars(), instants, instants, st.integers(-3000, 3000))
def test_clock_agrees_with_the_walker(calendar: Calendar, one: int, other: int, minutes: int) -> None:
    clock, walker = WorkClock(calendar), Walker(calendar)
    assert clock.add(one, minutes) == walker.add(one, minutes)
    assert clock.between(one, other) == walker.between(one, other)
    assert clock.next_start(one) == walker.next_start(one)
    assert clock.previous_finish(one) == walker.previous_finish(one)


@settings(max_examples=60, deadline=None)
@given(calendars(), st.lists(st.tuples(instants, instants, st.integers(-3000, 3000)), min_size=1, max_size=8))
def test_kernels_agree_with_the_clock(calendar: Calendar, rows: list[tuple[int, int, int]]) -> None:
    from conspectus.engine.calendars import kernels

    clock = WorkClock(calendar)
    tables, row_of = pack([calendar], FIRST - 500, FIRST + 600)
    row = int(row_of[0])
    for one, other, minutes in rows:
        assert kernels.add_work(tables, row, one, minutes) == clock.add(one, minutes)
        assert kernels.work_between(tables, row, one, other) == clock.between(one, other)
        assert kernels.next_start(tables, row, one) == clock.next_start(one)
        assert kernels.previous_finish(tables, row, one) == clock.previous_finish(one)


@settings(max_examples=80, deadline=None)
@given(calendars(), instants, st.integers(1, 5000))
def test_taking_away_what_was_added_returns_to_the_start(calendar: Calendar, instant: int, minutes: int) -> None:
    clock = WorkClock(calendar)
    begin = clock.next_start(instant)
    assert clock.add(clock.add(begin, minutes), -minutes) == begin
    end = clock.previous_finish(instant)
    assert clock.add(clock.add(end, -minutes), minutes) == end


@settings(max_examples=30, deadline=None)
@given(calendars(), st.lists(st.tuples(instants, st.integers(-2000, 2000)), min_size=1, max_size=20))
def test_arrays_give_what_scalars_give(calendar: Calendar, rows: list[tuple[int, int]]) -> None:
    clock = WorkClock(calendar)
    at_, work = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    assert clock.add(at_, work).tolist() == [clock.add(one, minutes) for one, minutes in rows]
    assert clock.next_start(at_).tolist() == [clock.next_start(one) for one, _ in rows]
    assert clock.previous_finish(at_).tolist() == [clock.previous_finish(one) for one, _ in rows]
    assert clock.between(at_, at_[0]).tolist() == [clock.between(one, int(at_[0])) for one, _ in rows]


def test_friday_afternoon_runs_into_monday() -> None:
    clock = WorkClock(Calendar())
    friday = at("2024-01-05 15:00")
    assert when(clock.add(friday, 120)) == "2024-01-05 17:00"
    assert when(clock.add(friday, 121)) == "2024-01-08 08:01"
    assert when(clock.next_start(at("2024-01-06"))) == "2024-01-08 08:00"
    assert when(clock.previous_finish(at("2024-01-08 08:00"))) == "2024-01-05 17:00"
    assert clock.between(friday, at("2024-01-08 09:00")) == 180


def test_a_night_shift_goes_on_over_midnight() -> None:
    night = Calendar(week=(((0, 420), (1320, 1440)),) * 7)
    clock = WorkClock(night)
    assert when(clock.add(at("2024-01-01 22:00"), 540)) == "2024-01-02 07:00"
    assert when(clock.next_start(at("2024-01-02"))) == "2024-01-02 00:00"


def test_later_exceptions_win_over_earlier_ones_spans_and_week() -> None:
    calendar = Calendar(
        spans=(WeekSpan(FIRST, FIRST + 6, ROUND_THE_CLOCK),),
        exceptions=(CalendarException(FIRST, FIRST + 2), CalendarException(FIRST + 1, FIRST + 1, ((600, 660),))),
    )
    clock = WorkClock(calendar)
    assert clock.between(FIRST * DAY, (FIRST + 3) * DAY) == 60
    assert clock.between((FIRST + 3) * DAY, (FIRST + 4) * DAY) == DAY


def test_a_calendar_without_working_time_reaches_nothing() -> None:
    dead = Calendar(week=((),) * 7)
    clock = WorkClock(dead)
    assert not has_working_time(dead)
    assert clock.add(FIRST * DAY, 1) == NONE
    assert clock.add(FIRST * DAY, 0) == FIRST * DAY
    assert clock.between(FIRST * DAY, (FIRST + 9) * DAY) == 0
    assert clock.next_start(FIRST * DAY) == NONE


def test_work_beyond_a_hundred_years_is_not_reached() -> None:
    rare = Calendar(week=((),) * 7, exceptions=(CalendarException(FIRST, FIRST, ((480, 540),)),))
    clock = WorkClock(rare)
    assert when(clock.add(FIRST * DAY, 60)) == "2024-01-01 09:00"
    assert clock.add(FIRST * DAY, 61) == NONE
    assert WorkClock(Calendar()).add(FIRST * DAY, 480 * 40_000) == NONE


def test_missing_instants_stay_missing() -> None:
    clock = WorkClock(Calendar())
    column = np.array([NONE, FIRST * DAY], dtype=np.int64)
    assert clock.add(column, 480)[0] == NONE
    assert clock.between(column, FIRST * DAY + 2000)[0] == NONE
    assert clock.next_start(column)[0] == NONE


@pytest.mark.parametrize("count", [1, 3])
def test_equal_calendars_are_packed_once(count: int) -> None:
    tables, row_of = pack([Calendar(name=str(index)) for index in range(count)], FIRST, FIRST + 30)
    assert set(row_of.tolist()) == {1}
    assert tables[8 + 1] == len(range(FIRST, FIRST + 31)) // 7 * 10 + 6


def test_a_pair_works_when_both_do() -> None:
    early = Calendar(week=(((360, 720),),) * 7)
    from conspectus.engine.calendars import kernels

    tables, row_of = pack([Calendar(), early], FIRST, FIRST + 30, [(0, 1)])
    assert kernels.work_between(tables, int(row_of[2]), FIRST * DAY, (FIRST + 7) * DAY) == 5 * 240
