"""The review of files handed in; what was read of them before, for a preview or an import, is not read again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from conspectus.review import Review
from conspectus.review import run as run_review
from conspectus.rooms.schedule.bridge.files import safe_name
from conspectus.rooms.schedule.bridge.readings import read_each
from conspectus.rooms.schedule.bridge.said import Said

Sent = tuple[str, bytes]


def review_files(
    *,
    files: Sequence[Sent],
    costs: Sent | None,
    said: Said,
    on_progress: Callable[[int, int, str], None] | None = None,
) -> Review:
    """Return the review of files, with what was said of all of them; refuses an answer that is none."""
    said.check()
    return run_review(
        [(safe_name(name), data) for name, data in files],
        costs=costs,
        status_date=said.status_date or None,
        manner=said.manner(),
        on_progress=on_progress,
        reader=read_each,
    )
