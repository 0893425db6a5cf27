"""Figures, dates and reasons as people read them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from conspectus.doors.web import words
from conspectus.doors.web.forms.fields import FigureField, RatioField
from conspectus.doors.web.manners import month, number
from conspectus.engine.measure import Measure, Reason
from conspectus.engine.plan import DAY, NONE
from conspectus.formats.packs.words import told
from conspectus.kit.amounts import minor_units
from conspectus.kit.errors import Invalid
from conspectus.kit.manner import Manner, written_for


def test_days_are_written_in_words() -> None:
    assert words.day(dt.date(2026, 10, 3)) == "3 Oct 2026"
    assert words.day(20_000 * DAY + 17 * 60) == "4 Oct 2024"
    assert words.day(NONE) == words.DASH
    assert words.day(None) == words.DASH


def test_a_sentence_tells_its_dates_as_people_read_them_and_leaves_names_alone() -> None:
    said = told("“Ready by 2026-11-05” finishes 2 days later, on 2026-11-07; not 2026-13-40 nor P-2026-11-07.")
    assert said == "“Ready by 2026-11-05” finishes 2 days later, on 7 Nov 2026; not 2026-13-40 nor P-2026-11-07."


def test_the_midnight_that_ends_a_day_belongs_to_it() -> None:
    assert words.last_day(20_000 * DAY) == "3 Oct 2024"
    assert words.last_day(20_000 * DAY + 1) == "4 Oct 2024"


@pytest.mark.parametrize(
    ("minor", "currency", "said"),
    [
        (123_456_789, "EUR", "1,234,568 EUR"),
        (500, "JPY", "500 JPY"),
        (1_234_000, "KWD", "1,234 KWD"),
        (-500, "", "−5"),
        (500, "BIF", "500 BIF"),
    ],
)
def test_money_knows_the_minor_units_of_its_currency(minor: int, currency: str, said: str) -> None:
    assert words.money(minor, currency) == said


def test_numbers_have_no_trailing_zero_and_a_true_minus() -> None:
    assert [words.plain(n) for n in (3.0, 2.25, -4.0, 12345.6)] == ["3", "2.2", "−4", "12,345.6"]


def test_figures_of_a_column_have_one_decimal_each() -> None:
    assert [words.tenths(n) for n in (3, 18.74, -4.0, -0.01, 12345.6)] == ["3.0", "18.7", "−4.0", "0.0", "12,345.6"]


def test_what_a_check_measured_has_the_decimals_of_its_unit() -> None:
    said = [words.checked(Measure(value=value), unit) for value, unit in ((3.4826, "%"), (0.0, "%"), (1.0, "ratio"))]
    assert said == ["3.48", "0.00", "1.00"]
    assert words.checked(Measure(value=600.0), "days") == "600"


def test_a_reason_is_told_in_words() -> None:
    assert words.why(Measure(reason=Reason.NO_BASELINE)) == "there is no baseline"
    assert words.why("DIV_ZERO") == "the divisor is zero"
    assert words.why("anything else") == "anything else"


def test_one_and_many() -> None:
    assert [words.several(n, "task") for n in (0, 1, 1200)] == ["0 tasks", "1 task", "1,200 tasks"]


def test_an_address_drops_what_is_empty() -> None:
    assert words.address("/", {"sort": "name", "text": "a&b"}, sort="-name", state=None) == "/?sort=-name&text=a%26b"
    assert words.address("/", {"sort": "x"}, sort="") == "/"


IN = {
    "en-GB": ("3 Sep 2026", "25 Oct 2026, 02:30 CET", "−1,234,567.9", "1,234.56", "1,200 tasks", "Oct 2026"),
    "en-US": ("Sep 3, 2026", "Oct 25, 2026, 2:30\u202fAM CET", "−1,234,567.9", "1,234.56", "1,200 tasks", "Oct 2026"),
    "de-DE": ("03.09.2026", "25.10.2026, 02:30 CET", "−1.234.567,9", "1.234,56", "1.200 tasks", "Oct 2026"),
    "de-CH": ("03.09.2026", "25.10.2026, 02:30 CET", "−1’234’567.9", "1’234.56", "1’200 tasks", "Oct 2026"),
}


@pytest.mark.parametrize("region", IN)
def test_a_page_is_written_as_its_readers_region_writes(region: str) -> None:
    twice = dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)  # in the hour that comes twice in Berlin
    with written_for(Manner("en", region, "Europe/Berlin")):
        said = (
            words.day(dt.date(2026, 9, 3)),
            words.moment(twice),
            words.plain(-1234567.89),
            words.exact(123456, "EUR"),
            words.several(1200, "task"),
            month(dt.date(2026, 10, 1)),
        )
        assert said == IN[region]
        assert words.moment(dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)).endswith(("01:30", "1:30\u202fAM"))
        assert words.hundredths(0.5) == "50.0"  # a coordinate knows no region


def test_a_plans_own_local_time_moves_with_nobodys_zone() -> None:
    with written_for(Manner("de", "de-DE", "Asia/Tokyo")):
        assert words.day(dt.datetime(2026, 12, 1, 23, 0)) == "01.12.2026"
        assert words.day(dt.datetime(2026, 12, 1, 23, 0, tzinfo=dt.UTC)) == "02.12.2026"
        assert month(dt.date(2026, 12, 1)) == "Dez 2026"
        assert words.told("ready on 2026-12-01, not “2026-12-02”") == "ready on 01.12.2026, not “2026-12-02”"


@pytest.mark.parametrize(
    ("region", "typed", "read"),
    [
        ("en-GB", "1,234.56", "1,234.56"),
        ("de-DE", "1.234,56", "1,234.56"),
        ("de-DE", "(1.234,56) EUR", "(1,234.56) EUR"),
        ("de-DE", "−12,5", "-12.5"),
        ("de-AT", "1234", "1234"),
        ("de-CH", "1’234.5", "1,234.5"),
        ("de-CH", "1'234.5-", "1,234.5-"),
    ],
)
def test_a_form_reads_a_number_as_its_readers_region_writes_it(region: str, typed: str, read: str) -> None:
    with written_for(Manner("de", region)):
        field = FigureField()
        assert field.clean(typed) == read
        assert field.clean(field.prepare_value("1234.50")) == "1234.50"  # what a form shows it reads again
        assert RatioField(required=False).clean(number("1,002.5")) == 1002.5


def test_a_form_never_guesses_whose_point_it_is() -> None:
    for region, typed in (
        ("de-DE", "1234.56"),
        ("de-DE", "1,234.56"),
        ("de-DE", "12.34"),
        ("de-DE", "0.500"),
        ("de-CH", "1,5"),
    ):
        with written_for(Manner("de", region)), pytest.raises(ValidationError, match="etwa 1"):
            FigureField().clean(typed)
    for wrong in ("inf", "nan", "1e999", "five", "12,5", "1,2345", "0,500", "-0,500"):
        with pytest.raises(ValidationError):
            RatioField().clean(wrong)
    with pytest.raises(Invalid):
        minor_units("0,500", "EUR")
