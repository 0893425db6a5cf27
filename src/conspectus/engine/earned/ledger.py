"""Actual cost of a ledger in place of a plan's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from conspectus.engine.earned.formulas import indices
from conspectus.engine.earned.result import Earned
from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.engine.plan import NONE, Floats

PLAN, LEDGER = "plan", "ledger"


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a ledger holds as spent on a plan, in minor units of the plan's currency.

    ``days`` are the instants at which days begin, ascending; ``amounts`` what was
    spent on each, None where a currency has no rate. ``first`` goes before a cost
    the plan itself carries.
    """

    days: tuple[int, ...]
    amounts: tuple[float | None, ...]
    first: bool = False

    def until(self, instant: int) -> Measure | None:
        """Return what was spent before an instant; None where nothing was booked by then."""
        known = [amount for day, amount in zip(self.days, self.amounts, strict=True) if day < instant]
        if not known:
            return None
        found = [amount for amount in known if amount is not None]
        return value(sum(found)) if len(found) == len(known) else missing(Reason.NO_RATE)

    def curve(self, ends: Sequence[int]) -> Floats:
        """Return what was spent before each of some instants; NaN from where a rate lacks."""
        told = (self.until(end) or value(0.0) for end in ends)
        return np.array([np.nan if one.value is None else one.value for one in told])


def with_ledger(found: Earned, ledger: Ledger | None) -> Earned:
    """Return a measurement with the ledger's actual cost up to the status date, where that counts.

    It counts where the plan carries no actual cost, or where the ledger goes
    first; a plan without a status date, or a ledger that holds nothing by then,
    leaves the measurement as it is. What the plan still expects to spend rests
    on its own actual cost, so there is no bottom-up estimate then.
    """
    if ledger is None or found.status_date == NONE:
        return found
    own, told = found.sums.ac, ledger.until(found.status_date)
    if told is None or (own.value and not ledger.first):
        return found
    sums = indices(
        found.sums.pv,
        found.sums.ev,
        told,
        found.sums.bac,
        weights=found.weights,
        method=found.sums.method,
    )
    series = found.series
    spent = ledger.curve([min(int(end), found.status_date) for end in series.ends])
    spent[np.isnan(series.ev)] = np.nan
    return replace(
        found, sums=sums, series=replace(series, ac=spent), actual_from=LEDGER, own_cost=own, own_spent=series.ac
    )
