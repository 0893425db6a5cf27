"""Exchange rates by API and by command: recorded, listed, in force, converted."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now
from tests.cast import Cast

from conspectus.doors.cli import run

BACKEND = "conspectus.rooms.accounts.queries.SessionBackend"


@pytest.fixture
def liam(cast: Cast) -> Client:
    """Return finance's client."""
    client = Client()
    client.force_login(cast.liam, backend=BACKEND)
    return client


def test_rates_by_api(cast: Cast, liam: Client) -> None:
    where, today = f"/api/v1/portfolios/{cast.portfolio.pk}/rates", now().date().isoformat()
    rates = [
        {"kind": "closing", "currency": "USD", "rate": "0.9234", "valid_on": today},
        {"kind": "budget", "currency": "USD", "rate": "0.95", "fiscal_year": 2026},
    ]
    answer = liam.post(where, {"rates": rates, "source": "ECB"}, content_type="application/json")
    assert answer.status_code == 201
    assert [one["rate"] for one in answer.json()] == ["0.9234", "0.95"]
    again = liam.post(where, {"rates": rates, "source": "ECB"}, content_type="application/json")
    assert (again.status_code, again.json()) == (201, [])
    assert [one["kind"] for one in liam.get(where).json()["items"]] == ["closing", "budget"]
    first = liam.get(where, {"limit": 1, "kind": "closing"}).json()
    assert first["next"] is None
    assert first["items"][0]["recorded_by"]["name"] == "Liam"
    force = liam.get(f"{where}/in-force", {"on": today}).json()
    assert [(one["kind"], one["days"], one["in_force"]) for one in force] == [
        ("budget", None, True),
        ("closing", 0, True),
    ]
    assert liam.get(f"{where}/in-force", {"on": "yesterday"}).status_code == 422


@pytest.mark.parametrize("rate", [0.9234, 1, None, "NaN", "1e5", "", True])
def test_a_rate_is_a_decimal_text(cast: Cast, liam: Client, rate: Any) -> None:
    sent = {"kind": "closing", "currency": "USD", "rate": rate, "valid_on": "2026-03-31"}
    where = f"/api/v1/portfolios/{cast.portfolio.pk}/rates"
    assert liam.post(where, {"rates": [sent]}, content_type="application/json").status_code == 422


def test_rates_by_command(cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setattr("conspectus.doors.cli.rates.open_rows", lambda *_, **__: None)
    place, at = str(cast.portfolio.pk), ("--on", "2026-03-31", "--as", cast.liam.email)
    assert run(["rates", "record", place, "USD", "0.9234", *at]) == 0
    assert run(["rates", "record", place, "USD", "0.9234", *at]) == 0
    assert "recorded already" in capsys.readouterr().out
    assert run(["rates", "convert", place, "100", "USD", "EUR", *at]) == 0
    assert capsys.readouterr().out == "92.34 EUR\nUSD 0.9234, closing, 2026-03-31\n"
    assert run(["rates", "list", place, "--on", "2026-05-31", "--as", cast.liam.email]) == 0
    assert "too old" in capsys.readouterr().out
    assert run(["rates", "convert", place, "100", "JPY", "EUR", *at]) == 2
    assert "No closing rate of JPY" in capsys.readouterr().err
    for amount in ("x", "1.234", "NaN", "1e999"):
        assert run(["rates", "convert", place, amount, "USD", "EUR", *at]) == 2
    budget = ("--kind", "budget", "--year", "2026", "--as", cast.liam.email)
    assert run(["rates", "record", place, "USD", "0.95", *budget]) == 0
    capsys.readouterr()
    assert run(["rates", "convert", place, "100", "EUR", "USD", *budget]) == 0
    assert capsys.readouterr().out.startswith("105.26 USD")
