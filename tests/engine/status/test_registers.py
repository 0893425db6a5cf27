"""Scope and quality by what registers hold."""

from __future__ import annotations

import pytest

from conspectus.doors.web.sayings import pieces
from conspectus.engine.measure import Reason, missing, value
from conspectus.engine.status import QualityFacts, ScopeFacts, Tolerances, assess_quality, assess_scope

LIMITS = Tolerances()


@pytest.mark.parametrize(
    ("facts", "colour", "words"),
    [
        (ScopeFacts(), "not_assessed", "no deliverables and changes are recorded"),
        (ScopeFacts(3), "green", "No mandatory deliverable is overdue."),
        (ScopeFacts(3, ("Hall",)), "red", "Mandatory, past due and not accepted: 1 deliverable, “Hall”."),
        (ScopeFacts(3, ("Hall", "Gate")), "red", "2 deliverables, “Hall” first."),
        (ScopeFacts(0, (), value(500), value(10_000)), "green", "is 5.0 % of the baseline cost; green to 5 %."),
        (ScopeFacts(1, (), value(-600), value(10_000)), "amber", "is -6.0 % of the baseline cost"),
        (ScopeFacts(1, (), value(1_100), value(10_000)), "red", "amber to 10 %."),
        (ScopeFacts(1, ("Hall",), value(0), value(10_000)), "red", "is 0.0 %"),
        (ScopeFacts(0, (), value(5), missing(Reason.NO_BASELINE)), "not_assessed", "baseline"),
        (ScopeFacts(0, (), value(5), value(0)), "not_assessed", "the budget is zero"),
        (ScopeFacts(2, (), value(5), missing(Reason.NO_BASELINE)), "green", "No mandatory"),
    ],
)
def test_scope_by_change_and_deliverables(facts: ScopeFacts, colour: str, words: str) -> None:
    found = assess_scope(facts, LIMITS)
    assert (found.colour.value, words in found.words) == (colour, True), found.words
    assert [piece for piece, known in pieces(found.words) if known is None] == []


@pytest.mark.parametrize(
    ("facts", "colour", "words"),
    [
        (QualityFacts(), "not_assessed", "no quality reviews are recorded"),
        (QualityFacts(2), "green", "No critical non-conformity is overdue."),
        (QualityFacts(2, ("Weld",)), "red", "Critical, open and past due: 1 non-conformity, “Weld”."),
        (QualityFacts(2, ("Weld", "Seal"), 1, 1), "red", "2 non-conformities, “Weld” first."),
        (QualityFacts(20, (), 20, 19), "green", "19 of 20: 95 % of reviewed deliverables accepted; green from 95 %."),
        (QualityFacts(20, (), 20, 17), "amber", "85 %"),
        (QualityFacts(20, (), 20, 16), "red", "red below 85 %."),
    ],
)
def test_quality_by_faults_and_acceptance(facts: QualityFacts, colour: str, words: str) -> None:
    found = assess_quality(facts, LIMITS)
    assert (found.colour.value, words in found.words) == (colour, True), found.words
    assert [piece for piece, known in pieces(found.words) if known is None] == []
