"""Cells, rows and sheets as all tables share them; a cell knows its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.workbooks.words import fold

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
    indent: int = 0  # how far the text is moved in
    hidden: bool = False  # stands in a column that is not shown
    spread: bool = False  # holds what a cell says that spans this row too
    fill: str = ""  # the colour it is filled with as RRGGBB, where that was asked for

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
    above: tuple[Row, ...] = ()  # what stands over the headings
    units: dict[str, str] = field(default_factory=dict)  # what a heading says in brackets, such as "days"
    unused: tuple[str, ...] = ()  # headings that name no field we know
    others: tuple[str, ...] = ()  # sheets that could have been meant as well

    def cell(self, row: Row, field: str) -> Cell:
        """Return a row's cell of a field, an empty one where the column or cell is missing."""
        at = self.columns.get(field, -1)
        return row.cells[at] if 0 <= at < len(row.cells) else Cell(f"row {row.number}")


BRACKETS = re.compile(r"^(.*?)\s*[(\[]([^()\[\]]*)[)\]]\s*$")


def find_table(
    sheets: Iterable[Sheet], synonyms: dict[str, str], needed: tuple[str, ...], weak: frozenset[str] = frozenset()
) -> Table:
    """Return the table whose heading row, with the ``needed`` fields, names the most fields of all sheets.

    ``synonyms`` maps plain headings to field names; those in ``weak`` give way to others of their field.
    Two columns of one field are told apart by a second heading row over them or by being hidden, else refused.
    """
    found: list[tuple[int, Sheet, int]] = []
    seen = ""
    for sheet in sheets:
        best = 0
        for index, row in enumerate(sheet.rows[:30]):
            known = {_field(c.text, synonyms)[0] for c in row.cells} - {""}
            if set(needed) <= known and len(known) > best:
                best = len(known)
                found.append((best, sheet, index))
            elif not best:
                seen = seen or (", ".join(c.text for c in row.cells if c.text)[:200] if len(row.cells) > 1 else "")
    if not found:
        words = f"No row of headings was found. Needed are: {', '.join(needed)}."
        remedy = f"The first row reads: {seen}." if seen else "Add a heading row."
        raise refuse("HEADINGS_MISSING", "table", words, remedy)
    most, sheet, index = max(found, key=lambda one: one[0])
    others = dict.fromkeys(s.name for n, s, _ in found if s is not sheet and n >= max(3, most - 1))
    return replace(_table(sheet, index, synonyms, weak), others=tuple(others))


def _table(sheet: Sheet, index: int, synonyms: dict[str, str], weak: frozenset[str]) -> Table:
    """Return the table under one heading row."""
    headings = sheet.rows[index].cells
    fields = [_field(cell.text, synonyms)[0] for cell in headings]
    if any(name and fields.count(name) > 1 for name in fields) and index:
        fields = _with_groups(fields, headings, sheet.rows[index - 1], synonyms)
    plain = {name for cell, name in zip(headings, fields, strict=True) if plain_heading(cell.text) not in weak}
    fields = ["" if n in plain and plain_heading(c.text) in weak else n for c, n in zip(headings, fields, strict=True)]
    columns: dict[str, int] = {}
    for at, name in enumerate(fields):
        if not name or (name in columns and headings[at].hidden):
            continue
        if name in columns and not headings[columns[name]].hidden:
            words = f"Two columns are called '{headings[at].text}'. Choose one."
            raise refuse("COLUMN_TWICE", sheet.place(headings[at]), words, "Rename or delete the other one.")
        columns[name] = at
    units = {name: _field(headings[at].text, synonyms)[1] for name, at in columns.items()}
    unused = tuple(c.text for c, name in zip(headings, fields, strict=True) if c.text and not name and not c.hidden)
    body = tuple(r for r in sheet.rows[index + 1 :] if not r.blank)
    if not sheet.name:
        sheet = replace(sheet, findings=(*sheet.findings, *_ragged(body, len(headings))))
    return Table(sheet, columns, body, sheet.rows[:index], {n: u for n, u in units.items() if u}, unused)


def _ragged(rows: tuple[Row, ...], width: int) -> list[Finding]:
    """Return what is wrong with lines of text that have more values than there are headings."""
    extra = [r.number for r in rows if any(c.text for c in r.cells[width:])]
    if not extra:
        return []
    words = f"Line {extra[0]} has more values than the heading row ({len(extra)} such lines)."
    return [Finding(Severity.ERROR, "ROW_RAGGED", f"line {extra[0]}", words, "Check its quotes and commas.")]


def _with_groups(fields: list[str], headings: tuple[Cell, ...], above: Row, synonyms: dict[str, str]) -> list[str]:
    """Tell equal headings apart by the row over them, where one cell spans several columns."""
    groups, last = [], ""
    for at, (cell, name) in enumerate(zip(headings, fields, strict=True)):
        last = (above.cells[at].text if at < len(above.cells) else "") or last
        joint = _field(f"{last} {cell.text}", synonyms)[0]
        groups.append(joint if fields.count(name) > 1 and joint else name)
    return groups


def _field(heading: str, synonyms: dict[str, str]) -> tuple[str, str]:
    """Return the field a heading names, and the unit it says in brackets."""
    if found := synonyms.get(plain_heading(heading)):
        return found, ""
    match = BRACKETS.match(heading.strip())
    if match is None:
        return "", ""
    return synonyms.get(plain_heading(match[1]), ""), match[2].strip()


def plain_heading(heading: str) -> str:
    """Return a heading in small plain letters with single blanks, without the signs around it."""
    return " ".join(fold(heading.replace("_", " ").replace("-", " ")).strip(" *:.").split())
