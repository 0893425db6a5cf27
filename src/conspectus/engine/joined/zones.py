"""Local minutes of one time zone in another, through UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # plans are naive local minutes


def local_in(minute: int, zone: str, other: str) -> int:
    """Return the local minute of another zone at the same instant; between the same zones nothing is converted."""
    if zone == other:
        return minute
    then = (_BEGINNING + timedelta(minutes=minute)).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    there = then.astimezone(ZoneInfo(other)).replace(tzinfo=None)
    return int((there - _BEGINNING).total_seconds()) // 60
