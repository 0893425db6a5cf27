"""The organisation by API: opened, changed, moved, ended."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now
from tests.cast import Cast

from conspectus.rooms.accounts.actions import issue_token
from conspectus.rooms.accounts.models import User


class Api:
    """A program with a token."""

    def __init__(self, user: User) -> None:
        text = issue_token(user=user, name="test", scope="write", by=user, at=now()).text
        self.client, self.headers = Client(), {"Authorization": f"Bearer {text}"}

    def __call__(self, method: str, path: str, body: Any = None, *, revision: int | None = None) -> Any:
        headers = self.headers | ({"If-Match": f'"{revision}"'} if revision is not None else {})
        more = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(self.client, method)(f"/api/v1{path}", headers=headers, **more)


def test_portfolio_and_programme_are_changed(cast: Cast) -> None:
    bob, place = Api(cast.bob), f"/portfolios/{cast.portfolio.pk}"
    assert bob("get", place).headers["ETag"] == '"1"'
    changed = bob("patch", place, {"purpose": "To grow"}, revision=1)
    assert (changed.json()["name"], changed.json()["purpose"], changed.headers["ETag"]) == ("Growth", "To grow", '"2"')
    assert bob("patch", place, {"name": "X"}, revision=1).status_code == 412
    assert bob("patch", place, {"name": "X"}).status_code == 428
    assert bob("patch", place, {"name": None}, revision=2).json()["field"] == "name"
    assert bob("patch", place, {"currency": "SEK"}, revision=2).json()["field"] == "currency"
    place = f"/programmes/{cast.programme.pk}"
    nobody = bob("patch", place, {"manager": None, "name": "Sheds"}, revision=1).json()
    assert (nobody["manager"], nobody["name"]) == (None, "Sheds")
    back = bob("patch", place, {"manager": cast.ivan.person_id}, revision=2).json()
    assert (back["manager"]["name"], back["name"]) == ("Ivan", "Sheds")
    assert bob("get", place).json() == back


def test_divisions_are_created_renamed_and_moved(cast: Cast) -> None:
    frank = Api(cast.frank)
    made = frank("post", "/divisions", {"name": "Harbours", "parent": cast.house.pk})
    assert made.status_code == 201
    place = f"/divisions/{cast.house.pk}"
    assert frank("patch", place, {"parent": made.json()["id"]}, revision=1).json()["code"] == "own_parent"
    moved = frank("patch", f"/divisions/{cast.division.pk}", {"parent": None}, revision=1).json()
    assert moved["parent"] is None
    taken = frank("patch", f"/divisions/{cast.division.pk}", {"name": "operations"}, revision=2)
    assert (taken.status_code, taken.json()["field"]) == (422, "name")


def test_people_and_accounts(cast: Cast) -> None:
    frank = Api(cast.frank)
    made = frank("post", "/people", {"name": "Nils"}).json()
    gone = frank("patch", f"/people/{made['id']}", {"is_active": False}, revision=1).json()
    assert (gone["name"], gone["is_active"]) == ("Nils", False)
    names = [one["name"] for one in frank("get", "/people").json()["items"]]
    assert "Nils" in names
    assert "Command line" not in names
    user = frank("post", "/users", {"email": "nina@example.org", "name": "Nina"}).json()
    place = f"/users/{user['id']}"
    assert frank("post", f"{place}/role", {"role": "viewer"}).json()["organisation_role"] == "viewer"
    link = frank("post", f"{place}/link").json()["link"]
    assert Client().get(link.replace("http://testserver", "")).status_code == 302
    assert frank("post", f"{place}/close").json()["is_active"] is False
    assert frank("post", f"{place}/link").status_code == 422
    assert frank("post", f"{place}/reopen").json()["is_active"] is True
    own = Api(cast.grace)("get", "/users").json()["items"]
    assert [one["email"] for one in own] == ["grace@example.org"]


def test_roles_are_given_and_ended(cast: Cast) -> None:
    mona, base = Api(cast.mona), f"/projects/{cast.project.pk}/people"
    part = mona("post", base, {"person": cast.dave.person_id, "role": "viewer"})
    assert part.status_code == 201
    assert {one["person"]["name"] for one in mona("get", base).json()} == {"Dave", "Grace", "Heidi"}
    assert mona("delete", f"{base}/{part.json()['id']}").status_code == 204
    assert mona("delete", f"{base}/{part.json()['id']}").status_code == 404
    given = {"person": cast.dave.person_id, "role": "viewer", "scope_kind": "portfolio", "scope": cast.portfolio.pk}
    grant = mona("post", "/roles", {**given, "ends_on": "2099-01-01"}).json()
    assert grant["ends_on"] == "2099-01-01"
    listed = mona("get", f"/roles/portfolio/{cast.portfolio.pk}").json()["items"]
    assert grant in listed
    assert mona("delete", f"/roles/{grant['id']}").status_code == 204
    assert mona("post", "/roles", {**given, "role": "administrator"}).status_code == 403
    assert mona("post", "/roles", {**given, "ends_on": "soon"}).json()["field"] == "ends_on"
    assert mona("post", "/roles", {**given, "scope_kind": "planet"}).status_code == 422


@pytest.mark.parametrize("more", [{"is_superuser": True}, {"project": 1}, {"id": 5}, {"__class__": "x"}])
def test_unknown_names_are_refused_by_name(cast: Cast, more: dict[str, Any]) -> None:
    frank, name = Api(cast.frank), next(iter(more))
    for path, body in (("/people", {"name": "N"}), ("/users", {"name": "N", "email": "n@example.org"})):
        answer = frank("post", path, {**body, **more})
        assert (answer.status_code, answer.json()["field"].split(".")[-1]) == (422, name)
