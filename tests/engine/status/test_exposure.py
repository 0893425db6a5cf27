"""Risk by expected money against the contingency left."""

from __future__ import annotations

import pytest

from conspectus.doors.web.sayings import pieces
from conspectus.engine.measure import Reason, missing, value
from conspectus.engine.status import RiskFacts, Tolerances, assess_risk

LEFT = value(10_000)


@pytest.mark.parametrize(
    ("facts", "colour", "words"),
    [
        (RiskFacts(), "not_assessed", "no risks and contingency are recorded. Enter its risks."),
        (RiskFacts(1), "not_assessed", "no probability in percent"),
        (RiskFacts(1, value(8_000)), "not_assessed", "no budget with a contingency"),
        (RiskFacts(1, missing(Reason.HIDDEN), LEFT), "not_assessed", "Not assessed, because"),
        (RiskFacts(1, value(8_000), LEFT), "green", "Exposure is 80.0 % of the contingency left; green to 80 %."),
        (RiskFacts(1, value(8_100), LEFT), "amber", "81.0 %"),
        (RiskFacts(1, value(10_100), LEFT), "red", "amber to 100 %."),
        (RiskFacts(1, value(1), value(0)), "red", "no contingency is left"),
        (RiskFacts(1, value(0), value(0)), "green", "No money is at risk."),
        (RiskFacts(1, value(0), LEFT, ("Frost",)), "amber", "without response or owner: 1 risk, “Frost”."),
        (RiskFacts(2, unanswered=("Frost", "Ice")), "amber", "2 risks, “Frost” first."),
        (RiskFacts(2, value(20_000), LEFT, ("Frost",)), "red", "Exposure is 200.0 %"),
    ],
)
def test_risk_by_exposure_and_answers(facts: RiskFacts, colour: str, words: str) -> None:
    found = assess_risk(facts, Tolerances())
    assert (found.colour.value, words in found.words) == (colour, True), found.words
    assert [piece for piece, known in pieces(found.words) if known is None] == []
