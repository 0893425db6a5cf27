"""Exchange rates: to convert with, in force on a day, and as recorded; they show to whoever sees their portfolio."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Max, Q, QuerySet

from conspectus.engine.rates import MOST_DAYS, Exchange, Rates
from conspectus.engine.rates import Rate as UsedRate
from conspectus.kit.errors import Invalid
from conspectus.rooms.portfolio.bridge.rates import rate_of
from conspectus.rooms.portfolio.choices import RateKind
from conspectus.rooms.portfolio.models import Portfolio, Project, Rate


@dataclass(frozen=True, slots=True)
class RateFilter:
    """What a list of rates is narrowed to; the same object for page, API and command."""

    kind: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class RateState:
    """The newest rate of a kind and currency; ``days`` old where it has a day, and whether it may still be used."""

    rate: Rate
    days: int | None
    in_force: bool


def rates_of(
    portfolio: Portfolio, *, since: date | None = None, through: date | None = None, known_by: datetime | None = None
) -> Rates:
    """Return the rates of a portfolio to convert with, in one question to the database.

    ``since`` and ``through`` are the days that will be asked for, and spare reading the others;
    ``known_by`` leaves out what was recorded later.
    """
    rows = Rate.objects.filter(portfolio=portfolio)
    if since is not None:
        rows = rows.filter(Q(valid_on__gte=since - timedelta(days=MOST_DAYS)) | Q(valid_on=None))
    if through is not None:
        rows = rows.filter(Q(valid_on__lte=through) | Q(valid_on=None))
    if known_by is not None:
        rows = rows.filter(recorded_at__lte=known_by)
    return Rates(portfolio.currency, tuple(rate_of(row, portfolio.currency) for row in rows.order_by("pk")))


def closing_exchange(portfolios: Iterable[int], on: date) -> Exchange | None:
    """Return what sums over the projects of one portfolio are converted by on a day; None over several or none."""
    found = set(portfolios)
    if len(found) != 1:
        return None
    portfolio = Portfolio.objects.get(pk=found.pop())
    rates = rates_of(portfolio, since=on, through=on)
    home = portfolio.currency
    used = [rates.find(code, on, RateKind.CLOSING) for code in {one.currency for one in rates.rates}]
    kept = [one for one in used if one is not None]
    factors = {one.currency: float(one.factor) for one in kept}
    return Exchange(home, {home: 1.0} | factors, {one.currency: _words(one, home) for one in kept})


def _words(rate: UsedRate, home: str) -> str:
    first, second = (home, rate.currency) if rate.inverse else (rate.currency, home)
    return f"1 {first} = {rate.text} {second} of {rate.key}"


def find_rates(portfolio: Portfolio, wanted: RateFilter = RateFilter()) -> QuerySet[Rate]:
    """Return every rate recorded, newest first, of a portfolio the caller has shown to be visible."""
    rows = Rate.objects.select_related("recorded_by").filter(portfolio=portfolio)
    rows = rows.order_by("-recorded_at", F("valid_on").desc(nulls_last=True), "-pk")
    if wanted.kind and wanted.kind not in RateKind.values:
        raise Invalid("kind", "A rate is a budget, a transaction or a closing rate.", "kind")
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.currency:
        rows = rows.filter(currency=wanted.currency.strip().upper()[:3].replace("\0", ""))
    return rows


def rates_in_force(portfolio: Portfolio, on: date) -> list[RateState]:
    """Return the newest rate of each currency and kind, two questions to the database however many there are."""
    rows = Rate.objects.filter(portfolio=portfolio).filter(Q(valid_on__lte=on) | Q(valid_on=None))
    newest = rows.order_by().values("currency", "kind").annotate(day=Max("valid_on"), year=Max("fiscal_year"))
    wanted = Q(pk__in=())
    for one in newest:
        wanted |= Q(currency=one["currency"], kind=one["kind"], valid_on=one["day"], fiscal_year=one["year"])
    last = {(row.currency, row.kind): row for row in rows.filter(wanted).order_by("pk")}
    return [_state(row, on) for _, row in sorted(last.items())]


def currencies_without_rate(portfolio: Portfolio, states: list[RateState]) -> list[str]:
    """Return the currencies of the portfolio's projects that no closing rate in force converts."""
    known = {one.rate.currency for one in states if one.rate.kind == RateKind.CLOSING and one.in_force}
    used = Project.objects.filter(portfolio=portfolio).order_by().values_list("currency", flat=True).distinct()
    return sorted(set(used) - known - {portfolio.currency})


def _state(row: Rate, on: date) -> RateState:
    days = None if row.valid_on is None else (on - row.valid_on).days
    return RateState(row, days, days is None or days <= MOST_DAYS)
