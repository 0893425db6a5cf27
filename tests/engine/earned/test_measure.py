"""A plan measured at a status date: accrual, baselines, costs, reasons, rounding."""

from __future__ import annotations

import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.earned.small import at, end, small

from conspectus.engine.baselines import lay_over
from conspectus.engine.earned import Costs, Options, breakdown, measure, rounded
from conspectus.engine.findings import Finding
from conspectus.engine.measure import Measure, Reason
from conspectus.engine.plan import (
    NONE,
    Accrual,
    Assignments,
    Baseline,
    Calendar,
    Kind,
    Plan,
    ResourceKind,
    Resources,
    Tasks,
)


def number(measure_: Measure) -> float:
    assert measure_.value is not None, measure_
    return measure_.value


def codes(plan_findings: tuple[Finding, ...]) -> set[str]:
    return {each.code for each in plan_findings}


def test_planned_value_follows_working_time() -> None:
    got = measure(small("2024-01-19"))
    assert got.planned_value.tolist() == [100000.0, 50000.0, 0.0]
    assert number(got.pv) == 150000
    assert number(got.bac) == 300000
    assert got.source == "from file"


def test_hours_strictly_before_the_status_date_count() -> None:
    fixed = {"fixed_cost": [100000.0] * 3}
    assert number(measure(small(base=fixed), at("2024-01-15")).pv) == 100000
    assert number(measure(small(base=fixed), at("2024-01-15") + 1).pv) == 200000
    assert number(measure(small(), at("2024-01-15", 9)).pv) == pytest.approx(100000 + 100000 / 80)


def test_progress_older_than_the_date_measured_is_said() -> None:
    got = measure(small("2024-01-19"), datetime.date(2024, 1, 31))
    assert [f.words for f in got.findings] == [
        "Progress is as of 2024-01-19, but measured against what was planned by 2024-01-31."
    ]
    assert measure(small("2024-01-19"), datetime.date(2024, 1, 19)).findings == ()


def test_a_bare_date_means_its_end() -> None:
    assert number(measure(small(), datetime.date(2024, 1, 19)).pv) == 150000
    assert measure(small(), datetime.date(2024, 1, 19)).status_date == at("2024-01-20", 0)


@pytest.mark.parametrize(
    ("accrual", "fixed"),
    [(Accrual.UNSTATED, 20000), (Accrual.START, 20000), (Accrual.PRORATED, 4000), (Accrual.END, 0)],
)
def test_fixed_cost_accrues_as_the_file_says(accrual: Accrual, fixed: float) -> None:
    plan = small(fixed_accrual=[accrual] * 3, base={"fixed_cost": [0.0, 20000.0, 0.0], "cost": [100000.0, 100000.0, 0]})
    got = measure(plan, end("2024-01-16"))
    assert got.planned_value[1] == pytest.approx(80000 * 0.2 + fixed)


def test_resources_spread_their_cost_over_their_own_calendar() -> None:
    weekend = Calendar(uid="we", name="Weekend", week=((),) * 5 + (((480, 960),), ((480, 960),)))
    plan = small()
    plan = Plan(
        **{**plan.__dict__, "calendars": (Calendar(), weekend)},
    )
    loaded = Plan(
        **{
            **plan.__dict__,
            "resources": Resources(uid=["r", "s"], calendar=[1, -1], cost_per_use=[0.0, 10000.0]),
            "assignments": Assignments(task=[0, 0], resource=[0, 1], cost=[50000.0, 50000.0]),
        }
    )
    # by Friday of the first week: nothing of the weekend worker; of the other the use cost and half of the rest
    assert measure(loaded, end("2024-01-05")).planned_value[0] == pytest.approx(10000 + 20000)
    assert measure(loaded, at("2024-01-07", 23)).planned_value[0] == pytest.approx(50000 + 10000 + 20000)


def test_resources_may_accrue_at_start_or_end() -> None:
    plan = small()
    resources = Resources(uid=["r", "s"], accrual=[Accrual.START, Accrual.END], kind=[ResourceKind.WORK] * 2)
    assignments = Assignments(task=[0, 0], resource=[0, 1], cost=[30.0, 10.0])
    loaded = Plan(**{**plan.__dict__, "resources": resources, "assignments": assignments})
    assert measure(loaded, end("2024-01-01")).planned_value[0] == pytest.approx(75000)
    assert measure(loaded, end("2024-01-12")).planned_value[0] == pytest.approx(100000)


