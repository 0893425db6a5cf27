"""Working-time calendars of the invented enterprise, holidays computed year by year."""

from __future__ import annotations

from datetime import date, timedelta

from conspectus.engine.plan import STANDARD_WEEK, Calendar, CalendarException, Week

EPOCH = date(1970, 1, 1).toordinal()
DAY_MINUTES = {"office": 480, "site": 600, "night": 480}
NAMES = {"office": "Office", "site": "Site, six days", "night": "Night possession"}
ORDER = ("office", "site", "night")

_LONG: tuple[tuple[int, int], ...] = ((420, 720), (750, 1050))
_LATE, _EARLY = (1320, 1440), (0, 360)
_SITE: Week = (_LONG,) * 6 + ((),)
_NIGHT: Week = ((_LATE,), *(((_EARLY, _LATE),) * 4), (_EARLY,), ())
_WEEKS = {"office": STANDARD_WEEK, "site": _SITE, "night": _NIGHT}


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the usual reckoning by golden number and epact)."""
    golden, century = year % 19, year // 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (year % 100 // 4) - epact - year % 100 % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def holidays(region: str, year: int) -> list[tuple[date, date]]:
    """Return the closed days of a region in a year as first and last day."""
    sunday = easter(year)
    days = [date(year, 1, 1), sunday + timedelta(1), date(year, 12, 25), date(year, 12, 26)]
    if region == "isles":
        days += [sunday - timedelta(2), _monday(year, 5, 1), _monday(year, 5, 25), _monday(year, 8, 25)]
    elif region == "north":
        days += [sunday - timedelta(3), sunday - timedelta(2), date(year, 5, 1), date(year, 5, 17)]
    else:
        days += [date(year, 5, 1), sunday + timedelta(39), sunday + timedelta(50)]
    return sorted((day, day) for day in days)


def shutdown(region: str, year: int) -> tuple[date, date]:
    """Return the weeks in which building sites of a region rest in summer."""
    first = _monday(year, 7, 22) if region == "north" else _monday(year, 8, 1)
    return first, first + timedelta(13 if region == "north" else 6)


def calendars(region: str, years: range) -> tuple[Calendar, ...]:
    """Return the office, site and night calendars of a region with the holidays of these years."""
    rows = []
    for number, kind in enumerate(ORDER, 1):
        closed = [span for year in years for span in holidays(region, year)]
        if kind != "office":
            closed += [shutdown(region, year) for year in years]
        exceptions = tuple(
            CalendarException(first.toordinal() - EPOCH, last.toordinal() - EPOCH) for first, last in _merged(closed)
        )
        rows.append(Calendar(str(number), NAMES[kind], _WEEKS[kind], (), exceptions, DAY_MINUTES[kind]))
    return tuple(rows)


def _monday(year: int, month: int, day: int) -> date:
    """Return the first Monday on or after a day."""
    start = date(year, month, day)
    return start + timedelta((-start.weekday()) % 7)


def _merged(spans: list[tuple[date, date]]) -> list[tuple[date, date]]:
    """Join spans that overlap, so that no day is named twice."""
    joined: list[tuple[date, date]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined
