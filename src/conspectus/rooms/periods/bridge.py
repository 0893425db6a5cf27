"""From a fiscal calendar to the periods it cuts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from conspectus.rooms.periods.choices import CalendarKind

WEEKS = (4, 4, 5) * 4
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Cut:
    """A period as a calendar cuts it: the days from ``starts_on`` until before ``ends_on``."""

    name: str
    fiscal_year: int
    number: int
    starts_on: date
    ends_on: date


def year_start(kind: str, first_month: int, year: int) -> date:
    """Return the first day of the fiscal year that begins in ``year``: of weeks, the Monday nearest to the first."""
    first = date(year, first_month, 1)
    if kind != CalendarKind.WEEKS:
        return first
    weekday = first.weekday()
    return first - timedelta(days=weekday) if weekday <= 3 else first + timedelta(days=7 - weekday)


def fiscal_year_of(kind: str, first_month: int, day: date) -> int:
    """Return the fiscal year a day lies in, named by the calendar year in which it begins."""
    for year in (day.year + 1, day.year):
        if year_start(kind, first_month, year) <= day:
            return year
    return day.year - 1


def year_words(first_month: int, fiscal_year: int) -> str:
    """Return a fiscal year as people write it: 2026, or 2026/27 where it spans two."""
    return str(fiscal_year) if first_month == 1 else f"{fiscal_year}/{(fiscal_year + 1) % 100:02d}"


def cuts(kind: str, first_month: int, day: date) -> Iterator[Cut]:
    """Yield the periods from the one ``day`` lies in onward, without end; a listed calendar cuts none.

    A year of weeks ends where the next begins, so its last period has a sixth week where the year has 53.
    """
    if kind == CalendarKind.LISTED:
        return
    year = fiscal_year_of(kind, first_month, day)
    while True:
        for cut in _year(kind, first_month, year):
            if cut.ends_on > day:
                yield cut
        year += 1


def _year(kind: str, first_month: int, year: int) -> Iterator[Cut]:
    begin, end = year_start(kind, first_month, year), year_start(kind, first_month, year + 1)
    if kind == CalendarKind.MONTHS:
        starts = [date(year + (first_month - 1 + k) // 12, (first_month - 1 + k) % 12 + 1, 1) for k in range(12)]
    else:
        starts = [begin + timedelta(weeks=sum(WEEKS[:k])) for k in range(12)]
    for number, (start, after) in enumerate(zip(starts, (*starts[1:], end), strict=True), start=1):
        if kind == CalendarKind.MONTHS:
            name = f"{MONTHS[start.month - 1]} {start.year}"
        else:
            name = f"P{number:02d} {year_words(first_month, year)}"
        yield Cut(name, year, number, start, after)
