"""Earned schedule against the golden vector, a real project's thirteen months and its edges."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conspectus.engine.earned import duration_forecasts, earned_schedule, indices
from conspectus.engine.measure import Measure, Reason

GOLDEN = (10, 30, 60, 80, 95, 100)


def number(measure: Measure) -> float:
    assert measure.value is not None, measure
    return measure.value


def test_the_second_golden_vector_on_the_way() -> None:
    got = earned_schedule(GOLDEN, 55, 4)
    assert number(got.es) == pytest.approx(2.8333, abs=5e-5)
    assert number(got.sv_t) == pytest.approx(-1.1667, abs=5e-5)
    assert number(got.spi_t) == pytest.approx(0.7083, abs=5e-5)
    assert number(got.ieac_t) == pytest.approx(8.4706, abs=5e-5)
    assert number(got.tspi) == pytest.approx(1.5833, abs=5e-5)
    assert number(indices(80, 55, 1, 100).spi) == 0.6875


def test_the_second_golden_vector_when_late() -> None:
    got = earned_schedule(GOLDEN, 98, 8)
    assert number(got.es) == pytest.approx(5.6)
    assert number(got.spi_t) == pytest.approx(0.70)
    assert number(got.ieac_t) == pytest.approx(8.5714, abs=5e-5)
    assert got.tspi.reason is Reason.NOT_ACHIEVABLE
    assert number(indices(100, 98, 1, 100).spi) == 0.98


def test_nothing_earned_gives_no_forecast() -> None:
    got = earned_schedule((0, 0, 10), 0, 2)
    assert number(got.es) == 0
    assert number(got.spi_t) == 0
    assert got.ieac_t.reason is Reason.NO_DATA


def test_before_the_first_period_there_is_nothing_to_say() -> None:
    got = earned_schedule(GOLDEN, 5, 0)
    assert got.spi_t.reason is got.sv_t.reason is got.ieac_t.reason is Reason.NO_DATA
    assert number(got.es) == 0.5


def test_everything_earned_stops_the_clock_at_the_finish() -> None:
    got = earned_schedule(GOLDEN, 100, 12, finished_at=8)
    assert number(got.es) == 6
    assert number(got.at) == 8
    assert number(got.spi_t) == 0.75
    assert number(earned_schedule(GOLDEN, 99, 12, finished_at=8).at) == 12


def test_a_plateau_counts_to_its_end() -> None:
    assert number(earned_schedule((10, 20, 20, 20, 40), 20, 3).es) == 4
    assert number(earned_schedule((10, 20, 20, 20, 40), 19, 3).es) == pytest.approx(1.9)
    assert number(earned_schedule((10, 20, 20, 20, 40), 30, 3).es) == pytest.approx(4.5)


def test_the_last_period_may_be_shorter() -> None:
    got = earned_schedule((10, 30, 40), 35, 2, pd=2.5)
    assert number(got.es) == pytest.approx(2.25)
    assert number(earned_schedule((10, 30, 40), 40, 2, pd=2.5).es) == 2.5


def test_a_negotiated_duration_has_its_own_index() -> None:
    got = earned_schedule(GOLDEN, 98, 8, ed=9)
    assert number(got.tspi_ed) == pytest.approx(0.4)
    assert earned_schedule(GOLDEN, 98, 8, ed=8).tspi_ed.reason is Reason.NOT_ACHIEVABLE
    assert earned_schedule(GOLDEN, 98, 8).tspi_ed.reason is Reason.NO_DATA


def test_without_a_budget_there_is_no_earned_schedule() -> None:
    assert earned_schedule((), 1, 1).es.reason is Reason.NO_DATA
    assert earned_schedule((0, 0), 0, 1).es.reason is Reason.NO_DATA


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=20).filter(sum), st.floats(0, 1), st.floats(0, 1))
def test_earning_more_never_earns_less_time(steps: list[int], a: float, b: float) -> None:
    curve = np.cumsum(steps).astype(float)
    low, high = sorted((a * curve[-1], b * curve[-1]))
    first, second = number(earned_schedule(curve, low, 1).es), number(earned_schedule(curve, high, 1).es)
    assert 0 <= first <= second + 1e-9 <= len(curve) + 1e-9


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=20), st.data())
def test_earning_what_was_planned_earns_the_time_that_was_planned(steps: list[int], data: st.DataObject) -> None:
    curve = np.cumsum(steps).astype(float)
    period = data.draw(st.integers(1, len(curve)))
    assert number(earned_schedule(curve, curve[period - 1], period).spi_t) == pytest.approx(1.0)


def test_thirteen_months_of_a_real_project(shared_data: Path) -> None:
    path = shared_data / "earned_value" / "real_project_13_months_es_oracle.csv"
    with path.open(encoding="utf-8") as file:
        rows = [{k: float(v) for k, v in row.items()} for row in csv.DictReader(file)]
    curve = [row["PV"] for row in rows]
    names = {
        "pv_spi": "EACt_PV2", "pv_sci": "EACt_PV3", "ed_1": "EACt_ED1", "ed_spi": "EACt_ED_SPI",
        "ed_sci": "EACt_ED_SCI", "es_1": "EACt_ES1", "es_spi_t": "EACt_ES_SPIt", "es_sci_t": "EACt_ES_SCIt",
    }  # fmt: skip
    for row in rows:
        got = earned_schedule(curve, row["EV"], row["AT"])
        sums = indices(row["PV"], row["EV"], row["AC"], curve[-1])
        assert number(got.pd) == 9
        assert number(got.es) == pytest.approx(row["ES"], abs=1.5e-6)
        assert number(got.spi_t) == pytest.approx(row["SPIt"], abs=1.5e-6)
        assert number(sums.cpi) == pytest.approx(row["CPI"], abs=1.5e-6)
        assert number(sums.spi) == pytest.approx(row["SPI"], abs=1.5e-6)
        forecasts = duration_forecasts(got, sums)
        for ours, theirs in names.items():
            assert number(forecasts[ours]) == pytest.approx(row[theirs], abs=2e-6), (row["AT"], ours)
