"""Indices and estimates against worked examples, published ones and what must always hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conspectus.engine.earned import cost_forecasts, indices
from conspectus.engine.measure import Measure, Reason, missing, value

MONEY = st.integers(1, 10**12).map(float)


def number(measure: Measure) -> float:
    assert measure.value is not None, measure
    return measure.value


def test_the_first_golden_vector() -> None:
    got = indices(40000, 35000, 63000, 100000)
    assert number(got.cv) == -28000
    assert number(got.sv) == -5000
    assert number(got.cv_percent) == pytest.approx(-80)
    assert number(got.sv_percent) == pytest.approx(-12.5)
    assert number(got.cpi) == pytest.approx(0.5556, abs=5e-5)
    assert number(got.spi) == 0.875
    assert number(got.eac["planned"]) == 128000
    assert number(got.eac["cpi"]) == pytest.approx(180000)
    assert number(got.eac["composite"]) == pytest.approx(196714.29, abs=0.005)
    assert number(got.eac["weighted"]) == pytest.approx(167932.74, abs=0.005)
    assert number(got.vac) == pytest.approx(-80000)
    assert number(got.tcpi_bac) == pytest.approx(1.7568, abs=5e-5)
    assert number(got.tcpi_eac) == pytest.approx(0.5556, abs=5e-5)


@given(MONEY, MONEY, MONEY, st.floats(1e-3, 0.999))
def test_the_efficiency_needed_to_reach_the_cpi_estimate_is_the_cpi(
    pv: float, ac: float, bac: float, done: float
) -> None:
    got = indices(pv, bac * done, ac, bac)
    assert number(got.tcpi_eac) == pytest.approx(number(got.cpi), rel=1e-6)


@given(MONEY, MONEY, MONEY, MONEY)
def test_estimate_to_complete_and_actual_cost_make_the_estimate(pv: float, ev: float, ac: float, bac: float) -> None:
    got = indices(pv, ev, ac, bac)
    for name, eac in got.eac.items():
        if eac:
            assert number(got.etc_by[name]) + ac == pytest.approx(number(eac), rel=1e-9, abs=1e-3)


def test_nothing_divides_by_zero() -> None:
    nothing_spent = indices(10, 5, 0, 100)
    assert nothing_spent.cpi.reason is Reason.DIV_ZERO
    assert nothing_spent.eac["cpi"].reason is Reason.DIV_ZERO
    assert number(nothing_spent.eac["planned"]) == 95
    nothing_planned = indices(0, 5, 5, 100)
    assert nothing_planned.spi.reason is Reason.DIV_ZERO
    assert nothing_planned.sv_percent.reason is Reason.DIV_ZERO
    nothing_earned = indices(10, 0, 7, 100)
    assert number(nothing_earned.cpi) == 0
    assert nothing_earned.eac["cpi"].reason is Reason.DIV_ZERO


def test_a_spent_budget_cannot_be_met() -> None:
    assert indices(50, 50, 100, 100).tcpi_bac.reason is Reason.NOT_ACHIEVABLE
    assert indices(50, 50, 120, 100).tcpi_bac.reason is Reason.NOT_ACHIEVABLE


def test_a_reason_travels_to_whatever_needs_the_value() -> None:
    got = indices(10, 20, missing(Reason.NO_DATA), 100)
    assert got.cpi.reason is Reason.NO_DATA
    assert got.eac["cpi"].reason is Reason.NO_DATA
    assert number(got.spi) == 2
    blind = indices(missing(Reason.NO_BASELINE), missing(Reason.NO_BASELINE), 5, missing(Reason.NO_BASELINE))
    assert blind.spi.reason is Reason.NO_BASELINE
    assert blind.vac.reason is Reason.NO_BASELINE
    assert number(blind.ac) == 5


def test_a_finished_job_ends_at_what_was_spent() -> None:
    got = indices(100, 100, 130, 100)
    assert {name: number(eac) for name, eac in got.eac.items() if name != "bottom_up"} == dict.fromkeys(
        ("planned", "cpi", "composite", "weighted"), 130.0
    )


def test_the_managers_own_estimate() -> None:
    got = indices(40, 35, 63, 100, manager_etc=80, method="bottom_up")
    assert number(got.eac["bottom_up"]) == 143
    assert number(got.etc) == 80
    assert number(got.vac) == -43
    assert indices(40, 35, 63, 100).eac["bottom_up"].reason is Reason.NO_DATA


def test_weights_can_be_chosen() -> None:
    got = indices(40, 35, 63, 100, weights=(1.0, 0.0))
    assert number(got.eac["weighted"]) == pytest.approx(number(got.eac["cpi"]))


def test_published_examples(shared_data: Path) -> None:
    cases = json.loads((shared_data / "earned_value" / "textbook_oracles.json").read_text(encoding="utf-8"))
    read = {
        "CV": lambda g: g.cv, "SV": lambda g: g.sv, "CPI": lambda g: g.cpi, "SPI": lambda g: g.spi,
        "EAC": lambda g: g.eac["cpi"], "EAC_CPI": lambda g: g.eac["cpi"], "EAC_typical": lambda g: g.eac["planned"],
        "ETC": lambda g: g.etc, "VAC": lambda g: g.vac,
    }  # fmt: skip
    compared = 0
    for case in cases:
        if not case["id"].startswith("evm-"):
            continue
        rows = case.get("tasks", [case.get("inputs")])
        given_ = {k: sum(r[k] for r in rows) if all(k in r for r in rows) else None for k in ("PV", "EV", "AC")}
        got = indices(given_["PV"], given_["EV"], given_["AC"], case.get("BAC") or case["inputs"]["BAC"])
        for name, expected in case["expected"].items():
            if name in read:
                # the sources round: indices to three digits, money to what a rounded index gives
                assert number(read[name](got)) == pytest.approx(expected, rel=6e-3)
                compared += 1
    assert compared >= 18


def test_estimates_that_lean_on_earned_schedule() -> None:
    found = indices(40000, 35000, 63000, 100000)
    got = cost_forecasts(found, value(0.8))
    assert number(got["spi"]) == pytest.approx(63000 + 65000 / 0.875)
    assert number(got["spi_t"]) == pytest.approx(63000 + 65000 / 0.8)
    assert number(got["cpi_spi_t"]) == pytest.approx(63000 + 65000 / (35 / 63 * 0.8))
    assert cost_forecasts(found, missing(Reason.NO_DATA))["spi_t"].reason is Reason.NO_DATA
