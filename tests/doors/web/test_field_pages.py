"""Pages of the organisation's own fields, and where they stand in other forms."""

from __future__ import annotations

from typing import Any

from django.test import Client
from tests import factories as make
from tests.cast import Cast

from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.actions import ContractParticulars, PartyParticulars, create_contract, create_party
from conspectus.rooms.portfolio.models import Field, Project

BACKEND = "conspectus.rooms.accounts.queries.SessionBackend"
NEW = {
    "subject_kind": "project",
    "label": "Region",
    "key": "region",
    "kind": "tree",
    "options": "eu: Europe\n  de: Germany\n  Côte d'Azur\nold: Old (until 2020-01-01)",
    "required": "never",
    "sees": "everybody",
    "position": "1",
}


def entered(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_field_is_defined_changed_and_retired(cast: Cast) -> None:
    client = entered(cast.bob)
    assert "No fields yet" in text(client.get("/fields/"))
    assert client.post("/fields/", NEW).status_code == 302
    row = Field.objects.get(key="region")
    options = {one.key: (one.label, one.parent and one.parent.key) for one in row.options.all()}
    assert options == {
        "eu": ("Europe", None),
        "de": ("Germany", "eu"),
        "cote_d_azur": ("Côte d'Azur", "eu"),
        "old": ("Old", None),
    }
    page = text(client.get(f"/fields/{row.pk}/change/"))
    assert "  cote_d_azur: Côte d&#x27;Azur" in page
    assert "old: Old (until 2020-01-01)" in page
    change = NEW | {"label": "Area", "options": "eu: Europe", "revision": "1"}
    assert client.post(f"/fields/{row.pk}/change/", change).status_code == 302
    assert client.post(f"/fields/{row.pk}/change/", change).status_code == 412
    assert client.post("/fields/", NEW).status_code == 422
    assert "A field with this key exists." in text(client.post("/fields/", NEW))
    bad = NEW | {"key": "x", "options": "a\n      b"}
    assert "indented further" in text(client.post("/fields/", bad))
    assert client.post(f"/fields/{row.pk}/retire/", {"revision": "2"}).status_code == 302
    assert "retired" in text(client.get("/fields/"))


def test_fields_stand_in_the_forms_of_a_project_and_on_its_page(cast: Cast) -> None:
    client = entered(cast.mona)
    entered(cast.bob).post("/fields/", NEW)
    make.field("size", "number", unit="km", help_words="As built.", required="from_state", required_state="closed")
    make.field("double", "formula", formula="size * 2")
    form = {"code": "N-1", "name": "New", "portfolio": str(cast.portfolio.pk), "fields.region": "de"}
    page = text(client.get("/new-project/"))
    assert "Size, km" in page
    assert "As built. Required from completed on." in page
    assert "\u2003Germany" in page
    assert "size is a number" in text(client.post("/new-project/", form | {"fields.size": "x"})).lower()
    assert client.post("/new-project/", form | {"fields.size": "7"}).status_code == 302
    row = Project.objects.get(code="N-1")
    where = f"/projects/{row.pk}/"
    for page in (text(client.get(where)), text(client.get(f"{where}particulars/"))):
        assert "Europe › Germany" in page
        assert "14" in page
    sent = form | {"fields.size": "8", "fields.region": "", "revision": "1"}
    assert client.post(f"{where}particulars/", sent).status_code == 302
    clash = client.post(f"{where}particulars/", sent | {"fields.size": "9"})
    assert clash.status_code == 412
    assert "Size, km" in text(clash)
    assert (
        client.post(
            f"/field-values/project/{row.pk}/", {"fields.size": "1", "valid_from": "2020-01-01", "revision": "2"}
        ).status_code
        == 302
    )
    assert "1 km" in text(client.get(f"/field-values/project/{row.pk}/?on=2020-02-01"))
    history = text(client.get(f"/field-values/project/{row.pk}/"))
    assert history.index("8 km") < history.index("7 km") < history.index("1 Jan 2020")
    assert client.get(f"/field-values/project/{row.pk}/?on=nonsense").status_code == 422


def test_what_is_hidden_is_on_no_page(cast: Cast) -> None:
    make.field("fund", "money", sees="cost")
    alice, grace = entered(cast.alice), entered(cast.grace)
    where = f"/projects/{cast.project.pk}/"
    sent = {"name": cast.project.name, "fields.fund": "7654321.00 EUR", "revision": str(cast.project.revision)}
    assert alice.post(f"{where}particulars/", sent).status_code == 302
    assert "7,654,321.00 EUR" in text(alice.get(where))
    for address in (where, f"{where}particulars/", f"/field-values/project/{cast.project.pk}/"):
        assert "7,654" not in text(grace.get(address))
        assert "Fund" not in text(grace.get(address))
    assert grace.get("/fields/").status_code == 403
    assert grace.post(f"/field-values/project/{cast.project.pk}/", {"fields.fund": "1"}).status_code == 403


def test_fields_stand_with_every_kind_of_thing(cast: Cast) -> None:
    new = PartyParticulars(name="Nord Steel", kinds=("supplier",))
    party = create_party(portfolio=cast.portfolio, new=new, by=cast.liam, at=make.AT)
    terms = ContractParticulars(party, "Piles", 888_666_55, projects=(cast.project,), state="in_force")
    contract = create_contract(new=terms, by=cast.liam, at=make.AT)
    things = {
        "programme": (cast.programme, "programmes", cast.mona, cast.grace),
        "division": (cast.division, "divisions", cast.frank, cast.judy),
        "objective": (make.objective("Faster", portfolio=cast.portfolio), "objectives", cast.mona, cast.grace),
        "party": (party, "parties", cast.liam, cast.grace),
        "contract": (contract, "contracts", cast.liam, cast.grace),
    }
    for kind, (thing, place, writer, reader) in things.items():
        make.field("shelf", subject_kind=kind)
        make.field("secret", subject_kind=kind, sees="administrators")
        where = f"/field-values/{kind}/{thing.pk}/"
        given = {"fields.shelf": "Room 7", "revision": thing.revision, "valid_from": "2026-01-01"}
        assert entered(reader).post(where, given).status_code == 403, kind
        assert entered(cast.dave).get(where).status_code == 404, kind
        assert entered(writer).post(where, given).status_code == 302, kind
        assert "Room 7" in text(entered(reader).get(where)), kind
        page = text(entered(reader).get(f"/{place}/{thing.pk}/"))
        assert "Room 7" in page, kind
        assert "Secret" not in page, kind
        assert entered(writer).post(where, given).status_code == 412, kind
