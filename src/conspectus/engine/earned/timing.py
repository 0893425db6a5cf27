"""How far work has come at an instant: shares of working time, dates as instants, days."""

from __future__ import annotations

import datetime
from functools import cached_property
from typing import Any

import numpy as np

from conspectus.engine.calendars import WorkClock
from conspectus.engine.plan import DAY, NONE, ROUND_THE_CLOCK, Calendar, Floats, Ints, Plan

Moment = int | datetime.date | datetime.datetime | None
EPOCH = datetime.date(1970, 1, 1)


class Clocks:
    """The clocks of a plan's calendars, made when first asked for."""

    def __init__(self, plan: Plan) -> None:
        self._calendars = (*plan.calendars, Calendar(uid="24h", name="24 hours", week=ROUND_THE_CLOCK))
        self._own = plan.calendar if 0 <= plan.calendar < len(plan.calendars) else 0
        self._made: dict[int, WorkClock] = {}
        self.elapsed = len(plan.calendars)  # row of the calendar that never rests

    def of(self, row: int) -> WorkClock:
        """Return the clock of a calendar row; -1 is the plan's own."""
        row = self._own if row < 0 else row
        if row not in self._made:
            self._made[row] = WorkClock(self._calendars[row])
        return self._made[row]

    @cached_property
    def own(self) -> WorkClock:
        """The clock of the plan's own calendar."""
        return self.of(-1)

    def rows(self, plan: Plan) -> Ints:
        """Return the calendar row each task works by; elapsed tasks never rest."""
        rows = np.where(plan.tasks.calendar < 0, self._own, plan.tasks.calendar)
        return np.where(plan.tasks.elapsed, self.elapsed, rows)


def instant_of(moment: Moment) -> int:
    """Return minutes since 1970; a bare date means the end of that day, None is ``NONE``."""
    if moment is None:
        return NONE
    if isinstance(moment, datetime.datetime):
        return ((moment.date() - EPOCH).days * 24 + moment.hour) * 60 + moment.minute
    if isinstance(moment, datetime.date):
        return ((moment - EPOCH).days + 1) * DAY
    return int(moment)


def date_of(instant: int) -> datetime.date:
    """Return the date an instant falls on."""
    return EPOCH + datetime.timedelta(days=int(instant) // DAY)


def last_day_of(instant: int) -> datetime.date:
    """Return the date of the last minute before an instant, so that midnight ends the day before."""
    return date_of(int(instant) - 1)


def worked_share(clocks: Clocks, calendar: Ints, start: Ints, finish: Ints, at: Any) -> Floats:
    """Return the share of working time between start and finish that lies before ``at``.

    Parameters
    ----------
    calendar, start, finish
        Rows of calendars and instants, [line].
    at
        An instant, or instants as a column [time, 1].

    Returns
    -------
    Floats
        0..1, [line] or [time, line]. A stretch without working time counts by the clock on the
        wall; one without length is done once ``at`` lies after it.
    """
    reached = np.clip(np.broadcast_to(at, np.broadcast_shapes(np.shape(at), start.shape)), start, finish)
    top = np.zeros(reached.shape, dtype=np.float64)
    whole = np.zeros(start.shape, dtype=np.float64)
    for row in np.unique(calendar):
        mine = calendar == row
        clock = clocks.of(int(row))
        top[..., mine] = clock.between(start[mine], reached[..., mine])
        whole[mine] = clock.between(start[mine], finish[mine])
    idle = whole <= 0
    top = np.where(idle, reached - start, top)
    whole = np.where(idle, finish - start, whole)
    share = np.divide(top, whole, out=np.zeros_like(top), where=whole > 0)
    return np.where(whole > 0, share, (start < at).astype(np.float64))


def working_days(clock: WorkClock, start: int, finish: int) -> float:
    """Return the days with working time from start to finish; days begun count by their worked part."""
    if finish <= start:
        return 0.0
    days = np.arange(start // DAY, -(-finish // DAY), dtype=np.int64) * DAY
    whole = np.asarray(clock.between(days, days + DAY), dtype=np.float64)
    part = np.asarray(clock.between(np.maximum(days, start), np.minimum(days + DAY, finish)), dtype=np.float64)
    return float(np.divide(part, whole, out=np.zeros_like(part), where=whole > 0).sum())
