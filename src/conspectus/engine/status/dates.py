"""Approved against forecast finish, in working days."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from conspectus.engine.baselines import FROM_FILE, Approved, from_file
from conspectus.engine.calendars import WorkClock
from conspectus.engine.earned.timing import Clocks
from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.engine.network import Schedule
from conspectus.engine.plan import NONE, Kind, Plan


@dataclass(frozen=True, slots=True)
class Dates:
    """Start and finish of the approved baseline, the forecast finish, and the slip between them.

    ``slip`` and ``duration`` are working days of the plan's calendar, ``slip_percent`` is the slip over the planned
    duration; negative is early. ``from_file`` says that nobody approved the baseline: it is the file's own.
    """

    approved_start: int
    approved_finish: int
    forecast_finish: int
    slip: Measure
    duration: Measure
    slip_percent: Measure
    from_file: bool = False


def slipped(clock: WorkClock, minutes_per_day: int, start: int, finish: int, forecast: int) -> Dates:
    """Return the slip of a forecast against an approved start and finish; unknown instants are ``NONE``."""
    if NONE in (start, finish):
        none = missing(Reason.NO_BASELINE)
        return Dates(start, finish, forecast, none, none, none)
    if forecast == NONE:
        none = missing(Reason.NO_DATA)
        return Dates(start, finish, forecast, none, none, none)
    day = float(minutes_per_day or 480)
    length, late = clock.between(start, finish) / day, clock.between(finish, forecast) / day
    percent = value(100.0 * late / length) if length > 0 else missing(Reason.DIV_ZERO)
    return Dates(start, finish, forecast, value(late), value(length), percent)


def dates(plan: Plan, schedule: Schedule, baseline: Approved | None = None) -> Dates:
    """Return approved and forecast dates of a plan; without an approved baseline the file's first counts."""
    base = from_file(plan) if baseline is None else baseline
    start, finish = (NONE, NONE) if base is None else base.span
    per_day = plan.options.minutes_per_day
    found = slipped(Clocks(plan).own, per_day, start, finish, _forecast(plan, schedule))
    return replace(found, from_file=base is not None and base.label == FROM_FILE)


def _forecast(plan: Plan, schedule: Schedule) -> int:
    """Return the latest scheduled finish of what is active; a finished plan ends at its last actual finish."""
    t = plan.tasks
    leaf = (t.kind != Kind.SUMMARY) & t.active & (schedule.finish != NONE)
    return int(np.max(schedule.finish[leaf])) if leaf.any() else NONE
