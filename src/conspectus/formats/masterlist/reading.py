"""Read a master list: find its heading row, propose what each column holds, and read every row by that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.masterlist.entries import Column, MasterList
from conspectus.formats.masterlist.fields import FIELDS, HEADINGS, Field, Headings, field_of, plain
from conspectus.formats.masterlist.guessing import Readers, by_content, fits
from conspectus.formats.masterlist.rows import read_rows
from conspectus.formats.masterlist.tables import columns_unused
from conspectus.formats.masterlist.values import unit_of
from conspectus.formats.workbooks import Cell, Manner, Refused, Row, Sheet, is_workbook, read_delimited, read_workbook
from conspectus.formats.workbooks.cells import refuse

HEAD_ROWS, SAMPLES = 30, 3
PLAIN = Manner()
SHEETS = (".xlsx",)
PLANS = (".mpp", ".mpt", ".mpx", ".xer", ".xml", ".pmxml")
TEXTS = (".csv", ".tsv", ".txt")


def read_master_list(
    data: bytes,
    name: str,
    *,
    told: Mapping[str, str] | None = None,
    manner: Manner = PLAIN,
    own: Iterable[Field] = (),
) -> MasterList:
    """Read a workbook or delimited text; ``told`` maps headings to fields, "" leaves a column out.

    Headings not told are proposed by their words, then by what stands below. ``own`` are further fields
    a list may fill. Raises ``Refused`` where the file cannot be used at all.
    """
    told = {plain(heading): code for heading, code in (told or {}).items()}
    fields = FIELDS | {one.code: one for one in own}
    unknown = sorted(set(told.values()) - set(fields) - {""})
    if unknown:
        words = f"'{unknown[0][:40]}' is no field of a project."
        raise refuse("FIELD_UNKNOWN", name, words, f"Choose one of: {', '.join(fields)}.")
    sheets = open_sheets(data, name, manner)
    sheet, at = _heading_row(sheets, told, fields, name)
    body = tuple(row for row in sheet.rows[at + 1 :] if not row.blank)
    columns = propose(sheet.rows[at], body, told, fields)
    notes = [*sheet.findings, *columns_unused(columns, "headings")]
    others = [one.name for one in sheets if one is not sheet and any(not row.blank for row in one.rows)]
    if others:
        words = f"Sheet '{sheet.name}' was read; {', '.join(others)[:120]} was not."
        notes.append(Finding(Severity.NOTE, "SHEETS_UNUSED", sheet.name, words))
    found = MasterList(sheet.name, sheet.rows[at].number, columns, findings=tuple(notes))
    if not {"code", "name"} & {one.field for one in columns}:
        words = "No column holds the projects' names or codes."
        place = f"row {found.heading_row}"
        ask = Finding(Severity.ERROR, "NAME_MISSING", place, words, "Say which column holds them.")
        return replace(found, asks=(ask,))
    try:
        entries, more, scale = read_rows(sheet, columns, body, manner, fields)
    except Refused as refusal:  # how dates or amounts are written must be told
        return replace(found, asks=(refusal.finding,))
    return replace(found, entries=entries, findings=(*found.findings, *more), scale=scale)


def open_sheets(data: bytes, name: str, manner: Manner, *, merged: bool = False) -> list[Sheet]:
    """Return the sheets of a workbook, or the one of delimited text; raises ``Refused`` for other files.

    ``merged``: a cell that spans rows stands in each of them.
    """
    ending = "." + name.rpartition(".")[2].casefold()
    if not data.strip():
        raise refuse("FILE_EMPTY", name, "The file is empty.", "Choose another one.")
    if ending in PLANS or data.lstrip(b"\xef\xbb\xbf")[:6] in (b"ERMHDR", b"<?xml "):
        words = "This is a plan or another program's file, not a list."
        raise refuse("LIST_KIND", name, words, "Choose a workbook (.xlsx) or delimited text (.csv).")
    if is_workbook(data) or ending in SHEETS:
        return read_workbook(data, name, fills=True, merged=merged)
    if ending in TEXTS or not data[:1] or data[:1].isascii():
        return [read_delimited(data, name, manner.encoding)]
    words = "A list is a workbook (.xlsx) or delimited text (.csv)."
    raise refuse("LIST_KIND", name, words, "Save it as one of these and try again.")


def _heading_row(
    sheets: Sequence[Sheet], told: Mapping[str, str], fields: Mapping[str, Field], name: str
) -> tuple[Sheet, int]:
    """Return the sheet and the row whose cells name the most fields; else the first row with several texts."""
    own = _own_headings(fields)
    best: tuple[float, Sheet, int] | None = None
    first: tuple[Sheet, int] | None = None
    for sheet in sheets:
        for at, row in enumerate(sheet.rows[:HEAD_ROWS]):
            texts = [cell.text for cell in row.cells if isinstance(cell.value, str) and len(cell.text) < 120]
            if first is None and len(texts) > 1:
                first = sheet, at
            known = {told.get(plain(text)) or field_of(unit_of(text)[0], own)[0] for text in texts} - {""}
            sure = len(known) + (0.5 if {"code", "name"} & known else 0.0)
            if sure > 1 and (best is None or sure > best[0]):
                best = sure, sheet, at
    if best is not None:
        return best[1], best[2]
    if first is None:
        raise refuse("LIST_EMPTY", name, "No table was found in this file.", "Add a row of headings and one a project.")
    return first


def _own_headings(fields: Mapping[str, Field]) -> dict[str, str]:
    return {plain(heading): one.code for one in fields.values() for heading in one.headings}


def propose(
    head: Row, body: Sequence[Row], told: Mapping[str, str], fields: Mapping[str, Field] = FIELDS
) -> tuple[Column, ...]:
    """Return a column for each heading: told ones as told, then by the heading, then by content; a field once."""
    return by_content(by_heading(head.cells, body, told, Vocabulary(fields)), body, told)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The fields a table may fill, the headings that name them, and readers of kinds master lists do not have."""

    fields: Mapping[str, Field]
    headings: Headings = field(default_factory=lambda: HEADINGS)
    readers: Readers = field(default_factory=dict)


