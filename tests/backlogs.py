"""Exports of a backlog as they grow week by week."""

from __future__ import annotations

from datetime import date, timedelta

HEAD = "Key,Type,Title,Epic,Sprint,Points,Status,Created,Started,Accepted"


def export(as_of: date, *, weeks: int = 8, weekly: int = 2, left: int = 6, points: int = 3) -> bytes:
    """Return a backlog in which so many items were accepted in each of the whole weeks before a day."""
    last = as_of - timedelta(days=as_of.weekday())  # the Monday of this week
    rows, number = [HEAD, "E-1,Epic,Sell tickets,,,,In progress,,,"], 0
    for week in range(weeks, 0, -1):
        begun = last - timedelta(days=7 * week)
        for _ in range(weekly):
            number += 1
            days = f"{begun - timedelta(days=9)},{begun},{begun + timedelta(days=3)}"
            rows.append(f"K-{number},Story,Story {number},E-1,Sprint {weeks - week + 1},{points},Done,{days}")
    for _ in range(left):
        number += 1
        rows.append(f"K-{number},Story,Story {number},E-1,,{points},To do,{last - timedelta(days=9)},,")
    return "\n".join(rows).encode()
