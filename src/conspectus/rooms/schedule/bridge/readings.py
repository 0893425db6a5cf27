"""Files read once: what a reader found is kept by the file's digest, so previews and imports share it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from conspectus import __version__
from conspectus.formats.workbooks.cells import Manner
from conspectus.kit.staging import sweep_folder, write_whole

if TYPE_CHECKING:
    from conspectus.formats.schedules import Reading

# What the machine, not the file, is to blame for may be better at the next try, so it is not kept.
PASSING = frozenset({"READER_STOPPED", "READER_UNAVAILABLE"})
TABLES = ("workbook", "CSV")  # read as the manner says; all other kinds say themselves how they are written


def read_once(data: bytes, name: str, manner: Manner | None = None) -> Reading:
    """Return what the file holds, from what was kept of it where it was read before.

    Whoever asks has the whole file in hand, so nobody learns of a file by its digest.
    """
    from conspectus.formats import schedules
    from conspectus.formats.schedules import kept

    manner = manner or Manner()
    of_any, of_table = _place(data, name, Manner(encoding=manner.encoding)), _place(data, name, manner)
    found = _kept(of_any)
    if found is not None and (of_any == of_table or found.kind not in TABLES):
        return found
    found = _kept(of_table)
    if found is not None:
        return found
    reading = schedules.read(data, name, manner=manner)
    if not PASSING & {item.code for item in reading.findings}:
        write_whole(of_table if reading.kind in TABLES else of_any, kept.write_reading(reading))
    return reading


def read_each(
    files: Sequence[tuple[str, bytes]],
    on_progress: Callable[[int, int, str], None] | None = None,
    *,
    manner: Manner | None = None,
) -> Iterator[Reading]:
    """Yield what each file holds; the next one is read while its asker works on the last."""
    from conspectus.formats.schedules.reading import ahead

    with ahead(partial(read_once, data, name, manner) for name, data in files) as pending:
        for done, ((name, _), future) in enumerate(zip(files, pending, strict=True), 1):
            reading = future.result()
            if on_progress is not None:
                on_progress(done, len(files), name)
            yield reading


def sweep_readings() -> None:
    """Remove readings kept for seven days."""
    sweep_folder(_folder())


def _kept(path: Path) -> Reading | None:
    """Return what is kept there, unless it is damaged."""
    from conspectus.formats.schedules import kept

    if not path.is_file():
        return None
    try:
        return kept.read_reading(path.read_bytes())
    except kept.UnreadableReading:
        return None


def _place(data: bytes, name: str, manner: Manner) -> Path:
    """Return where a reading is kept: by all that decides what a reader finds."""
    from conspectus.formats.plans import VERSION

    said = json.dumps([__version__, VERSION, name, asdict(manner)])
    key = hashlib.sha256(hashlib.sha256(data).digest() + said.encode("utf-8", "surrogatepass")).hexdigest()
    return _folder() / key


def _folder() -> Path:
    folder: Path = settings.DATA_FOLDER / "readings"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
