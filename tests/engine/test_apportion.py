"""Money cut by shares: the parts add to the whole, and each lies within a unit of its exact share."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.trust.counts import cases

from conspectus.engine.apportion import WHOLE, apportion

shares = st.lists(st.integers(0, WHOLE), min_size=1, max_size=12).filter(any)
amounts = st.integers(-(10**15), 10**15)


@settings(max_examples=cases(100, 100_000), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts, shares)
def test_parts_add_to_the_whole_and_lie_within_a_unit(counted: Any, amount: int, cut: list[int]) -> None:
    counted(1)
    parts = apportion(amount, cut)
    assert sum(parts) == amount
    for part, share in zip(parts, cut, strict=True):
        assert abs(part - Fraction(amount * share, sum(cut))) < 1
        assert share or part == 0


def test_by_hand() -> None:
    assert apportion(100, [3333, 3333, 3334]) == (33, 33, 34)
    assert apportion(10, [1, 1, 1]) == (4, 3, 3)
    assert apportion(-10, [1, 1, 1]) == (-4, -3, -3)
    assert apportion(5, [0, 0]) == (0, 0)
