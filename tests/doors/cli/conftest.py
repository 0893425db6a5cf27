"""A command line that speaks to the server under test: by its client's own request, without a socket."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.doors.cli.spoken import URL, Say

from conspectus.doors.cli import run
from conspectus.doors.cli.remote import client as remote
from conspectus.doors.cli.remote.channel import ADDRESS, HEADER, VERSION


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the client reach the server under test without a socket; return the methods that went over."""
    went: list[str] = []

    def once(server: Any, method: str, sending: Any, headers: dict[str, str]) -> remote.Answer:
        went.append(method)
        sent = {"Authorization": f"Bearer {server.token}", HEADER: str(VERSION), **headers}
        made = sending.headers if sending is not None else {}
        body = b"".join(sending) if sending is not None else b""
        assert not made or len(body) == int(made["Content-Length"])
        kind = made.get("Content-Type", "")
        answer = Client().generic(method, ADDRESS, body, content_type=kind, headers=sent)
        return remote.Answer(
            answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, answer.content
        )

    monkeypatch.setattr(remote, "_once", once)
    return went


@pytest.fixture
def speak(wire: list[str], capsys: pytest.CaptureFixture[str]) -> Say:
    """Return what runs a command on the server and gives back its code, output and complaints."""

    def command(token: str, *words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(["--server", URL, "--token", token, *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command
