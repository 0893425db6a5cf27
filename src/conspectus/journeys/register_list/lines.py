"""What a register from a sheet would do, as it is shown: one line a row; nothing is stored yet."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from conspectus.engine.findings import Finding
from conspectus.formats.registers import ReadTable
from conspectus.formats.workbooks import Manner
from conspectus.kit.frozen import to_json
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.risks.choices import EntryKind

NEW, CHANGE, SAME, REFUSED = DEEDS = ("new", "change", "same", "refused")


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """A sheet and all that was said of it: ``kind`` is that of rows that do not say it, ``columns`` map headings."""

    data: bytes
    name: str
    place: Project | Programme | Portfolio
    kind: str = "threat"
    columns: Mapping[str, str] = field(default_factory=dict)
    manner: Manner = field(default_factory=Manner)


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One thing a row changes, as it is and as it would be."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One row of the sheet: opens an entry, changes one, changes nothing, or is refused."""

    sheet: str
    row: int
    deed: str
    kind: str
    title: str
    key: str = ""
    entry_id: int | None = None
    place: str = ""
    changes: tuple[EntryChange, ...] = ()
    notes: tuple[str, ...] = ()
    refused: str = ""

    @property
    def kind_label(self) -> str:
        """The word for what it is."""
        return str(EntryKind(self.kind).label) if self.kind in EntryKind.values else ""


@dataclass(frozen=True, slots=True)
class RegisterPreview:
    """A register as it would be taken; ``asks`` must be answered before there are lines."""

    file: str
    tables: tuple[ReadTable, ...]
    lines: tuple[EntryLine, ...]
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
        return hashlib.sha256(to_json(tuple[EntryLine, ...], self.lines)).hexdigest()

    @property
    def mapping(self) -> dict[str, str]:
        """The field of each heading, as a mapping is saved."""
        return {one.heading: one.field for table in self.tables for one in table.columns if one.heading}


def told(preview: RegisterPreview) -> dict[str, Any]:
    """Return a preview as JSON takes it, the same at every door."""
    found: dict[str, Any] = json.loads(to_json(RegisterPreview, preview))[0]
    for table, kept in zip(found["tables"], preview.tables, strict=True):
        for column, its in zip(table["columns"], kept.columns, strict=True):
            column["letter"] = its.letter
    return found | {"counts": preview.counts, "digest": preview.digest}


@dataclass(frozen=True, slots=True)
class RegisterTaken:
    """What taking a register came to: entries opened and changed, rows left as they are or refused."""

    opened: tuple[int, ...]
    changed: tuple[int, ...]
    same: int
    refused: int
