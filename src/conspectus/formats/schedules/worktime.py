"""The working time of a plain plan, as people type it over the table: days, hours, holidays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from conspectus.engine.calendars import WorkClock
from conspectus.engine.plan import DAY, Calendar, CalendarException, Shift
from conspectus.formats.workbooks.cells import BadCell, Cell
from conspectus.formats.workbooks.values import Lengths, parse_date
from conspectus.formats.workbooks.words import fold

NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAYS = {name: day for day, names in enumerate(["mon mo", "tue di", "wed mi", "thu do", "fri fr", "sat sa", "sun so"])
        for name in names.split()}  # fmt: skip
SHIFT = re.compile(r"^(\d{1,2})(?::(\d{2}))?\s*(?:-|–|to|bis)\s*(\d{1,2})(?::(\d{2}))?$")
SPAN = re.compile(r"\s+(?:to|bis|-|–)\s+|\.\.|–")
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class WorkTime:
    """A calendar whose working days are all alike."""

    calendar: Calendar = Calendar()  # noqa: RUF009  # frozen

    @property
    def shifts(self) -> tuple[Shift, ...]:
        """The shifts of a working day."""
        return next(shifts for shifts in self.calendar.week if shifts)

    @property
    def start(self) -> int:
        """Minute of the day work begins."""
        return self.shifts[0][0]

    @property
    def finish(self) -> int:
        """Minute of the day work ends."""
        return self.shifts[-1][1]

    @property
    def lengths(self) -> Lengths:
        """Working minutes of a day, a week, and a month of four weeks."""
        week = self.calendar.minutes_per_day * sum(map(bool, self.calendar.week))
        return self.calendar.minutes_per_day, week, 4 * week

    def between(self, start: int, finish: int) -> int:
        """Return the working minutes from one instant to another, 0 where it comes first."""
        return int(_clock(self.calendar).between(start, finish)) if finish > start else 0


STANDARD = WorkTime()


@lru_cache(maxsize=8)
def _clock(calendar: Calendar) -> WorkClock:
    return WorkClock(calendar)


def read_worktime(cells: Mapping[str, Cell]) -> WorkTime:
    """Return the working time of the cells ``days``, ``hours`` and ``holidays``; raise ``BadCell`` on what is none."""
    if not cells:
        return STANDARD
    days = _days(cells["days"].text) if "days" in cells else range(5)
    shifts = _shifts(cells["hours"].text) if "hours" in cells else STANDARD.shifts
    rest = tuple(_rest(cells["holidays"])) if "holidays" in cells else ()
    week = tuple(shifts if day in days else () for day in range(7))
    length = sum(end - start for start, end in shifts)
    return WorkTime(Calendar(week=week, exceptions=rest, minutes_per_day=length))


def _days(text: str) -> set[int]:
    found = set[int]()
    for part in filter(None, re.split(r"[,;]\s*|\s+(?:and|und)\s+", text)):
        ends = [_weekday(end) for end in re.split(r"\s*(?:-|–|\bto\b|\bbis\b)\s*", part)]
        if len(ends) > 2 or None in ends:
            raise BadCell(f"'{part}' is not a working day such as Mon, or Mon-Fri.")
        first, last = ends[0] or 0, ends[-1] or 0
        found |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    return found or set(range(5))


def _weekday(text: str) -> int | None:
    word = fold(text).rstrip(".")
    return DAYS.get(word[:3], DAYS.get(word[:2]) if len(word) == 2 or word.endswith(("tag", "woch")) else None)


def _shifts(text: str) -> tuple[Shift, ...]:
    found: list[Shift] = []
    for part in filter(None, (piece.strip() for piece in re.split(r"[,;]", text))):
        match = SHIFT.match(part)
        start, end = (
            (int(match[1]) * 60 + int(match[2] or 0), int(match[3]) * 60 + int(match[4] or 0)) if match else (0, 0)
        )
        if not 0 <= start < end <= DAY or (found and start < found[-1][1]):
            raise BadCell(f"'{part}' is not a stretch of working hours such as 08:00-12:00.")
        found.append((start, end))
    return tuple(found) or STANDARD.shifts


def _rest(cell: Cell) -> Iterator[CalendarException]:
    if not isinstance(cell.value, str):
        days = [parse_date(cell)]
        yield from (CalendarException(one.minutes // DAY, one.minutes // DAY) for one in days if one is not None)
        return
    for part in filter(None, (piece.strip() for piece in re.split(r"[;,\n]", cell.text))):
        try:
            ends = [parse_date(Cell(part, end)) for end in SPAN.split(part, maxsplit=1)]
        except BadCell:
            raise BadCell(f"'{part}' is not a holiday such as 2026-12-25, or 2026-12-24 to 2026-12-31.") from None
        first, last = (one.minutes // DAY if one else 0 for one in (ends[0], ends[-1]))
        if last < first:
            raise BadCell(f"The holidays '{part}' end before they begin.")
        yield CalendarException(first, last)


def worktime_words(calendar: Calendar) -> dict[str, str]:
    """Return a calendar as ``read_worktime`` reads it: the shifts of its first working day, its whole days of rest."""
    days = [day for day, shifts in enumerate(calendar.week) if shifts]
    shifts = calendar.week[days[0]] if days else ()
    rest = (one for one in calendar.exceptions if not one.shifts)
    return {
        "days": _runs(days),
        "hours": ", ".join(f"{_clock_time(start)}-{_clock_time(end)}" for start, end in shifts),
        "holidays": "; ".join(" to ".join(dict.fromkeys((_iso(one.first), _iso(one.last)))) for one in rest),
    }


def _runs(days: list[int]) -> str:
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{NAMES[days[0]]}-{NAMES[days[-1]]}"
    return ", ".join(NAMES[day] for day in days)


def _clock_time(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _iso(day: int) -> str:
    return (EPOCH + timedelta(days=day)).isoformat()
