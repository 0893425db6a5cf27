"""Findings beside the fourteen points, staleness, baselines changed in the tool, and trends."""

from __future__ import annotations

import datetime
from dataclasses import replace

from tests.engine.checks.test_points import CHAIN, at, based, late, plan, quality

from conspectus.engine.checks import compare_quality, staleness
from conspectus.engine.findings import Severity
from conspectus.engine.measure import Reason
from conspectus.engine.plan import NONE, Plan


def found(given: Plan) -> dict[str, tuple[str, ...]]:
    return {finding.code: finding.tasks for finding in quality(given).findings}


def test_a_sound_plan_has_no_findings() -> None:
    assert found(replace(based(plan([1, 1, 1, 1], CHAIN)), status_date=at("2023-12-31", 17))) == {}


def test_what_a_plan_lacks() -> None:
    assert {"NO_STATUS_DATE", "NO_BASELINE"} <= set(found(plan([1, 1], [(0, 1)])))
    assert "NO_TASKS" in found(Plan(name="Empty"))
    base = based(plan([1, 1], [(0, 1)]))
    one = base.baselines[0]
    fresh = replace(base, baselines={0: one.with_(finish=[one.finish[0], NONE])})
    assert found(fresh)["TASK_NOT_IN_BASELINE"] == ("b",)


def test_progress_that_contradicts_itself() -> None:
    start, finish = at("2024-01-02"), at("2024-01-03", 17)
    given = plan(
        [1] * 6, [], status="2024-01-05", percent_complete=[1, 0.5, 0.5, 1, 0, 0.1],
        actual_start=[start, start, NONE, finish, NONE, at("2024-01-08")],
        actual_finish=[NONE, finish, NONE, start, NONE, NONE],
        deadline=[NONE, NONE, NONE, NONE, at("2023-12-29"), NONE], manual=[False] * 4 + [True, False],
    )  # fmt: skip
    codes = found(given)
    assert codes["DONE_WITHOUT_FINISH"] == ("a",)
    assert codes["FINISH_WITHOUT_DONE"] == ("b",)
    assert codes["PROGRESS_WITHOUT_START"] == ("c",)
    assert codes["FINISH_BEFORE_START"] == ("d",)
    assert codes["DEADLINE_MISSED"] == ("e",)
    assert codes["MANUAL_DATES"] == ("e",)
    assert codes["PROGRESS_IN_FUTURE"] == ("f",)


def test_a_failed_point_is_a_finding_with_its_tasks_and_what_to_do() -> None:
    finding = next(f for f in quality(late()).findings if f.code == "QUALITY_MISSED_TASKS")
    assert finding.severity is Severity.WARNING
    assert finding.tasks == ("b", "c")
    assert finding.remedy


def test_staleness_is_days_from_the_status_date() -> None:
    given = plan([1], [], status="2024-01-05")
    assert staleness(given.status_date, datetime.date(2024, 1, 5)) == 0
    assert staleness(given.status_date, datetime.date(2024, 2, 9)) == 35
    assert staleness(given.status_date, datetime.date(2023, 2, 9)) == 0
    assert staleness(NONE, datetime.date(2024, 2, 9)) is None


def test_a_trend_names_each_point() -> None:
    loose, tight = quality(plan([1, 1, 1, 1], [(0, 3)])), quality(plan([1, 1, 1, 1], CHAIN))
    trend = {each.code: each for each in compare_quality(loose.checks, tight.checks)}
    assert len(trend) == 14
    assert trend["LOGIC"].direction == "better"
    assert trend["LEADS"].direction == "same"
    assert trend["CPLI"].direction == "unknown"
    assert trend["CPLI"].change.reason is Reason.NO_BASELINE
    assert {each.code: each for each in compare_quality(tight.checks, loose.checks)}["LOGIC"].direction == "worse"
    assert trend["LOGIC"].words == "Logic: better, 50.0 % before, 0.0 % now."
