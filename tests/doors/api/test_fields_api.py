"""Fields over the API: defined, filled in, read as at a day; what is hidden is absent."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now
from tests import factories as make
from tests.cast import Cast

from conspectus.rooms.accounts.actions import issue_token
from conspectus.rooms.accounts.models import User


def sending(by: User) -> Any:
    """Return a way to ask the API in somebody's name."""
    token = issue_token(user=by, name="robot", scope="write", by=by, at=now()).text
    client = Client(headers={"Authorization": f"Bearer {token}"})

    def send(method: str, path: str, body: Any = None, revision: int | None = None) -> Any:
        headers = {} if revision is None else {"If-Match": f'"{revision}"'}
        given = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(client, method)(f"/api/v1{path}", headers=headers, **given)

    return send


def test_a_field_is_there_at_once_and_changes(cast: Cast) -> None:
    send = sending(cast.bob)
    options = [{"key": "north", "label": "North"}, {"key": "south", "label": "South", "ends_on": "2020-01-01"}]
    body = {"subject_kind": "project", "key": "region", "label": "Region", "kind": "choice", "options": options}
    made = send("post", "/fields", body)
    assert made.status_code == 201
    assert made.json()["options"][1] == {
        "key": "south",
        "label": "South",
        "parent": "",
        "starts_on": None,
        "ends_on": "2020-01-01",
    }
    address = f"/fields/{made.json()['id']}"
    assert send("get", f"/projects/{cast.project.pk}").json()["fields"] == {"region": None}
    assert send("patch", address, {"label": "Zone"}).status_code == 428
    assert send("patch", address, {"kind": "text"}, 1).json()["code"] == "extra_forbidden"
    changed = send("patch", address, {"label": "Zone", "starts_on": None}, 1)
    assert (changed.json()["label"], changed.headers["ETag"]) == ("Zone", '"2"')
    assert send("post", f"{address}/retirement", {}, 2).json()["ends_on"] == now().date().isoformat()
    assert send("get", f"/projects/{cast.project.pk}").json()["fields"] == {}
    assert [one["key"] for one in send("get", "/fields").json()["items"]] == ["region"]


def test_values_go_with_a_project_and_by_themselves(cast: Cast) -> None:
    send = sending(cast.mona)
    for key, kind in {"size": "number", "fund": "money", "owner": "person", "new": "yes_no"}.items():
        make.field(key, kind)
    given = {
        "size": "12.50",
        "fund": {"minor": 125_000, "currency": "EUR"},
        "owner": cast.alice.person_id,
        "new": True,
    }
    body = {"code": "N-1", "name": "New", "portfolio": cast.portfolio.pk, "fields": given}
    made = send("post", "/projects", body)
    assert made.json()["fields"] == given | {"size": "12.5"}
    address = f"/projects/{made.json()['id']}"
    changed = send("patch", address, {"name": "Newer", "fields": {"size": 3}}, 1)
    assert (changed.json()["name"], changed.json()["fields"]["size"]) == ("Newer", "3")
    refused = send("patch", address, {"fields": {"size": "big"}}, 2).json()
    assert (refused["field"], refused["words"]) == ("fields.size", "Size is a number; write it such as 1234.56.")
    assert send("patch", address, {"fields": {"nothing": 1}}, 2).json()["code"] == "unknown_field"
    values = f"/field-values/project/{made.json()['id']}"
    written = send("patch", values, {"values": {"size": "1"}, "valid_from": "2020-01-01"}, 2)
    assert written.status_code == 200
    days = [send("get", f"{values}?on={day}").json()["fields"] for day in ("2019-12-31", "2020-06-01")]
    assert [one["words"] for fields in days for one in fields if one["key"] == "size"] == ["", "1"]
    assert send("get", values).headers["ETag"] == '"3"'
    rows = send("get", "/projects").json()["items"]
    assert {row["code"]: row["fields"]["size"] for row in rows} == {"N-1": "3", cast.project.code: None}


def test_groups_have_fields_too(cast: Cast) -> None:
    send = sending(cast.mona)
    for kind, row in (("programme", cast.programme), ("portfolio", cast.portfolio)):
        make.field("aim", "text", subject_kind=kind)
        address = f"/field-values/{kind}/{row.pk}"
        assert send("patch", address, {"values": {"aim": "Grow"}}, 1).json()["fields"][0]["value"] == "Grow"
    assert send("get", "/field-values/contract/1").status_code == 404
    assert sending(cast.alice)("patch", address, {"values": {"aim": "x"}}, 2).status_code == 403


@pytest.mark.parametrize("name", ["grace", "heidi"])
def test_what_is_hidden_is_absent(cast: Cast, name: str) -> None:
    row = make.field("fund", "money", sees="cost")
    send, read = sending(cast.alice), sending(cast.users()[name])
    send("patch", f"/projects/{cast.project.pk}", {"fields": {"fund": "7654321 EUR"}}, cast.project.revision)
    assert send("get", f"/projects/{cast.project.pk}").json()["fields"]["fund"]["minor"] == 765_432_100
    for path in (f"/projects/{cast.project.pk}", "/projects", f"/field-values/project/{cast.project.pk}", "/fields"):
        assert "fund" not in read("get", path).content.decode()
        assert "76543" not in read("get", path).content.decode()
    assert read("get", f"/fields/{row.pk}").json()["words"] == read("get", "/fields/999999").json()["words"]


def test_the_portfolio_table_is_narrowed_and_ordered_by_fields(cast: Cast) -> None:
    make.field("size", "number")
    make.field("fund", "money", sees="cost")
    other = make.project("Second", code="S-2", portfolio=cast.portfolio)
    third = make.project("Third", code="T-3", portfolio=cast.portfolio)
    send, read = sending(cast.mona), sending(cast.grace)
    for row, size in ((cast.project, "9"), (other, "10")):
        send("patch", f"/projects/{row.pk}", {"fields": {"size": size, "fund": f"{size} EUR"}}, 1)

    def codes(ask: str, way: Any = send) -> Any:
        answer = way("get", f"/status?{ask}").json()
        return [one["code"] for one in answer["items"]] if "items" in answer else answer["code"]

    assert codes("sort=field.size") == [cast.project.code, other.code, third.code]
    assert codes("sort=-field.fund") == [other.code, cast.project.code, third.code]
    assert codes("fields=size:9.5..;fund:1..20 EUR") == [other.code]
    assert codes("fields=size:-") == [third.code]
    assert codes("fields=size") == "fields"
    for ask in ("sort=field.fund", "sort=field.nothing", "fields=fund:9 EUR", "fields=nothing:9"):
        assert codes(ask, read) == "unknown_field"
