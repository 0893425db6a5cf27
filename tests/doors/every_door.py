"""One file handed in at every door: by page, by API, by command and for a review; and what is stored by then."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from tests.cast import Cast
from tests.working import through

from conspectus.doors.cli import run

BACKEND = "conspectus.rooms.accounts.queries.SessionBackend"
HEAD = "Id,Task,Duration,Predecessors\n"


def rows(*lines: str) -> bytes:
    """Return a table of tasks."""
    return (HEAD + "\n".join(lines) + "\n").encode()


def stored() -> dict[str, int]:
    """Return how many rows every table has; of what is derived of others, or tells of a visit, none are counted."""
    passed = {"sessions.Session", "runs.Run", "followup.Visit", "search.Entry", "search.Followed", "search.Word"}
    return rows_of_tables(passed)


def rows_of_tables(passed: set[str]) -> dict[str, int]:
    """Return how many rows every table has, those of some models left out; asks the database once."""
    tables = {model._meta.label: model._meta.db_table for model in apps.get_models()}
    with connection.cursor() as cursor:
        names = ((label, table) for label, table in tables.items() if label not in passed)
        asked = (f"SELECT '{label}', count(*) FROM {table}" for label, table in names)  # noqa: S608  # our own models'
        cursor.execute(" UNION ALL ".join(asked))
        return dict(cursor.fetchall())


class Doors:
    """Alice at every door, with one file in her hand and nothing of it stored."""

    def __init__(self, cast: Cast, folder: Path, capsys: Any) -> None:
        self.cast, self.folder, self.capsys = cast, folder, capsys
        self.client = Client()
        self.client.force_login(cast.alice, backend=BACKEND)

    def take(self, data: bytes, name: str) -> None:
        """Have this file handed in from now on."""
        self.data, self.path = data, self.folder / name
        self.path.write_bytes(data)
        self.before = stored()

    def file(self) -> SimpleUploadedFile:
        """Return the file as it is sent."""
        return SimpleUploadedFile(self.path.name, self.data)

    def upload(self) -> tuple[str, str]:
        """Return the address of the preview and its page."""
        sent = self.client.post(f"/projects/{self.cast.project.pk}/upload/", {"plans": self.file()})
        assert sent.status_code == 302
        where, answer = through(self.client, sent)
        return where, answer.content.decode()

    def ask(self, path: str) -> Any:
        """Return the API's answer."""
        return self.client.post(f"/api/v1/projects/{self.cast.project.pk}/{path}", {"file": self.file()})

    def command(self, *more: str) -> tuple[int, str, str]:
        """Return how importing by command ends, and what it prints and complains of."""
        code = self.cast.project.code
        ended = run(["project", "import", code, str(self.path), "--as", self.cast.alice.email, *more])
        return ended, *self.capsys.readouterr()

    def review(self) -> tuple[int, str, str]:
        """Return how a review of the file ends, and what it prints and complains of."""
        return run(["review", self.path.name, "--json", "--out", "pack"]), *self.capsys.readouterr()

    def nothing_is_stored(self) -> bool:
        """Return whether every table is as it was when the file was taken in hand."""
        return stored() == self.before
