"""Earned value by technique."""

from __future__ import annotations

import datetime

import pytest
from tests.engine.earned.small import at, end, small

from conspectus.engine.earned import Options, Step, measure
from conspectus.engine.plan import (
    NONE,
    Accrual,
    Assignments,
    Kind,
    Percent,
    Plan,
    ResourceKind,
    Resources,
    Technique,
)

BEGUN = {"actual_start": [at("2024-01-01"), NONE, NONE]}
DONE = {**BEGUN, "actual_finish": [end("2024-01-12"), NONE, NONE], "percent_complete": [1.0, 0, 0]}


def earned(technique: Technique, **columns: object) -> float:
    plan = small(technique=[technique] * 3, **columns)
    return float(measure(plan).earned_value[0])


def test_percent() -> None:
    assert earned(Technique.PERCENT, **BEGUN, percent_complete=[0.3, 0, 0]) == pytest.approx(30000)
    assert earned(Technique.PERCENT, **DONE) == 100000
    assert earned(Technique.PERCENT, percent_complete=[0.3, 0, 0]) == pytest.approx(30000)


def test_percent_earns_fixed_cost_as_it_accrues() -> None:
    base = {"fixed_cost": [40000.0, 0, 0]}
    half = {**BEGUN, "percent_complete": [0.5, 0, 0], "base": base}
    assert earned(Technique.PERCENT, **half) == pytest.approx(40000 + 30000)
    assert earned(Technique.PERCENT, **half, fixed_accrual=[Accrual.END] * 3) == pytest.approx(30000)
    assert earned(Technique.PERCENT, **half, fixed_accrual=[Accrual.PRORATED] * 3) == pytest.approx(50000)


def test_percent_of_units_and_physical_percent() -> None:
    columns = {**BEGUN, "percent_complete": [0.5, 0, 0], "physical_percent": [0.2, 0, 0], "work_percent": [0.3, 0, 0]}
    assert earned(Technique.PHYSICAL, **columns) == pytest.approx(20000)
    assert earned(Technique.PERCENT, **columns, percent_type=[Percent.PHYSICAL] * 3) == pytest.approx(20000)
    assert earned(Technique.PERCENT, **columns, percent_type=[Percent.UNITS] * 3) == pytest.approx(30000)


def test_zero_hundred_and_fifty_fifty() -> None:
    almost = {**BEGUN, "percent_complete": [0.99, 0, 0]}
    assert earned(Technique.ZERO_HUNDRED, **almost) == 0
    assert earned(Technique.ZERO_HUNDRED, **DONE) == 100000
    assert earned(Technique.FIFTY_FIFTY) == 0
    assert earned(Technique.FIFTY_FIFTY, **almost) == 50000
    assert earned(Technique.FIFTY_FIFTY, **DONE) == 100000


def test_weighted_milestones() -> None:
    plan = small(technique=[Technique.MILESTONES] * 3, **BEGUN, physical_percent=[0.9, 0, 0])
    steps = {"a": (Step(1, True), Step(2, True), Step(5, False))}
    assert measure(plan, options=Options(steps=steps)).earned_value[0] == pytest.approx(37500)
    assert measure(plan).earned_value[0] == pytest.approx(90000)


def test_units() -> None:
    plan = small(technique=[Technique.UNITS] * 3, **BEGUN, work=[100.0, 0, 0], actual_work=[25.0, 0, 0])
    assert measure(plan).earned_value[0] == pytest.approx(25000)
    loaded = Plan(
        **{
            **plan.__dict__,
            "resources": Resources(uid=["stone"], kind=[ResourceKind.MATERIAL]),
            "assignments": Assignments(task=[0], resource=[0], work=[40.0], actual_work=[30.0]),
        }
    )
    assert measure(loaded).earned_value[0] == pytest.approx(75000)


def test_level_of_effort_earns_what_was_planned() -> None:
    assert earned(Technique.LEVEL_OF_EFFORT) == 100000
    plan = small("2024-01-05", kind=[Kind.LEVEL_OF_EFFORT, 0, 0])
    assert measure(plan).earned_value[0] == pytest.approx(50000)


def test_a_technique_without_its_data_earns_nothing_and_says_so() -> None:
    plan = small(technique=[Technique.PHYSICAL, 0, 0], **BEGUN, percent_complete=[0.5, 0, 0])
    got = measure(plan)
    assert got.earned_value[0] == 0
    assert [f.tasks for f in got.findings if f.code == "TECHNIQUE_WITHOUT_DATA"] == [("a",)]


def test_work_after_the_status_date_is_not_earned() -> None:
    plan = small("2024-01-05", actual_start=[at("2024-01-08"), NONE, NONE], percent_complete=[0.5, 0, 0])
    assert measure(plan).earned_value[0] == 0
    assert measure(small("2024-01-05", **DONE)).earned_value[0] == pytest.approx(50000)


def test_a_report_counts_as_of_its_own_date() -> None:
    plan = small("2024-01-05", **BEGUN, percent_complete=[0.4, 0, 0])
    assert measure(plan, datetime.date(2024, 3, 1)).earned_value[0] == pytest.approx(40000)
    assert measure(plan, end("2024-01-02")).earned_value[0] == pytest.approx(16000)
