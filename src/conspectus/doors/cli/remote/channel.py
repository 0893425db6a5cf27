"""The channel a command came in by, where it did not come from this machine: its person, its files, its output."""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conspectus.rooms.accounts.models import User

VERSION = 1  # of what client and server say to each other
ADDRESS = "/api/command"
ANSWER = "application/vnd.conspectus.command"
HEADER = "Conspectus-Version"


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that came with a command: its own name and where it lies meanwhile."""

    name: str
    data: Any  # an open file of the request

    def read(self) -> bytes:
        """Return its bytes."""
        self.data.seek(0)
        found: bytes = self.data.read()
        return found


@dataclass(frozen=True, slots=True)
class Made:
    """A file a command hands back: the argument it answers, its name where that is a folder, its bytes."""

    given: str
    name: str
    data: bytes


@dataclass(slots=True)
class Channel:
    """One command of somebody elsewhere."""

    by: User
    files: Mapping[str, Sent]
    columns: int | None = None  # of their terminal; None where they have none
    plain: bool = False  # their terminal knows ASCII only
    out: io.StringIO = field(default_factory=io.StringIO)
    err: io.StringIO = field(default_factory=io.StringIO)
    made: list[Made] = field(default_factory=list)


_current: ContextVar[Channel | None] = ContextVar("channel", default=None)
_turn = threading.Lock()


def current() -> Channel | None:
    """Return the channel of the command that runs here now; None for one of this machine."""
    return _current.get()


@contextmanager
def spoken_by(channel: Channel) -> Iterator[None]:
    """Let what is printed within the block go to the channel, and to no other that runs beside it."""
    with _turn:
        for name in ("stdout", "stderr"):
            if not isinstance(getattr(sys, name), _Routed):
                setattr(sys, name, _Routed(getattr(sys, name), name))
    token = _current.set(channel)
    try:
        yield
    finally:
        _current.reset(token)


class _Routed(io.TextIOBase):
    """Standard output of a server whose threads each run a command of somebody else: every line to its own channel.

    Redirecting the stream itself would hand one person's lines to another, as all threads share it.
    """

    def __init__(self, real: Any, name: str) -> None:
        self._real, self._name = real, name

    def write(self, text: str, /) -> int:
        channel = current()
        if channel is None:
            written: int = self._real.write(text)
            return written
        return (channel.out if self._name == "stdout" else channel.err).write(text)

    def flush(self) -> None:
        if current() is None:
            self._real.flush()

    def isatty(self) -> bool:
        channel = current()
        if channel is None:
            return bool(self._real.isatty())
        return self._name == "stdout" and channel.columns is not None

    @property
    def encoding(self) -> str:  # type: ignore[override]  # nobody sets it, though the library would let them
        channel = current()
        if channel is None:
            return str(self._real.encoding)
        return "ascii" if channel.plain else "utf-8"

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)
