"""A review as the bytes of its board pack, and these as files."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from conspectus.formats.packs import KINDS, write
from conspectus.review.pages import compose
from conspectus.review.result import Review

NAME = "board-pack"


def pack_bytes(review: Review, kinds: Sequence[str] = KINDS) -> dict[str, bytes]:
    """Return the pack's files by name; the same review gives the same bytes."""
    return {f"{NAME}.{kind}": data for kind, data in write(compose(review), kinds).items()}


def write_pack(files: Mapping[str, bytes], out: Path) -> list[Path]:
    """Write the files of a pack into a folder, each whole or not at all, and return their paths."""
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for name, data in files.items():
        handle, part = tempfile.mkstemp(dir=out, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as target:
                target.write(data)
            Path(part).chmod(0o644)
            Path(part).replace(out / name)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
        written.append(out / name)
    return written
