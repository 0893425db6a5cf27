"""Writing a backup: a copy made by the database itself, a manifest of hashes, and a seal over the whole file."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import zipfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

CHUNK = 1 << 20
SEAL = 64  # the seal is the archive's comment: its last 64 bytes
FORMAT = 1


def copy_database(source: Path, target: Path) -> None:
    """Copy a SQLite database as of one instant while others write to it."""
    with closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, timeout=60)) as live:
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(sqlite3.connect(target)) as copy:
            # All pages in one step: page by page, a busy database would make it begin again and again.
            live.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode = delete")


def write_backup(target: Path, files: Mapping[str, Path], facts: Mapping[str, Any]) -> None:
    """Write the files and a manifest about them into one sealed archive, complete or not at all."""
    listed = {name: {"bytes": path.stat().st_size, "sha256": hash_file(path)} for name, path in files.items()}
    manifest = {"product": "conspectus", "format": FORMAT, **facts, "files": listed}
    working = target.with_name(f".{target.name}.part")
    handle = os.open(working, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as out, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr("manifest.json", json.dumps(manifest, indent=1, sort_keys=True))
            for name, path in files.items():
                archive.write(path, name)
            archive.comment = b"0" * SEAL
        with working.open("r+b") as whole:
            seal = hash_stream(whole, working.stat().st_size - SEAL)
            whole.seek(-SEAL, os.SEEK_END)
            whole.write(seal.encode())
            whole.flush()
            os.fsync(whole.fileno())
        working.replace(target)
    finally:
        working.unlink(missing_ok=True)


def hash_file(path: Path) -> str:
    """Return the sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hash_stream(file: Any, length: int) -> str:
    """Return the sha256 of the first ``length`` bytes."""
    digest = hashlib.sha256()
    file.seek(0)
    while length > 0:
        chunk = file.read(min(CHUNK, length))
        if not chunk:
            break
        digest.update(chunk)
        length -= len(chunk)
    return digest.hexdigest()
