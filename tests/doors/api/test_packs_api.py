"""Board packs through the API: the template, packs at once and as a run, the kept bytes."""

from __future__ import annotations

import base64
import io
from hashlib import sha256
from typing import Any

import openpyxl
from django.test import Client
from django.utils.timezone import now
from tests.cast import Cast
from tests.handed_in import reader  # noqa: F401  # a fixture is used by its name
from tests.packed import may, png  # noqa: F401  # a fixture is used by its name
from tests.working import work_off

from conspectus.rooms.accounts.actions import issue_token
from conspectus.rooms.accounts.models import User
from conspectus.rooms.periods.models import Period


def ask(user: User, method: str, path: str, body: Any = None, scope: str = "write", **headers: str) -> Any:
    """Ask in somebody's name."""
    token = issue_token(user=user, name="robot", scope=scope, by=user, at=now()).text
    given = {"Authorization": f"Bearer {token}", **headers}
    kind = {} if body is None else {"data": body, "content_type": "application/json"}
    return getattr(Client(), method)(f"/api/v1{path}", headers=given, **kind)


def test_packs_of_a_period(cast: Cast, may: Period) -> None:  # noqa: F811  # the fixture of the same name
    where = f"/periods/{may.pk}/packs"
    made = ask(cast.mona, "post", where, {"kinds": ["xlsx"]})
    assert made.status_code == 201
    (row,) = made.json()
    assert (row["kind"], row["version"], row["template_revision"], row["made_by"]["name"]) == ("xlsx", 1, 0, "Mona")
    file = ask(cast.bob, "get", f"/packs/{row['id']}")
    assert sha256(file.content).hexdigest() == row["digest"]
    assert openpyxl.load_workbook(io.BytesIO(file.content)).sheetnames[:2] == ["Title", "Portfolio"]
    assert ask(cast.mona, "post", where, {"kinds": ["xlsx"]}).json() == [row]
    assert ask(cast.bob, "get", where).json()["items"] == [row]
    assert ask(cast.grace, "get", where).json()["items"] == []
    assert ask(cast.grace, "get", f"/packs/{row['id']}").status_code == 404
    assert ask(cast.mona, "post", where, {"kinds": ["doc"]}).status_code == 422
    assert ask(cast.mona, "post", where, {"version": 2}).json()["field"] == "version"
    assert ask(cast.mona, "post", where, {}, scope="read").status_code == 403


def test_a_pack_as_a_run(cast: Cast, may: Period) -> None:  # noqa: F811  # the fixture of the same name
    begun = ask(cast.mona, "post", f"/periods/{may.pk}/packs", {"kinds": ["pptx"]}, Prefer="respond-async")
    assert (begun.status_code, begun.json()["total"]) == (202, 1)
    assert work_off() == 1
    run = ask(cast.mona, "get", f"/runs/{begun.json()['id']}").json()
    assert (run["state"], run["result"]) == ("done", f"/api/v1/periods/{may.pk}/packs")
    assert [row["kind"] for row in ask(cast.mona, "get", f"/periods/{may.pk}/packs").json()["items"]] == ["pptx"]


def test_the_template(cast: Cast) -> None:
    where = f"/portfolios/{cast.portfolio.pk}/pack-template"
    usual = ask(cast.mona, "get", where).json()
    assert (usual["revision"], usual["logo"], usual["pages"][0]) == (0, "", "portfolio")
    wanted = {"organisation": "Aldermere", "accent": "1F4E79", "second": "5A2A82", "pages": ["money", "status"]}
    logo = {"logo": base64.b64encode(png()).decode()}
    assert ask(cast.mona, "put", where, wanted | logo).status_code == 428
    tag = {"If-Match": '"0"'}
    kept = ask(cast.mona, "put", where, wanted | logo, **tag).json()
    assert kept == {**usual, **wanted, **logo, "revision": 1}
    tag = {"If-Match": '"1"'}
    for bad, field in (({"logo": "?"}, "logo"), ({"accent": "ffffff"}, "accent"), ({"pages": []}, "pages")):
        answer = ask(cast.mona, "put", where, wanted | bad, **tag)
        assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert ask(cast.mona, "put", where, wanted | {"logo": ""}, **tag).json()["logo"] == ""
    assert ask(cast.alice, "put", where, wanted, **tag).status_code == 403
