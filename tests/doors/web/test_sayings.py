"""What the engine says is known sentence by sentence, and said in the reader's language."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from tests.engine.checks.test_points import based, plan, quality
from tests.engine.status.test_assessment import later, project, weekly

from conspectus.doors.web.sayings import pieces, said
from conspectus.doors.web.words import signs, told
from conspectus.engine.checks import compare_quality
from conspectus.engine.measure import Measure, value
from conspectus.engine.network import schedule
from conspectus.engine.status import Child, assess, assess_group, dates
from conspectus.engine.status.worth import worth
from conspectus.kit.manner import Manner, written_for

GERMAN = Manner("de", "de-DE", "Europe/Berlin")


def unknown(text: str) -> list[str]:
    """Return what of a text is no sentence of the engine."""
    return [piece for piece, known in pieces(text) if known is None]


def _statuses() -> list[str]:
    """Return what is said of a status: on time or not, within the budget or not, measured or not."""
    found = []
    for days, cost, budget in product((0, 1, 2, 6, -4), (0.0, 50_000.0, 500_000.0), (None, value(400_000))):
        status = assess(weekly(project(cost=cost)), later(days), budget=budget)
        group = assess_group([Child("Quay. North", weekly(project(cost=cost)), later(days), status)])
        found += [status.words, group.words, *(one.words for one in (*status.dimensions, *group.status.dimensions))]
    bare = replace(project(), baselines={})
    for one in (bare, replace(project(), status_date=-1)):
        status = assess(weekly(one), dates(one, schedule(one)))
        found += [status.words, *(each.words for each in status.dimensions)]
    return found


def _checks() -> list[str]:
    """Return what is said of plans that are sound and of some that are not."""
    sound = based(plan([5, 5, 5], [(0, 1), (1, 2)], status="2024-01-10"))
    plans = (
        sound,
        plan([1] * 12, [(0, 1)], status="2024-01-10", percent_complete=[1] * 6 + [0.5] * 6),
        replace(sound, status_date=-1),
        replace(sound, baselines={}),
    )
    found = [quality(one) for one in plans]
    words = [text for one in found for check in one.checks for text in (check.words, check.remedy)]
    words += [text for one in found for finding in one.findings for text in (finding.words, finding.remedy)]
    return words + [one.words for one in compare_quality(found[0].checks, found[1].checks)]


def test_every_sentence_of_a_status_is_known() -> None:
    texts = _statuses()
    texts += [
        found.words
        for spent in (100.0, 900.0)
        if (found := worth(Measure(400), Measure(2000 if spent < 500 else 1200), Measure(spent), "red"))
    ]
    assert {text: unknown(text) for text in texts if unknown(text)} == {}


def test_every_sentence_of_a_check_is_known() -> None:
    assert {text: unknown(text) for text in _checks() if unknown(text)} == {}


@pytest.mark.parametrize(
    ("english", "german"),
    [
        (
            "Finish 2027-04-08 is 7.3 working days (1.9 %) before the approved finish 2027-04-19; green to 5 %.",
            "Das Ende 08.04.2027 liegt 7,3 Arbeitstage (1,9 %) vor dem freigegebenen Ende 19.04.2027; Grün bis 5 %.",
        ),
        (
            "Red by cost; 2 of 7 dimensions assessed. Recovery of “Quay. North” alone would change this.",
            "Rot durch Kosten; 2 von 7 Dimensionen bewertet. Würde allein „Quay. North“ aufholen, wäre es anders.",
        ),
        (
            "'dark. pink' is no colour such as green, amber or red (C7).",
            "„dark. pink“ ist keine Farbe wie grün, gelb oder rot (C7).",
        ),
        ("What nobody knows. CPI is 0.98.", "What nobody knows. CPI ist 0,98."),
    ],
)
def test_a_sentence_is_said_in_german_and_what_is_none_stays(english: str, german: str) -> None:
    assert said(english) == english
    with written_for(GERMAN):
        assert told(english) == german


def test_a_threshold_is_said_in_its_signs() -> None:
    assert signs(">= 600 days") == "≥ 600 days"
    with written_for(GERMAN):
        found = [signs(one) for one in (">= 600 days", ">= 90 % FS", "<= 5 %", ">= 0.95")]
        assert found == ["≥ 600 Tage", "≥ 90 % EA", "≤ 5 %", "≥ 0,95"]


def test_figures_in_a_sentence_of_the_home_page_follow_the_region() -> None:
    words = (
        "Forecast 19,080,254 EUR above the budget, 148% of it. 3 in currencies without a rate to EUR are not compared"
    )
    assert unknown(words) == []
    with written_for(GERMAN):
        assert "19.080.254 EUR" in said(words)


def test_what_somebody_types_like_the_engine_breaks_nothing() -> None:
    with written_for(Manner("de", "de-DE")):
        assert "2024-99-99" in said("Finish 2024-99-99 is as approved.")
        assert said("9" * 400) == "9" * 400
