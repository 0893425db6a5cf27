"""Sums of the ledger: exact, by year, nature and category, by month, and what is still open of commitments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from conspectus.engine.measure import Measure, ratio, value
from conspectus.rooms.money.choices import SPENT, Kind

Key = tuple[int, str, str]  # fiscal year, nature, category without case


@dataclass(frozen=True, slots=True)
class Booked:
    """What was booked on one day: entries of one kind, nature, category and currency added up."""

    kind: str
    nature: str
    category: str
    currency: str
    on: date
    amount: int


def total(rows: Iterable[Booked], *kinds: str, nature: str = "", until: date | None = None) -> int:
    """Return the sum of some kinds, up to a day."""
    return sum(
        row.amount
        for row in rows
        if row.kind in kinds and (not nature or row.nature == nature) and (until is None or row.on <= until)
    )


def by_line(rows: Iterable[Booked], year_of: Callable[[date], int]) -> dict[Key, tuple[str, int, int]]:
    """Return name of the category, committed and spent by fiscal year, nature and category."""
    names: dict[Key, str] = {}
    committed: dict[Key, int] = defaultdict(int)
    spent: dict[Key, int] = defaultdict(int)
    for row in rows:
        if row.kind == Kind.REVENUE:
            continue
        key = (year_of(row.on), row.nature, row.category.casefold())
        names.setdefault(key, row.category)
        (committed if row.kind == Kind.COMMITMENT else spent)[key] += row.amount
    return {key: (name, committed[key], spent[key]) for key, name in names.items()}


def by_month(rows: Iterable[Booked]) -> dict[date, int]:
    """Return what was spent by the first day of each month."""
    found: dict[date, int] = defaultdict(int)
    for row in rows:
        if row.kind in SPENT:
            found[row.on.replace(day=1)] += row.amount
    return dict(sorted(found.items()))


def still_open(committed: Mapping[str, int], spent: Mapping[str, int]) -> int:
    """Return what is open of commitments: each less what was spent under its reference, never below zero."""
    loose = committed.get("", 0)
    return loose + sum(max(amount - spent.get(name, 0), 0) for name, amount in committed.items() if name)


def plus(first: Measure, second: Measure) -> Measure:
    """Return the sum of two measures; the first reason wins."""
    if first.value is None:
        return first
    return second if second.value is None else value(first.value + second.value)


def less(first: Measure, second: Measure) -> Measure:
    """Return the first measure less the second; the first reason wins."""
    return plus(first, second) if second.value is None else plus(first, value(-second.value))


def margin(revenue: int, direct_cost: int) -> Measure:
    """Return the gross profit margin as a share of one; without revenue there is none."""
    return ratio(value(revenue - direct_cost), value(revenue))
