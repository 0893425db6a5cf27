"""A master list at every door: by page, by API, by command; the same lines, the same deeds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now
from tests.cast import Cast

from conspectus.doors.cli import run
from conspectus.rooms.accounts.actions import issue_token
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Alias, ListMapping, Project

BACKEND = "conspectus.rooms.accounts.queries.SessionBackend"
LIST = b"Code,Thing,Budget\nQ-1,Quay wall,$2m\n,The Warehouse (north),\nWN-1,Warehouse north,\n"


def entered(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def sent(data: bytes = LIST) -> SimpleUploadedFile:
    return SimpleUploadedFile("list.csv", data)


def api(user: User, path: str, **form: Any) -> Any:
    text = issue_token(user=user, name="robot", scope="write", by=user, at=now()).text
    return Client().post(f"/api/v1{path}", form, headers={"Authorization": f"Bearer {text}"})


@pytest.fixture
def say(cast: Cast, capsys: pytest.CaptureFixture[str]) -> Any:
    def command(*words: object) -> tuple[int, str]:
        code = run([str(word) for word in words])
        told = capsys.readouterr()
        return code, told.out + told.err

    return command


def test_by_page(cast: Cast) -> None:
    mona = entered(cast.mona)
    assert "Saved mappings" not in mona.get("/master-list/").content.decode()
    answer = mona.post(
        "/master-list/", {"file": sent(), "portfolio": str(cast.portfolio.pk), "period": "", "mapping": ""}
    )
    where = answer.headers["Location"]
    page = mona.get(where)
    shown = page.content.decode()
    assert page.status_code == 200  # codes are known; names are not yet
    assert "Row 3 names no project" in shown
    form = {"portfolio": str(cast.portfolio.pk), "name": "list.csv", "heading-1": "Thing", "column-1": "name"}
    address = where.partition("?")[0]
    look = mona.post(address, form | {"deed": "look"}).content.decode()
    assert "opens" in look
    assert "Which project is it?" not in look  # Warehouse north has its row
    saved = mona.post(address, form | {"deed": "save", "mapping_name": "Monthly"})
    assert (saved.status_code, ListMapping.objects.get().columns["Thing"]) == (200, "name")
    digest = look.partition('name="shown" value="')[2].partition('"')[0]
    stale = mona.post(address, form | {"deed": "take", "shown": "0" * 64})
    assert (stale.status_code, Project.objects.filter(code="Q-1").exists()) == (422, False)
    taken = mona.post(address, form | {"deed": "take", "shown": digest, "leave": ["3"]})
    assert "1 project opened" in taken.content.decode()
    assert Project.objects.filter(portfolio=cast.portfolio).count() == 2
    assert entered(cast.bob).get(where).status_code == 422  # another's file is not there
    mona.post(f"/list-mappings/{ListMapping.objects.get().pk}/remove/")
    assert not ListMapping.objects.exists()


def test_a_page_without_a_file_or_a_right(cast: Cast) -> None:
    answer = entered(cast.mona).post("/master-list/", {"portfolio": str(cast.portfolio.pk)})
    assert (answer.status_code, b"Choose a file" in answer.content) == (422, True)
    assert entered(cast.alice).get("/master-list/").status_code == 403


def test_other_names_by_page(cast: Cast) -> None:
    alice, where = entered(cast.alice), f"/projects/{cast.project.pk}/names/"
    assert "No other names" in alice.get(where).content.decode()
    alice.post(where, {"name": "Hall N"})
    assert b"found by this name already" in alice.post(where, {"name": "hall n"}).content
    alice.post(f"/names/{Alias.objects.get().pk}/remove/")
    assert not Alias.objects.exists()
    grace = entered(cast.grace)
    assert (grace.get(where).status_code, grace.post(where, {"name": "x"}).status_code) == (200, 403)


def test_by_api(cast: Cast) -> None:
    path, columns = f"/portfolios/{cast.portfolio.pk}/master-list", json.dumps({"Thing": "name"})
    seen = api(cast.mona, f"{path}/preview", file=sent(), columns=columns).json()
    assert seen["counts"] == {"new": 2, "change": 0, "same": 1, "ask": 0, "refused": 0}
    assert seen["columns"][2] == {
        "letter": "C",
        "heading": "Budget",
        "field": "budget",
        "how": "heading",
        "samples": ["$2m"],
    }
    assert api(cast.mona, path, file=sent(), columns=columns, shown="0").status_code == 412
    done = api(cast.mona, path, file=sent(), columns=columns, shown=seen["digest"], rows="[2]").json()
    assert (done["opened"], done["left"], done["outcomes"][0]["code"]) == (1, 2, "Q-1")
    assert api(cast.mona, f"{path}/preview", file=sent(), columns=columns).json()["counts"]["new"] == 1


@pytest.mark.parametrize(
    "form",
    [
        {"columns": "[1]"},
        {"columns": "{"},
        {"columns": '{"Thing": "weather"}'},
        {"same_as": '{"x": 1}'},
        {"same_as": '{"2": true}'},
        {"scale": "stars"},
        {"date_order": "ymd"},
        {"rows": "all"},
        {"mapping": "9999999"},
        {"period": "0"},
    ],
)
def test_by_api_nothing_odd_is_taken(cast: Cast, form: dict[str, str]) -> None:
    answer = api(cast.mona, f"/portfolios/{cast.portfolio.pk}/master-list", **({"file": sent()} | form))
    assert answer.status_code in (400, 404, 422)
    assert answer.json()["code"]
    assert Project.objects.filter(portfolio=cast.portfolio).count() == 1


def test_mappings_and_names_by_api(cast: Cast) -> None:
    text = issue_token(user=cast.mona, name="robot", scope="write", by=cast.mona, at=now()).text
    client, auth = Client(), {"Authorization": f"Bearer {text}"}
    for path, body, bad in (
        (f"/portfolios/{cast.portfolio.pk}/list-mappings", {"name": "M", "columns": {"A": "code", "B": ""}}, {
            "name": "M", "columns": {"A": "code", "B": "code"}}),
        (f"/projects/{cast.project.pk}/aliases", {"name": "Hall N"}, {"name": "wn-1"}),
    ):  # fmt: skip
        more = {"content_type": "application/json", "headers": auth}
        made = client.post(f"/api/v1{path}", body, **more)
        assert made.status_code == 201
        assert client.post(f"/api/v1{path}", bad, **more).status_code == 422
        assert b"M" in client.get(f"/api/v1{path}", headers=auth).content or path.startswith("/projects")
        gone = f"/api/v1/{path.rpartition('/')[2]}/{made.json()['id']}"
        assert client.delete(gone, headers=auth).status_code == 204
        assert client.delete(gone, headers=auth).status_code == 404


def test_by_command(cast: Cast, say: Any, tmp_path: Path) -> None:
    file, place = tmp_path / "list.csv", ("--portfolio", cast.portfolio.pk)
    file.write_bytes(LIST)
    code, told = say("master-list", file, *place, "--map", "Thing=name", "--preview")
    assert (code, Project.objects.filter(code="Q-1").exists()) == (0, False)
    assert "Row 2 new: Q-1 Quay wall. Budget: – > 2,000,000.00 EUR" in told
    assert say("master-list", file, *place, "--map", "Thing=name", "--preview", "--json")[0] == 0
    assert say("master-list", file, *place, "--map", "Thing")[0] == 2
    assert say("master-list", file, *place, "--rows", "x")[0] == 2
    code, told = say("master-list", file, *place, "--map", "Thing=name", "--rows", "2", "--save-mapping", "Monthly")
    assert (code, told.splitlines()[0]) == (0, "1 opened, 0 changed, 2 left as they are.")
    code, told = say("master-list", file, *place, "--mapping", "monthly", "--same", "3=WN-1", "--rows", "3")
    assert (code, "1 changed" in told or "means the same project" in told) == (0, True)
    assert "Monthly" in say("master-list", *place)[1]
    say("master-list", *place, "--remove-mapping", "Monthly")
    assert not ListMapping.objects.exists()
    assert say("master-list", tmp_path / "none.csv", *place)[0] == 2
    assert "Hall N" in say("project", "alias", "WN-1", "Hall N")[1]
    assert say("project", "unalias", "WN-1", "nothing")[0] == 2
    assert "Hall N" not in say("project", "unalias", "WN-1", "hall n")[1]
