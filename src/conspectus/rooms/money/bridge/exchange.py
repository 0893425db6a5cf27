"""Amounts of the ledger in another currency: what is spent or earned at its day's rate, what is open at the closing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.engine.rates import Key, Rates
from conspectus.rooms.money.bridge.sums import Booked
from conspectus.rooms.money.choices import Kind
from conspectus.rooms.portfolio.choices import RateKind


def exchanged(rows: Iterable[Booked], rates: Rates, to: str, today: date) -> tuple[list[Booked], list[Booked]]:
    """Return rows in one currency, and those that have no rate as they are."""
    found, lacking = [], []
    for row in rows:
        is_open = row.kind == Kind.COMMITMENT
        kind, on = (RateKind.CLOSING, today) if is_open else (RateKind.TRANSACTION, row.on)
        minor = rates.convert(row.amount, row.currency, to, on, kind).minor
        if minor is None:
            lacking.append(row)
        else:
            found.append(replace(row, amount=minor, currency=to))
    return found, lacking


def converted(amounts: Iterable[tuple[int, Key]], rates: Rates, currency: str, to: str, kind: str) -> Measure:
    """Return the sum of amounts of different days or years in another currency; one without a rate leaves none."""
    found = [rates.convert(amount, currency, to, on, kind).minor for amount, on in amounts]
    known = [minor for minor in found if minor is not None]
    return value(sum(known)) if len(known) == len(found) else missing(Reason.NO_RATE)
