"""Read reports back: the workbook made here by the codes it carries, any other sheet by its headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.collection.columns import FIELDS, HEADINGS, MARK, MOST_ROWS
from conspectus.formats.collection.items import ReadItem, read_items
from conspectus.formats.collection.rows import Reader, ReadReport, deed_of
from conspectus.formats.masterlist import Column
from conspectus.formats.masterlist.fields import plain
from conspectus.formats.masterlist.reading import PLAIN, Vocabulary, by_heading, open_sheets
from conspectus.formats.masterlist.tables import Part, Tables, columns_unused, first_table, sheets_unused
from conspectus.formats.workbooks import Manner, Refused, Sheet
from conspectus.formats.workbooks.cells import refuse

TELLING = frozenset({"code", "name"})
KEY = Column(0, "", "key", "told")
KNOWN = Vocabulary({code: one for code, one in FIELDS.items() if code != "key"}, HEADINGS, {"deed": deed_of})


@dataclass(frozen=True, slots=True)
class ReadTable:
    """One table of a file: its sheet, where its headings stand, what is said above it, and its columns."""

    sheet: str
    heading_row: int
    caption: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A file of reports as read: its tables and rows; ``own`` where it was made here.

    ``asks`` says what must be told before its rows can be read.
    """

    tables: tuple[ReadTable, ...]
    rows: tuple[ReadReport, ...]
    findings: tuple[Finding, ...]
    asks: tuple[Finding, ...]
    own: bool
    items: tuple[ReadItem, ...] = ()

    @property
    def mapping(self) -> dict[str, str]:
        """The field of each heading, as a mapping is saved."""
        return {column.heading: column.field for table in self.tables for column in table.columns if column.heading}


def read_reports(data: bytes, name: str, *, told: Mapping[str, str] | None = None, manner: Manner = PLAIN) -> ReadSheet:
    """Read a workbook or delimited text; ``told`` maps headings to fields, "" leaves a column out.

    Raises ``Refused`` where the file cannot be used at all.
    """
    told = {plain(heading): code for heading, code in (told or {}).items()}
    if unknown := sorted(set(told.values()) - set(KNOWN.fields) - {""}):
        words = f"'{unknown[0][:40]}' is no field of a report."
        raise refuse("FIELD_UNKNOWN", name, words, f"Choose one of: {', '.join(KNOWN.fields)}.")
    sheets = open_sheets(data, name, manner)
    found = [one for sheet in sheets if (one := _own(sheet)) is not None]
    items, unclear = read_items(sheets, manner)
    own = bool(found or items or unclear)
    if not own:
        parts = _parts(sheets, told, name)
        found = [(part, by_heading(part.head.cells, part.body, told, KNOWN)) for part in parts]
    if sum(len(part.body) for part, _columns in found) > MOST_ROWS:
        words = f"The limit is {MOST_ROWS:,} reports; this sheet has more rows."
        raise refuse("ROWS_TOO_MANY", found[0][0].sheet.name, words, "Split the table.")
    tables, rows, asks = list[ReadTable](), list[ReadReport](), list[Finding](unclear)
    findings = [note for part, _columns in found[:1] if own for note in part.sheet.findings]
    if not own:
        findings = [note for sheet in sheets for note in sheet.findings]
        findings += sheets_unused(
            sheets, [part for part, _columns in found], "No table of reports was found on {names}."
        )
    for part, columns in found:
        tables.append(ReadTable(part.sheet.name, part.head.number, part.caption, columns))
        if not TELLING & {one.field for one in columns}:
            words = "No column holds the projects' names or codes."
            place = part.sheet.place(part.head.number)
            asks.append(Finding(Severity.ERROR, "NAME_MISSING", place, words, "Say which column holds them."))
            continue
        try:
            reader = Reader(part.sheet, columns, part.body, manner)
        except Refused as refusal:  # how dates or amounts are written must be told
            asks.append(refusal.finding)
            continue
        rows += map(reader.report, part.body) if own else reader.reports(part.body)
        findings += reader.findings
        findings += [] if own else columns_unused(columns, f"{part.sheet.name} row {part.head.number}".strip())
    if asks:
        rows, items = [], ()
    return ReadSheet(tuple(tables), tuple(rows), tuple(findings), tuple(asks), own, items)


def _own(sheet: Sheet) -> tuple[Part, tuple[Column, ...]] | None:
    """Return the table of a workbook made here, known by its row of codes."""
    for at, row in enumerate(sheet.rows[:10]):
        if row.cells and row.cells[0].text == MARK and at + 1 < len(sheet.rows):
            head = sheet.rows[at + 1]
            body = tuple(one for one in sheet.rows[at + 2 :] if not one.blank)
            names = {place: cell.text for place, cell in enumerate(head.cells)}
            codes = [(place, cell.text) for place, cell in enumerate(row.cells) if cell.text in FIELDS]
            columns = [Column(place, names.get(place, ""), code, "told") for place, code in codes]
            return Part(sheet, head, "", body), (KEY, *columns)
    return None


def _parts(sheets: Sequence[Sheet], told: Mapping[str, str], name: str) -> list[Part]:
    """Return the tables of a sheet that was not made here."""
    tables = Tables(HEADINGS, told, TELLING)
    parts = [part for sheet in sheets for part in tables.parts(sheet)] or first_table(sheets)
    if not parts:
        remedy = "Name a column Project or Code, and at least one more such as Status or Comment."
        raise refuse("HEADINGS_MISSING", name, "No row of headings of reports was found.", remedy)
    return parts
