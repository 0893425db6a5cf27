"""Working days after a period: when its pack may be made by itself."""

from __future__ import annotations

from datetime import date, timedelta

SATURDAY = 5


def working_day_after(ends_on: date, count: int) -> date:
    """Return the working day this many after a period's last day, Monday to Friday; for 0 the day it ended.

    ``ends_on`` is the day after its last.
    """
    found = ends_on - timedelta(days=1)
    while count:
        found += timedelta(days=1)
        count -= found.weekday() < SATURDAY
    return found
