"""Exchange rates by page: empty, recorded, too old, refused, corrected, page by page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils.timezone import now
from tests import factories as make
from tests.cast import Cast

from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.actions import NewRate, record_rates
from conspectus.rooms.portfolio.models import Rate

Enter = Callable[[User], Client]


def text(answer: Any) -> str:
    page: str = answer.content.decode()
    return page


def form(**more: str) -> dict[str, str]:
    """Return a filled form."""
    today = now().date().isoformat()
    return {"kind": "closing", "currency": "usd", "rate": "0.9234", "valid_on": today, "source": "ECB", **more}


def test_rates_by_page(cast: Cast, enter: Enter) -> None:
    make.project("Pier", code="P-1", portfolio=cast.portfolio, currency="USD")
    liam, where = enter(cast.liam), f"/portfolios/{cast.portfolio.pk}/rates/"
    shown = text(liam.get(where))
    assert "No rates yet" in shown
    assert "No closing rate in force converts USD." in shown
    assert liam.post(where, form()).status_code == 302
    shown = text(liam.get(where))
    assert "1 USD = 0.9234 EUR" in shown
    assert "No closing rate" not in shown
    assert liam.post(where, form(rate="162.5", currency="JPY", inverse="inverse")).status_code == 302
    assert "1 EUR = 162.5 JPY" in text(liam.get(where))


def test_what_is_no_rate_stays_in_the_form(cast: Cast, enter: Enter) -> None:
    mona, where = enter(cast.mona), f"/portfolios/{cast.portfolio.pk}/rates/"
    answer = mona.post(where, form(rate="1,5", source="Reuters"))
    assert answer.status_code == 422
    assert "Enter a rate above zero" in text(answer)
    assert "Reuters" in text(answer)
    assert mona.post(where, form(kind="budget")).status_code == 422
    assert mona.post(where, form(kind="budget", valid_on="", fiscal_year="2026")).status_code == 302
    assert Rate.objects.get().fiscal_year == 2026


def test_a_reader_sees_rates_and_no_form(cast: Cast, enter: Enter) -> None:
    record(cast, NewRate("closing", "USD", "0.9", now().date() - timedelta(days=40)))
    grace, where = enter(cast.grace), f"/portfolios/{cast.portfolio.pk}/rates/"
    shown = text(grace.get(where))
    assert "too old, 40 days" in shown
    assert "Record a rate" not in shown
    assert grace.post(where, form()).status_code == 403
    assert enter(cast.dave).get(where).status_code == 404


def test_every_rate_page_by_page_and_by_currency(cast: Cast, enter: Enter) -> None:
    record(cast, *(NewRate("closing", "USD", f"0.{n}", now().date() - timedelta(days=n)) for n in range(1, 61)))
    record(cast, NewRate("transaction", "GBP", "1.17", now().date()))
    mona, where = enter(cast.mona), f"/portfolios/{cast.portfolio.pk}/rates/"
    first = text(mona.get(where))
    assert "rates 1 to 50 of 61" in first
    assert "rates 51 to 61 of 61" in text(mona.get(where, {"from": "51"}))
    assert "rates 61 to 61 of 61" in text(mona.get(where, {"from": "99999"}))
    assert "rates 1 to 50 of 61" in text(mona.get(where, {"from": "x"}))
    pounds = text(mona.get(where, {"currency": "gbp"}))
    assert "1 rate" in pounds
    assert mona.get(where, {"kind": "spot"}).status_code == 422
    assert "No such rates" in text(mona.get(where, {"currency": "CHF"}))


def record(cast: Cast, *rates: NewRate) -> None:
    record_rates(portfolio=cast.portfolio, rates=rates, by=cast.liam, at=now())
