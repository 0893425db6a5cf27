"""The demo's own data folder: what it was built from, and how it is emptied without touching anybody's data."""

from __future__ import annotations

import json
import shutil
import zlib
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from conspectus import __version__
from conspectus.journeys.demo.months import month_ends
from conspectus.kit.folder_lock import holder, is_held
from conspectus.kit.folders import open_folder

MARK = "demo.json"
INVENTED, PUBLISHED = "invented", "published"
CREDIT = (
    "Facts of the Government Major Projects Portfolio as published by the government of the United Kingdom. "
    "Contains public sector information licensed under the Open Government Licence v3.0."
)
EDITION = 2  # grows when the generator draws other plans


class NotADemo(Exception):
    """The folder holds something that no demo made; the text says so."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a demo is made from: another recipe means another demo."""

    seed: int
    month: str
    version: str = __version__
    edition: int = EDITION


def recipe(seed: int, today: date) -> Recipe:
    """Return what a demo of this seed is made from today."""
    return Recipe(seed, month_ends(today, 1)[0].isoformat())


def recipe_of(data: bytes) -> Recipe:
    """Return what a demo of a published list is made from."""
    return Recipe(zlib.crc32(data), PUBLISHED)


def is_ready(folder: Path, wanted: Recipe) -> bool:
    """Return whether the folder holds this very demo, built to the end."""
    return _mark(folder) == asdict(wanted)


def kind_of(folder: Path) -> str:
    """Return which demo the folder holds, empty where it holds none."""
    mark = _mark(folder)
    if mark is None:
        return ""
    return PUBLISHED if isinstance(mark, dict) and mark.get("month") == PUBLISHED else INVENTED


def make_room(folder: Path, wanted: Recipe) -> None:
    """Leave an empty folder marked as a demo under construction.

    Refuses a folder that something else than a demo filled, and one that a
    running server uses.
    """
    if folder.is_dir() and any(folder.iterdir()):
        if _mark(folder) is None:
            raise NotADemo(f"{folder} holds other data, so no demo is put there. Choose another with --data.")
        if is_held(folder):
            raise NotADemo(f"A running demo ({holder(folder)}) uses {folder}. Stop it first.")
        for entry in folder.iterdir():
            if entry.name != MARK:
                shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    open_folder(folder)
    (folder / MARK).write_text(json.dumps({"state": "under construction", "month": wanted.month}), encoding="utf-8")


def finish(folder: Path, made: Recipe) -> None:
    """Mark the demo as built to the end."""
    (folder / MARK).write_text(json.dumps(asdict(made)), encoding="utf-8")


def _mark(folder: Path) -> object:
    """Return what the mark says, None where there is none."""
    try:
        return json.loads((folder / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
