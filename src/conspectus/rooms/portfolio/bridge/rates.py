"""From rows of exchange rates to rates that convert."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

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
