"""Each thing that does not fit in a report: found where it is so, and not where it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from conspectus.engine.status.plausible import REMEDIES, Told, doubts

LAST = Told(
    last_on=date(2024, 4, 30),
    revision=3,
    status_on=date(2024, 4, 28),
    percent=40.4,
    actual_cost=400.0,
    forecast_cost=1000.0,
    finish_on=date(2024, 9, 30),
    spi_t=0.93,
    currency="EUR",
    summary="On course",
)
NOW = replace(LAST, last_on=date(2024, 5, 31), revision=4, status_on=date(2024, 5, 28), percent=50.0, actual_cost=500.0)
BEFORE = replace(LAST, last_on=date(2024, 3, 31), revision=2)


def codes(now: Told, *before: Told) -> list[str]:
    return [one.code for one in doubts(now, before)]


def test_a_sound_report_has_none() -> None:
    assert codes(NOW, LAST, BEFORE) == []
    assert codes(NOW) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"revision": None}, "NO_PLAN"),
        ({"revision": 3}, "PLAN_NOT_UPDATED"),
        ({"percent": 39.0}, "PERCENT_FELL"),
        ({"actual_cost": 399.0}, "COST_FELL"),
        ({"actual_cost": 1001.0}, "SPENT_BEYOND"),
        ({"open_milestones": (("Roof on", date(2024, 5, 28)),)}, "MILESTONE_OPEN"),
        ({"finish_on": date(2024, 5, 27)}, "FINISH_PAST"),
        ({"spi_t": 0.90}, "FORECAST_STILL"),
        ({"revision": None, "by_backlog": True, "status_on": None}, "NO_BACKLOG"),
        ({"revision": None, "by_backlog": True, "finish_on": date(2024, 5, 27)}, "FINISH_PAST"),
        ({"gaps": {"overall": 1.0}}, "OVERALL_BETTER"),
        ({"summary": " \n"}, "SILENT"),
        ({"decisions": "More people"}, "DECISION_UNDATED"),
    ],
)
def test_each_is_found_with_words_place_and_remedy(change: dict[str, object], code: str) -> None:
    (found,) = doubts(replace(NOW, **change), (LAST, BEFORE))  # type: ignore[arg-type]  # fields of what is told
    assert found.code == code
    assert found.words
    assert found.place
    assert found.remedy in REMEDIES.values()


@pytest.mark.parametrize(
    "change",
    [
        {"revision": 3, "done": True},  # nothing is left to update
        {"revision": None, "by_backlog": True},
        {"percent": 40.0},  # alike in whole percent
        {"actual_cost": 399.0, "currency": "CHF"},  # not to be compared
        {"actual_cost": 1000.0},
        {"open_milestones": (("Roof on", date(2024, 5, 29)),)},
        {"finish_on": date(2024, 5, 27), "done": True},
        {"finish_on": date(2024, 10, 1), "spi_t": 0.90},  # forecast anew
        {"gaps": {"overall": 1.0}, "reasons": frozenset({"overall"})},
        {"gaps": {"overall": -1.0}},
        {"decisions": "More people", "decide_on": date(2024, 6, 15)},
    ],
)
def test_what_fits_is_not_found(change: dict[str, object]) -> None:
    assert codes(replace(NOW, **change), LAST, BEFORE) == []  # type: ignore[arg-type]  # fields of what is told


def test_a_backlog_is_to_move_on_where_it_judges_alone() -> None:
    last = replace(LAST, revision=None, by_backlog=True)
    same = replace(NOW, revision=None, by_backlog=True, status_on=last.status_on)
    (found,) = doubts(same, (last,))
    assert (found.code, found.place) == ("BACKLOG_NOT_UPDATED", "backlog")
    assert found.words == "The newest backlog is still that of 2024-04-28, as in the period before."
    assert codes(replace(same, done=True), last) == []
    assert codes(same, replace(last, by_backlog=False)) == []  # a plan of that day


def test_five_milestones_are_named_the_earliest_first() -> None:
    late = tuple((f"Step {day}", date(2024, 5, day)) for day in range(9, 1, -1))
    found = doubts(replace(NOW, open_milestones=late), (LAST,))
    assert [one.place for one in found] == ["Step 2", "Step 3", "Step 4", "Step 5", "Step 6"]
    assert found[0].words == "The milestone “Step 2” was due on 2024-05-02 and is not done."
