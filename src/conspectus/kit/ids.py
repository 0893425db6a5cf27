"""Ids as they arrive from outside: a whole number that could be a row, or nothing."""

from __future__ import annotations

from conspectus.kit.errors import NotFound

LARGEST = 2**63 - 1


def row_id(value: object) -> int:
    """Return ``value`` as a row's number; whatever cannot be one is simply not found."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 19:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= LARGEST:
        raise NotFound
    return value
