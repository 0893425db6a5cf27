"""The JSON of a review keeps its contract."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.review.made import review as made
from tests.review.plans import LATE

from conspectus import review

DOCS = Path(__file__).resolve().parents[2] / "docs" / "contracts.md"
MEASURES = {
    "slip_days", "total_float_days", "quality_ratio", "budget_at_completion_minor", "planned_value_minor",
    "earned_value_minor", "actual_cost_minor", "cost_variance_minor", "schedule_variance_minor",
    "estimate_at_completion_minor", "variance_at_completion_minor", "cost_performance_index",
    "schedule_performance_index", "schedule_performance_index_time", "to_complete_performance_index",
    "percent_complete_ratio", "earned_schedule_periods", "actual_time_periods", "estimated_duration_periods",
}  # fmt: skip


@pytest.fixture(scope="module")
def answer() -> dict:
    return review.as_dict(made(9), ["board-pack.pptx"])


def test_the_three_lists_are_there_and_plain(answer):
    assert json.loads(json.dumps(answer, allow_nan=False)) == answer
    assert list(answer)[:3] == ["projects", "findings", "pack"]
    assert answer["pack"] == ["board-pack.pptx"]


def test_every_measure_is_a_value_or_a_reason(answer):
    for project in answer["projects"]:
        for name in MEASURES:
            measure = project[name]
            assert set(measure) == {"value", "reason"}
            assert (measure["value"] is None) != (measure["reason"] is None)


def test_money_is_whole_minor_units(answer):
    amounts = [p[name]["value"] for p in answer["projects"] for name in MEASURES if name.endswith("_minor")]
    assert {type(amount) for amount in amounts if amount is not None} == {int}


def test_instants_are_minutes_and_status_is_word_with_reason(answer):
    project = answer["projects"][0]
    for name in ("start", "finish", "baseline_finish"):
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", project[name])
    assert set(project["status"]) == {"schedule", "cost", "overall"}
    assert set(project["status"]["cost"]) == {"status", "words"}


def test_findings_say_file_project_place_words_and_remedy(answer):
    wanted = {"severity", "code", "file", "project", "place", "words", "remedy", "tasks"}
    assert {frozenset(row) for row in answer["findings"]} == {frozenset(wanted)}


def test_the_document_names_every_field(answer):
    told = set(re.findall(r"`([a-z_0-9]+)`", DOCS.read_text(encoding="utf-8")))
    fields = {*answer, *answer["projects"][0], *answer["findings"][0], *answer["sources"][0], *answer["totals"][0]}
    fields |= {*answer["projects"][0]["milestones"][0], *answer["projects"][0]["checks"][0]}
    assert fields - told == set()


def test_the_same_files_give_the_same_json_and_the_same_pack():
    first, second = (review.run([("late.csv", LATE)], status_date="2026-01-16") for _ in range(2))
    assert review.as_dict(first) == review.as_dict(second)
    assert review.pack_bytes(first) == review.pack_bytes(second)
