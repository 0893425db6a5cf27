"""Money: exact to the unit, in every currency, read and written without guessing."""

from __future__ import annotations

import ast
import inspect
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conspectus.kit import money as module
from conspectus.kit.errors import Invalid
from conspectus.kit.money import (
    LARGEST,
    Money,
    allocate,
    currencies,
    currency_code,
    decimals_of,
    format_money,
    parse_money,
    plain_amount,
    total,
)

KINDS = ("JPY", "EUR", "KWD", "CLF")  # no, two, three and four decimals


@pytest.mark.parametrize(("code", "places"), [("JPY", 0), ("EUR", 2), ("KWD", 3), ("CLF", 4)])
def test_decimals_are_those_of_the_currency(code: str, places: int) -> None:
    assert decimals_of(code) == places


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("1.5", "JPY", "JPY has no decimals."),
        ("0.001", "EUR", "EUR has 2 decimals."),
        ("1.2345", "KWD", "KWD has 3 decimals."),
        ("NaN", "EUR", "Enter an amount such as 1234.56."),
        ("Infinity", "EUR", "Enter an amount such as 1234.56."),
        ("1e400", "EUR", "Enter an amount such as 1234.56."),
        ("0x10", "EUR", "Enter an amount such as 1234.56."),
        ("1_000", "EUR", "Enter an amount such as 1234.56."),
        ("٣٤", "EUR", "Enter an amount such as 1234.56."),
        ("", "EUR", "Enter an amount such as 1234.56."),
        ("1,234.56", "EUR", "Enter an amount such as 1234.56."),
        ("(500)", "EUR", "Enter an amount such as 1234.56."),
        ("500-", "EUR", "Enter an amount such as 1234.56."),
        ("--5", "EUR", "Enter an amount such as 1234.56."),
        ("9" * 61, "EUR", "Enter an amount such as 1234.56."),
        ("-3", "EUR", "Costs cannot be negative; use a credit."),
        (str(2**63), "JPY", "The amount is too large."),
        ("1" + "0" * 30, "EUR", "The amount is too large."),
    ],
)
def test_amounts_refused(text: str, code: str, words: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse_money(text, code)
    assert caught.value.words == words


@pytest.mark.parametrize("value", [5, 5.0, True, None, ["5"]])
def test_an_amount_is_text(value: object) -> None:
    with pytest.raises(Invalid):
        parse_money(value, "EUR")


@pytest.mark.parametrize(
    ("text", "locale", "minor"),
    [
        ("1.234,56", "de", 123456),
        ("1,234.56", "en", 123456),
        ("1 234,56", "fr", 123456),
        ("1234,5", "de", 123450),
        ("-0", "en", 0),
    ],
)
def test_amounts_are_read_by_the_chosen_locale(text: str, locale: str, minor: int) -> None:
    assert parse_money(text, "EUR", locale=locale) == Money(minor, "EUR")


@pytest.mark.parametrize(("text", "locale"), [("1,234.56", "de"), ("12,34", "en"), ("1.23.456", "de"), ("1", "xx_!")])
def test_a_locale_is_never_guessed(text: str, locale: str) -> None:
    with pytest.raises(Invalid):
        parse_money(text, "EUR", locale=locale)


@pytest.mark.parametrize("code", ["XXZ", "DEM", "XXX", "XAU", "", "EU", "€", None, 5])
def test_currencies_of_no_land_are_refused(code: object) -> None:
    with pytest.raises(Invalid):
        currency_code(code)


def test_currencies_in_use() -> None:
    assert {"EUR", "USD", "JPY", "KWD", "XOF", "CHF"} <= set(currencies())
    assert currency_code(" eur ") == "EUR"


@given(st.integers(-LARGEST, LARGEST), st.sampled_from(KINDS))
def test_written_and_read_again_it_is_the_same(minor: int, code: str) -> None:
    assert parse_money(plain_amount(Money(minor, code)), code, credit=True) == Money(minor, code)


@given(st.integers(-(10**15), 10**15), st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any))
def test_parts_add_up_and_none_is_a_unit_off(minor: int, weights: list[int]) -> None:
    parts = allocate(Money(minor, "EUR"), weights)
    assert sum(part.minor for part in parts) == minor
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.minor - Fraction(minor * weight, sum(weights))) < 1


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1, 3]])
def test_parts_need_weights(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        allocate(Money(1, "EUR"), weights)


def test_a_hundred_thousand_cents_are_a_thousand() -> None:
    assert str(total([Money(1, "EUR")] * 100_000, "EUR")) == "1000.00 EUR"


def test_currencies_do_not_mix_and_sums_do_not_wrap() -> None:
    with pytest.raises(Invalid, match="cannot be added up"):
        Money(1, "EUR") + Money(1, "USD")
    with pytest.raises(Invalid, match="too large"):
        Money(LARGEST, "EUR") + Money(1, "EUR")
    with pytest.raises(TypeError):
        Money(1.5, "EUR")  # type: ignore[arg-type]  # the point of the test
    assert Money(1, "EUR") < Money(2, "EUR") - Money(-1, "EUR")
    assert -Money(5, "EUR") == Money(-5, "EUR")


def test_people_read_it_in_their_way() -> None:
    assert format_money(Money(123456789, "EUR")) == "EUR 1,234,567.89"
    assert format_money(Money(123456789, "EUR"), "de") == "EUR 1.234.567,89"
    assert format_money(Money(-5, "KWD")) == "KWD -0.005"
    assert format_money(Money(150, "EUR"), whole=True) == "EUR 2"
    assert format_money(Money(1234, "JPY")) == "JPY 1,234"


def test_no_float_in_the_module() -> None:
    tree = ast.parse(inspect.getsource(module))
    floats = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, float)]
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "float"]
    divisions = [node for node in ast.walk(tree) if isinstance(node, ast.Div)]
    assert (floats, calls, divisions) == ([], [], [])
