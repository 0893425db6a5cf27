"""From rows of exchange rates to rates that convert, and to what a snapshot keeps of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from conspectus.engine import rates
from conspectus.formats.currencies import decimals
from conspectus.rooms.portfolio.models import Rate


def rate_of(row: Rate, home: str) -> rates.Rate:
    """Return a rate as it is used towards the portfolio's currency."""
    units = Fraction(Decimal(row.rate))
    factor = (1 / units if row.inverse else units) * Fraction(10) ** (decimals(home) - decimals(row.currency))
    key = row.fiscal_year if row.valid_on is None else row.valid_on
    if key is None:
        raise ValueError("a rate has a day or a fiscal year")
    return rates.Rate(row.kind, row.currency, key, row.rate, row.inverse, factor)


def rate_json(rate: rates.Rate) -> dict[str, Any]:
    """Return a rate that was used as a snapshot keeps it."""
    key = rate.key.isoformat() if isinstance(rate.key, date) else rate.key
    return {"kind": rate.kind, "currency": rate.currency, "key": key, "rate": rate.text, "inverse": rate.inverse}
