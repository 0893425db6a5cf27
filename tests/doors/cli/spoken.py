"""A command line that speaks to the server under test: by its client's own request, without a socket."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now

from conspectus.doors.cli.remote.channel import ADDRESS, HEADER, VERSION
from conspectus.rooms.accounts.actions import issue_token
from conspectus.rooms.accounts.models import User

URL = "https://pmo.example.org"
Say = Callable[..., tuple[int, str, str]]


def token_of(user: User, scope: str = "write") -> str:
    """Return a new token of somebody."""
    return issue_token(user=user, name="Terminal", scope=scope, by=user, at=now()).text


def asked(
    token: str, argv: list[str], files: dict[str, bytes] | None = None, key: str = "k", listed: Any = None, **told: Any
) -> Any:
    """Ask the server for a command, as any program may."""
    files = files or {}
    listed = listed or [{"given": given, "name": given} for given in files]
    parts: dict[str, Any] = {"command": json.dumps({"argv": argv, "files": listed, **told})}
    parts |= {f"file{number}": SimpleUploadedFile("file", data) for number, data in enumerate(files.values())}
    headers = {"Authorization": f"Bearer {token}", HEADER: str(VERSION), "Idempotency-Key": key}
    return Client(raise_request_exception=False).post(ADDRESS, parts, headers=headers)


def answered(answer: Any) -> dict[str, Any]:
    """Return what a command said on the server."""
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = json.loads(answer.content.partition(b"\n")[0])
    return told
