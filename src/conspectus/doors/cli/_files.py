"""Files and folders named on the command line, and the folder a pack goes to; refusals in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from conspectus.doors.cli import Refused

SCHEDULES = frozenset(
    [".mpp", ".mpt", ".mpx", ".xer", ".xml", ".pmxml", ".xlsx", ".xlsm", ".xls", ".csv", ".mpd", ".pod", ".gan", ".zip"]
)


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
        raise Refused(f"{path}: {_why(error)}") from error


def write(folder: Path, pack: Mapping[str, bytes]) -> list[Path]:
    """Write a pack into a folder; refuse in words."""
    from conspectus.review import write_pack

    try:
        return write_pack(pack, folder)
    except OSError as error:
        raise Refused(f"The pack could not be written to {folder}: {_why(error)}") from error


def _inside(folder: Path) -> Iterable[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        if path.suffix.lower() in SCHEDULES and not hidden and path.is_file():
            yield path


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file. Check the name."
    if isinstance(error, PermissionError):
        return "you may not read or write it. Check its rights."
    if isinstance(error, IsADirectoryError):
        return "it is a folder."
    return f"{(error.strerror or 'it cannot be used').lower()}."
