"""Where Conspectus keeps its rows, secrets and files: one folder, for its owner's eyes only."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from conspectus.kit.errors import Invalid

ELSEWHERE = "Choose another folder with --data, or with the setting CONSPECTUS_DATA."


def data_folder() -> Path:
    """Return the data folder: ``CONSPECTUS_DATA``, else the user's own place for such things."""
    given = os.environ.get("CONSPECTUS_DATA")
    if given:
        return Path(given).expanduser().resolve()
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "Conspectus"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "Conspectus"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "conspectus"


def config_folder() -> Path:
    """Return the user's own place for what a program is told once."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming") / "Conspectus"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "Conspectus"
    return Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "conspectus"


def open_data_folder() -> Path:
    """Return the data folder, made for its owner alone where it was missing."""
    return open_folder(data_folder())


def open_folder(folder: Path) -> Path:
    """Return a folder that can be written, made for its owner alone where it was missing; refuse one that cannot."""
    try:
        if not folder.is_dir():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)  # the umask may have taken less away than we ask
    except OSError as error:
        raise Invalid(
            "data_folder",
            "%(folder)s cannot be made: %(error)s. %(elsewhere)s",
            "data",
            folder=folder,
            error=_why(error),
            elsewhere=ELSEWHERE,
        ) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Invalid(
            "data_folder",
            "%(folder)s may not be written by you. %(elsewhere)s",
            "data",
            folder=folder,
            elsewhere=ELSEWHERE,
        )
    return folder


def _why(error: OSError) -> str:
    if isinstance(error, FileExistsError | NotADirectoryError):
        return "a file is in the way"
    return (error.strerror or "the system refused").lower()