def by_heading(
    head: Sequence[Cell], body: Sequence[Row], told: Mapping[str, str], known: Vocabulary
) -> tuple[Column, ...]:
    """Return a column for each heading, told ones as told, then by what it says if what stands below fits."""
    own, fields = _own_headings(known.fields), known.fields
    columns: list[Column] = []
    sure: dict[int, float] = {}
    for at, cell in enumerate(head):
        below = [row.cells[at] for row in body if at < len(row.cells)]
        samples = tuple(dict.fromkeys(one.text[:60] for one in below if one.text))[:SAMPLES]
        if not cell.text and not samples:
            continue
        bare, factor, currency = unit_of(cell.text)
        code, how = told.get(plain(cell.text)), "told"
        if code is None:
            code, sure[at] = field_of(bare, own, known.headings)
            how = "heading"
            if code and not fits(fields[code].kind, below, sure[at], known.readers):
                code = ""
        columns.append(Column(at, cell.text, code, how if code else "", samples, factor, currency))
    return tuple(_once(columns, sure, fields))


def _once(columns: Iterable[Column], sure: Mapping[int, float], fields: Iterable[str]) -> list[Column]:
    """Leave each field to one column: the one told, else the surest; texts of summary and alias may be several."""
    kept = list(columns)
    for code in fields:
        rivals = [one for one in kept if one.field == code]
        if len(rivals) > 1:
            best = max(rivals, key=lambda one: (one.how == "told", sure.get(one.at, 1.0), -one.at))
            kept = [replace(one, field="", how="") if one in rivals and one is not best else one for one in kept]
    return kept
