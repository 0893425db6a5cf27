"""Files and folders named on the command line: read and written here, or carried to a server and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from conspectus.doors.cli import Refused
from conspectus.doors.cli.remote.channel import Made, current

SCHEDULES = frozenset(
    [".mpp", ".mpt", ".mpx", ".xer", ".xml", ".pmxml", ".xlsx", ".xlsm", ".xls", ".csv", ".mpd", ".pod", ".gan", ".zip"]
)
LINKS = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class InFile:
    """An argument that names a file to read; of a command that came from elsewhere, a file that came with it."""

    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def is_link(self) -> bool:
        """Whether it is an address rather than a file."""
        return self.text.startswith(LINKS)

    @property
    def name(self) -> str:
        """The file's own name."""
        channel = current()
        if channel is None:
            return Path(self.text).name
        return channel.files[self.text].name if self.text in channel.files else PurePath(self.text).name

    def read(self) -> bytes:
        """Return the file's bytes; refuse in words."""
        channel = current()
        if channel is None:
            return read(Path(self.text))
        if self.text not in channel.files:
            raise Refused(f"{self.text}: this file did not come with the command.")
        return channel.files[self.text].read()


@dataclass(frozen=True, slots=True)
class OutFile:
    """An argument that names a file to write."""

    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def ending(self) -> str:
        """The ending of its name, small and without the dot."""
        return PurePath(self.text).suffix.lstrip(".").lower()

    def write(self, data: bytes) -> None:
        """Write the file; refuse in words."""
        channel = current()
        if channel is not None:
            channel.made.append(Made(self.text, "", data))
            return
        try:
            Path(self.text).write_bytes(data)
        except OSError as error:
            raise Refused(f"{self.text}: {why(error)}") from error


@dataclass(frozen=True, slots=True)
class OutFolder:
    """An argument that names a folder to write into."""

    text: str

    def __str__(self) -> str:
        return self.text

    def write(self, pack: Mapping[str, bytes]) -> list[Path]:
        """Write files into the folder and return their paths; refuse in words."""
        channel = current()
        if channel is None:
            return write(Path(self.text), pack)
        channel.made += [Made(self.text, name, data) for name, data in pack.items()]
        return [Path(self.text) / name for name in pack]


def expand(paths: Sequence[str]) -> list[tuple[str, Path]]:
    """Return (name, path) of each file; a folder gives the schedule files in and below it, in order of name."""
    found: list[tuple[str, Path]] = []
    for words in paths:
        path = Path(words)
        if path.is_dir():
            inside = sorted(_inside(path), key=lambda item: item.relative_to(path).as_posix())
            found += [(item.relative_to(path).as_posix(), item) for item in inside]
        else:
            found.append((path.name, path))
    return found


def read(path: Path) -> bytes:
    """Return a file's bytes; refuse in words."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"{path}: {why(error)}") from error


def write(folder: Path, pack: Mapping[str, bytes]) -> list[Path]:
    """Write a pack into a folder; refuse in words."""
    from conspectus.review import write_pack

    try:
        return write_pack(pack, folder)
    except OSError as error:
        raise Refused(f"The pack could not be written to {folder}: {why(error)}") from error


def _inside(folder: Path) -> Iterable[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        if path.suffix.lower() in SCHEDULES and not hidden and path.is_file():
            yield path


def why(error: OSError) -> str:
    """Return what the system said, in words."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file. Check the name."
    if isinstance(error, PermissionError):
        return "you may not read or write it. Check its rights."
    if isinstance(error, IsADirectoryError):
        return "it is a folder."
    return f"{(error.strerror or 'it cannot be used').lower()}."
