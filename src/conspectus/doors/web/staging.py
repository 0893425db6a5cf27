"""Files between their preview and their import: kept for the one who sent them, seven days, outside the web root."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from conspectus.kit.errors import Invalid, Refusal
from conspectus.rooms.accounts.models import User

_DIGEST = re.compile(r"[0-9a-f]{64}")
KEPT_SECONDS = 7 * 24 * 3600


class TooLarge(Refusal):
    """What was sent is larger than is taken."""


@dataclass(frozen=True, slots=True)
class Staged:
    """One file kept: its digest and the name it was sent under."""

    digest: str
    name: str
    size: int


def stage(user: User, files: Iterable[UploadedFile[Any]]) -> list[Staged]:
    """Keep the files; refuses an empty or a too large one by name, and then keeps none."""
    sent = list(files)
    most = settings.UPLOAD_MOST_BYTES
    for file in sent:
        if (file.size or 0) > most:
            raise TooLarge(
                "too_large", f"{_shown(file)} is larger than {most // 2**20} MB. Nothing was changed.", "files"
            )
    folder = _folder(user)
    _sweep(folder)
    return [_keep(folder, file) for file in sent]


def stage_set(user: User, staged: list[Staged], **more: str) -> str:
    """Keep which files were sent together, under one key; the same files give the same key."""
    said = json.dumps({"files": [asdict(one) for one in staged], **more}, sort_keys=True)
    key = hashlib.sha256(said.encode()).hexdigest()
    (_folder(user) / f"{key}.set").write_text(said, encoding="utf-8")
    return key


def find_set(user: User, key: str) -> tuple[list[Staged], dict[str, str]]:
    """Return the files sent together and what was said with them."""
    path = _folder(user) / f"{key}.set"
    if not _DIGEST.fullmatch(key) or not path.is_file():
        raise _gone()
    said = json.loads(path.read_text(encoding="utf-8"))
    return [Staged(**one) for one in said.pop("files")], said


def take(user: User, digest: str) -> bytes:
    """Return a kept file of this user."""
    path = _folder(user) / digest
    if not _DIGEST.fullmatch(digest) or not path.is_file():
        raise _gone()
    return path.read_bytes()


def keep_made(user: User, name: str, data: bytes) -> None:
    """Keep something made from a set, such as its pack."""
    (_folder(user) / name).write_bytes(data)


def find_made(user: User, name: str) -> bytes | None:
    """Return what was made before, or None."""
    path = _folder(user) / name
    return path.read_bytes() if path.is_file() else None


def _gone() -> Invalid:
    return Invalid("not_kept", "These files are no longer kept. Choose them again.", "files")


def _shown(file: UploadedFile[Any]) -> str:
    return f"'{(file.name or 'a file')[:80]}'"


def _folder(user: User) -> Path:
    folder: Path = settings.DATA_FOLDER / "staged" / str(user.pk)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _keep(folder: Path, file: UploadedFile[Any]) -> Staged:
    data = file.read()
    digest = hashlib.sha256(data).hexdigest()
    path = folder / digest
    if not path.is_file():
        working = folder / f".{digest}.part"
        try:
            working.write_bytes(data)
            working.chmod(0o600)
            working.replace(path)
        finally:
            working.unlink(missing_ok=True)
    return Staged(digest, _short(file.name or "file"), len(data))


def _short(name: str) -> str:
    """Return a name of at most 200 letters that keeps its ending, by which the reader is chosen."""
    stem, dot, ending = name.replace("\0", "").rpartition(".")
    tail = f"{dot}{ending}" if stem and len(ending) < 10 else ""
    return (stem if tail else name.replace("\0", ""))[: 200 - len(tail)] + tail


def _sweep(folder: Path) -> None:
    oldest = time.time() - KEPT_SECONDS
    for path in folder.iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
