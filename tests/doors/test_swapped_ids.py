"""Every id an address, a query, a body, a cursor or a file choice takes, swapped for those of another world."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now
from tests.cast import Cast
from tests.doors.another_world import CANARY, SECRET_PLAN, rows, words_of
from tests.doors.test_permission_matrix import (
    API,
    PAGES,
    PLAN,
    Counted,
    address_of,
    call,
    entered,
    long_work,
)
from tests.trust.counts import POSTGRES, daily, some
from tests.working import through, work_off

from conspectus.doors.api.urls import schema
from conspectus.rooms.portfolio.models import Grant, Programme, Project
from conspectus.rooms.schedule.actions import import_plan
from conspectus.rooms.schedule.models import PlanRevision

# Daily: a manager, an outsider and who steers; the last alone on PostgreSQL, where only the rows are others.
ATTACKERS = ("mona",) if POSTGRES else ("alice", "dave", "mona")
TURNS = ("alice", "dave")  # each daily with one half of the addresses
PEOPLE = ("alice", "carol", "dave", "grace", "heidi", "ivan", "judy", "kim", "liam", "mona")


def _slow(name: str) -> Any:
    """Return somebody who attacks before a release only."""
    return pytest.param(name, marks=pytest.mark.slow)


OTHERS = [_slow(name) for name in PEOPLE if name not in ATTACKERS]
PLACED = ("portfolio_id", "programme_id", "project_id", "number")
KEYS = 2  # foreign ids in a query daily, by turns; all before a release
REFUSED = {302, 403, 404, 405, 409, 412, 422}
REFERENCES = {"portfolio": "portfolio_id", "programme": "programme_id", "scope": "scope_id", "project": "project_id"}
# Names of people and divisions are open to the whole house: both are chosen from.
IDS = re.compile(r"\{(\w+_id|number|old|new)\}")


def path_swaps(
    theirs: dict[str, Any], own: dict[str, Any]
) -> Iterator[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """Yield operation or page, the id's name, the ids with a foreign one and the ids with one that never was."""
    for operation in API:
        for name in IDS.findall(operation):
            if name in theirs:
                yield operation, name, {**own, name: theirs[name]}, {**own, name: 10**9}
    for page in PAGES:
        marked = address_of(page, {**own, **{name: f"{{{name}}}" for name in theirs}})
        for name in IDS.findall(marked.replace("%7B", "{").replace("%7D", "}")):
            if name in theirs and f"{name}" not in ("old", "new"):
                yield page, name, {**own, name: theirs[name]}, {**own, name: 10**9}


def ask(client: Client, what: str, given: dict[str, Any]) -> Any:
    """Ask a page or an operation for these ids."""
    if what in API:
        return call(client, what, API[what], given)
    address = address_of(what, given)
    return client.get(address) if PAGES[what].body is None else client.post(address)


def bare(answer: Any) -> str:
    """Return an answer's text without what differs from answer to answer."""
    return str(answer.content.decode().replace(answer.headers["X-Request-Id"], ""))


@pytest.mark.parametrize("who", [*ATTACKERS, *OTHERS])
def test_a_foreign_id_in_an_address_is_a_missing_one(
    cast: Cast,
    ids: dict[str, Any],  # the fixture of this name
    theirs: dict[str, Any],
    who: str,
    counted: Counted,
) -> None:
    client, before, tried = entered(cast.users()[who]), rows(), 0
    for what, name, foreign, missing in path_swaps(theirs, ids):
        if who in TURNS and who not in some(TURNS, 1, what + name):
            continue
        answer = ask(client, what, foreign)
        assert answer.status_code in REFUSED, (what, name, answer.status_code)
        assert CANARY not in answer.content.decode(), (what, name)
        assert "Location" not in answer.headers or CANARY not in answer.headers["Location"]
        if answer.status_code == 404:
            nowhere = ask(client, what, missing)
            assert (nowhere.status_code, bare(nowhere)) == (404, bare(answer)), (what, name)
        tried += 1
    assert tried > 60
    counted(tried)
    assert rows() == before


