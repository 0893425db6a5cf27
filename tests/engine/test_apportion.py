"""Money cut by shares: the parts add to the whole, and each lies within a unit of its exact share."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from conspectus.engine.apportion import WHOLE, apportion

shares = st.lists(st.integers(0, WHOLE), min_size=1, max_size=12).filter(any)
amounts = st.integers(-(10**15), 10**15)


@given(amounts, shares)
def test_parts_add_to_the_whole_and_lie_within_a_unit(amount: int, cut: list[int]) -> None:
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
