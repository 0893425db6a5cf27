"""A register as read: its tables with their columns, what each row says, and what was noticed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from conspectus.engine.findings import Finding
from conspectus.formats.masterlist import Amount, Column


@dataclass(frozen=True, slots=True)
class ReadTable:
    """One table of a file: its sheet, where its headings stand, what is said above it, and its columns."""

    sheet: str
    heading_row: int
    caption: str
    kind: str  # of its rows, as its caption, its sheet or its first heading says
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """What one row says of an entry; what it does not say is missing, ``faults`` cannot be read."""

    sheet: str
    row: int
    kind: str
    texts: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, date] = field(default_factory=dict)
    amounts: Mapping[str, Amount] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)  # steps 1 to 5, percent, working days
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadRegister:
    """A file as read; ``asks`` says what must be told before its rows can be."""

    tables: tuple[ReadTable, ...]
    entries: tuple[ReadEntry, ...] = ()
    findings: tuple[Finding, ...] = ()
    asks: tuple[Finding, ...] = ()

    @property
    def mapping(self) -> dict[str, str]:
        """The field of each heading, as a mapping is saved."""
        return {column.heading: column.field for table in self.tables for column in table.columns if column.heading}
