"""From measures and tolerances to colours, with the words that say why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from conspectus.engine.baselines import FROM_FILE
from conspectus.engine.checks import Quality, staleness
from conspectus.engine.earned import LEDGER, Earned, Indices
from conspectus.engine.earned.figures import Figures
from conspectus.engine.earned.timing import Moment, last_day_of
from conspectus.engine.measure import REASON_WORDS, Measure, Reason, missing, ratio, value
from conspectus.engine.plan import NONE
from conspectus.engine.status.dates import Dates
from conspectus.engine.status.verdict import (
    RANK,
    UNASSESSED,
    Band,
    Colour,
    Confidence,
    Dimension,
    Status,
    Tolerances,
    not_assessed,
    overall,
    worst,
)

ESTIMATES = ("cpi", "planned", "bottom_up")


REMEDIES = {
    Reason.NO_STATUS_DATE: "Set the status date in the tool, or give one.",
    Reason.NO_BASELINE: "Approve a baseline, or save one in the tool.",
    Reason.NO_DATA: "Give the plan dates, costs and progress.",
    Reason.NO_RATE: "Give all plans in one currency.",
    Reason.NOT_APPLICABLE: "Give all projects the same status date.",
    Reason.DIV_ZERO: "Correct the baseline.",
}
COSTS = "Give the plan costs, or hand in a cost book."
METHODS = {
    "cpi": "by CPI",
    "planned": "spent plus what is left of the budget",
    "bottom_up": "spent plus what the plan still expects to spend",
}
ACTUALS = "Record actual costs in the plan, or hand in a cost book."


def assess(
    earned: Earned,
    found: Dates,
    *,
    budget: Measure | None = None,
    tolerances: Tolerances | None = None,
    quality: Quality | None = None,
    asked: Moment = None,
    others: Mapping[str, Dimension] | None = None,
) -> Status:
    """Compute the status of one project.

    Parameters
    ----------
    earned
        The measured project.
    found
        Approved and forecast dates (``dates(plan, schedule, baseline)``).
    budget
        The approved budget in minor units; left out, the budget at completion.
    tolerances
        Bands; the defaults are 5 and 10 percent, and 0.95 and 0.90 for SPI(t).
    quality, asked
        For the confidence in the data: the schedule checks, and the date asked about.
    others
        Dimensions assessed elsewhere, by name.

    Returns
    -------
    Status
        Schedule and cost judged here; the rest as given, else not assessed. Overall is the worst of those assessed.
    """
    limits = tolerances or Tolerances()
    known = others or {}
    rest = tuple(known.get(name) or not_assessed(name, why) for name, why in UNASSESSED.items())
    both = (
        assess_schedule(earned, found, limits, dated=earned.status_date != NONE),
        cost_of(earned, budget, limits),
    )
    return overall((*both, *rest), confidence(quality, earned.status_date, asked))


def assess_schedule(
    figures: Figures, found: Dates, limits: Tolerances, *, dated: bool = True, what: str = "Finish"
) -> Dimension:
    """Judge the schedule by the worse of SPI(t) and the slip in percent of the planned duration.

    Without a status date (``dated`` false) nothing is judged: nobody knows when the forecast was true.
    """
    inputs = {"spi_t": figures.spi_t, "slip_days": found.slip, "slip_percent": found.slip_percent}
    if not dated:
        return not_assessed("schedule", *_why(Reason.NO_STATUS_DATE, inputs))
    said: list[tuple[Colour, str]] = []
    if found.slip_percent.value is not None:
        said.append((limits.slip_percent.above(found.slip_percent.value), slip_words(found, limits.slip_percent, what)))
    if figures.spi_t.value is not None:
        said.append((limits.spi_t.below(figures.spi_t.value), _index_words(figures.spi_t.value, limits.spi_t)))
    if not said:
        return not_assessed("schedule", *_why(found.slip_percent.reason, inputs, zero="the planned duration is zero"))
    said.sort(key=lambda each: -RANK[each[0]])
    return Dimension("schedule", worst([colour for colour, _ in said]), " ".join(words for _, words in said), inputs)


def _why(
    reason: Reason | None, inputs: Mapping[str, Measure], zero: str = "the budget is zero"
) -> tuple[str, Mapping[str, Measure], str]:
    """Return why something is not assessed, from what, and what to do about it."""
    found = reason or Reason.NO_DATA
    words = zero if found is Reason.DIV_ZERO else REASON_WORDS[found]
    return words, inputs, REMEDIES.get(found, REMEDIES[Reason.NO_DATA])


def slip_words(found: Dates, band: Band, what: str) -> str:
    """Return in words how far a finish lies from the approved one, and against what it was judged."""
    late, percent = found.slip.value or 0.0, found.slip_percent.value or 0.0
    finish, wanted = last_day_of(found.forecast_finish).isoformat(), last_day_of(found.approved_finish).isoformat()
    colour = band.above(percent)
    if round(abs(late), 1) == 0 and colour is Colour.GREEN:
        return f"{what} {finish} {_same(found.from_file)}."
    length = _plain(late, 1) if round(abs(late), 1) else f"{abs(late):.2g}"
    days = "1 working day" if length == "1" else f"{length} working days"
    share = _plain(percent, _decimals(percent, 1, band.above))
    side = "after" if late > 0 else "before"
    fixed = f"baseline finish {wanted} (from file)" if found.from_file else f"approved finish {wanted}"
    return f"{what} {finish} is {days} ({share} %) {side} the {fixed}{_to(band, colour)}."


def _same(from_file: bool) -> str:
    """Return that a figure has not moved; what nobody approved is not called approved."""
    return "is as in the baseline (from file)" if from_file else "is as approved"


def _decimals(figure: float, least: int, judge: Callable[[float], Colour]) -> int:
    """Return the decimals to write, more than the least where the rounded figure would have another colour."""
    return next((d for d in range(least, 9) if judge(round(figure, d)) is judge(figure)), 9)


def _plain(figure: float, digits: int) -> str:
    """Return a figure without its sign, as the tables beside the words show it."""
    text = f"{abs(figure):.{digits}f}" if abs(figure) < 1e5 else f"{abs(figure):.0f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _to(band: Band, colour: Colour) -> str:
    """Return the band that was left behind, as words: amber says where green ended, red where amber did."""
    if colour is Colour.GREEN:
        return f"; green to {band.green:g} %"
    return f"; green to {band.green:g} %, amber to {band.amber:g} %" if colour is Colour.AMBER else (
        f"; amber to {band.amber:g} %"
    )  # fmt: skip


def _index_words(index: float, band: Band) -> str:
    colour = band.below(index)
    limit = f"red below {band.amber:.2f}" if colour is Colour.RED else f"green from {band.green:.2f}"
    return f"SPI(t) is {index:.{_decimals(index, 2, band.below)}f}; {limit}."


def cost_of(earned: Earned, budget: Measure | None, limits: Tolerances) -> Dimension:
    """Judge the cost of one project, and say where its actual cost comes from if not from the plan."""
    found = assess_cost(earned.sums, budget, limits, earned.currency, from_file=earned.source == FROM_FILE)
    if earned.actual_from != LEDGER:
        return found
    if earned.sums.ac.reason is Reason.NO_RATE:
        words = "the ledger holds cost in a currency that has no exchange rate"
        return not_assessed("cost", words, found.inputs, "Record the rate of its day.")
    return replace(found, words=f"{found.words} Actual cost is the ledger's.")


def assess_cost(
    sums: Indices, budget: Measure | None, limits: Tolerances, currency: str = "", *, from_file: bool = False
) -> Dimension:
    """Judge cost by the forecast at completion against the approved budget; CPI stands beside it."""
    against = sums.bac if budget is None else budget
    chosen = next((m for m in (limits.estimate, *ESTIMATES) if sums.eac[m]), limits.estimate)
    eac = sums.eac[chosen]
    over = ratio(_less(eac, against), against)
    percent = value(100.0 * over.value) if over.value is not None else over
    inputs = {"eac": eac, "budget": against, "overrun_percent": percent, "cpi": sums.cpi}
    if sums.ac.value == 0 and (sums.ev.value or 0) > 0:
        return not_assessed("cost", "work is reported as done but no cost is recorded", inputs, ACTUALS)
    if percent.value is None:
        if not sums.ac and sums.bac:
            return not_assessed("cost", "there are no actual costs", inputs, ACTUALS)
        if percent.reason is Reason.NO_DATA and not sums.bac:
            return not_assessed("cost", "there are no costs", inputs, COSTS)
        return not_assessed("cost", *_why(percent.reason, inputs))
    band = limits.overrun_percent
    colour = band.above(percent.value)
    figure, wanted = (_money(m.value or 0.0, currency, limits.minor_digits) for m in (eac, against))
    words = f"Forecast at completion {figure}"
    if chosen != limits.estimate:
        words += f" ({METHODS[chosen]}, because {_unusable(sums, limits.estimate)})"
    fixed = from_file and budget is None
    if abs(percent.value) < 0.05 and colour is Colour.GREEN:
        words += " is as in the baseline." if budget is None and not fixed else f" {_same(fixed)}."
    else:
        side = "over" if percent.value > 0 else "under"
        share = f"{abs(percent.value):.{_decimals(percent.value, 1, band.above)}f}"
        named = f"{'baseline' if budget is None else 'approved'} budget {wanted}{' (from file)' if fixed else ''}"
        words += f" is {share} % {side} the {named}{_to(band, colour)}."
    if sums.cpi.value is not None:
        words += f" CPI is {sums.cpi.value:.2f}."
    return Dimension("cost", colour, words, inputs)


def overrun_words(what: str, amounts: tuple[float, float], percent: float, currency: str, limits: Tolerances) -> str:
    """Return in words how far an amount lies from the approved budget, both in minor units."""
    band = limits.overrun_percent
    colour = band.above(percent)
    figure, wanted = (_money(amount, currency, limits.minor_digits) for amount in amounts)
    if abs(percent) < 0.05 and colour is Colour.GREEN:
        return f"{what} {figure} {_same(False)}."
    side = "over" if percent > 0 else "under"
    share = f"{abs(percent):.{_decimals(percent, 1, band.above)}f}"
    return f"{what} {figure} is {share} % {side} the approved budget {wanted}{_to(band, colour)}."


def _unusable(sums: Indices, method: str) -> str:
    """Return why an estimate at completion has no value."""
    if method == "cpi" and sums.cpi.value == 0:
        return "by CPI 0 there is none"
    return REASON_WORDS[sums.eac[method].reason or Reason.NO_DATA]


def _less(first: Measure, second: Measure) -> Measure:
    if first.value is None:
        return first
    return second if second.value is None else value(first.value - second.value)


def _money(minor: float, currency: str, digits: int) -> str:
    return f"{minor / 10**digits:,.0f} {currency}".rstrip()


def confidence(quality: Quality | None, status_date: int, asked: Moment) -> Confidence:
    """Say how far the data can be trusted: schedule checks passed, and how old the status date is."""
    days = None if asked is None or status_date == NONE else staleness(status_date, asked)
    said = []
    if quality is not None and quality.applicable:
        said.append(f"{quality.passed} of {quality.applicable} schedule checks pass")
    if days is not None:
        said.append("the status date is 1 day old" if days == 1 else f"the status date is {days} days old")
    elif status_date == NONE:
        said.append("there is no status date")
    words = "; ".join(said)
    score = missing(Reason.NO_DATA) if quality is None else quality.score
    passed, applicable = (quality.passed, quality.applicable) if quality else (0, 0)
    text = f"{words[0].upper()}{words[1:]}." if words else "Nothing is known about the data."
    return Confidence(score, passed, applicable, text)
