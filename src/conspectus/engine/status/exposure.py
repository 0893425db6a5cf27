"""Risk judged by the register: expected money against the contingency that is left, and the gravest left unanswered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from conspectus.engine.measure import REASON_WORDS, Measure, Reason, missing, value
from conspectus.engine.status.verdict import UNASSESSED, Band, Colour, Dimension, Tolerances, not_assessed, worst

RISK_REMEDY = "Enter its risks."


@dataclass(frozen=True, slots=True)
class RiskFacts:
    """What the risk of a project is judged by, amounts in minor units of one currency.

    ``registered`` counts the risks there ever were; ``unanswered`` names open ones of the top band without response
    or owner.
    """

    registered: int = 0
    exposure: Measure = field(default_factory=lambda: missing(Reason.NO_DATA))
    contingency: Measure = field(default_factory=lambda: missing(Reason.NO_DATA))
    unanswered: Sequence[str] = ()


def assess_risk(facts: RiskFacts, limits: Tolerances) -> Dimension:
    """Judge risk by exposure over the contingency left; a top risk without response or owner is at least amber."""
    if not facts.registered:
        return not_assessed("risk", UNASSESSED["risk"], remedy=RISK_REMEDY)
    said: list[tuple[Colour, str]] = []
    inputs = {"exposure": facts.exposure, "contingency": facts.contingency}
    if facts.unanswered:
        count = len(facts.unanswered)
        many = "1 risk" if count == 1 else f"{count} risks"
        first = "" if count == 1 else " first"
        said.append((Colour.AMBER, f"Grave and without response or owner: {many}, “{facts.unanswered[0]}”{first}."))
    exposure, left = facts.exposure.value, facts.contingency.value
    if exposure is not None and left is not None:
        said.append(_share(exposure, left, limits.exposure_percent))
        if left > 0:
            inputs["exposure_percent"] = value(100.0 * exposure / left)
    elif not said:
        lacking = facts.exposure if exposure is None else facts.contingency
        return not_assessed("risk", _why(lacking, of_risks=exposure is None), inputs)
    return Dimension("risk", worst([colour for colour, _ in said]), " ".join(words for _, words in said), inputs)


def _why(lacking: Measure, *, of_risks: bool) -> str:
    if lacking.reason is Reason.NO_DATA:
        return NO_AMOUNTS if of_risks else NO_CONTINGENCY
    return REASON_WORDS[lacking.reason or Reason.NO_DATA]


NO_AMOUNTS = "its risks have no probability in percent and impact in money"
NO_CONTINGENCY = "no budget with a contingency is approved"


def _share(exposure: float, left: float, band: Band) -> tuple[Colour, str]:
    """Return the colour and words of exposure against what is left to meet it."""
    if left <= 0:
        if exposure <= 0:
            return Colour.GREEN, "No money is at risk."
        return Colour.RED, "Money is at risk, and no contingency is left."
    percent = 100.0 * exposure / left
    colour = band.above(percent)
    limit = f"green to {band.green:g} %"
    if colour is not Colour.GREEN:
        limit = f"{limit}, amber to {band.amber:g} %" if colour is Colour.AMBER else f"amber to {band.amber:g} %"
    return colour, f"Exposure is {percent:.1f} % of the contingency left; {limit}."
