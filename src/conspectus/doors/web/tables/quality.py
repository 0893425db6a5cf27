"""The table of how schedule quality developed: a check a row, a revision a column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conspectus.rooms.schedule.queries import CheckChange, CheckView, RevisionQuality


@dataclass(frozen=True, slots=True)
class TrendRow:
    """One check through the revisions shown; ``checks`` holds None where a revision has none of that name."""

    name: str
    checks: tuple[CheckView | None, ...]
    direction: str  # better, worse, same, unknown, or empty where nothing came before
    words: str


@dataclass(frozen=True, slots=True)
class TrendTable:
    """Revisions side by side, the newest last."""

    revisions: tuple[RevisionQuality, ...]
    rows: tuple[TrendRow, ...]


def trend_table(history: Sequence[RevisionQuality], trend: Sequence[CheckChange]) -> TrendTable:
    """Lay the checks of the newest revision out over the revisions before it."""
    by_code = [{check.code: check for check in revision.checks} for revision in history]
    changes = {change.code: change for change in trend}
    rows = []
    for check in history[-1].checks if history else ():
        change = changes.get(check.code)
        held = tuple(found.get(check.code) for found in by_code)
        rows.append(TrendRow(check.name, held, change.direction if change else "", change.words if change else ""))
    return TrendTable(tuple(history), tuple(rows))
