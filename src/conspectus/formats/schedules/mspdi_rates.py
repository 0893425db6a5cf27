"""Rates by date as MSPDI holds them: up to five tables a resource, each row from a date to the next."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from conspectus.engine.plan import NONE, Plan
from conspectus.formats.schedules.xmltext import Lines, block, number, stamp, tag

TABLES = 5
EVER, NEVER = "1984-01-01T00:00:00", "2049-12-31T23:59:00"  # the format's first and last moment
IN_HOURS = 2


def write(plan: Plan, resource: int, unit: float) -> Iterator[str]:
    """Yield the rate tables of a resource; nothing where one rate holds always."""
    rates = plan.rates
    rows = np.flatnonzero((rates.resource == resource) & (rates.table < TABLES))
    if not len(rows):
        return
    inside: Lines = []
    people = plan.resources
    if 0 not in rates.table[rows]:
        use = float(np.nan_to_num(people.cost_per_use[resource]))
        prices = (float(people.rate[resource]), float(people.overtime_rate[resource]), use)
        inside += _rate(EVER, NEVER, 0, prices, unit)
    for table in np.unique(rates.table[rows]).tolist():
        held = rows[rates.table[rows] == table]
        starts = [stamp(at) if at != NONE else EVER for at in rates.start[held].tolist()]
        for row, (begin, end) in zip(held.tolist(), pairwise([*starts, NEVER]), strict=True):
            prices = (float(rates.standard[row]), float(rates.overtime[row]), float(rates.per_use[row]))
            inside += _rate(begin, end, table, prices, unit)
    yield from block("Rates", inside)


def _rate(begin: str, end: str, table: int, prices: tuple[float, float, float], unit: float) -> Lines:
    standard, overtime, use = (0.0 if np.isnan(price) else price for price in prices)
    return block("Rate", [
        tag("RatesFrom", begin), tag("RatesTo", end), tag("RateTable", table),
        tag("StandardRate", number(standard / unit)), tag("StandardRateFormat", IN_HOURS),
        tag("OvertimeRate", number(overtime / unit)), tag("OvertimeRateFormat", IN_HOURS),
        tag("CostPerUse", number(use / unit * 100)),
    ])  # fmt: skip
