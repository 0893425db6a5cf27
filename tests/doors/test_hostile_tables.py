"""No list taken along, as CSV or workbook, computes a word that somebody wrote, whatever sign it begins with."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import CharField, TextField
from django.test import Client
from tests.cast import Cast
from tests.doors.permission_rows import API, PAGES
from tests.doors.test_permission_matrix import BACKEND, address_of, call

KEPT = ("AuditLine", "User", "Version", "Draft", "MethodDraft")  # signed, or read as a method
WRITTEN = {"name", "title", "words", "reason", "statement", "description", "summary", "purpose", "text", "code"}
WRITTEN |= {"question", "cause", "effect", "meaning", "term", "note", "need", "item"}
BEGINNINGS = ("=", "+", "-", "@", "\t=", "\r=", "\n=", "＝")  # a wide sign is meant
LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
TABLES = ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
REST = "HYPERLINK(1)"
LISTS = [
    *(page for page, row in PAGES.items() if page.endswith(("-file", "-table", "-sheet")) and row.body is None),
    *(one for one in API if one.startswith("GET") and one.rpartition("/")[2] in ("file", "{kind}", "workbook")),
]


@pytest.fixture
def hostile(request: pytest.FixtureRequest, cast: Cast, ids: dict[str, Any]) -> dict[str, Any]:
    """Write into every word of every row, past the triggers that keep what was decided as it was."""
    _let_change()
    for model in apps.get_models():
        if not model.__module__.startswith("conspectus.rooms.") or model.__name__ in KEPT:
            continue
        fields = [one for one in model._meta.concrete_fields if type(one) in (CharField, TextField)]
        words = [one.name for one in fields if one.name in WRITTEN and not one.choices and not one.unique]
        words = [name for name in words if (model._meta.get_field(name).max_length or 99) > 40]
        if words:
            model._base_manager.update(**dict.fromkeys(words, f"{request.param}{REST}"))
    return ids


def _let_change() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")


@pytest.mark.parametrize("hostile", BEGINNINGS, indirect=True, ids=ascii)
def test_no_list_computes_what_somebody_wrote(cast: Cast, hostile: dict[str, Any]) -> None:
    client, read, met = Client(), 0, 0
    client.force_login(cast.bob, backend=BACKEND)
    for what in LISTS:
        for kind in ("csv", "xlsx"):
            given = {**hostile, "kind": kind, "ending": "xlsx"}
            answer = call(client, what, API[what], given) if what in API else client.get(address_of(what, given))
            if answer.status_code in (404, 406, 422):  # not kept as this kind
                continue
            assert answer.status_code == 200, (what, kind, answer.content[:300])
            data = b"".join(answer) if answer.streaming else answer.content
            if answer.headers["Content-Type"].split(";")[0] not in TABLES:
                continue
            assert live_in(data) == [], (what, kind)
            read += 1
            met += REST.encode() in unpacked(data)
    assert read > 40
    assert met > 20


def unpacked(data: bytes) -> bytes:
    """Return a file, or all that lies in it."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return b"\n".join(book.read(name) for name in book.namelist())


def live_in(data: bytes) -> list[str]:
    """Return what a spreadsheet would compute of a file."""
    if data.startswith(b"PK"):
        text = unpacked(data)
        return [mark for mark in ("<f>", "<f ", "<hyperlink ", "externalLink") if mark.encode() in text]
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [cell for row in rows for cell in row if cell.lstrip(" ").startswith(LIVE) and REST in cell]
