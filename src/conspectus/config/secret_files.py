"""Secrets made at first start and kept in files only their owner can read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

SHORTEST = 50


def read_or_make(path: Path) -> str:
    """Return the secret in ``path``, making it at first use; two starters agree on one."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        secret = secrets.token_urlsafe(64)
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    return secret


def _read(path: Path) -> str:
    """Return what the file holds, waiting a moment for a starter who is just writing it."""
    import time

    for _ in range(50):
        secret = path.read_text(encoding="ascii").strip()
        if len(secret) >= SHORTEST:
            return secret
        time.sleep(0.02)
    raise SystemExit(f"The secret file {path.name} in the data folder is damaged. Restore it from a backup.")
