"""Schedule and scope of an agile project judged by its backlog: the range of the finish, and the growth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from conspectus.engine.measure import REASON_WORDS, Measure, Reason, missing, value
from conspectus.engine.plan import DAY, NONE
from conspectus.engine.status.assessment import REMEDIES, slip_words
from conspectus.engine.status.dates import Dates
from conspectus.engine.status.verdict import Band, Colour, Dimension, Tolerances, not_assessed, worst

THROUGHPUT = "Finish by throughput (80 %)"
UNKNOWN = {
    "no_backlog": "no backlog is uploaded",
    "few_weeks": "there are fewer than six whole weeks of history",
    "nothing_accepted": "nothing was accepted in the weeks looked at",
    "too_far": "at this pace it would take more than ten years",
    "no_scope": "the backlog is empty",
}
UPLOAD = "Upload the backlog with the days its items were accepted."
NO_PROMISE = "nobody said what finish the project was approved for"
PROMISE = "Record it where it is chosen how the backlog counts."
NO_GROWTH = "there is only one backlog"
AGAIN = "Upload the backlog again when it has moved on."
EPOCH = date(1970, 1, 1)


UNMEASURED = missing(Reason.NO_DATA)


@dataclass(frozen=True, slots=True)
class PaceFacts:
    """What throughput says of a finish, and what it is held to: start and finish as instants, ``NONE`` for none.

    ``why`` is a code of ``UNKNOWN`` where there is no range. ``alone``: the project has no plan, so what was recorded
    of its approval counts instead of a baseline.
    """

    half: date | None = None
    sure: date | None = None
    why: str = "no_backlog"
    growth: Measure = UNMEASURED
    start: int = NONE
    finish: int = NONE
    from_file: bool = False
    alone: bool = False
    as_of: date | None = None  # of the backlog
    accepted: Measure = UNMEASURED  # share of its scope


def lacks_backlog(name: str) -> Dimension:
    """Return a dimension of a project judged by its backlog alone, before the first is uploaded."""
    return not_assessed(name, UNKNOWN["no_backlog"], remedy=UPLOAD)


def assess_throughput(facts: PaceFacts, limits: Tolerances) -> Dimension:
    """Judge the schedule by the day reached with 80 % against the finish approved, in percent of the planned duration.

    Days are Monday to Friday. Not assessed without a range, and without a baseline.
    """
    if facts.why or facts.sure is None:
        return not_assessed("schedule", UNKNOWN[facts.why or "no_backlog"], remedy=UPLOAD)
    if facts.alone and NONE in (facts.start, facts.finish):
        return not_assessed("schedule", NO_PROMISE, remedy=PROMISE)
    if NONE in (facts.start, facts.finish):
        words = REASON_WORDS[Reason.NO_BASELINE]
        return not_assessed("schedule", words, remedy=REMEDIES[Reason.NO_BASELINE])
    start, finish = _day(facts.start), _day(facts.finish - 1)
    one = timedelta(days=1)
    late = _working_days(finish + one, facts.sure + one)
    length = _working_days(start, finish + one)
    if length <= 0:
        return not_assessed("schedule", "the planned duration is zero", remedy=REMEDIES[Reason.DIV_ZERO])
    percent = value(100.0 * late / length)
    reached = ((facts.sure - EPOCH).days + 1) * DAY
    dates = Dates(facts.start, facts.finish, reached, value(late), value(length), percent, facts.from_file)
    band = limits.slip_percent
    words = slip_words(dates, band, THROUGHPUT)
    if facts.half is not None:
        words += f" Half likely by {facts.half.isoformat()}."
    if facts.growth.value is not None:
        words += f" Scope {'shrank' if facts.growth.value < 0 else 'grew'} by {abs(facts.growth.value):.1f} %."
    inputs = {"slip_days": dates.slip, "slip_percent": percent, "scope_growth_percent": facts.growth}
    return Dimension("schedule", band.above(percent.value or 0.0), words, inputs)


def assess_growth(growth: Measure, limits: Tolerances, registered: Dimension | None = None) -> Dimension:
    """Judge the scope by the growth of the backlog since its start, shrinking weighs like growing.

    ``registered`` is what deliverables and changes say; the worse of both counts, and both are told.
    """
    said = [registered] if registered is not None and registered.assessed else []
    if growth.value is None:
        return said[0] if said else not_assessed("scope", NO_GROWTH, remedy=AGAIN)
    percent, band = growth.value, limits.change_percent
    colour = band.above(abs(percent))
    verb = "shrank" if percent < 0 else "grew"
    words = f"The backlog {verb} by {abs(percent):.{_decimals(percent, band)}f} %; {_limit(band, colour)}."
    inputs = {"scope_growth_percent": growth}
    for one in said:
        words, inputs = f"{words} {one.words}", {**one.inputs, **inputs}
    return Dimension("scope", worst([colour, *(one.colour for one in said)]), words, inputs)


def _limit(band: Band, colour: Colour) -> str:
    green, amber = f"green to {band.green:g} %", f"amber to {band.amber:g} %"
    return {Colour.GREEN: green, Colour.AMBER: f"{green}, {amber}"}.get(colour, amber)


def _decimals(percent: float, band: Band) -> int:
    """Return the decimals that leave a figure its colour when it is rounded."""
    whole = abs(percent)
    return next((digits for digits in range(1, 9) if band.above(round(whole, digits)) is band.above(whole)), 9)


def _working_days(first: date, end: date) -> float:
    """Return the days from Monday to Friday before ``end``; negative where that lies earlier."""
    return float(np.busday_count(first, end)) if end >= first else -float(np.busday_count(end, first))


def _day(instant: int) -> date:
    return EPOCH + timedelta(days=instant // DAY)
