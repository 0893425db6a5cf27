"""The fourteen points on small plans made for each."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from conspectus.engine.checks import Check, Limits, Quality, inspect
from conspectus.engine.measure import Reason
from conspectus.engine.network import schedule
from conspectus.engine.plan import (
    NONE,
    Assignments,
    Baseline,
    Calendar,
    Constraint,
    Kind,
    Link,
    Links,
    OutsideLinks,
    Plan,
    Resources,
    Tasks,
)

EPOCH = datetime.date(1970, 1, 1)
Row = tuple[int, int] | tuple[int, int, int] | tuple[int, int, int, int]


def at(day: str, hour: int = 8) -> int:
    return ((datetime.date.fromisoformat(day) - EPOCH).days * 24 + hour) * 60


def plan(days: list[float], links: list[Row], *, status: str | None = None, **columns: Any) -> Plan:
    """Tasks a, b, ... from Monday 2024-01-01; a link is (before, after, lag in days, type)."""
    rows = [(*link, 0, 0)[:4] for link in links]
    names = [chr(97 + i) for i in range(len(days))]
    table = {"uid": names, "name": [n.upper() for n in names], "duration": [int(d * 480) for d in days]}
    return Plan(
        name="Plan",
        start=at("2024-01-01"),
        status_date=NONE if status is None else at(status, 17),
        tasks=Tasks(**(table | columns)),
        links=Links(
            before=[r[0] for r in rows], after=[r[1] for r in rows], lag=[r[2] * 480 for r in rows],
            type=[r[3] for r in rows],
        ),
    )  # fmt: skip


def based(given: Plan) -> Plan:
    """The plan with its own dates as baseline."""
    dates = schedule(given)
    base = Baseline(start=dates.start, finish=dates.finish, duration=given.tasks.duration)
    return replace(given, baselines={0: base})


def quality(given: Plan, **options: Any) -> Quality:
    return inspect(given, schedule(given), **options)


def check(given: Plan, code: str, **options: Any) -> Check:
    return quality(given, **options).check(code)


CHAIN: list[Row] = [(0, 1), (1, 2), (2, 3)]


def test_fourteen_points_in_order() -> None:
    checks = quality(plan([1, 1, 1, 1], CHAIN)).checks
    assert [each.number for each in checks] == list(range(1, 15))
    assert len({each.code for each in checks}) == 14
    assert all(each.words and each.remedy and each.threshold for each in checks)


def test_logic_exempts_what_starts_and_what_ends_the_project() -> None:
    assert check(plan([1, 1, 1, 1], CHAIN), "LOGIC").passed is True
    loose = check(plan([1, 5, 1, 1], [(0, 2), (2, 3)]), "LOGIC")
    assert loose.tasks == ("b", "d")  # b ends the project but nothing leads to it; nothing waits for d
    both = check(plan([5, 2, 1, 9], [(0, 3)]), "LOGIC")
    assert both.tasks == ("b", "c")
    assert both.measure.value == 50
    assert both.passed is False


def test_logic_counts_links_to_other_projects_and_forgets_inactive_ones() -> None:
    given = plan([5, 2, 9], [(0, 2)])
    outside = OutsideLinks(task=[1, 1], is_predecessor=[True, False], project=["x", "x"], other=["1", "2"])
    assert check(given, "LOGIC").counted == 1
    assert check(replace(given, outside=outside), "LOGIC").counted == 0
    asleep = plan([1, 1, 1], [(0, 1), (1, 2)], active=[True, False, True])
    assert check(asleep, "LOGIC").population == 2


def test_leads_and_lags_and_types() -> None:
    given = plan([4, 4, 4, 4], [(0, 1, -1), (1, 2, 2), (2, 3, 0, Link.SF), (0, 3, 0, Link.FF)])
    assert check(given, "LEADS").tasks == ("b",)
    assert check(given, "LEADS").passed is False
    assert check(given, "LAGS").measure.value == 25
    kinds = check(given, "RELATIONSHIP_TYPES")
    assert kinds.measure.value == 50
    assert kinds.passed is False
    assert "1 are start-to-finish" in kinds.words
    clean = plan([1, 1, 1, 1], CHAIN)
    assert [check(clean, code).passed for code in ("LEADS", "LAGS", "RELATIONSHIP_TYPES")] == [True] * 3
    assert check(plan([1], []), "LAGS").measure.reason is Reason.NOT_APPLICABLE


def test_links_into_finished_work_are_history() -> None:
    given = plan([1, 1, 1], [(0, 1, 3), (1, 2)], status="2024-01-10", percent_complete=[1, 1, 0],
                 actual_start=[at("2024-01-01"), at("2024-01-05"), NONE],
                 actual_finish=[at("2024-01-01", 17), at("2024-01-05", 17), NONE])  # fmt: skip
    assert check(given, "LAGS").population == 1
    assert check(given, "LOGIC").population == 1


def test_hard_constraints() -> None:
    bound = [Constraint.MUST_FINISH, Constraint.START_NO_EARLIER, Constraint.FINISH_NO_LATER, Constraint.ASAP]
    given = plan([1, 1, 1, 1], CHAIN, constraint=bound, constraint_at=[at("2024-03-01")] * 4)
    assert check(given, "HARD_CONSTRAINTS").tasks == ("a", "c")


def test_days_are_as_long_as_the_calendar_says() -> None:
    given = plan([44 * 1.25, 44 * 1.25 + 0.1], [(0, 1)])
    longer = replace(given, calendars=(Calendar(week=(((420, 1020),),) * 5 + ((), ()), minutes_per_day=600),))
    assert check(given, "HIGH_DURATION").tasks == ("a", "b")
    assert check(longer, "HIGH_DURATION").tasks == ("b",)


def test_float_and_length_are_counted_in_working_days() -> None:
    given = plan([1, 46, 1, 45, 44], [(0, 1), (1, 3), (0, 2), (2, 3), (0, 4), (4, 3)])
    assert check(given, "HIGH_FLOAT").tasks == ("c",)
    assert check(given, "HIGH_DURATION").tasks == ("b", "d")
    exactly = plan([1, 45, 1, 1], [(0, 1), (1, 3), (0, 2), (2, 3)])
    assert check(exactly, "HIGH_FLOAT").counted == 0  # 44 days are not more than 44
    assert check(exactly, "HIGH_FLOAT", limits=Limits(long_days=40)).counted == 1


def test_negative_float() -> None:
    given = plan([5, 5, 5], [(0, 1), (1, 2)], constraint=[0, 0, Constraint.FINISH_NO_LATER],
                 constraint_at=[NONE, NONE, at("2024-01-12", 17)])  # fmt: skip
    found = check(given, "NEGATIVE_FLOAT")
    assert found.passed is False
    assert "b" in found.tasks


def test_high_duration_prefers_the_baseline() -> None:
    given = plan([10, 10, 10], [(0, 1), (1, 2)])
    base = Baseline(start=[NONE] * 3, finish=[NONE] * 3, duration=[480 * 50, 4800, NONE])
    assert check(given, "HIGH_DURATION", baseline=base).tasks == ("a",)


def test_dates_on_the_wrong_side_of_the_status_date() -> None:
    given = plan([2, 2, 2, 2], CHAIN, status="2024-01-10", percent_complete=[1, 0.5, 0, 0],
                 actual_start=[at("2024-01-01"), at("2024-01-11"), NONE, NONE],
                 actual_finish=[at("2024-01-02", 17), NONE, NONE, NONE])  # fmt: skip
    dates = schedule(given)
    early = replace(dates, start=np.where(np.arange(4) == 2, at("2024-01-09"), dates.start))
    found = inspect(given, early).check("INVALID_DATES")
    assert found.tasks == ("b", "c")
    assert found.passed is False
    assert check(plan([1], []), "INVALID_DATES").measure.reason is Reason.NO_STATUS_DATE


def test_resources_are_for_information_and_only_in_loaded_plans() -> None:
    bare = plan([1, 0.5, 3], [(0, 1), (1, 2)])
    assert check(bare, "RESOURCES").measure.reason is Reason.NOT_APPLICABLE
    loaded = replace(bare, resources=Resources(uid=["r"]), assignments=Assignments(task=[0], resource=[0]))
    found = check(loaded, "RESOURCES")
    assert found.tasks == ("c",)
    assert found.passed is None
    assert check(loaded, "RESOURCES", limits=Limits(resources_percent=0.0)).passed is False
    paid = plan([1, 0.5, 3], [(0, 1), (1, 2)], cost=[5.0, np.nan, 7.0])
    assert check(paid, "RESOURCES").counted == 0


def late() -> Plan:
    """Baseline a, b, c, d of two days each; a done in time, b done a day late, c and d open, c due."""
    return replace(
        based(plan([2, 2, 2, 2], CHAIN)),
        status_date=at("2024-01-08", 17),
        tasks=plan(
            [2, 3, 2, 2], CHAIN, percent_complete=[1, 1, 0, 0],
            actual_start=[at("2024-01-01"), at("2024-01-03"), NONE, NONE],
            actual_finish=[at("2024-01-02", 17), at("2024-01-05", 17), NONE, NONE],
        ).tasks,
    )  # fmt: skip


def test_missed_tasks() -> None:
    found = check(late(), "MISSED_TASKS")
    assert (found.counted, found.population) == (2, 3)
    assert found.tasks == ("b", "c")
    early = replace(late(), status_date=at("2023-12-31", 17))
    assert check(early, "MISSED_TASKS").measure.reason is Reason.NOT_DUE
    assert check(plan([1], [], status="2024-01-02"), "MISSED_TASKS").measure.reason is Reason.NO_BASELINE
    assert check(replace(late(), status_date=NONE), "MISSED_TASKS").measure.reason is Reason.NO_STATUS_DATE


def test_baseline_execution_in_both_forms_and_hits_of_the_month() -> None:
    found = quality(late())
    assert found.check("BEI").measure.value == pytest.approx(2 / 3)
    assert found.check("BEI").tasks == ("c",)
    assert found.bei_without_unbaselined.value == pytest.approx(2 / 3)
    assert found.hit_rate.value == pytest.approx(1 / 3)
    assert "Over tasks due alone the index is 0.67." in found.check("BEI").words
    assert "33 % were finished in time" in found.check("BEI").words
    base = late().baselines[0]
    fresh = replace(late(), baselines={0: base.with_(finish=[*base.finish[:3], NONE])})
    found = quality(fresh)
    assert found.check("BEI").measure.value == pytest.approx(2 / 4)
    assert found.bei_without_unbaselined.value == pytest.approx(2 / 3)


def test_critical_path_length_index() -> None:
    given = replace(based(plan([10, 10], [(0, 1)])), status_date=at("2024-01-05", 17))
    longer = replace(given, tasks=given.tasks.with_(duration=[4800, 4800 + 5 * 480]))
    found = check(longer, "CPLI")
    assert found.measure.value == pytest.approx((20 - 5) / 20)
    assert found.passed is False
    assert "5 working days after the baseline finish" in found.words
    assert check(given, "CPLI").measure.value == 1


def test_critical_path_test_schedules_again() -> None:
    assert check(plan([1, 1, 1, 1], CHAIN), "CRITICAL_PATH_TEST").measure.value == 600
    held = plan([1, 1, 1], [(0, 1)], manual=[False, False, True])
    fixed = check(held, "CRITICAL_PATH_TEST", reschedule=lambda _: schedule(held))
    assert fixed.measure.value == 0
    assert fixed.passed is False
    done = plan([1], [], percent_complete=[1], actual_start=[at("2024-01-01")], actual_finish=[at("2024-01-01", 17)])
    assert check(done, "CRITICAL_PATH_TEST").measure.reason is Reason.NOT_APPLICABLE


def test_summaries_milestones_and_level_of_effort_are_not_the_population() -> None:
    given = plan([5, 5, 0, 5, 5], [(1, 2)], kind=[Kind.SUMMARY, 0, Kind.FINISH_MILESTONE, Kind.LEVEL_OF_EFFORT, 0],
                 parent=[-1, 0, 0, 0, 0])  # fmt: skip
    assert check(given, "HARD_CONSTRAINTS").population == 2


def test_score_counts_only_what_could_be_judged() -> None:
    found = quality(plan([1, 1, 1, 1], CHAIN))
    assert found.applicable == sum(each.passed is not None for each in found.checks) == 9
    assert found.passed == 9
    assert found.score.value == 1
    assert quality(Plan(name="Empty")).score.reason is Reason.NO_DATA
