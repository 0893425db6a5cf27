"""What a master list would do, as it is shown: one line a row, and all that it would open on the way."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from conspectus.engine.findings import Finding
from conspectus.formats.masterlist import Column
from conspectus.journeys.master_list.matching import Like
from conspectus.journeys.sheet_lines import counted
from conspectus.kit.frozen import to_json

NEW, CHANGE, SAME, ASK, REFUSED = DEEDS = ("new", "change", "same", "ask", "refused")
READY = frozenset({NEW, CHANGE})


@dataclass(frozen=True, slots=True)
class Change:
    """One thing a row changes, as it is and as it would be; money is told in major units with its currency."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ListLine:
    """One row of the list: opens a project, changes one, changes nothing, asks which one it means, or is refused."""

    row: int
    deed: str
    code: str
    name: str
    project_id: int | None = None
    why: str = ""
    changes: tuple[Change, ...] = ()
    likes: tuple[Like, ...] = ()
    notes: tuple[str, ...] = ()
    refused: str = ""

    @property
    def ready(self) -> bool:
        """Whether it can be taken as it is shown."""
        return self.deed in READY


@dataclass(frozen=True, slots=True)
class ListPreview:
    """A list as it would be taken; nothing is stored yet. ``asks`` must be answered before there are lines."""

    file: str
    sheet: str
    heading_row: int
    portfolio_id: int
    stated_on: date
    period: str
    columns: tuple[Column, ...]
    lines: tuple[ListLine, ...]
    people: tuple[str, ...]
    divisions: tuple[str, ...]
    programmes: tuple[str, ...]
    findings: tuple[Finding, ...]
    asks: tuple[Finding, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many lines there are of each kind."""
        return counted(self.lines, DEEDS)

    @property
    def digest(self) -> str:
        """What changes whenever the lines do."""
        shown = to_json(tuple[ListLine, ...], self.lines), repr((self.people, self.divisions, self.programmes))
        return hashlib.sha256(shown[0] + shown[1].encode()).hexdigest()


def told(preview: ListPreview) -> dict[str, Any]:
    """Return a preview as JSON takes it, the same at every door."""
    found: dict[str, Any] = json.loads(to_json(ListPreview, preview))[0]
    for column, kept in zip(found["columns"], preview.columns, strict=True):
        column["letter"] = kept.letter
    return found | {"counts": preview.counts, "digest": preview.digest}


@dataclass(frozen=True, slots=True)
class ListOutcome:
    """What came of one line; ``refused`` holds the words where it was refused."""

    row: int
    deed: str
    code: str
    name: str
    project_id: int | None = None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class ListTaken:
    """What taking a list came to."""

    outcomes: tuple[ListOutcome, ...]
    people: tuple[str, ...]
    divisions: tuple[str, ...]
    programmes: tuple[str, ...]
    left: int  # lines that were not taken: not ticked, the same, asking or refused

    @property
    def opened(self) -> int:
        """How many projects were opened."""
        return sum(one.deed == NEW and not one.refused for one in self.outcomes)

    @property
    def changed(self) -> int:
        """How many projects were changed."""
        return sum(one.deed == CHANGE and not one.refused for one in self.outcomes)

    @property
    def refused(self) -> tuple[ListOutcome, ...]:
        """The lines that were refused."""
        return tuple(one for one in self.outcomes if one.refused)
