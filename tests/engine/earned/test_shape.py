"""How money lies in a task: rates that change, contours, curves, overtime, expenses, splits, phased baselines."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.plans import at

from conspectus.engine.baselines import lay_over
from conspectus.engine.earned import measure
from conspectus.engine.plan import Accrual, Assignments, Plan, Resources, Segments, Tasks
from conspectus.engine.pricing import Expenses, Phase, Phases, Rates

MONDAY, FRIDAY = at("2024-01-01 08:00"), at("2024-01-05 17:00")
WEEK = [at(f"2024-01-0{day} 17:00") for day in range(1, 6)]


def week(cost: float = 1000.0, *, task: dict[str, Any] | None = None, **tables: Any) -> Plan:
    """Return a plan of one task from Monday to Friday with one assignment of that cost."""
    given: dict[str, Any] = {
        "uid": ["a"],
        "name": ["A"],
        "duration": [2400],
        "cost": [cost],
        "stored_start": [MONDAY],
        "stored_finish": [FRIDAY],
    }
    assigned = tables.pop("assigned", {})
    usual = {"task": [0], "resource": [0], "work": [2400.0], "cost": [cost], "start": [MONDAY], "finish": [FRIDAY]}
    return Plan(
        tasks=Tasks(**(given | (task or {}))),
        resources=Resources(uid=["r"]),
        assignments=Assignments(**(usual | assigned)),
        status_date=FRIDAY,
        **tables,
    )


def planned(plan: Plan) -> list[float]:
    """Return planned value at the end of each day, against the plan's own dates and costs."""
    baseline = lay_over(plan, plan)
    return [round(measure(plan, day, baseline=baseline).pv.value or 0.0, 6) for day in WEEK]


def rates(*rows: tuple[str, float], overtime: float = 0.0, table: int = 0) -> Rates:
    """Return the rates of the only resource from each day on."""
    return Rates(
        resource=[0] * len(rows),
        table=[table] * len(rows),
        start=[at(day) for day, _ in rows],
        standard=[rate for _, rate in rows],
        overtime=[overtime] * len(rows),
    )


def test_a_rate_that_changes_on_wednesday() -> None:
    plan = week(1600.0, rates=rates(("1984-01-01", 10.0), ("2024-01-03", 30.0)))
    # 2 days at 10 and 3 at 30 make 16 and 93.33 parts of 110: money per day 145.45 and 436.36
    day, later = 1600 * 10 / 110, 1600 * 30 / 110
    assert planned(plan) == pytest.approx([day, 2 * day, 2 * day + later, 2 * day + 2 * later, 1600])


def test_another_table_of_the_resource_is_another_price() -> None:
    both = rates(("1984-01-01", 10.0), ("2024-01-03", 30.0), table=1)
    assert planned(week(1000.0, rates=both)) == pytest.approx([200, 400, 600, 800, 1000])
    assert planned(week(1100.0, rates=both, assigned={"rate_table": [1]}))[1] == pytest.approx(200)


def test_overtime_weighs_with_its_own_rate() -> None:
    changing = replace(rates(("1984-01-01", 10.0), ("2024-01-03", 10.0)))
    changing = changing.with_(overtime=[10.0, 30.0])
    plan = week(1000.0, rates=changing, assigned={"overtime_work": [1200.0]})
    # half the hours are overtime: an hour costs 10 before Wednesday, 20 from then on
    assert planned(plan) == pytest.approx([125, 250, 500, 750, 1000])


def test_phased_work_is_followed() -> None:
    rows = [("2024-01-01 08:00", "2024-01-01 17:00", 480.0), ("2024-01-05 08:00", "2024-01-05 17:00", 1440.0)]
    phases = Phases(
        assignment=[0, 0],
        kind=[Phase.WORK] * 2,
        start=[at(one) for one, _, _ in rows],
        finish=[at(two) for _, two, _ in rows],
        amount=[three for _, _, three in rows],
    )
    assert planned(week(phases=phases)) == pytest.approx([250, 250, 250, 250, 1000])


