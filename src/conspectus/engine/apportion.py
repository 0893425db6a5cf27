"""Whole minor units cut by shares so that the parts add to the whole (largest remainder)."""

from __future__ import annotations

from collections.abc import Sequence

WHOLE = 10_000  # basis points


def apportion(amount: int, shares: Sequence[int]) -> tuple[int, ...]:
    """Return ``amount`` (minor units, any sign) cut by ``shares`` (non-negative); the parts add to it exactly.

    Each part is its exact share rounded toward zero, then the units left go one by one to the largest remainders, of
    equal ones to the first. No part is more than one unit from its exact share. Without shares there is nothing to
    cut: all parts are 0.
    """
    whole = sum(shares)
    if not whole:
        return (0,) * len(shares)
    sign = -1 if amount < 0 else 1
    exact = [divmod(abs(amount) * share, whole) for share in shares]
    parts = [quotient for quotient, _ in exact]
    left = abs(amount) - sum(parts)
    largest = sorted(range(len(shares)), key=lambda place: -exact[place][1])
    for place in largest[:left]:
        parts[place] += 1
    return tuple(sign * part for part in parts)
