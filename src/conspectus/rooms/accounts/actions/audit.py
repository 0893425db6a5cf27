"""The last statement of every deed: one line in the audit log, sealed to the one before."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from conspectus.kit.deeds import find_deed
from conspectus.kit.folder_lock import take_turns
from conspectus.kit.locks import one_at_a_time
from conspectus.rooms.accounts.models import AuditLine, User
from conspectus.rooms.accounts.queries import FIRST_HASH, line_hash, read_head


class Line:
    """What a deed tells about itself before it ends."""

    def __init__(self) -> None:
        self.kind = ""
        self.subject_id = ""
        self.body: dict[str, Any] = {}
        self.silent = False

    def about(self, kind: str, subject_id: object, **body: Any) -> None:
        """Name the thing the deed was done to, and what is worth keeping of it."""
        self.kind, self.subject_id, self.body = kind, str(subject_id), body

    def nothing_changed(self) -> None:
        """Say that the deed found everything done already; no line is written."""
        self.silent = True


@contextmanager
def audited(deed: str, *, by: User, at: datetime) -> Iterator[Line]:
    """Open the deed's one transaction and end it with its one audit line.

    The lock of the log is taken last and held until the commit, so a deed must
    compute before it enters here and do nothing slow inside.
    """
    find_deed(deed)
    with transaction.atomic():
        line = Line()
        yield line
        if line.silent:
            return
        if by.stood_in and deed in by.stood_in:
            line.body["for"] = list(by.stood_in.pop(deed))
        if not line.kind:
            raise RuntimeError(f"{deed} ended without saying what it was done to")
        _append(deed, line, by=by, at=at)


def _append(deed: str, line: Line, *, by: User, at: datetime) -> None:
    """Write the line and, once committed, its seal to the file beside the database."""
    one_at_a_time("audit")
    last = AuditLine.objects.order_by("-number").values_list("number", "line_hash").first()
    number, previous = (last[0] + 1, last[1]) if last else (1, FIRST_HASH)
    body = json.dumps(line.body, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    at = at.astimezone(UTC)
    texts = (f"user:{by.pk}", by.name, deed, line.kind, line.subject_id, body)
    seal = line_hash(number, at, texts, previous)
    AuditLine.objects.create(
        number=number,
        at=at,
        actor=texts[0],
        actor_name=texts[1],
        deed=deed,
        subject_kind=line.kind,
        subject_id=line.subject_id,
        body=body,
        previous_hash=previous,
        line_hash=seal,
    )
    transaction.on_commit(lambda: keep_head(settings.AUDIT_HEAD_FILE, number, seal), robust=True)


def keep_head(path: Path, number: int, seal: str) -> None:
    """Keep the newest seal in a file, so that cutting or rewriting the log shows; an older one never replaces it."""
    with take_turns(path.with_suffix(".lock")):  # what commits next to it, in this process or another, comes here too
        if read_head(path)[0] < number:
            _put(path, number, seal)


def _put(path: Path, number: int, seal: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".audit-head-")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            json.dump({"number": number, "hash": seal}, file)
        Path(name).replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise
