"""How many cases a test draws: few with every change, all before a release."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Sequence

FULL = os.environ.get("CONSPECTUS_FULL") == "1"


def cases(daily: int, full: int) -> int:
    """Return how many cases to draw."""
    return full if FULL else daily


def some(of: Iterable[str], number: int, told_by: str) -> Sequence[str]:
    """Return all before a release, else as many, always the same for one text: over many texts each has its turn."""
    known = sorted(of)
    if FULL or len(known) <= number:
        return known
    at = zlib.crc32(told_by.encode()) % len(known)
    return [*known, *known][at : at + number]
