"""A budget by date from outside the plan."""

from __future__ import annotations

import numpy as np
import pytest
from tests.engine.earned.small import at, end, small

from conspectus.engine.earned import Budgeted, Costs, measure
from conspectus.engine.measure import Reason
from conspectus.engine.plan import NONE

JANUARY, FEBRUARY, MARCH = at("2024-01-01", 0), at("2024-02-01", 0), at("2024-03-01", 0)
FREE = {"cost": [np.nan] * 3}
HALF = {"percent_complete": [1.0, 0.5, 0], "actual_start": [at("2024-01-01"), at("2024-01-15"), NONE]}


def book(*rows: tuple[str, int, int, float]) -> Budgeted:
    """Return planned amounts of (task, from, to, minor units)."""
    return Budgeted(
        tuple(row[0] for row in rows),
        np.array([row[1] for row in rows]),
        np.array([row[2] for row in rows]),
        np.array([row[3] for row in rows]),
    )


def test_a_task_earns_its_percent_of_what_the_book_plans_for_it() -> None:
    planned = book(("a", JANUARY, FEBRUARY, 31_000.0), ("b", FEBRUARY, MARCH, 29_000.0))
    got = measure(small(base=FREE, **HALF), budget=planned)
    assert got.source == "cost book"
    assert (got.bac.value, got.ev.value) == (60_000, 31_000 + 14_500)
    assert got.pv.value == pytest.approx(30_000 + 1_000 * 17 / 24)
    assert got.spi_t.value is not None


def test_money_of_no_task_earns_by_the_durations_done() -> None:
    costs = Costs.of([("", JANUARY, 100.0), ("a", JANUARY, 50.0)])
    got = measure(small(base=FREE, **HALF), budget=book(("", JANUARY, MARCH, 60_000.0)), costs=costs)
    assert got.ev.value == pytest.approx(30_000)
    assert got.ac.value == 150


def test_all_done_is_all_earned_and_time_stands_still_at_the_last_finish() -> None:
    began, ended = [at("2024-01-01")] * 3, [end("2024-01-19")] * 3
    plan = small(base=FREE, percent_complete=[1.0] * 3, actual_start=began, actual_finish=ended)
    planned = book(("", JANUARY, MARCH, 60_000.0))
    got = measure(plan, at("2024-04-01"), budget=planned)
    assert got.ev.value == got.bac.value == 60_000
    assert got.at.value == measure(plan, end("2024-01-19"), budget=planned).at.value


def test_a_baseline_with_cost_goes_before_the_book() -> None:
    got = measure(small(), budget=book(("a", JANUARY, FEBRUARY, 1.0)))
    assert (got.source, got.bac.value) == ("from file", 300_000)


def test_without_a_status_date_nothing_is_measured() -> None:
    got = measure(small(None, base=FREE), budget=book(("a", JANUARY, FEBRUARY, 1.0)))
    assert got.pv.reason is Reason.NO_STATUS_DATE
