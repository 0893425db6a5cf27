"""Exchange rates as rows: exact, corrected by newer ones, never changed; who may record them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from tests import factories as make
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.engine.measure import Reason
from conspectus.kit.errors import Invalid, NotAllowed, NotFound
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.portfolio.actions import NewRate, record_rates
from conspectus.rooms.portfolio.models import Rate
from conspectus.rooms.portfolio.queries import (
    RateFilter,
    closing_exchange,
    currencies_without_rate,
    find_rates,
    rates_in_force,
    rates_of,
)
from conspectus.rooms.schedule.actions import import_plan
from conspectus.rooms.schedule.models import PlanSummary
from conspectus.rooms.status.queries import group_status

pytestmark = pytest.mark.rows
DAY = AT.date()
USD = NewRate("closing", "USD", "0.9234", DAY)


def record(cast: Cast, *rates: NewRate, **more: Any) -> tuple[Rate, ...]:
    """Record rates in the name of finance."""
    return record_rates(**{"portfolio": cast.portfolio, "rates": rates, "by": cast.liam, "at": AT, **more})


def test_decimals_of_currencies_are_minded(cast: Cast) -> None:
    record(cast, USD, NewRate("closing", "JPY", "162.5", DAY, inverse=True), NewRate("closing", "KWD", "3", DAY))
    rates = rates_of(cast.portfolio)
    assert rates.convert(10_000, "USD", "EUR", DAY, "closing").minor == 9_234
    assert rates.convert(100, "EUR", "JPY", DAY, "closing").minor == 162  # one euro; half a yen goes to the even one
    assert rates.convert(1_000, "KWD", "EUR", DAY, "closing").minor == 300
    used = rates.convert(162_500, "JPY", "KWD", DAY, "closing")
    assert used.minor == 333_333
    assert [(one.currency, one.key, one.text, one.inverse) for one in used.used] == [
        ("JPY", DAY, "162.5", True),
        ("KWD", DAY, "3", False),
    ]


def test_a_newer_row_corrects_and_the_old_one_stays(cast: Cast) -> None:
    record(cast, USD)
    later = AT + timedelta(days=2)
    assert len(record(cast, replace(USD, rate="0.93"), at=later)) == 1
    assert [row.rate for row in find_rates(cast.portfolio)] == ["0.93", "0.9234"]
    assert rates_of(cast.portfolio).convert(10_000, "USD", "EUR", DAY, "closing").minor == 9_300
    as_known = rates_of(cast.portfolio, known_by=AT)
    assert as_known.convert(10_000, "USD", "EUR", DAY, "closing").minor == 9_234


def test_the_same_rate_again_changes_nothing(cast: Cast) -> None:
    record(cast, USD)
    lines = AuditLine.objects.count()
    assert record(cast, replace(USD, rate="0.92340")) == ()
    assert (Rate.objects.count(), AuditLine.objects.count()) == (1, lines)


def test_only_the_days_asked_for_are_read(cast: Cast) -> None:
    record(cast, *(replace(USD, valid_on=DAY - timedelta(days=n)) for n in (0, 10, 60)))
    some = rates_of(cast.portfolio, since=DAY - timedelta(days=5), through=DAY - timedelta(days=5))
    assert [one.key for one in some.rates] == [DAY - timedelta(days=10)]


WRONG = (
    (replace(USD, kind="spot"), "kind"),
    (replace(USD, currency="XXX"), "currency"),
    (replace(USD, currency="EUR"), "currency"),
    (replace(USD, valid_on=None), "valid_on"),
    (replace(USD, fiscal_year=2024), "valid_on"),
    (replace(USD, valid_on=DAY + timedelta(days=2)), "valid_on"),
    (replace(USD, valid_on=date(1969, 12, 31)), "valid_on"),
    (NewRate("budget", "USD", "0.9", DAY), "fiscal_year"),
    (NewRate("budget", "USD", "0.9"), "fiscal_year"),
    (NewRate("budget", "USD", "0.9", fiscal_year=70_000), "fiscal_year"),
    *((replace(USD, rate=text), "rate") for text in ("", "0", "0.000", "-1", "1e3", "1,5", "nan", "٣", "1" * 10)),
    (replace(USD, rate="0." + "1" * 13), "rate"),
    (replace(USD, rate=0.9), "rate"),  # type: ignore[arg-type]  # what a careless caller sends
)


@pytest.mark.parametrize(("given", "field"), WRONG)
def test_what_is_no_rate_is_refused_by_field(cast: Cast, given: NewRate, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        record(cast, given)
    assert refusal.value.field == field
    assert not Rate.objects.exists()


def test_one_bad_rate_refuses_all_and_says_which(cast: Cast) -> None:
    with pytest.raises(Invalid, match="Rate 2"):
        record(cast, USD, replace(USD, currency="JPY", rate="x"))
    with pytest.raises(Invalid, match="Rate 2"):
        record(cast, USD, replace(USD, rate="0.8"))
    with pytest.raises(Invalid):
        record(cast)
    assert not Rate.objects.exists()


def test_finance_and_the_office_record_rates_and_nobody_else(cast: Cast) -> None:
    for name, user in cast.users().items():
        if name in ("liam", "mona", "bob", "frank"):
            record(cast, replace(USD, rate=f"0.{len(name)}{ord(name[0])}"), by=user)
        else:
            with pytest.raises(NotFound if name == "dave" else NotAllowed):
                record(cast, USD, by=user)


@pytest.mark.parametrize("deed", ["UPDATE portfolio_rate SET rate = '2'", "DELETE FROM portfolio_rate"])
def test_the_database_itself_keeps_a_rate(cast: Cast, deed: str) -> None:
    record(cast, USD)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed)


def test_what_is_in_force_and_what_is_lacking(cast: Cast) -> None:
    make.project("Pier", code="P-1", portfolio=cast.portfolio, currency="USD")
    make.project("Mole", code="M-1", portfolio=cast.portfolio, currency="JPY")
    old = replace(USD, currency="JPY", valid_on=DAY - timedelta(days=36))
    record(cast, USD, replace(USD, valid_on=DAY - timedelta(days=1)), old, NewRate("budget", "USD", "1", None, 2024))
    states = rates_in_force(cast.portfolio, DAY)
    told = [(one.rate.currency, one.rate.kind, one.days, one.in_force) for one in states]
    assert told == [
        ("JPY", "closing", 36, False),
        ("USD", "budget", None, True),
        ("USD", "closing", 0, True),
    ]
    assert currencies_without_rate(cast.portfolio, states) == ["JPY"]


@pytest.mark.parametrize("currencies", [1, 3, 40])
def test_reading_asks_as_often_for_one_rate_as_for_many(
    cast: Cast, currencies: int, django_assert_num_queries: Any
) -> None:
    from conspectus.formats.currencies import KNOWN

    codes = sorted(KNOWN - {"EUR"})[:currencies]
    record(cast, *(replace(USD, currency=code, valid_on=DAY - timedelta(days=n)) for code in codes for n in range(3)))
    with django_assert_num_queries(2):
        assert len(rates_in_force(cast.portfolio, DAY)) == currencies
    with django_assert_num_queries(1):
        assert len(tuple(rates_of(cast.portfolio).rates)) == 3 * currencies
    with django_assert_num_queries(1):
        assert len([row.recorded_by.name for row in find_rates(cast.portfolio, RateFilter(currency=codes[0]))]) == 3


def test_sums_are_converted_by_the_closing_rates_of_one_portfolio(cast: Cast) -> None:
    record(cast, USD, replace(USD, currency="JPY", valid_on=DAY - timedelta(days=36)))
    found = closing_exchange([cast.portfolio.pk], DAY)
    assert found is not None
    assert (found.home, found.factors) == ("EUR", {"EUR": 1.0, "USD": 0.9234})
    assert found.words == {"USD": f"1 USD = 0.9234 EUR of {DAY.isoformat()}"}
    assert closing_exchange([], DAY) is None
    assert closing_exchange([cast.portfolio.pk, cast.other.portfolio_id], DAY) is None


def test_the_whole_of_two_currencies_is_summed_where_there_is_a_rate(cast: Cast, reader: None) -> None:  # noqa: F811  # the fixture
    pier = make.project("Pier", code="P-1", portfolio=cast.portfolio, currency="USD")
    for project, currency in ((cast.project, "EUR"), (pier, "USD")):
        plan = file_of(house((5, 10, 5), cost=1_000.0))
        import_plan(project=project, data=plan, name="plan.xml", by=cast.frank, at=AT)
        PlanSummary.objects.filter(project=project).update(currency=currency)
    (alone,) = group_status(cast.bob, at=AT, whole="All")
    assert alone.money.bac.reason is Reason.NO_RATE
    record(cast, USD)
    (whole,) = group_status(cast.bob, at=AT, whole="All")
    assert whole.money.currency == "EUR"
    assert "1 USD = 0.9234 EUR" in whole.words