def test_an_assignment_that_begins_later_is_paid_later() -> None:
    plan = small()
    loaded = Plan(
        **{
            **plan.__dict__,
            "resources": Resources(uid=["r"]),
            "assignments": Assignments(
                task=[0], resource=[0], cost=[100000.0], start=[at("2024-01-08")], finish=[end("2024-01-12")]
            ),
        }
    )
    assert measure(loaded, end("2024-01-05")).planned_value[0] == 0
    assert measure(loaded, end("2024-01-09")).planned_value[0] == pytest.approx(40000)


def test_progress_and_actual_cost_of_the_plan() -> None:
    plan = small(
        "2024-01-26",
        actual_start=[at("2024-01-02"), at("2024-01-16"), NONE],
        actual_finish=[end("2024-01-15"), NONE, NONE],
        percent_complete=[1.0, 0.4, 0.0],
        actual_cost=[120000.0, 55000.0, 0.0],
    )
    got = measure(plan)
    assert (number(got.pv), number(got.ev), number(got.ac)) == (200000, 140000, 175000)
    assert number(got.cpi) == pytest.approx(0.8)
    assert breakdown(plan, got)[1].sums.cpi.value == pytest.approx(40 / 55)
    assert number(got.eac["bottom_up"]) == pytest.approx(175000 - 20000 + 45000 + 100000)
    earlier = measure(plan, end("2024-01-08"))
    assert earlier.earned_value.tolist() == [50000, 0, 0]
    assert earlier.actual_cost.tolist() == pytest.approx([60000, 0, 0])


def test_the_series_ends_with_the_values_of_the_status_date() -> None:
    plan = small("2024-02-02", percent_complete=[1, 1, 0.1], actual_cost=[9.0, 8.0, 7.0],
                 actual_start=[at("2024-01-01"), at("2024-01-15"), at("2024-01-29")],
                 actual_finish=[end("2024-01-12"), end("2024-01-26"), NONE])  # fmt: skip
    got = measure(plan)
    assert got.series.labels == ("2024-01", "2024-02")
    assert got.series.pv.tolist() == pytest.approx([230000, 300000])
    assert got.series.ev[1] == number(got.ev)
    assert got.series.ac[1] == number(got.ac) == 24
    assert np.isnan(measure(plan, end("2024-01-31")).series.ev[1])


def test_periods_are_half_open_and_the_last_counts_by_working_days() -> None:
    got = measure(small("2024-01-31"))
    assert number(got.at) == 1.0 - 0.0
    assert number(got.pd) == pytest.approx(1 + 7 / 21)  # C ends on Friday 9 February, 21 working days in February
    weeks = [at(day, 0) for day in ("2024-01-08", "2024-01-15", "2024-01-22", "2024-01-29", "2024-02-05", "2024-02-12")]
    weekly = measure(small("2024-01-24", percent_complete=[1, 0, 0]), periods=weeks)
    assert number(weekly.at) == pytest.approx(3.6)
    assert number(weekly.pd) == 6
    assert number(weekly.es) == 2
    assert number(weekly.spi_t) == pytest.approx(2 / 3.6)
    assert weekly.series.labels[0] == "to 2024-01-07"


def test_listed_periods_go_on_as_long_as_needed() -> None:
    got = measure(small("2024-01-24"), periods=[datetime.date(2024, 1, 8), datetime.date(2024, 1, 15)])
    assert len(got.series.labels) == 6


def test_costs_from_postings_replace_the_plans() -> None:
    costs = Costs.of([("a", datetime.date(2024, 1, 10), 5000.0), ("", datetime.date(2024, 1, 11), 700.0),
                      ("a", datetime.date(2024, 2, 1), 1.0), ("zz", at("2024-01-31", 17), 30.0)])  # fmt: skip
    got = measure(small("2024-01-31", actual_cost=[1.0, 1.0, 1.0]), costs=costs)
    assert number(got.ac) == 5700
    assert got.uid == ("a", "b", "c", "")
    assert got.actual_cost.tolist() == [5000, 0, 0, 700]
    later = measure(small("2024-01-31"), datetime.date(2024, 2, 1), costs=costs)
    assert number(later.ac) == 5731
    assert "COST_TASK_UNKNOWN" in codes(later.findings)


