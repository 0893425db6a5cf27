"""A small plan of our own: three tasks in January and February 2024, money in cents."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np

from conspectus.engine.calendars import WorkClock
from conspectus.engine.plan import NONE, Baseline, Calendar, Plan, Tasks

EPOCH = datetime.date(1970, 1, 1)


def at(day: str, hour: int = 8) -> int:
    return ((datetime.date.fromisoformat(day) - EPOCH).days * 24 + hour) * 60


def end(day: str) -> int:
    return at(day, 17)


def small(status: str | None = "2024-01-31", *, base: dict[str, Any] | None = None, **columns: Any) -> Plan:
    """A 10 days from 2024-01-01, B 10 days from 2024-01-15, C 10 days from 2024-01-29; 1000.00 each."""
    start = np.array([at("2024-01-01"), at("2024-01-15"), at("2024-01-29")])
    length = np.full(3, 4800)
    finish = WorkClock(Calendar()).add(start, length)
    given = {"start": start, "finish": finish, "duration": length, "cost": [100000.0] * 3}
    tasks: dict[str, Any] = {
        "uid": ["a", "b", "c"],
        "name": ["A", "B", "C"],
        "duration": length,
        "stored_start": start,
        "stored_finish": finish,
        "cost": [100000.0] * 3,
    }
    return Plan(
        uid="p",
        name="Small",
        currency="EUR",
        start=at("2024-01-01"),
        status_date=NONE if status is None else end(status),
        tasks=Tasks(**(tasks | columns)),
        baselines={0: Baseline(**(given | (base or {})))},
    )
