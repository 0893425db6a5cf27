"""Read reports back: the workbook made here by the codes it carries, any other sheet by its headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.collection.columns import DEED_WORDS, FIELDS, HEADINGS, MARK, MOST_ROWS
from conspectus.formats.masterlist import values
from conspectus.formats.workbooks import Cell, Manner, Refused, Row, Sheet, read_delimited, read_workbook
from conspectus.formats.workbooks.cells import BadCell, Table, find_table, plain_heading, refuse
from conspectus.formats.workbooks.locales import choose_locale
from conspectus.formats.workbooks.values import LOCALES, Locale, day_first
from conspectus.formats.workbooks.words import EMPTY, fold

PLAIN = Manner()


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What one row says of a report, by field; ``faults`` name the cells that cannot be read."""

    row: int
    texts: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, date] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)  # in plain digits with a point
    deed: str = ""
    faults: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet of reports as read: its columns by field, its rows; ``own`` where it was made here."""

    sheet: str
    columns: Mapping[str, str]  # field: heading
    rows: tuple[ReadReport, ...]
    unused: tuple[str, ...]
    findings: tuple[Finding, ...]
    own: bool


def read_reports(data: bytes, name: str, *, told: Mapping[str, str] | None = None, manner: Manner = PLAIN) -> ReadSheet:
    """Read a workbook or delimited text; ``told`` maps headings to fields, "" leaves a column out.

    Raises ``Refused`` where the file cannot be used, or where how it is written must be told.
    """
    if unknown := sorted(set((told or {}).values()) - set(FIELDS) - {""}):
        words = f"'{unknown[0][:40]}' is no field of a report."
        raise refuse("FIELD_UNKNOWN", name, words, f"Choose one of: {', '.join(FIELDS)}.")
    is_book = data[:4] == b"PK\x03\x04" or name.casefold().endswith(".xlsx")
    sheets = read_workbook(data, name) if is_book else [read_delimited(data, name, manner.encoding)]
    table, own = _own(sheets), True
    if table is None:
        table, own = _found(sheets, told or {}), False
    if len(table.rows) > MOST_ROWS:
        words = f"The limit is {MOST_ROWS:,} reports; this sheet has more rows."
        raise refuse("ROWS_TOO_MANY", table.sheet.name, words, "Split the table.")
    reader = _Reader(table, manner)
    headings = _headings(table)
    return ReadSheet(
        sheet=table.sheet.name,
        columns={code: headings.get(at, "") for code, at in table.columns.items()},
        rows=tuple(reader.report(row) for row in table.rows),
        unused=table.unused,
        findings=table.sheet.findings,
        own=own,
    )


def _own(sheets: Sequence[Sheet]) -> Table | None:
    """Return the table of a workbook made here, known by its row of codes."""
    for sheet in sheets:
        for at, row in enumerate(sheet.rows[:10]):
            if row.cells and row.cells[0].text == MARK:
                codes = {cell.text: place for place, cell in enumerate(row.cells) if cell.text in FIELDS}
                body = tuple(one for one in sheet.rows[at + 2 :] if not one.blank)
                return Table(sheet, {"key": 0, **codes}, body, sheet.rows[: at + 2])
    return None


def _found(sheets: Sequence[Sheet], told: Mapping[str, str]) -> Table:
    synonyms = HEADINGS | {plain_heading(heading): code for heading, code in told.items()}
    synonyms = {heading: code for heading, code in synonyms.items() if code}
    try:
        return find_table(sheets, synonyms, ("code",))
    except Refused as refusal:
        if refusal.finding.code != "HEADINGS_MISSING":
            raise
        return find_table(sheets, synonyms, ("name",))


def _headings(table: Table) -> dict[int, str]:
    """Return the headings by their place: those of the row over the body."""
    if not table.rows:
        return {}
    above = [row for row in table.sheet.rows if row.number < table.rows[0].number and not row.blank]
    return {at: cell.text for at, cell in enumerate(above[-1].cells)} if above else {}


class _Reader:
    """Reads the rows of one table."""

    def __init__(self, table: Table, manner: Manner) -> None:
        self.table = table
        self.cells = {code: [table.cell(row, code) for row in table.rows] for code in table.columns}
        days = [cell for code in table.columns if FIELDS[code].kind == "day" for cell in self.cells[code]]
        self.day_comes_first = day_first(days, manner.date_order, "dates")
        self.locales = {
            code: self._locale(code, manner) for code in table.columns if FIELDS[code].kind in ("money", "number")
        }

    def _locale(self, code: str, manner: Manner) -> Locale:
        typed = [
            cell for cell in self.cells[code] if isinstance(cell.value, str) and any(c.isdigit() for c in cell.text)
        ]
        return choose_locale(typed, manner.locale, FIELDS[code].label) if typed else LOCALES["en"]

    def report(self, row: Row) -> ReadReport:
        """Return what a row says."""
        told: dict[str, dict[str, object]] = {"texts": {}, "levels": {}, "days": {}, "numbers": {}}
        faults: list[Finding] = []
        deed = ""
        for code in self.table.columns:
            cell = self.table.cell(row, code)
            try:
                if code == "deed":
                    deed = _deed(cell)
                else:
                    self._value(code, cell, told)
            except BadCell as bad:
                place = self.table.sheet.place(cell)
                faults.append(
                    Finding(Severity.ERROR, "CELL", place, str(bad), "Correct the cell and read the file again.")
                )
        return ReadReport(row.number, deed=deed, faults=tuple(faults), **told)  # type: ignore[arg-type]

    def _value(self, code: str, cell: Cell, told: dict[str, dict[str, object]]) -> None:
        """Put what a cell says under its field; ``BadCell`` where it cannot be read."""
        kind = FIELDS[code].kind
        if cell.problem:
            raise BadCell(cell.problem)
        if kind == "colour":
            if (level := values.colour(cell)) is not None:
                told["levels"][code] = level
        elif kind == "day":
            if (found := values.day(cell, last=True, day_comes_first=self.day_comes_first)) is not None:
                told["days"][code] = found[0]
        elif kind in ("money", "number"):
            if (number := values.number(cell, self.locales[code])) is not None:
                told["numbers"][code] = number
        elif cell.text and fold(cell.text) not in EMPTY:
            told["texts"][code] = cell.text


def _deed(cell: Cell) -> str:
    said = fold(cell.text)
    if not said or said in EMPTY:
        return ""
    if said not in DEED_WORDS:
        known = ", ".join(sorted({"submit", "keep", "unchanged"}))
        raise BadCell(f"'{cell.text[:60]}' is none of {known} ({cell.ref}).")
    return DEED_WORDS[said]
