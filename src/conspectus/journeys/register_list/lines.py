"""What a register from a sheet would do, as it is shown: one line a row; nothing is stored yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from conspectus.formats.workbooks import Manner
from conspectus.journeys.sheet_lines import FieldChange, SheetPreview
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.risks.choices import EntryKind


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
    changes: tuple[FieldChange, ...] = ()
    notes: tuple[str, ...] = ()
    refused: str = ""

    @property
    def kind_label(self) -> str:
        """The word for what it is."""
        return str(EntryKind(self.kind).label) if self.kind in EntryKind.values else ""


@dataclass(frozen=True, slots=True)
class RegisterPreview(SheetPreview):
    """A register as it would be taken."""

    line: ClassVar[type[EntryLine]] = EntryLine
    lines: tuple[EntryLine, ...]
