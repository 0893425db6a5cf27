"""From the child's joined text columns to arrays: dates, durations, numbers, flags."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from conspectus.engine.plan import NONE, Flags, Floats, Ints

SEP = "\x1e"
ELAPSED_MINUTES = {"em": 1.0, "eh": 60.0, "ed": 1440.0, "ew": 10080.0, "emo": 43200.0, "ey": 525600.0}
FIRST, LAST = 0, 94_672_800  # 1970 to 2149, in minutes: the years plans may lie in


@dataclass(frozen=True, slots=True)
class Spans:
    """How many minutes the file's day, week and month have."""

    day: float = 480
    week: float = 2400
    month: float = 9600

    def minutes(self, unit: str) -> float | None:
        """Return the minutes of one working unit, None for a percent."""
        table = {"m": 1.0, "h": 60.0, "d": self.day, "w": self.week, "mo": self.month, "y": self.month * 12}
        return table.get(unit, ELAPSED_MINUTES.get(unit))


def split_unit(text: str) -> tuple[float, str]:
    """Split ``8.0h`` into number and unit."""
    cut = len(text)
    while cut and (text[cut - 1].isalpha() or text[cut - 1] == "%"):
        cut -= 1
    return float(text[:cut] or "nan"), text[cut:]


class Columns:
    """Columns of one table by the reader's field names; an absent column is empty."""

    def __init__(self, table: dict[str, Any], spans: Spans, keep: Iterable[int] | None = None) -> None:
        self.size: int = table["size"]
        self._raw: dict[str, str] = table["columns"]
        self.spans = spans
        self._keep = None if keep is None else list(keep)
        self.beyond: set[int] = set()  # rows that held a date no plan may hold; it was left out

    def keep(self, rows: Iterable[int]) -> Columns:
        """Return the same table with these rows only, in this order."""
        return Columns({"size": self.size, "columns": self._raw}, self.spans, rows)

    def __len__(self) -> int:
        return self.size if self._keep is None else len(self._keep)

    def has(self, name: str) -> bool:
        """Say whether any row holds the field."""
        return name in self._raw

    def text(self, name: str) -> tuple[str, ...]:
        """Return the column's text, empty where nothing is stored."""
        joined = self._raw.get(name)
        if joined is None or not self.size:
            return ("",) * len(self)
        whole = joined.split(SEP)
        return tuple(whole) if self._keep is None else tuple(whole[row] for row in self._keep)

    def map(self, name: str, table: dict[str, int], default: int) -> Ints:
        """Return each row's code by the reader's word for it."""
        return np.array([table.get(v, default) for v in self.text(name)], dtype=np.int64)

    def flag(self, name: str, *, default: bool = False) -> Flags:
        """Return true and false; ``default`` where nothing is stored."""
        words = {"true": True, "false": False}
        return np.array([words.get(v, default) for v in self.text(name)], dtype=np.bool_)

    def _unique(self, name: str, convert: Callable[[str], float]) -> Floats:
        """Convert each distinct text once: columns repeat themselves."""
        seen: dict[str, float] = {"": np.nan}
        values = self.text(name)
        for value in set(values):
            if value not in seen:
                seen[value] = convert(value)
        return np.array([seen[v] for v in values], dtype=np.float64)

    def number(self, name: str) -> Floats:
        """Return numbers, NaN where nothing is stored."""
        return self._unique(name, float)

    def whole(self, name: str, default: int = NONE) -> Ints:
        """Return whole numbers."""
        return _to_ints(self.number(name), default)

    def minutes_exact(self, name: str) -> Floats:
        """Return durations in minutes with their fractions, NaN where nothing is stored."""
        return self._unique(name, self._minutes)

    def _minutes(self, text: str) -> float:
        number, unit = split_unit(text)
        return number * (self.spans.minutes(unit) or np.nan)

    def minutes(self, name: str, default: int = NONE) -> Ints:
        """Return durations in whole minutes."""
        return _to_ints(self.minutes_exact(name), default)

    def elapsed(self, name: str) -> Flags:
        """Say which durations count elapsed time."""
        return np.array([split_unit(v)[1] in ELAPSED_MINUTES if v else False for v in self.text(name)], dtype=np.bool_)

    def instant(self, name: str) -> Ints:
        """Return instants as minutes since 1970, seconds cut off, NONE where nothing a plan may hold is stored."""
        if not self.has(name):
            return np.full(len(self), NONE, dtype=np.int64)
        stamps = np.array([v or "NaT" for v in self.text(name)], dtype="datetime64[ms]").astype("datetime64[m]")
        minutes = np.asarray(stamps.astype(np.int64))  # NaT is the same pattern as NONE
        beyond = (minutes != NONE) & ((minutes < FIRST) | (minutes > LAST))
        self.beyond.update(map(int, np.flatnonzero(beyond)))
        return np.where(beyond, NONE, minutes)


def _to_ints(values: Floats, default: int) -> Ints:
    known = np.isfinite(values) & (np.abs(values) < 1e15)
    return np.where(known, np.rint(np.where(known, values, 0)), 0).astype(np.int64) + np.where(known, 0, default)


def instant(text: str) -> int:
    """Return one instant in minutes since 1970, NONE for an empty text or a date no plan may hold."""
    if not text:
        return NONE
    minutes = int(np.datetime64(text, "ms").astype("datetime64[m]").astype(np.int64))
    return minutes if FIRST <= minutes <= LAST else NONE


def day(text: str) -> int:
    """Return a date as days since 1970."""
    return int(np.datetime64(text, "D").astype(np.int64))
