"""What every answer carries, and what it never does."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from conspectus.config.logs import JsonLines
from conspectus.config.middleware import RequestId


@pytest.mark.parametrize("path", ["/healthz", "/no-such-page", "/sign-in/"])
def test_every_answer_shuts_its_doors(client: Client, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "no-store" in headers["Cache-Control"]
    assert len(headers["X-Request-Id"]) == 12
    assert "Access-Control-Allow-Origin" not in headers


def test_health_says_ok_and_no_more(client: Client) -> None:
    assert client.get("/healthz").content == b"ok"


def test_foreign_host_names_are_refused(client: Client) -> None:
    assert client.get("/healthz", headers={"host": "evil.example"}).status_code == 400
    assert client.get("/no-such-page").status_code == 404


def test_a_fault_shows_an_id_and_no_trace(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: object, **named: object) -> None:
        raise RuntimeError("the secret cause")

    monkeypatch.setattr("django.contrib.sessions.middleware.SessionMiddleware.process_request", fail)
    client.raise_request_exception = False
    answer = client.get("/sign-in/")
    assert answer.status_code == 500
    assert b"secret cause" not in answer.content
    assert b"Traceback" not in answer.content
    assert answer.headers["X-Request-Id"].encode() in answer.content


def test_each_request_has_an_id_of_its_own() -> None:
    middleware = RequestId(lambda request: HttpResponse())
    seen = {middleware(RequestFactory().get("/")).headers["X-Request-Id"] for _ in range(3)}
    assert len(seen) == 3


@pytest.mark.parametrize("path", ["/static/css/conspectus.css", "/static/img/mark.svg", "/static/js/theme.js"])
def test_static_files_shut_their_doors_too(client: Client, db: None, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in answer.headers
    answer.close()


def test_no_entered_text_forges_a_log_line() -> None:
    record = logging.LogRecord(
        "conspectus.security", logging.INFO, "", 0, "refused %s", ('a\n{"level": "fake"}',), None
    )
    record.address = "192.0.2.1\nforged"
    line = JsonLines().format(record)
    assert "\n" not in line
    said = json.loads(line)
    assert (said["level"], said["address"]) == ("info", "192.0.2.1\nforged")
    try:
        raise ValueError("why")
    except ValueError:
        record.exc_info = sys.exc_info()
    assert "\n" not in JsonLines().format(record)


def test_no_address_that_is_a_key_comes_into_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    keys = (f"milestones/feed/conspectus_{'ab' * 6}_{'cd' * 24}.ics", f"sign-in/{'x_-Y' * 10}/")
    with caplog.at_level(logging.WARNING, "django.request"):
        for key in keys:
            client.get(f"/nowhere/{key}")
    lines = [JsonLines().format(record) for record in caplog.records]
    assert [json.loads(line)["words"] for line in lines] == [
        "Not Found: /nowhere/milestones/feed/conspectus_abababababab....ics",
        "Not Found: /nowhere/sign-in/.../",
    ]