def test_reasons_instead_of_values() -> None:
    plan = small(None)
    got = measure(plan)
    assert got.pv.reason is got.cpi.reason is got.spi_t.reason is Reason.NO_STATUS_DATE
    assert "NO_STATUS_DATE" in codes(got.findings)
    bare = Plan(tasks=Tasks(uid=["a"], actual_cost=[70.0]), status_date=at("2024-01-01"))
    got = measure(bare)
    assert got.bac.reason is got.ev.reason is got.es.reason is Reason.NO_BASELINE
    assert number(got.ac) == 70
    assert breakdown(bare, got) == ()
    free = measure(small(base={"cost": [np.nan] * 3}))
    assert free.bac.reason is Reason.NO_DATA
    assert "BASELINE_WITHOUT_COST" in codes(free.findings)
    unspent = measure(small(percent_complete=[0.5, 0, 0]))
    assert unspent.ac.reason is unspent.cpi.reason is Reason.NO_DATA
    assert number(unspent.ev) == 50000


def test_an_approved_baseline_is_named_and_keeps_the_budget_of_lost_tasks() -> None:
    then = small()
    now = then.tasks
    plan = Plan(
        status_date=end("2024-01-31"),
        tasks=Tasks(uid=[*now.uid[1:], "d"], name=["B", "C", "D"], cost=[1.0, 1.0, 500.0]),
    )
    got = measure(plan, baseline=lay_over(plan, then, then.baselines[0]), baseline_label="Approved 2 of 2024-01-09")
    assert got.source == "Approved 2 of 2024-01-09"
    assert number(got.bac) == 300000
    assert got.uid == ("b", "c", "d", "a")
    assert got.planned_value.tolist() == pytest.approx([100000, 30000, 0, 100000])
    assert {"BASELINE_TASKS_GONE", "TASK_NOT_IN_BASELINE"} <= codes(got.findings)


def test_summaries_hold_only_a_fixed_cost_of_their_own() -> None:
    parts = {"uid": ["s", "a", "b"], "name": ["S", "A", "B"], "kind": [Kind.SUMMARY, 0, 0], "parent": [-1, 0, 0]}
    plan = small(**parts, base={"cost": [205000.0, 100000.0, 100000.0], "fixed_cost": [5000.0, 0, 0]})
    assert measure(plan).budget.tolist() == [5000, 100000, 100000]
    paid = {"cost": [205000.0, 100000.0, 100000.0], "fixed_cost": [5000.0, 0, 0], "actual_cost": [9000.0, 4000.0, 0.0]}
    assert measure(small(**parts, **paid)).actual_cost.tolist() == [5000, 4000, 0]
    plain = small(**parts, base={"cost": [200000.0, 100000.0, 100000.0], "fixed_cost": [5000.0, 5000, 0]})
    assert measure(plain).budget.tolist() == [0, 100000, 100000]
    assert [row.sums.bac.value for row in breakdown(plain, measure(plain))] == [200000, 100000, 100000]


def test_options_reach_the_measures() -> None:
    plan = small("2024-01-31", percent_complete=[1, 0.5, 0], actual_cost=[100000.0, 60000.0, 0.0])
    got = measure(plan, options=Options(method="planned", estimated_duration=3.0))
    assert number(got.etc) == 150000
    assert number(got.time.tspi_ed) == pytest.approx((4 / 3 - number(got.es)) / 2)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.floats(0, 1e7), min_size=3, max_size=3),
    st.lists(st.floats(0, 1), min_size=3, max_size=3),
    st.integers(0, 60),
)
def test_parts_add_up_to_the_whole(cost: list[float], percent: list[float], day: int) -> None:
    plan = small(percent_complete=percent, actual_cost=cost, base={"cost": [c / 3 for c in cost]})
    exact = measure(plan, at("2024-01-01") + day * 1440)
    if exact.by_period is None:
        assert sum(cost) < 1e-300
        return
    assert number(exact.pv) == pytest.approx(exact.planned_value.sum())
    assert exact.planned_value.sum() <= number(exact.bac) * (1 + 1e-12)
    stored = rounded(exact)
    assert number(stored.ev) == stored.earned_value.sum()
    assert (stored.earned_value % 1 == 0).all()
    assert rounded(stored).sums == stored.sums


def test_halves_round_to_even() -> None:
    plan = small(base={"cost": [0.5, 1.5, 2.5]})
    assert rounded(measure(plan)).budget.tolist() == [0, 2, 2]


def test_an_unusual_baseline_parallel_to_the_tasks_is_accepted() -> None:
    plan = small()
    base = Baseline(start=plan.tasks.stored_start, finish=plan.tasks.stored_finish, cost=[1.0, 2.0, 3.0])
    got = measure(plan, baseline=base)
    assert got.source == "approved baseline"
    assert number(got.bac) == 6
