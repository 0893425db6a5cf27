"""Facts by every door: the same as at a day, hidden where cost is."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from tests.cast import AT, Cast
from tests.doors.test_permission_matrix import entered

from conspectus.doors.cli import run
from conspectus.journeys.gather_facts import gather_all
from conspectus.rooms.facts.choices import FACTS
from conspectus.rooms.money.actions import approve_budget
from conspectus.rooms.money.bridge.budgets import NewLine

DAY = AT.date().isoformat()


@pytest.fixture
def measured(cast: Cast) -> Cast:
    """Return the cast with a budget, measured."""
    lines = [NewLine(2024, "base", "capex", 500_000_00)]
    approve_budget(subject=cast.project, lines=lines, reason="Gate 3", by=cast.carol, at=AT)
    gather_all(source="day", at=AT)
    return cast


def test_page_api_and_command_say_the_same(measured: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    pk = measured.project.pk
    client = entered(measured.alice)
    page = client.get(f"/projects/{pk}/facts/?on={DAY}").content.decode()
    assert "500,000 EUR" in page
    told = client.get(f"/api/v1/projects/{pk}/facts?on={DAY}").json()
    facts = {one["name"]: one for one in told["facts"]}
    assert set(facts) == set(FACTS)
    assert (facts["budget_approved"]["value"], facts["budget_approved"]["currency"]) == (500_000.0, "EUR")
    assert (facts["forecast_on"]["value"], facts["forecast_on"]["reason"]) == (None, "NO_DATA")
    capsys.readouterr()
    assert run(["facts", "show", "WN-1", "--on", DAY, "--json"]) == 0
    spoken = json.loads(capsys.readouterr().out)["facts"]
    assert spoken == {
        name: {"reason": one["reason"]} if one["reason"] else {"value": one["value"]} for name, one in facts.items()
    }
    assert run(["facts", "show", "WN-1", "--on", DAY]) == 0
    assert "manager_named" in capsys.readouterr().out
    assert run(["facts", "gather"]) == 0
    assert run(["facts", "list"]) == 0
    assert "cpi" in capsys.readouterr().out


def test_who_may_not_see_cost_sees_that_it_is_hidden(measured: Cast) -> None:
    client = entered(measured.grace)
    address = f"/projects/{measured.project.pk}/facts"
    told = client.get(f"/api/v1{address}?on={DAY}").json()
    facts = {one["name"]: one for one in told["facts"]}
    assert {one["reason"] for name, one in facts.items() if FACTS[name].cost} == {"HIDDEN"}
    assert (facts["budget_first_on"]["value"], told["digest"]) == (DAY, "")
    assert "500,000" not in client.get(f"{address}/?on={DAY}").content.decode()


def test_before_anything_was_measured_the_page_says_so(measured: Cast) -> None:
    client = entered(measured.alice)
    before = (AT.date() - timedelta(days=1)).isoformat()
    address = f"/projects/{measured.project.pk}/facts/"
    assert "Nothing measured by then" in client.get(f"{address}?on={before}").content.decode()
    assert "Nothing measured by then" in client.get(f"{address}?on={DAY}&known_by={before}").content.decode()
    assert client.get(f"{address}?on=soon").status_code == 422
    assert client.get(f"/api/v1/projects/{measured.project.pk}/facts?known=2024-01-01").status_code == 422


def test_the_catalogue_tells_of_every_fact(measured: Cast) -> None:
    client = entered(measured.dave)
    page = client.get("/facts/").content.decode()
    assert all(f"<code>{name}</code>" in page for name in FACTS)
    found = client.get("/api/v1/facts?limit=100").json()
    told = [one["name"] for one in found["items"]]
    while found["next"]:
        found = client.get(f"/api/v1/facts?limit=100&cursor={found['next']}").json()
        told += [one["name"] for one in found["items"]]
    assert told == list(FACTS)
