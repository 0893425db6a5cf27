"""When the rest will be accepted, as a range: past weeks drawn again and again until the rest is worked off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from conspectus.engine.agile.backlog import Backlog, ItemState, Unit
from conspectus.engine.agile.flow import Week, accepted_day

CHANCES = (10, 50, 80, 90)


@dataclass(frozen=True, slots=True)
class Params:
    """How a forecast is made."""

    unit: Unit = Unit.ITEMS
    fewest_weeks: int = 6
    most_weeks: int = 26  # of history: what lies further back says little of the pace today
    draws: int = 10_000
    furthest_weeks: int = 520
    seed: int = 20_260


@dataclass(frozen=True, slots=True)
class Forecast:
    """The days by which the rest is accepted with a chance of 10, 50, 80 and 90 percent, or why nobody can say.

    ``why`` is empty, ``few_weeks``, ``nothing_accepted``, ``too_far`` or ``no_scope``; ``finished``: nothing is left.
    A day is None where that chance lies beyond the furthest week looked at.
    """

    unit: Unit
    remaining: float
    weeks: int  # of history that were drawn from
    mean: float  # accepted a week
    days: tuple[tuple[int, date | None], ...] = ()
    why: str = ""
    finished: bool = False

    def by(self, chance: int) -> date | None:
        """Return the day of one chance in percent."""
        return dict(self.days).get(chance)


def forecast(backlog: Backlog, history: Sequence[Week], params: Params) -> Forecast:
    """Return the range of the finish by throughput.

    Parameters
    ----------
    backlog
        What is left is all that was not removed and is not accepted; a done item is not accepted yet.
    history
        Whole weeks in their order (``weeks(backlog)``); the last ``params.most_weeks`` are drawn from.

    Returns
    -------
    Forecast
        Week k ends 7 k days after ``backlog.as_of``. The same input gives the same days: the draws come from
        Philox, a counter-based generator, keyed by ``params.seed``.
    """
    unit, past = params.unit, list(history)[-params.most_weeks :]
    sample = np.array([week.amount(unit) for week in past], dtype=np.float64)  # [week]
    rest = backlog.amount(unit) - backlog.amount(unit, ItemState.ACCEPTED)
    mean = float(sample.mean()) if len(past) else 0.0
    if not backlog.scope:
        return Forecast(unit, 0.0, len(past), mean, why="no_scope")
    if all(item.state is ItemState.ACCEPTED for item in backlog.scope):
        last = max((day for item in backlog.scope if (day := accepted_day(item))), default=backlog.as_of)
        return Forecast(unit, 0.0, len(past), mean, tuple((chance, last) for chance in CHANCES), finished=True)
    if not sample.any():
        return Forecast(unit, rest, len(past), mean, why="nothing_accepted")
    if len(past) < params.fewest_weeks:
        return Forecast(unit, rest, len(past), mean, why="few_weeks")
    taken = np.sort(_draw(sample, rest, params))  # [draw]
    days = tuple((chance, _day(backlog.as_of, taken, chance, params)) for chance in CHANCES)
    why = "too_far" if days[-2][1] is None else ""
    return Forecast(unit, rest, len(past), mean, days, why)


def _draw(sample: np.ndarray, rest: float, params: Params) -> np.ndarray:
    """Return for each draw the number of weeks until the rest is worked off; one more than the furthest where never."""
    generator = np.random.Generator(np.random.Philox(key=params.seed))
    left = np.full(params.draws, rest)  # [draw]
    taken = np.full(params.draws, params.furthest_weeks + 1, dtype=np.int64)
    for week in range(1, params.furthest_weeks + 1):
        left -= sample[generator.integers(0, len(sample), params.draws)]
        taken = np.where((left <= 1e-9) & (taken > week), week, taken)
        if week % 8 == 0 and bool((left <= 1e-9).all()):
            break
    return taken


def _day(as_of: date, taken: np.ndarray, chance: int, params: Params) -> date | None:
    """Return the end of the first week by which at least this share of the draws was done."""
    weeks = int(taken[max(-(-chance * len(taken) // 100), 1) - 1])
    return None if weeks > params.furthest_weeks else as_of + timedelta(days=7 * weeks)
