"""Parties and contracts by API and by command."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import Cast

from conspectus.doors.cli import run
from conspectus.rooms.portfolio.models import Claim, Contract, Party

BACKEND = "conspectus.rooms.accounts.queries.SessionBackend"


def entered(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def send(client: Client, method: str, path: str, body: dict[str, Any], revision: int = 1) -> Any:
    """Send a body with the revision it was read at."""
    ask = getattr(client, method)
    headers = {"If-Match": f'"{revision}"'}
    return ask(f"/api/v1{path}", body, content_type="application/json", headers=headers)


def test_parties_and_contracts_by_api(cast: Cast) -> None:
    liam, house = entered(cast.liam), cast.portfolio.pk
    party = send(liam, "post", "/parties", {"portfolio": house, "name": "Nord", "kinds": ["supplier"]}).json()
    assert (party["kinds"], party["contracts_in_force"], party["revision"]) == (["supplier"], 0, 1)
    terms = {"supplier": party["id"], "title": "Piles", "value_minor": 100_000, "state": "in_force"}
    terms |= {"projects": [cast.project.pk], "starts_on": "2024-01-01"}
    made = send(liam, "post", "/contracts", terms).json()
    assert made["sums"]["value_now"] == 100_000
    here = f"/contracts/{made['id']}"
    varied = {"value_minor": -5, "reason": "Less", "agreed_on": "2024-02-01"}
    assert send(liam, "post", f"{here}/variations", varied).json()["sums"]["value_now"] == 99_995
    claim = {"amount_minor": 7, "words": "Ground", "raised_on": "2024-02-01"}
    claimed = send(liam, "post", f"{here}/claims", claim).json()
    assert claimed["sums"]["open_claims"] == 7
    decision = {"state": "rejected", "decision": "No", "decided_on": "2024-02-02"}
    where = f"/claims/{claimed['claims'][0]['id']}/decision"
    assert send(liam, "post", where, decision).json()["claims"][0]["state"] == "rejected"
    assert send(liam, "post", where, decision).status_code == 412
    assert send(liam, "put", here, {**terms, "value_minor": 1}).status_code == 409
    assert send(liam, "put", here, {**terms, "title": "Pilings"}).json()["revision"] == 2
    assert send(liam, "put", here, {**terms, "projects": [10**9]}, 2).status_code == 422
    assert liam.get("/api/v1/contracts", {"project": cast.project.pk}).json()["items"][0]["title"] == "Pilings"
    assert liam.get("/api/v1/contracts", {"project": cast.other.pk}).json()["items"] == []
    assert liam.get("/api/v1/parties", {"kind": "friend"}).status_code == 422
    hidden = entered(cast.grace).get(f"/api/v1{here}").json()
    assert (hidden["sums"], hidden["variations"], hidden["claims"]) == (None, [], [])
    told = {"name": "Nord AG", "kinds": ["supplier"], "owner": cast.carol.person_id}
    assert send(liam, "put", f"/parties/{party['id']}", told).json()["owner"]["name"] == "Carol"


def test_parties_and_contracts_by_command(cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    for module in ("party", "contract"):
        monkeypatch.setattr(f"conspectus.doors.cli.{module}.open_rows", lambda *_, **__: None)
    who = ("--as", cast.liam.email)
    assert run(["party", "create", str(cast.portfolio.pk), "Nord", "--code", "S-7", *who]) == 0
    party = str(Party.objects.get().pk)
    assert run(["party", "change", party, "--kind", "supplier", "--kind", "site", "--inactive", *who]) == 0
    assert Party.objects.get().kinds == ["supplier", "site"]
    assert run(["contract", "create", party, "Piles", "1000", "--project", "WN-1", "--state", "in_force", *who]) == 0
    row = str(Contract.objects.get().pk)
    assert run(["contract", "vary", row, "--reason", "Less", *who, "--", "-250.50"]) == 0
    assert run(["contract", "claim", row, "400", "--reason", "Ground", *who]) == 0
    claim = str(Claim.objects.get().pk)
    assert run(["contract", "change", row, "--title", "Pilings", *who]) == 0
    capsys.readouterr()
    assert run(["contract", "show", row, *who]) == 0
    shown = capsys.readouterr().out
    assert "Value now: 749.50 EUR, 1,000.00 at first" in shown
    assert "Ground" in shown
    assert run(["contract", "decide", claim, "agreed", "--reason", "It was", *who]) == 0
    assert run(["contract", "decide", claim, "agreed", "--reason", "It was", *who]) == 2
    capsys.readouterr()
    assert run(["contract", "list", *who]) == 0
    assert "749.50" in capsys.readouterr().out
    assert run(["contract", "list", "--as", cast.grace.email]) == 0
    assert "749.50" not in capsys.readouterr().out
    assert run(["party", "list", "--kind", "site", *who]) == 0
    assert "Nord" in capsys.readouterr().out
    assert run(["contract", "show", row, "--as", cast.dave.email]) == 2


def test_contracts_from_a_file_and_how_suppliers_stand_by_api(cast: Cast) -> None:
    liam, where = entered(cast.liam), f"/api/v1/portfolios/{cast.portfolio.pk}/contracts/import"

    def hand_in(path: str, **more: str) -> Any:
        data = b"Supplier,Contract,Value,Currency,End,Projects\nNord,Frame,900,EUR,2020-01-31,WN-1\n"
        return liam.post(path, {"file": SimpleUploadedFile("contracts.csv", data), **more}).json()

    seen = hand_in(f"{where}/preview")
    assert (seen["ready"], [one["what"] for one in seen["lines"]]) == (True, ["new"])
    assert hand_in(where, digest=seen["digest"])["words"] == "1 opened, 0 changed, 0 as they were."
    (standing,) = liam.get("/api/v1/suppliers").json()["items"]
    assert (standing["name"], standing["late"], standing["in_trouble"]) == ("Nord", 1, False)
    body = {"kind": "actual", "on": "2024-04-30", "amount_minor": 5, "contract": Contract.objects.get().pk}
    there = f"/api/v1/projects/{cast.project.pk}/entries"
    for number, status in ((body["contract"], 201), (10**9, 422)):
        sent = {"entries": [body | {"contract": number}]}
        assert liam.post(there, sent, content_type="application/json").status_code == status
    assert liam.get(f"/api/v1/projects/{cast.project.pk}/earned-periods").json() == []
