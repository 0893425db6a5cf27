"""Whole months before a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta


def month_ends(today: date, count: int) -> list[date]:
    """Return the last days of the newest whole months before a day, oldest first."""
    ends: list[date] = []
    day = today.replace(day=1) - timedelta(days=1)
    for _ in range(count):
        ends.append(day)
        day = day.replace(day=1) - timedelta(days=1)
    return ends[::-1]


def morning(day: date, today: date) -> datetime:
    """Return nine o'clock of a day, never later than today's midnight."""
    return datetime.combine(min(day, today), time(9 if day < today else 0), UTC)
