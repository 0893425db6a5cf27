"""Where Conspectus keeps its rows, secrets and files: one folder, for its owner's eyes only."""

from __future__ import annotations

import os
import sys
from pathlib import Path


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


def open_data_folder() -> Path:
    """Return the data folder, made for its owner alone where it was missing."""
    folder = data_folder()
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)  # the umask may have taken less away than we ask
    return folder
