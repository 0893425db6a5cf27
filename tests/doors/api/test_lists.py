"""Lists by API: pages stay true while others work, and nothing outside the lists of names is sorted or filtered by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests import factories as make
from tests.cast import Cast

from conspectus.rooms.portfolio.actions import change_project

BACKEND = "conspectus.rooms.accounts.queries.SessionBackend"


@pytest.fixture
def bob(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.bob, backend=BACKEND)
    return client


def pages(client: Client, path: str, **asked: Any) -> Iterator[list[dict[str, Any]]]:
    """Yield the items of page after page."""
    cursor: str | None = ""
    while cursor is not None:
        answer = client.get(f"/api/v1{path}", {**asked, "cursor": cursor}).json()
        yield answer["items"]
        cursor = answer["next"]


@pytest.mark.parametrize(("path", "sort"), [("/projects", "name"), ("/projects", "-code"), ("/status", "name")])
def test_a_list_read_in_pages_is_true_while_others_write(cast: Cast, bob: Client, path: str, sort: str) -> None:
    place = make.portfolio("Many")
    for number in range(20):
        make.project(f"N{number:02}", code=f"N{number:02}", portfolio=place)
    there = [f"N{number:02}" for number in range(20)]
    seen: list[str] = []
    for turn, items in enumerate(pages(bob, path, sort=sort, limit=3)):
        seen += [item["code"] for item in items]
        # Somebody opens one project before and one after the place reached, each time a page is read.
        make.project(f"A{turn:02} new", code=f"A{turn:02}", portfolio=place)
        make.project(f"Z{turn:02} new", code=f"Z{turn:02}", portfolio=place)
        if turn > 40:
            pytest.fail("the list never ends")
    assert len(seen) == len(set(seen))
    assert set(there) <= set(seen)


def test_a_cursor_outlives_a_new_name_of_its_row(cast: Cast, bob: Client) -> None:
    place = make.portfolio("Few")
    rows = [make.project(f"P{number}", code=f"P{number}", portfolio=place) for number in range(6)]
    first = bob.get("/api/v1/projects", {"portfolio": place.pk, "limit": 2}).json()
    change_project(project=rows[1], changes={"name": "other"}, revision=1, by=cast.bob, at=make.AT)
    second = bob.get("/api/v1/projects", {"portfolio": place.pk, "limit": 2, "cursor": first["next"]}).json()
    assert [item["code"] for item in second["items"]] == ["P2", "P3"]
    last = bob.get("/api/v1/projects", {"portfolio": place.pk, "limit": 2, "cursor": second["next"]}).json()
    assert ([item["code"] for item in last["items"]], last["next"]) == (["P4", "P5"], None)


def test_a_cursor_whose_row_is_not_in_the_list_is_refused(cast: Cast, bob: Client) -> None:
    make.project("Z", code="ZZ-9")
    cursor = bob.get("/api/v1/projects", {"limit": 1}).json()["next"]
    other = bob.get("/api/v1/projects", {"portfolio": cast.portfolio.pk, "text": "no such", "cursor": cursor})
    assert (other.status_code, other.json()["code"]) == (422, "cursor")


@pytest.mark.parametrize(
    "asked",
    [
        {"limit": -1}, {"limit": 0}, {"limit": 501}, {"limit": 10**9}, {"limit": "x"}, {"limit": 10**30},
        {"cursor": "zz"}, {"cursor": "-1"}, {"cursor": "b2Y="}, {"cursor": "é"}, {"cursor": "a" * 9000},
        {"sort": "user__password"}, {"sort": "manager__user__password"}, {"sort": "?"}, {"sort": "pk); DROP TABLE x"},
        {"filter": "cost__regex=(a+)+$"}, {"name__regex": "(a+)+$"}, {"manager__user__password__startswith": "a"},
        {"page": 0}, {"state": "x"}, {"_connector": "OR"}, {"portfolio": 0}, {"portfolio": -1}, {"portfolio": 10**30},
        {"portfolio": "' or 1=1"}, {"manager": "1,2"}, {"division": 10**9 * 9},
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("path", ["/projects", "/status"])
def test_what_is_not_in_the_list_of_names_is_refused(cast: Cast, bob: Client, path: str, asked: dict[str, Any]) -> None:
    answer = bob.get(f"/api/v1{path}", asked)
    assert answer.status_code in (404, 422), answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["request_id"]


@pytest.mark.parametrize("text", ["%", "_", "'; --", "\0", "(a+)+$", "x" * 5000, "\u202e", "ÄÖ ß"])
def test_any_text_can_be_looked_for(cast: Cast, bob: Client, text: str) -> None:
    answer = bob.get("/api/v1/projects", {"text": text})
    assert answer.status_code == 200
    assert answer.json()["items"] == []
    assert bob.get("/portfolio/", {"text": text}).status_code == 200
