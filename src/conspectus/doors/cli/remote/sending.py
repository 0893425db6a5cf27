"""A command and its files as one request, read from the disk while it is sent."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from conspectus.doors.cli import Refused
from conspectus.doors.cli._files import why

CHUNK = 64 * 1024


class Sending:
    """The body of a request: the command as JSON, then each file; as often sent as is asked."""

    def __init__(self, command: Mapping[str, Any], files: list[Path]) -> None:
        self._mark = uuid4().hex
        told = json.dumps(command).encode()
        self._parts: list[tuple[bytes, bytes | Path, int]] = [(self._head("command"), told, len(told))]
        for number, path in enumerate(files):
            self._parts.append((self._head(f"file{number}", "file"), path, _size(path)))
        self._end = f"--{self._mark}--\r\n".encode()

    @property
    def headers(self) -> dict[str, str]:
        """What must be said of the body."""
        return {
            "Content-Type": f"multipart/form-data; boundary={self._mark}",
            "Content-Length": str(sum(len(head) + size + 2 for head, _, size in self._parts) + len(self._end)),
        }

    def __iter__(self) -> Iterator[bytes]:
        for head, held, size in self._parts:
            yield head
            if isinstance(held, bytes):
                yield held
            else:
                yield from _chunks(held, size)
            yield b"\r\n"
        yield self._end

    def _head(self, name: str, file: str = "") -> bytes:
        more = f'; filename="{file}"\r\nContent-Type: application/octet-stream' if file else ""
        return f'--{self._mark}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode()


def _size(path: Path) -> int:
    try:
        with path.open("rb") as file:
            return os.fstat(file.fileno()).st_size
    except OSError as error:
        raise Refused(f"{path}: {why(error)}") from error


def _chunks(path: Path, size: int) -> Iterator[bytes]:
    """Yield a file in parts; one that changes its length meanwhile is not the one that was meant."""
    left = size
    with path.open("rb") as file:
        while left and (part := file.read(min(CHUNK, left))):
            left -= len(part)
            yield part
        if left or file.read(1):
            raise Refused(f"{path}: it changed while it was sent. Repeat when it is whole.")
