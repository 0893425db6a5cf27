"""How many cases a test draws: few with every change, all before a release."""

from __future__ import annotations

import os

FULL = os.environ.get("CONSPECTUS_FULL") == "1"


def cases(daily: int, full: int) -> int:
    """Return how many cases to draw."""
    return full if FULL else daily
