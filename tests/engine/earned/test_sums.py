"""Programmes and portfolios are sums."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from tests.engine.earned.small import at, end, small

from conspectus.engine.baselines import lay_over
from conspectus.engine.earned import Costs, Earned, breakdown, measure, sum_group
from conspectus.engine.measure import Reason
from conspectus.engine.plan import NONE, Kind, Plan, Tasks


def project(percent: float, cost: float | None, status: str = "2024-01-31") -> Earned:
    columns = {} if cost is None else {"actual_cost": [cost, 0.0, 0.0]}
    return measure(
        small(status, percent_complete=[percent, 0, 0], actual_start=[at("2024-01-01"), NONE, NONE], **columns)
    )


def test_ratios_come_from_sums_not_from_means() -> None:
    first, second = project(1.0, 50000.0), project(0.5, 200000.0)
    got = sum_group([first, second], "Programme")
    assert got.cpi.value == pytest.approx(150000 / 250000)
    assert got.bac.value == 600000
    assert got.spi.value == pytest.approx(150000 / (2 * 230000))
    assert (got.children, got.measured, got.costed) == (2, 2, 2)


def test_two_equal_projects_have_the_time_of_one() -> None:
    one = project(0.8, 1.0)
    got = sum_group([one, one])
    assert got.es.value == pytest.approx(one.es.value)
    assert got.spi_t.value == pytest.approx(one.spi_t.value)
    assert got.pd.value == pytest.approx(one.pd.value)


def test_projects_without_values_are_left_out_and_named() -> None:
    blank = measure(replace(small(), baselines={}, name="Blank"))
    got = sum_group([project(1.0, 1.0), blank])
    assert got.left_out == (("Blank", Reason.NO_BASELINE),)
    assert (got.children, got.measured) == (2, 1)
    assert sum_group([blank]).cpi.reason is Reason.NO_DATA


def test_cost_measures_cover_the_projects_that_have_costs() -> None:
    got = sum_group([project(1.0, 80000.0), project(0.5, None)])
    assert got.ev.value == 150000
    assert got.ac.value == 80000
    assert got.cpi.value == pytest.approx(100000 / 80000)
    assert got.costed == 1


def test_currencies_do_not_mix() -> None:
    other = measure(replace(small(), currency="USD"))
    assert sum_group([project(1.0, 1.0), other]).bac.reason is Reason.NO_RATE


def test_different_status_dates_have_money_but_no_common_time() -> None:
    got = sum_group([project(1.0, 1.0), project(1.0, 1.0, "2024-02-07")])
    assert got.bac.value == 600000
    assert got.spi_t.reason is Reason.NOT_APPLICABLE


def test_a_summary_is_the_sum_of_its_packages() -> None:
    plan = small(
        uid=["s", "a", "b"], name=["S", "A", "B"], kind=[Kind.SUMMARY, 0, 0], parent=[-1, 0, 0],
        base={"cost": [200000.0, 100000.0, 100000.0]}, actual_cost=[7.0, 3.0, 4.0], percent_complete=[0.2, 0.5, 0.0],
        actual_start=[NONE, end("2024-01-15"), NONE],
    )  # fmt: skip
    got = measure(plan)
    whole, first, second = breakdown(plan, got)
    assert [row.level for row in (whole, first, second)] == [1, 2, 2]
    assert whole.summary
    assert whole.sums.bac.value == got.bac.value == 200000
    assert whole.sums.cpi.value == pytest.approx(50000 / 7)
    assert first.sums.ac.value == 3
    assert [row.uid for row in breakdown(plan, got, 1)] == ["s"]
    assert got.ac.value == 7
    assert got.ev.value == pytest.approx(50000)


def test_what_no_task_holds_has_a_row_of_its_own_so_that_the_first_level_adds_up() -> None:
    then = small()
    now = then.tasks
    plan = Plan(uid="p", status_date=end("2024-01-31"), tasks=Tasks(uid=now.uid[1:], name=now.name[1:]))
    costs = Costs.of([("b", datetime.date(2024, 1, 16), 500.0), ("", datetime.date(2024, 1, 17), 70.0)])
    got = measure(plan, baseline=lay_over(plan, then, then.baselines[0]), costs=costs)
    rows = breakdown(plan, got)
    assert [row.name for row in rows] == ["B", "C", "Tasks gone from the plan", "Costs of the project as a whole"]
    assert sum(row.sums.bac.value or 0 for row in rows) == got.bac.value == 300000
    assert sum(row.sums.ac.value or 0 for row in rows) == got.ac.value == 570
