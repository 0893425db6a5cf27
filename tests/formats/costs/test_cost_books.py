"""Cost books: amounts are exact minor units, and what does not do is named by its cell."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.workbooks.sheets import workbook

from conspectus.engine.findings import Severity
from conspectus.formats import currencies
from conspectus.formats.costs import CostReading, Manner, read_costs

EPOCH = date(1970, 1, 1)
BOOK = [
    ["Project", "Task", "Period", "Category", "Planned", "Actual", "Currency"],
    ["P1", "A10", datetime(2026, 3, 2), "labour", 1000.5, 900, "EUR"],
    ["P1", "", "2026-03", "travel", None, 19.99, "EUR"],
    ["P2", "B1", "Q1 2026", "credit", None, -50, "JPY"],
]


def day(text: str) -> int:
    return (date.fromisoformat(text) - EPOCH).days


def csv(text: str, **how: str) -> CostReading:
    return read_costs(text.encode(), "costs.csv", manner=Manner(**how))


def test_a_workbook_is_read_row_by_row() -> None:
    reading = read_costs(workbook(BOOK, title="Costs"), "costs.xlsx")
    assert reading.findings == ()
    first, second, third = reading.rows
    assert (first.project, first.task, first.category, first.currency) == ("P1", "A10", "labour", "EUR")
    assert (first.planned, first.actual) == (100_050, 90_000)
    assert (first.first, first.last) == (day("2026-03-02"), day("2026-03-02"))
    assert (second.planned, second.actual) == (None, 1999)
    assert (second.first, second.last) == (day("2026-03-01"), day("2026-03-31"))
    assert (third.actual, third.first, third.last) == (-50, day("2026-01-01"), day("2026-03-31"))


@pytest.mark.parametrize(
    ("amount", "currency", "sentence"),
    [
        ("NaN", "EUR", "Enter an amount such as 1234.56. (B2)"),
        ("Infinity", "EUR", "Enter an amount such as 1234.56. (B2)"),
        ("1e400", "EUR", "Enter an amount such as 1234.56. (B2)"),
        ("0x10", "EUR", "Enter an amount such as 1234.56. (B2)"),
        ("1_000", "EUR", "Enter an amount such as 1234.56. (B2)"),
        ("٣٤", "EUR", "Enter an amount such as 1234.56. (B2)"),
        ("-5", "EUR", "Costs cannot be negative; use a credit. (B2)"),
        ("(500)", "EUR", "Costs cannot be negative; use a credit. (B2)"),
        ("500-", "EUR", "Costs cannot be negative; use a credit. (B2)"),
        ("1.5", "JPY", "JPY has no decimals. (B2)"),
        ("1.2345", "KWD", "KWD has only 3 decimals. (B2)"),
        ("0.001", "EUR", "EUR has only 2 decimals. (B2)"),
        ("92233720368547758.08", "EUR", "The amount is too large. (B2)"),
        ("1" + "0" * 30, "EUR", "The amount is too large. (B2)"),
        ("5", "XXZ", "'XXZ' is not a currency code in use (C2)."),
        ("5", "DEM", "'DEM' is not a currency code in use (C2)."),
        ("", "EUR", "Row 2 has no amount."),
    ],
)
def test_an_amount_that_does_not_do_is_named(amount: str, currency: str, sentence: str) -> None:
    reading = csv(f"date,actual,currency\n2026-03-02,{amount},{currency}\n", locale="en")
    assert [f.words for f in reading.findings if f.severity is Severity.ERROR] == [sentence]
    assert reading.refused
    assert reading.rows == ()


def test_the_good_rows_on_demand() -> None:
    text = "date,actual\n2026-03-02,5\n2026-02-30,6\n2026-03-04,x\n"
    reading = read_costs(text.encode(), "a.csv", keep_good_rows=True)
    assert [r.actual for r in reading.rows] == [500]
    assert [f.place for f in reading.findings] == ["A3", "B4"]
    assert not reading.refused


@pytest.mark.parametrize(
    ("text", "locale", "minor"),
    [
        ("1,234.56", "en", 123_456),
        ("1.234,56", "de", 123_456),
        ("€ 1 234", "fr", 123_400),
        ("1'234.50", "ch", 123_450),
        ("EUR 7", "en", 700),
        ("1\u202f234,5", "fr", 123_450),
    ],
)
def test_amounts_as_the_locale_says(text: str, locale: str, minor: int) -> None:
    reading = csv(f'date;actual;currency\n2026-03-02;"{text}";EUR\n', locale=locale)
    assert [r.actual for r in reading.rows] == [minor]


def test_one_row_settles_the_locale_of_all_or_it_is_asked() -> None:
    settled = csv("date;actual\n2026-03-02;1.234\n2026-03-03;1.234,50\n")
    assert [r.actual for r in settled.rows] == [123_400, 123_450]
    asked = csv("date;actual\n2026-03-02;1.234\n")
    assert [f.words for f in asked.findings] == ["Is 1.234 1.234 or 1234?"]
    assert asked.refused


def test_a_book_without_amounts_dates_or_content() -> None:
    assert csv("date,task\n2026-03-02,A\n").findings[0].code == "HEADINGS_MISSING"
    assert csv("actual\n5\n").findings[0].words == "No row of headings was found. Needed are: date."
    assert read_costs(b"", "a.csv").findings[0].words == "The file is empty."
    assert read_costs(b"%PDF-1.7 ....", "a.csv").findings[0].words == "The content is not a CSV file."
    assert read_costs(b"\xff\xd8\xff\xe0 jpeg", "a.xlsx").findings[0].words == "The content is not a workbook file."


def test_currency_by_manner_and_by_row() -> None:
    reading = csv("date,actual\n2026-03-02,5\n", currency="JPY")
    assert (reading.rows[0].actual, reading.rows[0].currency) == (5, "JPY")
    reading = csv("date,actual,currency\n2026-03-02,5.125,kwd\n", locale="en")
    assert (reading.rows[0].actual, reading.rows[0].currency) == (5125, "KWD")


@given(st.integers(0, 10**15), st.sampled_from(["EUR", "JPY", "KWD", "CLF"]), st.sampled_from(["en", "de", "fr", "ch"]))
def test_any_amount_is_read_to_the_unit(minor: int, currency: str, locale: str) -> None:
    marks = {"en": (",", "."), "de": (".", ","), "fr": (" ", ","), "ch": ("'", ".")}
    group, point = marks[locale]
    places = currencies.decimals(currency)
    whole, rest = divmod(minor, 10**places)
    text = f"{whole:,}".replace(",", group) + (f"{point}{rest:0{places}d}" if places else "")
    reading = csv(f'date;actual;currency\n2026-03-02;"{text}";{currency}\n', locale=locale)
    assert [r.actual for r in reading.rows] == [minor]


@given(st.binary(max_size=400))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    for body in (data, b"date,actual\n" + data, b"PK\x03\x04" + data):
        reading = read_costs(body, "a.csv")
        assert reading.rows or reading.findings
