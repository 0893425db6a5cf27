"""Faults are told in words: wrong method and type, a full disk, a database that is away; by page and by API."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.test import Client
from django.utils.timezone import now
from tests import factories as make
from tests.cast import Cast

from conspectus.kit.faults import fault_status
from conspectus.rooms.accounts.actions import issue_token
from conspectus.rooms.accounts.models import ApiToken, User
from conspectus.rooms.accounts.queries import verify_audit
from conspectus.rooms.portfolio.models import Portfolio

BACKEND = "conspectus.rooms.accounts.queries.SessionBackend"


@pytest.fixture
def client(db: None) -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace", "options", "post"])
def test_a_method_a_page_does_not_take_meets_a_page(cast: Cast, client: Client, method: str) -> None:
    client.force_login(cast.frank, backend=BACKEND)
    answer = getattr(client, method)("/")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}
    assert answer.headers["X-Request-Id"] in answer.content.decode()
    told = getattr(client, method)("/api/v1/me")
    assert told.status_code == 405
    assert told.headers["Content-Type"] == "application/problem+json" or method == "head"


def test_another_method_in_a_header_is_not_believed(cast: Cast, client: Client) -> None:
    client.force_login(cast.frank, backend=BACKEND)
    before = Portfolio.objects.count()
    said = {"X-HTTP-Method-Override": "DELETE", "X-Method-Override": "DELETE"}
    assert client.post(f"/api/v1/projects/{cast.project.pk}", headers=said).status_code == 405
    assert client.get(f"/projects/{cast.project.pk}/?_method=DELETE", headers=said).status_code == 200
    assert Portfolio.objects.count() == before


@pytest.mark.parametrize("kind", ["application/json", "application/xml", "text/plain"])
def test_pages_take_forms_only(cast: Cast, client: Client, kind: str) -> None:
    client.force_login(cast.frank, backend=BACKEND)
    for path in ("/tokens/", "/sign-in/", "/upload/"):
        answer = client.post(path, b'{"name": "x", "scope": "write", "days": 1}', content_type=kind)
        assert answer.status_code == 415
        assert answer.headers["X-Request-Id"] in answer.content.decode()
    sent = client.post("/api/v1/tokens", b"<name/>", content_type=kind)
    assert sent.status_code == (422 if kind == "application/json" else 415) or sent.json()["code"] == "no_json"
    assert not ApiToken.objects.exists()


class DiskFull(Exception):
    """What the driver of PostgreSQL raises, as far as it matters here."""

    sqlstate = "53100"


def caused(fault: Exception, cause: Exception) -> Exception:
    fault.__cause__ = cause
    return fault


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 507),
        (OperationalError("database or disk is full"), 507),
        (caused(OperationalError("could not extend file"), DiskFull()), 507),
        (caused(RuntimeError("in the middle"), OSError(errno.ENOSPC, "x")), 507),
        (OperationalError("connection refused at /very/secret"), 503),
        (IntegrityError("secret"), 500),
        (KeyError("secret"), 500),
    ],
)
def test_each_fault_has_its_status_and_no_inside(
    cast: Cast, client: Client, monkeypatch: Any, fault: Exception, status: int
) -> None:
    assert fault_status(fault) == status

    def fail(*args: object, **kwargs: object) -> None:
        raise fault

    client.force_login(cast.frank, backend=BACKEND)
    monkeypatch.setattr("conspectus.doors.web.pages.portfolio.portfolio_totals", fail)
    monkeypatch.setattr("conspectus.doors.api.v1.portfolio.find_projects", fail)
    page, told = client.get("/portfolio/"), client.get("/api/v1/projects")
    assert (page.status_code, told.status_code) == (status, status)
    assert told.headers["Content-Type"] == "application/problem+json"
    assert told.json()["request_id"] == told.headers["X-Request-Id"]
    for text in (page.content.decode(), told.content.decode()):
        assert "secret" not in text
        assert "Traceback" not in text
        assert ("The disk is full. Reading works, saving does not." in text) is (status == 507)
        assert ("does not answer at the moment" in text) is (status == 503)


@pytest.fixture
def full_disk(transactional_db: None) -> Iterator[Any]:
    """Fill the database's disk at will: SQLite is held to the pages it has, which it tells like a disk without room."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's own files cannot be capped from here; its fault is told apart above by its code")

    def fill() -> None:
        with connection.cursor() as cursor:
            pages = cursor.execute("PRAGMA page_count").fetchone()[0]
            cursor.execute(f"PRAGMA max_page_count = {pages}")

    yield fill
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823")


def test_a_full_disk_refuses_writing_reads_on_and_recovers_by_itself(full_disk: Any) -> None:
    by = make.user("Root", role="administrator")
    text = issue_token(user=by, name="robot", scope="write", by=by, at=now()).text
    client = Client(raise_request_exception=False)
    headers = {"Authorization": f"Bearer {text}"}
    assert client.get("/api/v1/me", headers=headers).status_code == 200  # the day's use is noted before the disk fills

    def open_one(number: int) -> Any:
        body = {"name": f"Portfolio {number}", "currency": "EUR", "purpose": "x" * 3900}
        return client.post("/api/v1/portfolios", body, content_type="application/json", headers=headers)

    full_disk()
    kept = []
    for number in range(60):
        answer = open_one(number)
        if answer.status_code == 507:
            break
        assert answer.status_code == 201
        kept.append(f"Portfolio {number}")
    else:
        pytest.fail("the disk never filled")
    assert answer.json()["words"].startswith("The disk is full. Reading works, saving does not.")
    read = client.get("/api/v1/portfolios", headers=headers)
    assert sorted(one["name"] for one in read.json()["items"]) == sorted(kept)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823")
    assert open_one(1000).status_code == 201
    assert verify_audit().whole
    assert User.objects.filter(pk=by.pk).exists()


def test_staged_files_on_a_full_disk_are_refused_and_leave_nothing(
    cast: Cast, client: Client, monkeypatch: Any, settings: Any
) -> None:
    from pathlib import Path

    from django.core.files.uploadedfile import SimpleUploadedFile

    written = Path.write_bytes

    def half(self: Path, data: bytes) -> int:
        written(self, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    client.force_login(cast.frank, backend=BACKEND)
    answer = client.post("/upload/", {"plans": SimpleUploadedFile("a.csv", b"Id,Task\n1,A\n")})
    assert answer.status_code == 507
    left = list((settings.DATA_FOLDER / "staged" / str(cast.frank.pk)).iterdir())
    assert left == []
