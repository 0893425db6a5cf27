"""Builds plans from the shared real projects: their calendars, costs, baselines and final actuals."""

from __future__ import annotations

import csv
import datetime
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

import numpy as np

from conspectus.engine.plan import (
    NONE,
    STANDARD_WEEK,
    Accrual,
    Baseline,
    Calendar,
    CalendarException,
    Plan,
    Shift,
    Tasks,
)

Row = dict[str, str]
EPOCH = datetime.date(1970, 1, 1)


@lru_cache
def tables(folder: Path) -> dict[str, dict[str, list[Row]]]:
    found = {}
    for name in ("projects", "activities", "periods"):
        rows = defaultdict(list)
        with (folder / f"{name}.csv").open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                rows[row["code"]].append(row)
        found[name] = dict(rows)
    return found


def instant(text: str) -> int:
    if not text:
        return NONE
    at = datetime.datetime.strptime(text, "%Y-%m-%d %H:%M")
    return ((at.date() - EPOCH).days * 24 + at.hour) * 60 + at.minute


def number(text: str) -> float:
    return float(text or 0)


def calendar(project: Row, days_off: tuple[str, ...]) -> Calendar:
    """A day begins with the project's first hour; days up to twelve hours break from 12 to 13."""
    hours, days = int(project["hours_per_day"]), int(project["days_per_week"])
    first = int(project["baseline_start"][11:13])
    shifts: tuple[Shift, ...] = ((first * 60, 720), (780, 780 + (hours - 12 + first) * 60))
    if hours > 12:
        shifts = ((first * 60, (first + hours) * 60),)
    week = tuple(shifts if day < days else () for day in range(7))
    assert len(week) == len(STANDARD_WEEK)
    off = [(datetime.date.fromisoformat(day) - EPOCH).days for day in days_off]
    return Calendar(week=week, exceptions=tuple(CalendarException(day, day) for day in off), minutes_per_day=hours * 60)


def plan_of(folder: Path, code: str, *, days_off: tuple[str, ...] = ()) -> Plan:
    """One project in minor units, with its final actuals; a plan's own status date is after everything."""
    from conspectus.engine.calendars import WorkClock

    found = tables(folder)
    project, rows = found["projects"][code][0], found["activities"][code]
    own = calendar(project, days_off)
    clock = WorkClock(own)

    def column(name: str) -> np.ndarray:
        return np.array([number(row[name]) for row in rows])

    start = np.array([instant(row["baseline_start"]) for row in rows])
    minutes = np.rint(column("baseline_duration_h") * 60).astype(np.int64)
    actual = np.array([instant(row["final_actual_start"]) for row in rows])
    took = np.rint(column("final_actual_duration_h") * 60).astype(np.int64)
    once = column("fixed_eur") + column("resource_use_eur")
    rate = column("unit_eur_h") + column("resource_eur_h")
    fixed, cost = once * 100, (once + rate * minutes / 60) * 100
    spent = fixed + (rate * took / 60 + column("final_cost_dev_eur")) * 100
    begun = actual != NONE
    periods = found["periods"].get(code, [])
    return Plan(
        uid=code,
        name=project["name"],
        currency="EUR",
        status_date=instant(periods[-1]["status_date"]) if periods else NONE,
        calendars=(own,),
        tasks=Tasks(
            uid=[row["id"] for row in rows],
            name=[row["name"] for row in rows],
            duration=minutes,
            percent_complete=column("final_pct"),
            actual_start=actual,
            actual_finish=np.where(begun & (column("final_pct") >= 1), clock.add(actual, took), NONE),
            cost=cost,
            fixed_cost=fixed,
            fixed_accrual=np.full(len(rows), Accrual.UNSTATED),
            actual_cost=np.where(begun, spent, 0.0),
        ),
        baselines={
            0: Baseline(start=start, finish=clock.add(start, minutes), duration=minutes, cost=cost, fixed_cost=fixed)
        },
    )
