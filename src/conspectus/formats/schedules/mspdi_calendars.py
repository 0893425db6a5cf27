"""Calendars as Project's XML holds them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from conspectus.engine.plan import Calendar, CalendarException, Plan, Shift, Week
from conspectus.formats.schedules.xmltext import Lines, block, tag

EPOCH = date(1970, 1, 1)
DAY_NUMBERS = (2, 3, 4, 5, 6, 7, 1)  # Monday first here, Sunday is 1 there


class Numbers:
    """Which XML calendar each plan calendar and each resource has."""

    def __init__(self, plan: Plan) -> None:
        shared = set(plan.tasks.calendar.tolist()) | {plan.calendar}
        holders: dict[int, list[int]] = {}
        for row, calendar in enumerate(plan.resources.calendar.tolist()):
            if calendar >= 0:
                holders.setdefault(calendar, []).append(row)
        self.personal = {c: rows[0] for c, rows in holders.items() if len(rows) == 1 and c not in shared}
        self.of_calendar = {row: row + 1 for row in range(len(plan.calendars))}
        self.of_resource: dict[int, int] = {}
        self.derived: list[tuple[int, int, str]] = []  # number, base number, name
        number = len(plan.calendars) + 1
        for calendar, rows in sorted(holders.items()):
            for row in rows:
                if calendar in self.personal:
                    self.of_resource[row] = calendar + 1
                    continue
                self.of_resource[row] = number
                self.derived.append((number, calendar + 1, plan.resources.name[row]))
                number += 1


def write(plan: Plan, numbers: Numbers) -> Iterator[str]:
    """Yield the calendars' lines."""
    base = plan.calendar + 1
    for row, calendar in enumerate(plan.calendars):
        is_personal = row in numbers.personal
        yield "<Calendar>"
        yield tag("UID", row + 1)
        yield tag("Name", calendar.name or f"Calendar {row + 1}")
        yield tag("IsBaseCalendar", not is_personal)
        yield tag("BaseCalendarUID", base if is_personal else -1)
        yield from block("WeekDays", _week(calendar.week))
        yield from block("Exceptions", _exceptions(calendar))
        yield from block("WorkWeeks", _spans(calendar))
        yield "</Calendar>"
    for number, above, name in numbers.derived:
        yield "<Calendar>"
        yield tag("UID", number)
        yield tag("Name", name or f"Calendar {number}")
        yield tag("IsBaseCalendar", value=False)
        yield tag("BaseCalendarUID", above)
        yield "</Calendar>"


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}:00"


def _times(shifts: tuple[Shift, ...]) -> Lines:
    inside: Lines = []
    for start, finish in shifts:
        inside += block("WorkingTime", [tag("FromTime", _clock(start)), tag("ToTime", _clock(finish))])
    return [tag("DayWorking", bool(shifts)), *block("WorkingTimes", inside)]


def _week(week: Week) -> Iterator[str]:
    for number, shifts in sorted(zip(DAY_NUMBERS, week, strict=True)):
        yield from block("WeekDay", [tag("DayType", number), *_times(shifts)])


def _period(first: int, last: int) -> Lines:
    start, end = EPOCH + timedelta(days=first), EPOCH + timedelta(days=last)
    return block("TimePeriod", [tag("FromDate", f"{start}T00:00:00"), tag("ToDate", f"{end}T23:59:00")])


def _apart(exceptions: tuple[CalendarException, ...]) -> list[CalendarException]:
    """Return exceptions that do not overlap; where they did, the later one wins."""
    kept: list[CalendarException] = []
    for new in exceptions:
        rest = []
        for old in kept:
            if old.last < new.first or new.last < old.first:
                rest.append(old)
                continue
            if old.first < new.first:
                rest.append(CalendarException(old.first, new.first - 1, old.shifts))
            if new.last < old.last:
                rest.append(CalendarException(new.last + 1, old.last, old.shifts))
        kept = [*rest, new]
    return sorted(kept, key=lambda e: e.first)


def _exceptions(calendar: Calendar) -> Iterator[str]:
    for exception in _apart(calendar.exceptions):
        yield from block(
            "Exception",
            [
                tag("EnteredByOccurrences", 0),
                *_period(exception.first, exception.last),
                tag("Occurrences", exception.last - exception.first + 1),
                tag("Type", 1),
                *_times(exception.shifts),
            ],
        )


def _spans(calendar: Calendar) -> Iterator[str]:
    for number, one in enumerate(calendar.spans, 1):
        yield from block(
            "WorkWeek",
            [*_period(one.first, one.last), tag("Name", f"Span {number}"), *block("WeekDays", _week(one.week))],
        )
