"""Cells, rows and sheets as all tables share them; a cell knows its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from conspectus.engine.findings import Finding, Severity

Value = str | float | bool | date | datetime | time | None


class Refused(Exception):
    """The table is not used; carries the finding that says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.words)
        self.finding = finding


class BadCell(Exception):
    """A cell's value does not do; the text is the sentence to show."""


def refuse(code: str, place: str, words: str, remedy: str = "") -> Refused:
    """Return a refusal with its finding."""
    return Refused(Finding(Severity.REFUSED, code, place, words, remedy))


@dataclass(frozen=True, slots=True)
class Manner:
    """How a table writes dates, amounts, money and text, where it does not say itself.

    ``locale`` is ``en``, ``de``, ``fr`` or ``ch``; ``date_order`` is ``dmy`` or ``mdy``.
    """

    locale: str | None = None
    date_order: str | None = None
    currency: str = ""
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One value and where it stands, such as ``B7``; ``problem`` says why it has none."""

    ref: str
    value: Value = None
    problem: str = ""
    is_percent: bool = False

    @property
    def text(self) -> str:
        """The value as trimmed text, empty where there is none."""
        if self.value is None:
            return ""
        if isinstance(self.value, float) and self.value.is_integer() and abs(self.value) < 1e15:
            return str(int(self.value))
        return str(self.value).strip()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet with its number as people count."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def blank(self) -> bool:
        """Whether no cell holds anything."""
        return all(not c.text and not c.problem for c in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A named table of rows."""

    name: str
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...] = ()

    def place(self, cell: Cell | int) -> str:
        """Return where a cell or row is, in people's words."""
        return f"row {cell}" if isinstance(cell, int) else f"{self.name}!{cell.ref}" if self.name else cell.ref


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose columns are known by field name."""

    sheet: Sheet
    columns: dict[str, int]
    rows: tuple[Row, ...]

    def cell(self, row: Row, field: str) -> Cell:
        """Return a row's cell of a field, an empty one where the column or cell is missing."""
        at = self.columns.get(field, -1)
        return row.cells[at] if 0 <= at < len(row.cells) else Cell(f"row {row.number}")


def find_table(sheets: Iterable[Sheet], synonyms: dict[str, str], needed: tuple[str, ...]) -> Table:
    """Return the first sheet that has a heading row with the ``needed`` fields.

    ``synonyms`` maps lower-case headings to field names. Two columns of one field are refused.
    """
    seen = ""
    for sheet in sheets:
        for index, row in enumerate(sheet.rows[:20]):
            headings = [_plain(c.text) for c in row.cells]
            known = [synonyms.get(h, "") for h in headings]
            if not set(needed) <= set(known):
                seen = seen or (", ".join(c.text for c in row.cells if c.text)[:200] if len(row.cells) > 1 else "")
                continue
            columns: dict[str, int] = {}
            for at, field in enumerate(known):
                if field and field in columns:
                    words = f"Two columns are called '{row.cells[at].text}'. Choose one."
                    raise refuse("COLUMN_TWICE", sheet.place(row.cells[at]), words, "Rename or delete the other one.")
                if field:
                    columns[field] = at
            body = tuple(r for r in sheet.rows[index + 1 :] if not r.blank)
            return Table(sheet, columns, body)
    words = f"No row of headings was found. Needed are: {', '.join(needed)}."
    raise refuse("HEADINGS_MISSING", "table", words, f"The first row reads: {seen}." if seen else "Add a heading row.")


def _plain(heading: str) -> str:
    return " ".join(heading.lower().replace("_", " ").replace("-", " ").strip(" *:.").split())
