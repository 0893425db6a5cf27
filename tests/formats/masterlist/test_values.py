"""Values as people type them: colours, states, days, money."""

from __future__ import annotations

from datetime import date

import pytest

from conspectus.formats.masterlist.values import Amount, amount, amounts_locale, colour, day, state, unit_of
from conspectus.formats.workbooks import Cell, Manner
from conspectus.formats.workbooks.cells import BadCell, Refused
from conspectus.formats.workbooks.values import LOCALES


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("G", "green"),
        ("Grün", "green"),
        ("vert", "green"),
        ("🟡", "amber"),
        ("Yellow", "amber"),
        ("amber/red", "amber_red"),
        ("A/R", "amber_red"),
        ("Amber - Green", "amber_green"),
        ("gelb/rot", "amber_red"),
        ("Rot", "red"),
        ("red red", "red"),
        ("exempt", None),
        ("n/a", None),
        ("tbc", None),
        ("", None),
    ],
)
def test_a_colour_as_a_word(text: str, wanted: str | None) -> None:
    assert colour(Cell("B2", text)) == wanted


@pytest.mark.parametrize("text", ["green/red", "mauve", "12", "on track"])
def test_what_is_no_colour_is_said(text: str) -> None:
    with pytest.raises(BadCell, match="B2"):
        colour(Cell("B2", text))


@pytest.mark.parametrize(
    ("rgb", "wanted"),
    [("00B050", "green"), ("92D050", "green"), ("FFC000", "amber"), ("FFFF00", "amber"), ("FF0000", "red"),
     ("C00000", "red"), ("FFFFFF", None), ("808080", None), ("0070C0", None), ("", None)],
)  # fmt: skip
def test_a_colour_as_a_fill(rgb: str, wanted: str | None) -> None:
    assert colour(Cell("B2", None, fill=rgb)) == wanted


def test_a_word_goes_before_the_fill() -> None:
    assert colour(Cell("B2", "red", fill="00B050")) == "red"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("July 31, 2022", date(2022, 7, 31), date(2022, 7, 31)),
        ("2022-07-31", date(2022, 7, 31), date(2022, 7, 31)),
        ("31.7.22", date(2022, 7, 31), date(2022, 7, 31)),
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("Q3 2022", date(2022, 7, 1), date(2022, 9, 30)),
        ("2022-Q4", date(2022, 10, 1), date(2022, 12, 31)),
        ("Mar 2022", date(2022, 3, 1), date(2022, 3, 31)),
        ("Dezember 2022", date(2022, 12, 1), date(2022, 12, 31)),
        ("02/2024", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_a_day_or_a_longer_time(text: str, first: date, last: date) -> None:
    cell = Cell("C3", text)
    told = [day(cell, last=end, day_comes_first=True) for end in (False, True)]
    assert told == [(first, first != last), (last, first != last)]


def test_a_year_as_a_number() -> None:
    assert day(Cell("C3", 2027.0), last=True, day_comes_first=True) == (date(2027, 12, 31), True)


@pytest.mark.parametrize("text", ["soon", "32.1.2022", "13/2024", "Q5 2022", "2022-2023"])
def test_what_is_no_day_is_said(text: str) -> None:
    with pytest.raises(BadCell):
        day(Cell("C3", text), last=True, day_comes_first=True)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("£1.2m", Amount(120_000_000, "GBP")),
        ("1,234k", Amount(123_400_000)),
        ("$2,812,101", Amount(281_210_100)),
        ("US$ 5bn", Amount(500_000_000_000, "USD")),
        ("EUR 3.5 Mio", Amount(350_000_000, "EUR")),
        ("(450)", Amount(-45_000)),
        ("-$2,595", Amount(-259_500)),
        ("-", None),
        ("TBC", None),
    ],
)
def test_money(text: str, wanted: Amount | None) -> None:
    assert amount(Cell("D4", text), LOCALES["en"], (1, "")) == wanted


@pytest.mark.parametrize("text", ["about 3m", "3m - 4m", "lots", "1.2.3", "1e5"])
def test_what_is_no_money_is_said(text: str) -> None:
    with pytest.raises(BadCell, match="D4"):
        amount(Cell("D4", text), LOCALES["en"], (1, ""))


def test_a_unit_in_the_heading_counts_unless_the_cell_has_its_own() -> None:
    unit = (1000, "EUR")
    assert amount(Cell("D4", 12.5), LOCALES["en"], unit) == Amount(1_250_000, "EUR")
    assert amount(Cell("D4", "£1m"), LOCALES["en"], unit) == Amount(100_000_000, "GBP")
    assert amount(Cell("D4", "£1.2m"), LOCALES["en"], (1, "JPY")) == Amount(120_000_000, "GBP")


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("Budget (T€)", ("Budget", 1000, "EUR")),
        ("Cost in k€", ("Cost", 1000, "EUR")),
        ("wlc_gbp_m", ("wlc", 10**6, "GBP")),
        ("Budget £m", ("Budget", 10**6, "GBP")),
        ("Budget", ("Budget", 1, "")),
        ("Project ID", ("Project ID", 1, "")),
        ("EUR", ("EUR", 1, "")),
    ],
)
def test_the_unit_of_a_heading(heading: str, wanted: tuple[str, int, str]) -> None:
    assert unit_of(heading) == wanted


def test_amounts_that_may_mean_two_things_are_asked_about() -> None:
    with pytest.raises(Refused) as refusal:
        amounts_locale([Cell("D4", "1,234 €")], Manner(), "Budget")
    assert refusal.value.finding.code == "AMOUNT_LOCALE"
    assert amounts_locale([Cell("D4", "1,234"), Cell("D5", "1,234,567")], Manner(), "Budget") == LOCALES["en"]


@pytest.mark.parametrize(
    ("text", "wanted"), [("In progress", "active"), ("abgeschlossen", "closed"), ("On hold", "paused"), ("", None)]
)
def test_a_state(text: str, wanted: str | None) -> None:
    assert state(Cell("E5", text)) == wanted


def test_what_is_no_state_is_said() -> None:
    with pytest.raises(BadCell, match="E5"):
        state(Cell("E5", "purple"))