@pytest.mark.parametrize("who", ["mona", *(_slow(name) for name in PEOPLE if name != "mona")])
def test_a_foreign_id_in_a_query_or_a_cursor_shows_nothing(
    cast: Cast,
    ids: dict[str, Any],  # the fixture of this name
    theirs: dict[str, Any],
    who: str,
    counted: Counted,
) -> None:
    client, before, tried = entered(cast.users()[who]), rows(), 0
    paths = {
        f"{method.upper()} {path[7:]}": place
        for path, one in schema()["paths"].items()
        for method, place in one.items()
    }
    for operation, place in paths.items():
        if not operation.startswith("GET") or API[operation].slow or not daily(operation):
            continue
        address = "/api/v1" + operation[4:].format(**ids)
        for name in [one["name"] for one in place.get("parameters", ()) if one["in"] == "query"]:
            for key in some({str(one) for one in theirs.values()}, KEYS, operation + name + who):
                cursor = base64.urlsafe_b64encode(f"after {key}".encode()).decode().rstrip("=")
                answer = client.get(address, {name: cursor if name == "cursor" else key})
                assert answer.status_code < 500, (operation, name)
                assert CANARY not in words_of(answer), (operation, name, key)
                tried += 1
    asked = ("portfolio", "programme", "project", "division", "manager", "state", "old", "new", "revision", "q", "page")
    for path in (
        "/portfolio/",
        "/portfolios/",
        f"/projects/{cast.project.pk}/comparison/",
        f"/projects/{cast.project.pk}/tasks/",
    ):
        for parameter in asked:
            for key in some(PLACED, KEYS, path + parameter):
                told = client.get(path, {parameter: theirs[key]})
                assert told.status_code < 500
                assert CANARY not in told.content.decode(), (path, parameter)
                tried += 1
    assert tried > (100 if POSTGRES else 350)
    counted(tried)
    assert rows() == before


@pytest.mark.parametrize("who", [*ATTACKERS, *OTHERS])
def test_a_foreign_id_in_a_body_or_a_form_takes_nothing_there(
    cast: Cast,
    ids: dict[str, Any],  # the fixture of this name
    theirs: dict[str, Any],
    who: str,
    counted: Counted,
) -> None:
    client, tried, house = entered(cast.users()[who]), 0, cast.portfolio.pk
    before, person = world(theirs), cast.dave.person_id
    bodies: list[tuple[str, dict[str, Any]]] = [
        ("POST /programmes", {"name": "New", "portfolio": theirs["portfolio_id"]}),  # other numbers may be one's own
    ]
    for key in ("portfolio_id", "programme_id", "project_id"):
        kind, there = key.removesuffix("_id"), theirs[key]
        bodies += [
            ("POST /projects", {"code": "N-1", "name": "New", "portfolio": house, kind: there}),
            ("PATCH /projects/{project_id}", {kind: there}),
            ("POST /roles", {"person": person, "role": "viewer", "scope_kind": kind, "scope": there}),
        ]
    for operation, body in bodies:
        method, path = operation.split(" ")
        send, headers = getattr(client, method.lower()), {"If-Match": '"1"'}
        answer = send("/api/v1" + path.format(**ids), body, content_type="application/json", headers=headers)
        assert answer.status_code in REFUSED, (operation, body, answer.content)
        assert CANARY not in answer.content.decode()
        tried += 1
    forms = (f"/projects/{cast.project.pk}/particulars/", "/new-project/", f"/portfolios/{house}/new-programme/")
    for address in forms:
        for name, key in REFERENCES.items():
            sent = {"name": "New", "code": "N-1", "revision": "1", "portfolio": house, name: theirs[key]}
            assert CANARY not in client.post(address, sent, follow=True).content.decode()
            tried += 1
    assert tried > 20
    counted(tried)
    assert world(theirs) == before


def world(theirs: dict[str, Any]) -> dict[str, Any]:
    """Return every row that belongs to the other world."""
    place, scopes = theirs["portfolio_id"], [theirs[f"{kind}_id"] for kind in ("portfolio", "programme", "project")]
    kinds = dict(zip(("portfolio", "programme", "project"), scopes, strict=True))
    return {
        "projects": list(Project.objects.filter(portfolio=place).values()),
        "in its programme": list(Project.objects.filter(programme=theirs["programme_id"]).values()),
        "programmes": list(Programme.objects.filter(portfolio=place).values()),
        "grants": [list(Grant.objects.filter(scope_kind=kind, scope_id=one).values()) for kind, one in kinds.items()],
        "revisions": list(PlanRevision.objects.filter(project=theirs["project_id"]).values("number", "source_digest")),
    }


