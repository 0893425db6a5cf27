"""Files between their preview and their import, and what was made of them: their sender's alone, for seven days."""

from __future__ import annotations

import hashlib
import re
import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from conspectus.kit.errors import Invalid
from conspectus.kit.folder_lock import take_turns

_DIGEST = re.compile(r"[0-9a-f]{64}")
KEPT_SECONDS = 7 * 24 * 3600


class TooLarge(Invalid):
    """What was sent is larger than is taken."""


@dataclass(frozen=True, slots=True)
class Staged:
    """One file kept: its digest and the name it was sent under."""

    digest: str
    name: str
    size: int


def stage(owner: int, files: Iterable[UploadedFile[Any]]) -> list[Staged]:
    """Keep the files of a user; refuses a too large one by name, and more than a user's share, and then keeps none."""
    sent = list(files)
    most = settings.UPLOAD_MOST_BYTES
    for file in sent:
        if (file.size or 0) > most:
            raise TooLarge(
                "too_large", f"{_shown(file)} is larger than {most // 2**20} MB. Nothing was changed.", "files"
            )
    folder = _folder(owner)
    with take_turns(folder.with_name(f"{owner}.lock")):  # what one sends meanwhile counts, too
        sweep_folder(folder)
        _check_share(folder, sent)
        return [_keep(folder, file) for file in sent]


def take(owner: int, digest: str) -> bytes:
    """Return a kept file of this user."""
    data = find_made(owner, digest) if _DIGEST.fullmatch(digest) else None
    if data is None:
        raise not_kept()
    return data


def check_room(owner: int) -> None:
    """Refuse more work to a user whose files, and what was made of them, have filled their share."""
    _check_bytes(_folder(owner), 0)


def keep_made(owner: int, name: str, data: bytes) -> None:
    """Keep something made from the files, such as their pack; ``name`` is ours, never a sender's."""
    write_whole(_folder(owner) / name, data)


def find_made(owner: int, name: str) -> bytes | None:
    """Return what was made before, or None."""
    path = _folder(owner) / name
    return path.read_bytes() if path.is_file() else None


def not_kept() -> Invalid:
    """Return the refusal of files whose seven days are over."""
    return Invalid("not_kept", "These files are no longer kept. Choose them again.", "files")


def write_whole(path: Path, data: bytes) -> None:
    """Write a file for its owner's eyes only, whole or not at all."""
    working = path.with_name(f".{path.name}.{time.monotonic_ns()}.part")
    try:
        working.write_bytes(data)
        working.chmod(0o600)
        working.replace(path)
    finally:
        working.unlink(missing_ok=True)


def sweep_folder(folder: Path) -> None:
    """Remove what has been kept for seven days."""
    oldest = time.time() - KEPT_SECONDS
    for path in folder.iterdir():
        if path.is_file() and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def sweep_staged() -> None:
    """Remove what anybody has kept for seven days."""
    for folder in (settings.DATA_FOLDER / "staged").glob("*"):
        if folder.is_dir():
            sweep_folder(folder)


def empty_staged() -> None:
    """Remove what everybody keeps: after a restore the ids it is kept by may be other people's."""
    for name in ("staged", "readings"):
        folder = settings.DATA_FOLDER / name
        if folder.exists():
            shutil.rmtree(folder)


def _check_share(folder: Path, sent: list[UploadedFile[Any]]) -> None:
    """Refuse what would make one user's files fill the disk."""
    _check_bytes(folder, sum(file.size or 0 for file in sent))
    kept = sum(1 for path in folder.iterdir() if _DIGEST.fullmatch(path.name))
    if kept + len(sent) > settings.STAGED_MOST_FILES:
        words = f"With these you would keep more than {settings.STAGED_MOST_FILES} files here."
        raise TooLarge("share_full", f"{words} Files are removed after 7 days.", "files")


def _check_bytes(folder: Path, more: int) -> None:
    together = sum(path.stat().st_size for path in folder.iterdir() if path.is_file()) + more
    most = settings.STAGED_MOST_BYTES
    if together > most:
        words = f"With these you would keep {together // 2**20} MB of files here; the limit is {most // 2**20} MB."
        raise TooLarge("share_full", f"{words} Files are removed after 7 days.", "files")


def _shown(file: UploadedFile[Any]) -> str:
    return f"'{(file.name or 'a file')[:80]}'"


def _folder(owner: int) -> Path:
    folder: Path = settings.DATA_FOLDER / "staged" / str(owner)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _keep(folder: Path, file: UploadedFile[Any]) -> Staged:
    data = file.read()
    digest = hashlib.sha256(data).hexdigest()
    path = folder / digest
    if path.is_file():
        path.touch()  # its seven days begin anew
    else:
        write_whole(path, data)
    return Staged(digest, _short(file.name or "file"), len(data))


def _short(name: str) -> str:
    """Return a name of at most 200 letters that keeps its ending, by which the reader is chosen."""
    stem, dot, ending = name.replace("\0", "").rpartition(".")
    tail = f"{dot}{ending}" if stem and len(ending) < 10 else ""
    return (stem if tail else name.replace("\0", ""))[: 200 - len(tail)] + tail
