"""The fixtures of this room's tests."""

from __future__ import annotations

from tests.handed_in import reader
from tests.packed import may

__all__ = ["may", "reader"]
