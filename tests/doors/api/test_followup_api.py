"""Comments, following and home by API and by command: as by page."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now
from tests.cast import Cast

from conspectus.doors.cli import run
from conspectus.rooms.accounts.actions import issue_token
from conspectus.rooms.followup.models import Comment, Visit


@pytest.fixture
def program(cast: Cast) -> Callable[..., Any]:
    """Return what asks the API in somebody's name."""

    def ask(who: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
        user = cast.users()[who]
        token = issue_token(user=user, name="robot", scope="write", by=user, at=now()).text
        told = {"Authorization": f"Bearer {token}", **headers}
        kind = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(Client(), method)(f"/api/v1{path}", headers=told, **kind)

    return ask


def test_a_comment_is_said_changed_and_withdrawn(cast: Cast, program: Callable[..., Any]) -> None:
    where = f"/subjects/project/{cast.project.pk}"
    made = program("alice", "post", f"{where}/comments", {"text": "Why, @Carol and @dave?"})
    assert (made.status_code, made.json()["unknown"], made.json()["comment"]["named"]) == (201, ["dave"], ["Carol"])
    one = f"/comments/{made.json()['comment']['comment_id']}"
    assert program("alice", "patch", one, {"text": "So"}).status_code == 428  # it says no revision
    changed = program("alice", "patch", one, {"text": "So"}, **{"If-Match": '"1"'})
    assert (changed.headers["ETag"], changed.json()["comment"]["earlier"][0]["text"]) == (
        '"2"',
        "Why, @Carol and @dave?",
    )
    assert program("carol", "delete", one, **{"If-Match": '"2"'}).status_code == 403
    assert program("alice", "delete", one, **{"If-Match": '"1"'}).status_code == 412
    assert program("alice", "delete", one, **{"If-Match": '"2"'}).json()["withdrawn_by"] == "Alice"
    told = program("carol", "get", f"{where}/comments").json()
    assert (told["comments"][0]["text"], told["subject"]["name"]) == ("", "WN-1 Warehouse north")


def test_following_and_home(cast: Cast, program: Callable[..., Any]) -> None:
    assert program("bob", "put", f"/subjects/programme/{cast.programme.pk}/following", {"following": True}).json() == {
        "following": True
    }
    assert [one["name"] for one in program("bob", "get", "/following").json()["items"]] == ["Warehouses"]
    found = program("alice", "get", "/home").json()
    assert (found["part"], found["todo"][0]["what"]) == ("project_manager", "plan")
    assert not Visit.objects.exists()  # a program that asks is no visit
    assert program("alice", "get", "/home?since=x").status_code == 422


def test_commands_do_the_same(cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    for module in ("comment", "home"):
        monkeypatch.setattr(f"conspectus.doors.cli.{module}.open_rows", lambda *_, **__: None)
    by, number = ["--as", cast.alice.email], str(cast.project.pk)
    assert run(["comment", "add", "project", number, "Why, @Carol?", *by]) == 0
    pk = str(Comment.objects.get().pk)
    assert run(["comment", "change", pk, "Because", *by]) == 0
    assert run(["comment", "list", "project", number, *by]) == 0
    assert "Because" in capsys.readouterr().out
    assert run(["comment", "withdraw", pk, *by]) == 0
    assert run(["comment", "follow", "project", number, "--no", *by]) == 0
    capsys.readouterr()
    assert run(["comment", "following", "--json", *by]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert run(["comment", "list", "project", number, "--as", cast.dave.email]) == 2
    capsys.readouterr()
    assert run(["home", "--json", *by]) == 0
    assert json.loads(capsys.readouterr().out)["part"] == "project_manager"
    assert run(["home", "--as", cast.bob.email]) == 0
    assert "No report says more than the data do." in capsys.readouterr().out
