"""Error pages: what happened, an id to quote, never a trace; and the headers of every answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.db import DatabaseError
from django.http.request import UnreadablePostError
from django.test import Client, RequestFactory
from tests.cast import Cast

from conspectus.doors.web import errors
from conspectus.doors.web.answers import refused
from conspectus.kit import errors as kit
from conspectus.rooms.accounts.models import User


def test_ready_says_whether_the_rows_are_reached(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (client.get("/readyz").status_code, client.get("/readyz").content) == (200, b"ready")

    class Gone:
        def cursor(self) -> None:
            raise DatabaseError("password=secret")

    monkeypatch.setattr("conspectus.doors.web.health.connection", Gone())
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready")


def test_healthz_says_ok_and_nothing_more(client: Client, db: None) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_a_missing_page_has_an_id_to_quote(client: Client, db: None) -> None:
    answer = client.get("/no/such/page")
    assert answer.status_code == 404
    assert answer.headers["X-Request-Id"] in answer.content.decode()


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (kit.NotFound(), 404),
        (kit.NotAllowed(), 403),
        (kit.Invalid("x", "This is no date."), 422),
        (kit.Stale("Anna changed this.", 3), 412),
        (kit.Conflict("x", "This project has ended."), 409),
        (kit.TooMany("Too many tries.", 60), 429),
    ],
)
def test_refusals_are_told_in_their_words(refusal: kit.Refusal, status: int) -> None:
    answer = refused(RequestFactory().get("/"), refusal)
    assert answer.status_code == status
    assert isinstance(refusal, kit.NotFound) or refusal.words in answer.content.decode()


@pytest.mark.parametrize(
    ("cause", "status"),
    [
        (SuspiciousOperation("secret detail"), 400),
        (RequestDataTooBig("secret detail"), 413),
        (TooManyFilesSent("secret detail"), 413),
        (UnreadablePostError("secret detail"), 408),
    ],
)
def test_bad_requests_are_named_without_their_inside(cause: Exception, status: int) -> None:
    answer = errors.bad_request(RequestFactory().get("/"), cause)
    assert answer.status_code == status
    assert "secret detail" not in answer.content.decode()


def test_a_fault_shows_no_trace(cast: Cast, enter: Callable[[User], Client], monkeypatch: Any) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr("conspectus.doors.web.pages.portfolio.portfolio_totals", fail)
    client = enter(cast.alice)
    client.raise_request_exception = False
    answer = client.get("/portfolio/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "secret inside" not in page
    assert "Traceback" not in page
    assert answer.headers["X-Request-Id"] in page


def test_a_form_from_elsewhere_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.alice, backend="conspectus.rooms.accounts.queries.SessionBackend")
    for path in ("/tokens/", "/profile/", "/upload/", "/review/", f"/projects/{cast.project.pk}/people/", "/sign-out/"):
        answer = client.post(path, {"name": "x"})
        assert answer.status_code == 403
        assert "too old or came from elsewhere" in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/ui/", "/upload/", "/sign-in/", "/no/such/page"])
def test_every_answer_shuts_its_doors(cast: Cast, enter: Callable[[User], Client], path: str) -> None:
    answer = enter(cast.alice).get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert " style=" not in answer.content.decode()
