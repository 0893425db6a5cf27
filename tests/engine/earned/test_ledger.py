"""Actual cost of a ledger in place of a plan's own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from conspectus.engine.earned import Earned, Ledger, absent, indices, with_ledger
from conspectus.engine.earned.result import Series
from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.engine.plan import DAY, NONE

NO_DATA = missing(Reason.NO_DATA)


def earned(actual: Measure, status: int = 10 * DAY) -> Earned:
    """Return golden vector A of the definitions with another actual cost."""
    none, ends = np.zeros(0), np.array([5 * DAY, 10 * DAY, 15 * DAY])
    series = Series((), ends, none, np.array([10.0, 20.0, np.nan]), np.full(3, np.nan))
    return Earned(
        project="",
        name="",
        currency="EUR",
        status_date=status,
        source="",
        sums=indices(40_000, 35_000, actual, 100_000),
        time=absent(Reason.NO_DATA),
        uid=(),
        budget=none,
        planned_value=none,
        earned_value=none,
        actual_cost=none,
        start=0,
        finish=0,
        manager_etc=None,
        series=series,
        by_period=None,
        positions=None,
    )


BOOKED = Ledger((0, 6 * DAY, 10 * DAY), (60_000.0, 3_000.0, 9_000.0))


@pytest.mark.parametrize("own", [NO_DATA, value(0.0)])
def test_a_plan_without_cost_is_measured_by_what_was_booked_before_its_status_date(own: Measure) -> None:
    found = with_ledger(earned(own), BOOKED)
    sums = found.sums
    assert (found.actual_from, found.own_cost, sums.ac.value) == ("ledger", own, 63_000)
    assert sums.cpi.value == pytest.approx(0.5556, abs=1e-4)
    assert (sums.cv.value, sums.eac["planned"].value, sums.eac["cpi"].value) == (-28_000, 128_000, 180_000)
    assert sums.tcpi_bac.value == pytest.approx(1.7568, abs=1e-4)
    assert found.series.ac.tolist()[:2] == [60_000.0, 63_000.0]
    assert np.isnan(found.series.ac[2])  # no cost after the status date


def test_the_plan_goes_first_where_both_are_there_unless_the_ledger_does() -> None:
    own = earned(value(50_000.0))
    assert with_ledger(own, BOOKED) is own
    found = with_ledger(own, replace(BOOKED, first=True))
    assert (found.sums.ac.value, found.own_cost) == (63_000, value(50_000.0))


def test_what_is_not_known_takes_no_place() -> None:
    plain = earned(NO_DATA)
    assert with_ledger(plain, None) is plain
    late = earned(NO_DATA, status=0)
    assert with_ledger(late, BOOKED) is late  # nothing was booked by then
    dateless = earned(NO_DATA, status=NONE)
    assert with_ledger(dateless, BOOKED) is dateless
    found = with_ledger(plain, Ledger((0, DAY), (5.0, None)))
    assert (found.sums.ac.reason, found.sums.cpi.reason) == (Reason.NO_RATE, Reason.NO_RATE)
