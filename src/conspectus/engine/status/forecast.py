"""Cost judged without a plan: what somebody forecasts, or accepted points say, against the approved budget."""

from __future__ import annotations

from dataclasses import dataclass

from conspectus.engine.measure import Measure, Reason, missing, ratio, value
from conspectus.engine.status.assessment import overrun_words
from conspectus.engine.status.verdict import Dimension, Tolerances, not_assessed

NO_BUDGET = "no budget is approved"
APPROVE = "Approve a budget."
NO_FORECAST = "nobody said what it will cost in the end"
FORECAST = "Record a forecast, or let accepted points earn value."
UNRATED = "the ledger holds cost in a currency that has no exchange rate"
RATE = "Record the rate of its day."
SPENT_ALREADY = "Spending of"
UNKNOWN = missing(Reason.NO_DATA)


@dataclass(frozen=True, slots=True)
class CostFacts:
    """What a project without a plan is held to and comes to, minor units of one currency.

    ``forecast`` is its manager's, ``by_points`` the budget divided by the CPI of accepted points, where that is
    wanted; the manager's counts first.
    """

    currency: str = ""
    budget: Measure = UNKNOWN
    spent: Measure = UNKNOWN
    forecast: Measure = UNKNOWN
    by_points: Measure = UNKNOWN

    @property
    def at_completion(self) -> Measure:
        """What it will have cost in the end."""
        return self.forecast if self.forecast.value is not None else self.by_points


def assess_forecast(facts: CostFacts, limits: Tolerances) -> Dimension:
    """Judge cost by the forecast at completion; without one, only what is spent beyond the budget is judged."""
    found, against = facts.at_completion, facts.budget
    inputs = {"eac": found, "budget": against, "spent": facts.spent}
    if against.value is None:
        return not_assessed("cost", NO_BUDGET, inputs, APPROVE)
    if facts.spent.reason is Reason.NO_RATE:
        return not_assessed("cost", UNRATED, inputs, RATE)
    spent, what = facts.spent.value or 0.0, "Forecast at completion"
    if found.value is None and spent <= against.value:
        return not_assessed("cost", NO_FORECAST, inputs, FORECAST)
    if found.value is None or found.value < spent:
        found, what = value(spent), SPENT_ALREADY
    over = _over(found, against)
    if over.value is None:
        return not_assessed("cost", "the budget is zero", inputs, APPROVE)
    words = overrun_words(what, (found.value or 0.0, against.value), over.value, facts.currency, limits)
    return Dimension("cost", limits.overrun_percent.above(over.value), words, inputs | {"overrun_percent": over})


def _over(found: Measure, against: Measure) -> Measure:
    share = ratio(value((found.value or 0.0) - (against.value or 0.0)), against)
    return share if share.value is None else value(100.0 * share.value)