def test_a_resource_curve_is_followed() -> None:
    curve = Phases(assignment=[0, 0], kind=[Phase.CURVE] * 2, start=[0, 5000], finish=[5000, 10000], amount=[3.0, 1.0])
    assert planned(week(phases=curve)) == pytest.approx([300, 600, 800, 900, 1000])


def test_a_phased_baseline_counts_before_the_plan_of_today() -> None:
    phases = Phases(
        assignment=[0, 0, 0],
        kind=[Phase.WORK, Phase.BASELINE_COST, Phase.BASELINE_COST],
        start=[MONDAY, MONDAY, at("2024-01-05 08:00")],
        finish=[at("2024-01-01 17:00"), at("2024-01-01 17:00"), FRIDAY],
        amount=[2400.0, 100.0, 900.0],
    )
    assert planned(week(phases=phases)) == pytest.approx([100, 100, 100, 100, 1000])


@pytest.mark.parametrize(
    ("accrual", "wanted"),
    [
        (Accrual.START, [500, 500, 500, 500, 500]),
        (Accrual.PRORATED, [100, 200, 300, 400, 500]),
        (Accrual.END, [0, 0, 0, 0, 500]),
    ],
)
def test_an_expense_accrues_as_it_says(accrual: Accrual, wanted: list[float]) -> None:
    plan = week(
        500.0,
        task={"fixed_cost": [500.0]},
        assigned={"cost": [0.0]},
        expenses=Expenses(task=[0], cost=[500.0], accrual=[accrual]),
    )
    assert planned(plan) == pytest.approx(wanted)


def test_paid_expenses_are_spent_as_they_accrue() -> None:
    done = {"fixed_cost": [300.0], "actual_cost": [300.0], "actual_start": [MONDAY], "actual_finish": [FRIDAY]}
    plan = week(
        300.0,
        task=done,
        assigned={"cost": [0.0]},
        expenses=Expenses(task=[0, 0], cost=[100.0, 200.0], actual_cost=[100.0, 200.0], accrual=[1, 3]),
    )
    spent = [measure(plan, day, baseline=lay_over(plan, plan)).ac.value for day in WEEK]
    assert spent == pytest.approx([100, 100, 100, 100, 300])


def test_phased_actual_cost_is_followed() -> None:
    phases = Phases(
        assignment=[0, 0],
        kind=[Phase.ACTUAL_COST] * 2,
        start=[MONDAY, at("2024-01-04 08:00")],
        finish=[at("2024-01-01 17:00"), FRIDAY],
        amount=[100.0, 300.0],
    )
    done = {"actual_cost": [800.0], "actual_start": [MONDAY], "actual_finish": [FRIDAY]}
    plan = week(task=done, phases=phases)
    spent = [measure(plan, day, baseline=lay_over(plan, plan)).ac.value for day in WEEK]
    assert spent == pytest.approx([200, 200, 200, 500, 800])


def test_a_split_task_costs_nothing_while_it_rests() -> None:
    split = Segments(task=[0, 0], start=[MONDAY, at("2024-01-04 08:00")], finish=[at("2024-01-02 17:00"), FRIDAY])
    assert planned(week(segments=split)) == pytest.approx([250, 500, 500, 750, 1000])
    plain = week(segments=split, assigned={"cost": [0.0]})
    assert planned(plain) == pytest.approx([250, 500, 500, 750, 1000])


def test_phases_that_lie_outside_the_task_are_not_followed() -> None:
    outside = Phases(
        assignment=[0], kind=[Phase.WORK], start=[at("2025-01-01")], finish=[at("2025-01-03")], amount=[5.0]
    )
    assert planned(week(phases=outside)) == pytest.approx([200, 400, 600, 800, 1000])
    assert np.isfinite(planned(week(phases=outside.with_(amount=[0.0])))).all()
