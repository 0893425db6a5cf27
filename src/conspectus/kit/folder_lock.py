"""One server a data folder, one writer a file: locks the system lets go when their holder dies."""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from conspectus.kit.errors import Conflict

NAME = "server.lock"
WORKER = "worker.lock"
TURN_SECONDS = 0.01


@contextmanager
def hold_folder(folder: Path, name: str = NAME) -> Iterator[None]:
    """Hold the data folder for this process, as its server or its worker, or refuse naming the one that holds it."""
    path = folder / name
    with path.open("a+", encoding="ascii") as file:
        path.chmod(0o600)
        if not _lock(file):
            raise Conflict(
                "folder_in_use",
                "Another server (%(folder)s) uses this folder. Stop it first.",
                folder=holder(folder, name),
            )
        file.seek(0)
        file.truncate()
        json.dump({"pid": os.getpid(), "host": socket.gethostname()}, file)
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


@contextmanager
def take_turns(path: Path) -> Iterator[None]:
    """Hold a lock for as long as something small takes; wait while another thread or process holds it."""
    with path.open("a+") as file:
        while not _lock(file):
            time.sleep(TURN_SECONDS)
        yield


def is_held(folder: Path, name: str = NAME) -> bool:
    """Return whether a server, or its worker, uses the folder now."""
    path = folder / name
    if not path.exists():
        return False
    with path.open("a+", encoding="ascii") as file:
        return not _lock(file)


def holder(folder: Path, name: str = NAME) -> str:
    """Return who wrote the note: a process and its machine."""
    try:
        said = json.loads((folder / name).read_text(encoding="ascii"))
        return f"pid {int(said['pid'])} on {said['host']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "unknown"


def _lock(file: IO[str]) -> bool:
    """Take the lock without waiting; closing the file lets it go."""
    if sys.platform == "win32":
        import msvcrt

        file.seek(1 << 20)  # beyond the note, which others must be able to read
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
