"""Parties and contracts by page: from the empty list to a decided claim; hostile names; hidden money."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now
from tests.cast import Cast
from tests.doors.test_hostile_names import NAMES, Found

from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Claim, Contract, Party

Enter = Callable[[User], Client]


def text(answer: Any) -> str:
    page: str = answer.content.decode()
    return page


def a_contract(client: Client, cast: Cast, name: str = "Nord Steel", title: str = "Piles") -> Contract:
    """Enter a supplier and open a contract by page."""
    sent = {"name": name, "kinds": ["supplier"], "code": "S-77", "country": "DE"}
    assert client.post(f"/portfolios/{cast.portfolio.pk}/new-party/", sent).status_code == 302
    party = Party.objects.get(name=name)
    sent = {"title": title, "value": "1,000.00", "projects": "WN-1", "state": "in_force"}
    assert client.post(f"/parties/{party.pk}/new-contract/", sent).status_code == 302
    return Contract.objects.get(title=title)


def test_a_supplier_by_page(cast: Cast, enter: Enter) -> None:
    liam, today = enter(cast.liam), now().date().isoformat()
    assert "No parties yet" in text(liam.get("/parties/"))
    row = a_contract(liam, cast)
    listed = text(liam.get("/parties/", {"kind": "supplier", "text": "nord"}))
    assert "Nord Steel" in listed
    assert "Nobody is found" in text(liam.get("/parties/", {"kind": "site"}))
    here = f"/contracts/{row.pk}/"
    liam.post(f"{here}variation/", {"value": "-250.50", "agreed_on": today, "reason": "Shorter piles"})
    liam.post(f"{here}claim/", {"amount": "400", "raised_on": today, "words": "Ground was harder"})
    shown = text(liam.get(here))
    assert "749.50" in shown
    assert "Shorter piles" in shown
    assert "400.00" in shown
    party = text(liam.get(f"/parties/{row.supplier_id}/"))
    assert "749.50" in party
    assert "over value" in party  # claims of 400 on 1,000
    assert "Nord Steel" in text(liam.get("/suppliers/"))
    assert "WN-1 Warehouse north" in party
    where = f"/claims/{Claim.objects.get().pk}/decision/"
    sent = {"revision": "1", "state": "agreed", "decided_on": today, "decision": "It was"}
    assert liam.post(where, {**sent, "decision": ""}).status_code == 422
    assert liam.post(where, sent).status_code == 302
    assert liam.post(where, sent).status_code == 412
    assert "It was" in text(liam.get(here))


def test_changes_meet_and_refusals_stand_at_their_fields(cast: Cast, enter: Enter) -> None:
    liam = enter(cast.liam)
    row = a_contract(liam, cast)
    here = f"/contracts/{row.pk}/change/"
    assert 'value="1,000.00"' in text(liam.get(here))
    sent = {"title": "Pilings", "value": "1200", "projects": "WN-1", "state": "in_force", "revision": "1"}
    answer = liam.post(here, {**sent, "projects": "WN-1, XX-9"})
    assert answer.status_code == 422
    assert "There is no project with the code XX-9." in text(answer)
    assert liam.post(here, {**sent, "value": "12 apples"}).status_code == 422
    assert liam.post(here, sent).status_code == 302
    assert liam.post(here, sent).status_code == 412
    where = f"/parties/{row.supplier_id}/change/"
    told = {"name": "Nord", "kinds": ["site"], "revision": "1"}
    assert "stays a supplier" in text(liam.post(where, told))
    assert liam.post(where, {**told, "kinds": ["supplier"]}).status_code == 302
    assert "not dealt with now" in text(liam.get(f"/parties/{row.supplier_id}/"))


def test_a_reader_without_cost_sees_the_contract_and_no_amount(cast: Cast, enter: Enter) -> None:
    row = a_contract(enter(cast.liam), cast)
    grace = enter(cast.grace)
    for address in (f"/parties/{row.supplier_id}/", f"/contracts/{row.pk}/"):
        shown = text(grace.get(address))
        assert "Piles" in shown
        assert "1,000" not in shown
        assert "Add a variation" not in shown
    assert "1,000.00" in text(enter(cast.alice).get(f"/contracts/{row.pk}/"))
    assert enter(cast.dave).get(f"/contracts/{row.pk}/").status_code == 404


def test_hostile_names_stay_names(cast: Cast, enter: Enter) -> None:
    liam = enter(cast.liam)
    row = a_contract(liam, cast, NAMES[0], NAMES[1])
    for address in (
        "/parties/",
        f"/parties/{row.supplier_id}/",
        f"/contracts/{row.pk}/",
        f"/contracts/{row.pk}/claim/",
    ):
        found = Found()
        found.feed(text(liam.get(address)))
        assert found.bad == [], address


def test_contracts_come_in_from_a_file(cast: Cast, enter: Enter) -> None:
    liam, here = enter(cast.liam), f"/portfolios/{cast.portfolio.pk}/import-contracts/"
    assert "Import contracts" in text(liam.get("/parties/"))
    assert "Nothing is kept before" in text(liam.get(here))
    data = b"Supplier,Contract,Value,Currency,Projects\nNord Steel,Frame,1000,EUR,WN-1\n"
    seen = text(liam.post(here, {"file": SimpleUploadedFile("contracts.csv", data)}))
    assert "1 would be opened" in seen
    assert not Contract.objects.exists()
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', seen)
    assert digest is not None
    kept = liam.post(here, {"digest": digest[1], "name": "contracts.csv", "deed": "store"})
    assert kept.status_code == 302
    assert Contract.objects.get().title == "Frame"
