"""Exchange rates: recorded, and corrected by recording them again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Q

from conspectus.kit.currencies import currency_code
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Invalid
from conspectus.kit.texts import clean_name
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.choices import RateKind
from conspectus.rooms.portfolio.models import Portfolio, Rate
from conspectus.rooms.portfolio.rules import require

MOST_RATES = 20_000  # in one deed: three years of days in twenty currencies
PLAIN = re.compile(r"0*([0-9]{1,9}(?:\.[0-9]{1,12})?)")
FIRST, LAST = 1970, 2149
Key = tuple[str, str, date | int | None]


@dataclass(frozen=True, slots=True)
class NewRate:
    """A rate to record: of a day, or of a fiscal year where it is a budget rate.

    ``rate`` is a decimal text: units of the portfolio's currency for one unit of ``currency``, or where
    ``inverse`` units of ``currency`` for one unit of the portfolio's.
    """

    kind: str
    currency: str
    rate: str
    valid_on: date | None = None
    fiscal_year: int | None = None
    inverse: bool = False


@deed("record_rates", "recorded exchange rates", needs=Ability.FINANCE)
def record_rates(
    *, portfolio: Portfolio, rates: Sequence[NewRate], source: str = "", by: User, at: datetime
) -> tuple[Rate, ...]:
    """Record rates of a portfolio, all or none; returns those that are new.

    A rate of a day or year that has one corrects it, and the old one stays on
    record; the same rate again changes nothing. Refuses unknown kinds and
    currencies, the portfolio's own currency, days that have not come, what is
    no exact positive number, and one day given twice.
    """
    require(by, "record_rates", portfolio, at.date())
    source = clean_name(source, "source", required=False)
    if not 1 <= len(rates) <= MOST_RATES:
        raise Invalid("rates", "Record 1 to %(most)s rates at once.", "rates", most=f"{MOST_RATES:,}")
    given: dict[Key, Rate] = {}
    for number, one in enumerate(rates, start=1):
        row = checked_rate(portfolio, one, at.date(), f"Rate {number}: " if len(rates) > 1 else "")
        if key_of(row) in given:
            raise Invalid(
                "twice", "Rate %(number)s: this day or year was given a rate already.", "valid_on", number=number
            )
        row.source, row.recorded_by, row.recorded_at = source, by.person, at
        given[key_of(row)] = row
    with audited("record_rates", by=by, at=at) as line:
        Portfolio.objects.select_for_update().get(pk=portfolio.pk)
        there = present_rates(portfolio, list(given.values()))
        new = [row for key, row in given.items() if key not in there or not says_the_same(row, there[key])]
        if not new:
            line.nothing_changed()
        made = tuple(Rate.objects.bulk_create(new, batch_size=500))
        told = sorted({row.currency for row in made})
        line.about("portfolio", portfolio.pk, rates=len(made), currencies=told, source=source)
    return made


def checked_rate(portfolio: Portfolio, given: NewRate, today: date, place: str = "") -> Rate:
    """Return a rate as it would be recorded; refuses what cannot be, saying where."""
    if given.kind not in RateKind.values:
        raise Invalid("kind", "%(place)sA rate is a budget, a transaction or a closing rate.", "kind", place=place)
    currency = currency_code(given.currency)
    if currency == portfolio.currency:
        raise Invalid(
            "own_currency",
            "%(place)s%(currency)s is the portfolio's own currency; give the rates of the others.",
            "currency",
            place=place,
            currency=currency,
        )
    match = PLAIN.fullmatch(given.rate.strip()) if isinstance(given.rate, str) and given.rate.isascii() else None
    if match is None or not Decimal(match[1]):
        raise Invalid(
            "rate",
            "%(place)sEnter a rate above zero such as 0.9234, with at most 9 digits before the point and 12 after.",
            "rate",
            place=place,
        )
    day, year = given.valid_on, given.fiscal_year
    if given.kind == RateKind.BUDGET:
        if day is not None or year is None or not FIRST <= year <= LAST:
            raise Invalid(
                "fiscal_year",
                "%(place)sA budget rate holds for a fiscal year; give the year it begins in, and no day.",
                "fiscal_year",
                place=place,
            )
    elif year is not None or day is None or day.year < FIRST:
        raise Invalid("valid_on", "%(place)sGive the day the rate is of, and no fiscal year.", "valid_on", place=place)
    elif day > today + timedelta(days=1):  # it may be tomorrow already elsewhere
        raise Invalid("valid_on", "%(place)s%(day)s has not come yet.", "valid_on", place=place, day=day.isoformat())
    return Rate(
        portfolio=portfolio,
        kind=given.kind,
        currency=currency,
        valid_on=day,
        fiscal_year=year,
        rate=match[1],
        inverse=given.inverse,
    )


def present_rates(portfolio: Portfolio, rows: Sequence[Rate]) -> dict[Key, Rate]:
    """Return the rates that count now for the days and years of these."""
    days = [row.valid_on for row in rows if row.valid_on is not None]
    near = Q(valid_on=None)
    if days:
        near |= Q(valid_on__range=(min(days), max(days)))
    return {key_of(row): row for row in Rate.objects.filter(portfolio=portfolio).filter(near).order_by("pk")}


def key_of(row: Rate) -> Key:
    """Return what a rate is known by: its kind, its currency, and its day or year."""
    return (row.kind, row.currency, row.fiscal_year if row.valid_on is None else row.valid_on)


def says_the_same(one: Rate, other: Rate) -> bool:
    """Return whether two rates of one key are alike."""
    return one.inverse == other.inverse and Decimal(one.rate) == Decimal(other.rate)
