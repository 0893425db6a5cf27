"""What a list of links from a sheet would do, as it is shown: one line a row; nothing is stored yet."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from conspectus.engine.findings import Finding
from conspectus.formats.registers import ReadTable
from conspectus.formats.workbooks import Manner
from conspectus.journeys.register_list.lines import CHANGE, DEEDS, NEW, EntryChange
from conspectus.kit.frozen import to_json
from conspectus.rooms.portfolio.models import Portfolio, Project

Place = Project | Portfolio


@dataclass(frozen=True, slots=True)
class LinkFile:
    """A sheet and all that was said of it; ``columns`` map headings."""

    data: bytes
    name: str
    place: Place
    columns: Mapping[str, str] = field(default_factory=dict)
    manner: Manner = field(default_factory=Manner)


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One row of the sheet: proposes a link, asks for other terms of one, changes nothing, or is refused."""

    sheet: str
    row: int
    deed: str
    words: str = ""
    giver: str = ""
    taker: str = ""
    by_on: date | None = None
    link_id: int | None = None
    agreed: bool = False  # at once: the asker answers for every side
    changes: tuple[EntryChange, ...] = ()
    notes: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True, slots=True)
class LinkListPreview:
    """A list of links as it would be taken; ``asks`` must be answered before there are lines."""

    file: str
    tables: tuple[ReadTable, ...]
    lines: tuple[LinkLine, ...]
    findings: tuple[Finding, ...]
    asks: tuple[Finding, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many lines there are of each deed."""
        found = Counter(line.deed for line in self.lines)
        return {deed: found[deed] for deed in DEEDS}

    @property
    def ready(self) -> int:
        """How many lines can be taken."""
        return self.counts[NEW] + self.counts[CHANGE]

    @property
    def digest(self) -> str:
        """What changes whenever the lines do."""
        return hashlib.sha256(to_json(tuple[LinkLine, ...], self.lines)).hexdigest()

    @property
    def mapping(self) -> dict[str, str]:
        """The field of each heading, as a mapping is saved."""
        return {one.heading: one.field for table in self.tables for one in table.columns if one.heading}


def told_links(preview: LinkListPreview) -> dict[str, Any]:
    """Return a preview as JSON takes it, the same at every door."""
    found: dict[str, Any] = json.loads(to_json(LinkListPreview, preview))[0]
    for table, kept in zip(found["tables"], preview.tables, strict=True):
        for column, its in zip(table["columns"], kept.columns, strict=True):
            column["letter"] = its.letter
    return found | {"counts": preview.counts, "digest": preview.digest}


@dataclass(frozen=True, slots=True)
class LinksTaken:
    """What taking a list came to: links proposed and changed, rows left as they are or refused."""

    opened: tuple[int, ...]
    changed: tuple[int, ...]
    same: int
    refused: int
