"""Open a workbook with its archive checked first: size unpacked, paths, macros, links to outside."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.old_office import LOCKED, OLD, OLE, SAVE_AGAIN, is_locked
from conspectus.formats.workbooks.cells import Cell, Refused, Row, Sheet, Value, refuse

COLUMN = re.compile(r"<(?:\w+:)?col\b([^>]*)>")
MERGED = re.compile(r"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\"")
ATTRIBUTE = re.compile(r"(\w+)=\"([^\"]*)\"")
UNPACKED, ENTRIES = 200 << 20, 500
ROWS, COLUMNS, BLANKS = 100_000, 256, 1_000
DAMAGED = "This workbook is cut off or damaged. Save it again and retry."

__all__ = ["Refused", "is_workbook", "read_workbook"]


def is_workbook(data: bytes) -> bool:
    """Return whether a file begins as workbooks do, those that are refused for their age or their lock too."""
    return data.startswith((b"PK\x03\x04", OLE))


def read_workbook(data: bytes, name: str, *, fills: bool = False, merged: bool = False) -> list[Sheet]:
    """Return the visible sheets of an .xlsx file, or raise ``Refused``.

    ``fills``: with the colours of cells; ``merged``: a cell that spans rows of one column stands in each of them.
    """
    import openpyxl

    _refuse_old(data, name)
    assert openpyxl.DEFUSEDXML, "defusedxml must be installed: workbooks come from anywhere"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            notes = _check(archive, name)
            formulas = _formula_sheets(archive)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _sheets(data, notes, formulas=bool(formulas), fills=fills, merged=merged)
    except Refused:
        raise
    except Exception:  # whatever a broken workbook makes its reader throw is the same news to the user
        raise refuse("FILE_DAMAGED", name, DAMAGED) from None


def _refuse_old(data: bytes, name: str) -> None:
    """Refuse an old workbook, or a new one in a locked cover."""
    if is_locked(data):
        raise refuse("FILE_ENCRYPTED", name, LOCKED)
    if data.startswith(OLE):
        raise refuse("WORKBOOK_OLD", name, OLD, SAVE_AGAIN)


def _check(archive: zipfile.ZipFile, name: str) -> list[Finding]:
    entries = archive.infolist()
    if sum(e.file_size for e in entries) > UNPACKED or len(entries) > ENTRIES or _overlap(entries):
        words = f"Unpacked this file is larger than the limit of {UNPACKED >> 20} MB."
        raise refuse("ARCHIVE_TOO_LARGE", name, words, "Delete unused sheets and pictures and save it again.")
    if any(_unsafe(e) for e in entries):
        raise refuse("ARCHIVE_UNSAFE", name, "The archive contains unsafe paths.", "Save it again from Excel.")
    kinds = archive.read("[Content_Types].xml")
    if b"macroEnabled" in kinds:
        raise refuse("WORKBOOK_MACROS", name, "Macro workbooks are not accepted; save as .xlsx.")
    notes = []
    names = [e.filename for e in entries]
    outside = sum(n.startswith("xl/externalLinks/externalLink") for n in names)
    outside += sum(n == "xl/connections.xml" for n in names)
    if outside:
        words = f"{outside} external links were ignored."
        notes.append(Finding(Severity.WARNING, "WORKBOOK_LINKS_IGNORED", name, words))
    if any("vbaProject" in n or n.startswith(("xl/embeddings", "xl/activeX")) for n in names):
        words = "The workbook carries macros or embedded objects; they were ignored."
        notes.append(Finding(Severity.WARNING, "WORKBOOK_PARTS_IGNORED", name, words))
    return notes


def _overlap(entries: list[zipfile.ZipInfo]) -> bool:
    ends = 0
    for entry in sorted(entries, key=lambda e: e.header_offset):
        if entry.header_offset < ends:
            return True
        ends = entry.header_offset + entry.compress_size
    return False


def _unsafe(entry: zipfile.ZipInfo) -> bool:
    path = entry.filename
    is_link = (entry.external_attr >> 16) & 0o170000 == 0o120000
    return is_link or path.startswith(("/", "\\")) or ":" in path or "\\" in path or ".." in PurePosixPath(path).parts


def _formula_sheets(archive: zipfile.ZipFile) -> list[str]:
    sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/") and n.endswith(".xml")]
    return [n for n in sheets if b"<f" in archive.read(n)]


def _sheets(data: bytes, notes: list[Finding], *, formulas: bool, fills: bool, merged: bool) -> list[Sheet]:
    import openpyxl

    values = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    twin = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False) if formulas else None
    hidden = [sheet.title for sheet in values.worksheets if merged and sheet.sheet_state != "visible"]
    words = "Sheet '{}' is hidden and was not read."
    notes = notes + [Finding(Severity.NOTE, "SHEET_HIDDEN", one, words.format(one[:60])) for one in hidden]
    found = []
    for sheet in values.worksheets:
        if sheet.sheet_state != "visible":
            continue
        unsaved = _unsaved_formulas(twin[sheet.title]) if twin is not None else set()
        rows = _even(list(_rows(sheet, unsaved, _hidden_columns(sheet), {} if fills else None)))
        found.append(Sheet(sheet.title, tuple(_spread(rows, _merged(sheet)) if merged else rows), tuple(notes)))
    values.close()
    if twin is not None:
        twin.close()
    return found


def _unsaved_formulas(sheet: Any) -> set[str]:
    sheet.reset_dimensions()
    return {
        cell.coordinate
        for row in _capped(sheet)
        for cell in row
        if getattr(cell, "data_type", "") == "f" and hasattr(cell, "coordinate")
    }


def _capped(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """Yield rows as far as they are written, ignoring the claimed size; a long run of blank rows ends the sheet."""
    from openpyxl.cell.read_only import EMPTY_CELL

    blank = 0
    for number, padded in enumerate(sheet.iter_rows(max_col=COLUMNS), 1):
        row = padded[: next((at for at in range(len(padded), 0, -1) if padded[at - 1] is not EMPTY_CELL), 0)]
        empty = all(cell.value is None for cell in row)
        blank = blank + 1 if empty else 0
        if blank > BLANKS:
            return
        if number > ROWS:
            words = f"The limit is {ROWS:,} rows; sheet '{sheet.title}' has more."
            raise refuse("ROWS_TOO_MANY", sheet.title, words, "Split the table.")
        yield row


def _rows(sheet: Any, formulas: set[str], hidden: set[int], fills: dict[int, str] | None) -> Iterator[Row]:
    sheet.reset_dimensions()
    for number, row in enumerate(_capped(sheet), 1):
        cells = [_cell(cell, number, at, formulas) for at, cell in enumerate(row, 1)]
        if fills is not None:
            found = ((c, _fill(cell, fills)) for c, cell in zip(cells, row, strict=True))
            cells = [replace(c, fill=fill) if fill else c for c, fill in found]
        if hidden:
            cells = [replace(c, hidden=True) if at in hidden else c for at, c in enumerate(cells, 1)]
        yield Row(number, tuple(cells))


def _even(rows: list[Row]) -> list[Row]:
    """Give every row as many cells as the widest has."""
    width = max((len(row.cells) for row in rows), default=0)
    for at, row in enumerate(rows):
        if (has := len(row.cells)) < width:
            blanks = (Cell(f"{letter}{row.number}") for letter in _letters()[has + 1 : width + 1])
            rows[at] = Row(row.number, (*row.cells, *blanks))
    return rows


def _fill(cell: Any, known: dict[int, str]) -> str:
    """Return the plain colour a cell is filled with; cells of one style are looked at once."""
    style = getattr(cell, "_style_id", 0)
    if style not in known:
        fill: Any = cell.fill if style else None
        plain = fill is not None and fill.fill_type == "solid" and fill.fgColor.type == "rgb"
        known[style] = str(fill.fgColor.rgb)[-6:] if plain else ""
    return known[style]


def _hidden_columns(sheet: Any) -> set[int]:
    """Return the numbers of columns that are not shown; they stand before the rows in a sheet's part."""
    with sheet._get_source() as source:
        head = source.read(65536).decode("utf-8", errors="replace").partition("<sheetData")[0]
    spans = [dict(ATTRIBUTE.findall(column)) for column in COLUMN.findall(head)]
    ranges = (range(int(s["min"]), min(int(s["max"]), COLUMNS) + 1) for s in spans if s.get("hidden") in ("1", "true"))
    return {at for span in ranges for at in span}


