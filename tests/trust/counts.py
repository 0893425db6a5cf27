"""How many cases a test draws: few with every change, all before a release."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Sequence

FULL = os.environ.get("CONSPECTUS_FULL") == "1"
POSTGRES = os.environ.get("CONSPECTUS_TEST_DATABASE", "sqlite") == "postgres"
BY_TURNS = 3  # on PostgreSQL, where only the rows are others, one of so many cases daily


def cases(daily: int, full: int) -> int:
    """Return how many cases to draw."""
    return full if FULL else daily


def daily(case: str) -> bool:
    """Return whether a case that is the same on both databases is tried daily: always on SQLite, by turns on the other.

    Always the same ones for one name; before a release all are tried on both.
    """
    return FULL or not POSTGRES or zlib.crc32(case.encode()) % BY_TURNS == 0


def some(of: Iterable[str], number: int, told_by: str) -> Sequence[str]:
    """Return all before a release, else as many, always the same for one text: over many texts each has its turn."""
    known = sorted(of)
    if FULL or len(known) <= number:
        return known
    at = zlib.crc32(told_by.encode()) % len(known)
    return [*known, *known][at : at + number]
