"""Exchange rates: the newest that is fresh enough, either way round, through one currency, never one to one."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from conspectus.engine.measure import Reason
from conspectus.engine.rates import Rate, Rates

DAY = date(2026, 3, 31)


def rate(currency: str, factor: str, key: date | int = DAY, kind: str = "closing") -> Rate:
    """Return a rate of a currency with as many decimals as the portfolio's."""
    return Rate(kind, currency, key, factor, False, Fraction(factor))


def test_an_amount_is_rounded_half_even() -> None:
    rates = Rates("EUR", (rate("USD", "0.5"),))
    assert [rates.convert(minor, "USD", "EUR", DAY, "closing").minor for minor in (1, 3, 5, -1, -3)] == [0, 2, 2, 0, -2]


def test_the_inverse_and_the_cross_go_through_the_portfolios_currency() -> None:
    usd, gbp = rate("USD", "0.8"), rate("GBP", "1.2")
    rates = Rates("EUR", (usd, gbp))
    assert rates.convert(1_000, "EUR", "USD", DAY, "closing").minor == 1_250
    crossed = rates.convert(1_200, "GBP", "USD", DAY, "closing")
    assert crossed.minor == 1_800
    assert crossed.used == (gbp, usd)


def test_no_rate_is_said_and_never_one_to_one() -> None:
    rates = Rates("EUR", (rate("USD", "0.8"),))
    for currency, to, lacking in (("JPY", "EUR", "JPY"), ("USD", "JPY", "JPY"), ("", "EUR", "")):
        found = rates.convert(5, currency, to, DAY, "closing")
        assert (found.minor, found.reason, found.lacking) == (None, Reason.NO_RATE, lacking)
    assert rates.convert(5, "USD", "EUR", DAY, "transaction").reason is Reason.NO_RATE
    assert rates.convert(5, "JPY", "JPY", DAY, "closing").minor == 5


@pytest.mark.parametrize(("days", "found"), [(-1, None), (0, "0.8"), (35, "0.8"), (36, None)])
def test_a_rate_holds_from_its_day_for_35_days(days: int, found: str | None) -> None:
    rates = Rates("EUR", (rate("USD", "0.8"),))
    there = rates.find("USD", DAY + timedelta(days=days), "closing")
    assert (there.text if there else None) == found


def test_the_newest_day_counts_and_the_last_word_on_a_day() -> None:
    rates = Rates(
        "EUR", (rate("USD", "0.9", DAY), rate("USD", "0.7", DAY - timedelta(days=1)), rate("USD", "0.8", DAY))
    )
    found = rates.find("USD", DAY, "closing")
    assert found is not None
    assert found.text == "0.8"


def test_a_budget_rate_holds_for_its_fiscal_year_only() -> None:
    rates = Rates("EUR", (rate("USD", "0.5", 2026, "budget"),))
    assert rates.convert(10, "USD", "EUR", 2026, "budget").minor == 5
    assert rates.convert(10, "USD", "EUR", 2027, "budget").reason is Reason.NO_RATE
    assert rates.convert(10, "USD", "EUR", DAY, "budget").reason is Reason.NO_RATE