@pytest.mark.parametrize("who", ["alice", "dave", "ivan", "mona"])
def test_what_another_uploaded_is_reached_by_no_digest_and_no_run(
    cast: Cast, theirs: dict[str, Any], who: str, counted: Counted
) -> None:
    client, tried = entered(cast.users()[who]), 0
    digest = hashlib.sha256(SECRET_PLAN).hexdigest()
    own = long_work(cast.users()[who], "/upload/")
    targets = [
        str(theirs["project_id"]),
        f"new-{theirs['portfolio_id']}",
        "new-",
        "new-0",
        "-1",
        "new-new-1",
        "x" * 300,
    ]
    hidden = dict.fromkeys(("digest", "file-0", "staged-0", "files", "plan-0", "run", "by", "started_by"), digest)
    for target in targets:
        for deed in ("look", "store"):
            sent = {"deed": deed, "target-0": target, "code-0": "A-1", "name-0": "A", **hidden}
            where, answer = through(client, client.post(f"/upload/{own}/", sent))
            assert answer.status_code in (200, 404), (target, deed)
            assert CANARY not in answer.content.decode().replace(f"new-{theirs['portfolio_id']}", ""), where
            assert client.post(f"/upload/{theirs['run_id']}/", sent).status_code == 404
            tried += 2
    for run in (theirs["run_id"], theirs["review_id"]):
        for path in (f"/runs/{run}/cancellation/", f"/runs/{run}/again/"):
            assert client.post(path).status_code == 404
            tried += 1
        for kind in ("pptx", "pdf", "xlsx", "lines", "review"):
            assert client.get(f"/review/{run}/board-pack.{kind}").status_code == 404
            tried += 1
        assert client.delete(f"/api/v1/runs/{run}").status_code == 404
    for project in (cast.project.pk, theirs["project_id"]):
        sent = {"digest": digest, "file": SimpleUploadedFile("a.csv", PLAN)}
        answer = client.post(f"/api/v1/projects/{project}/import", sent)
        assert answer.status_code in (403, 404, 422)
        assert CANARY not in answer.content.decode()
        later = client.post(f"/api/v1/projects/{project}/import", sent, headers={"Prefer": "respond-async"})
        if later.status_code == 202:
            work_off()
            assert client.get(f"/api/v1/runs/{later.json()['id']}").json()["state"] == "failed"
        tried += 2
    assert tried > 40
    counted(tried)


def test_who_has_the_same_bytes_learns_nothing_of_who_had_them_first(cast: Cast, theirs: dict[str, Any]) -> None:
    """The reading is shared by digest; the name it was sent under, by whom and where it went are not."""
    client = entered(cast.dave)
    data = SECRET_PLAN.replace(b"Zanzibar ", b"")
    first = entered(cast.frank)
    through(first, first.post("/upload/", {"plans": SimpleUploadedFile("Zanzibar-owner.csv", data)}))
    fresh, known = data.replace(b"10d", b"11d"), data
    told = []
    for one in (fresh, known):
        _, answer = through(client, client.post("/upload/", {"plans": SimpleUploadedFile("mine.csv", one)}))
        assert CANARY not in answer.content.decode()
        text = re.sub(r'value="[A-Za-z0-9]{64}"|nonce="[^"]*"', "", bare(answer))
        told.append(text)
    assert told[0] == told[1]


@pytest.mark.parametrize("kind", ["xlsx", "pptx", "pdf"])
def test_no_pack_holds_another_world(cast: Cast, theirs: dict[str, Any], kind: str) -> None:
    if kind == "pdf" and shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not here")
    client = entered(cast.alice)
    import_plan(project=cast.project, data=PLAN, name="a.csv", by=cast.alice, at=now())
    for query in ({}, {"portfolio": theirs["portfolio_id"]}, {"programme": theirs["programme_id"]}):
        answer = client.get(f"/board-pack.{kind}", query)
        text = unpacked(answer.content, kind) if answer.status_code == 200 else answer.content.decode()
        assert CANARY.casefold() not in text.casefold()
        if not query:
            assert "Warehouse north" in text
    assert client.get(f"/review/{theirs['review_id']}/board-pack.{kind}").status_code == 404


def unpacked(data: bytes, kind: str) -> str:
    """Return all text of an office file or a PDF."""
    if kind == "pdf":
        return subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
    parts: list[bytes] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            parts.append(unpacked(part, "xlsx").encode() if name.endswith(".xlsx") else part)
    return b"\n".join(parts).decode("utf-8", "replace")
