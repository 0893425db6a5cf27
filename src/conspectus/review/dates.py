"""Minutes and people's dates: reading a status date, writing instants."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from conspectus.engine.plan import DAY, NONE
from conspectus.review.result import StatusDate

_EPOCH = datetime(1970, 1, 1)
_FIRST, _LAST = date(1970, 1, 1), date(2149, 12, 31)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")


class BadDate(ValueError):
    """A status date that cannot be used; the words say why."""


def to_datetime(minutes: int) -> datetime:
    """Return the naive local time of an instant."""
    return _EPOCH + timedelta(minutes=int(minutes))


def iso(minutes: int) -> str | None:
    """Write an instant as ``YYYY-MM-DDTHH:MM``; None for no instant."""
    return None if minutes == NONE else to_datetime(minutes).strftime("%Y-%m-%dT%H:%M")


def day(minutes: int, *, end: bool = False) -> str:
    """Write an instant's day; the midnight that ends a day belongs to that day."""
    if minutes == NONE:
        return ""
    return shown_at(minutes, end=end).strftime("%Y-%m-%d")


def shown_at(minutes: int, *, end: bool = False) -> datetime:
    """Return the moment under whose day an instant is shown; the midnight that ends a day belongs to that day."""
    return to_datetime(minutes - 1 if end and minutes % DAY == 0 else minutes)


def status_day(status: StatusDate) -> str:
    """Write the last day that counts at a status date: midnight is the end of the day before it."""
    return day(status.instant, end=True)


def given(words: str) -> StatusDate:
    """Read a status date a person gave: a bare date means the end of that day.

    Raises
    ------
    BadDate
        Where the words are no date, or one outside 1970-2149.
    """
    words = words.strip()
    try:
        if _DAY.fullmatch(words):
            found = date.fromisoformat(words)
            _check(found)
            start = datetime(found.year, found.month, found.day)
            return StatusDate(_minutes(start) + DAY, words, "given")
        if _MOMENT.fullmatch(words):
            moment = datetime.fromisoformat(words)
            _check(moment.date())
            return StatusDate(_minutes(moment), moment.strftime("%Y-%m-%dT%H:%M"), "given")
    except ValueError as error:
        if isinstance(error, BadDate):
            raise
    raise BadDate(f"{words!r} is not a date. Write it as 2026-06-30 (the end of that day) or 2026-06-30T17:00.")


def of_file(instant: int) -> StatusDate:
    """Return the status date a file names, or none."""
    return StatusDate() if instant == NONE else StatusDate(int(instant), iso(instant) or "", "file")


def clock(status: StatusDate) -> datetime:
    """Return the time that stands in for the time of making; the earliest possible where there is no status date."""
    if status.instant == NONE:
        return datetime(1980, 1, 1)
    return shown_at(status.instant, end=True)


def _check(found: date) -> None:
    if not _FIRST <= found <= _LAST:
        raise BadDate(f"The date must lie between {_FIRST} and {_LAST}.")


def _minutes(moment: datetime) -> int:
    return int((moment - _EPOCH).total_seconds() // 60)
