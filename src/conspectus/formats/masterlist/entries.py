"""A master list as read: its columns, what each row says, and what was noticed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from conspectus.engine.findings import Finding
from conspectus.formats.masterlist.values import Amount


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, the field it is read as ("" is left out), and how that was found."""

    at: int
    heading: str
    field: str = ""
    how: str = ""  # told, heading, content, or empty where it is left out
    samples: tuple[str, ...] = ()
    factor: int = 1
    currency: str = ""

    @property
    def letter(self) -> str:
        """The column as a workbook names it."""
        from openpyxl.utils import get_column_letter

        return str(get_column_letter(self.at + 1))


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row says of a project; a field it does not say is missing."""

    row: int
    texts: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, date] = field(default_factory=dict)
    amounts: Mapping[str, Amount] = field(default_factory=dict)
    colours: Mapping[str, str] = field(default_factory=dict)
    state: str = ""

    @property
    def code(self) -> str:
        """The project's code, empty where none is given."""
        return self.texts.get("code", "")

    @property
    def name(self) -> str:
        """The project's name, empty where none is given."""
        return self.texts.get("name", "")


@dataclass(frozen=True, slots=True)
class MasterList:
    """A list as read: ``scale`` is that of its colours; ``asks`` says what must be told before it can be read."""

    sheet: str
    heading_row: int
    columns: tuple[Column, ...]
    entries: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()
    scale: str = "rag"
    asks: tuple[Finding, ...] = ()

    @property
    def mapping(self) -> dict[str, str]:
        """The field of each heading, as a mapping is saved."""
        return {column.heading: column.field for column in self.columns}