def _merged(sheet: Any) -> list[tuple[int, int, int]]:
    """Return column, first and last row of each cell that spans rows of one column; they stand after the rows."""
    from openpyxl.utils import column_index_from_string

    with sheet._get_source() as source:
        tail = source.read().rpartition(b"</sheetData>")[2].decode("utf-8", errors="replace")
    spans = [(column_index_from_string(one[1]) - 1, int(one[2]), int(one[4])) for one in MERGED.finditer(tail)
             if one[1] == one[3]]  # fmt: skip
    return [(column, first, min(last, ROWS)) for column, first, last in spans[:ROWS] if column < COLUMNS]


def _spread(rows: list[Row], merged: list[tuple[int, int, int]]) -> list[Row]:
    """Put what a cell says that spans rows into each of them that says anything."""
    for column, first, last in merged:
        if first > len(rows) or column >= len(rows[first - 1].cells):
            continue
        said = rows[first - 1].cells[column]
        for row in rows[first:last] if said.text else ():
            if column < len(row.cells) and not row.cells[column].text and not row.blank:
                cells = [*row.cells]
                cells[column] = replace(said, ref=cells[column].ref, spread=True)
                rows[row.number - 1] = Row(row.number, tuple(cells))
    return rows


@cache
def _letters() -> tuple[str, ...]:
    """Return what the columns are called, from the first on."""
    from openpyxl.utils import get_column_letter

    return ("", *(get_column_letter(at) for at in range(1, COLUMNS + 1)))


def _cell(cell: Any, number: int, column: int, formulas: set[str]) -> Cell:
    ref = f"{_letters()[column]}{number}"
    value = cell.value
    if value is None:
        if ref in formulas:
            return Cell(ref, None, f"{ref} has a formula without a saved value; open and save it in Excel.")
        return Cell(ref)
    if cell.data_type == "e":
        return Cell(ref, None, f"{ref} holds {value}")
    is_percent = "%" in (getattr(cell, "number_format", "") or "")
    return Cell(ref, _plain(value), is_percent=is_percent, indent=_indent(cell, value))


def _indent(cell: Any, value: Any) -> int:
    """Return how far a text is moved in, by its cell's style or by blanks before it."""
    if not isinstance(value, str):
        return 0
    style = getattr(cell, "alignment", None)
    return int(getattr(style, "indent", 0) or 0) or len(value) - len(value.lstrip())


def _plain(value: Any) -> Value:
    if isinstance(value, bool | datetime | date | time | str):
        return value
    if isinstance(value, timedelta):
        return value.total_seconds() / 86400
    return float(value) if isinstance(value, int | float) else str(value)
