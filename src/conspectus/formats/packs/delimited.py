"""A table as CSV: figures as plain numbers, days as 2026-03-31, and no text that a spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
from datetime import datetime

from conspectus.formats.packs.page import Cell, Form, Grid
from conspectus.formats.packs.words import visible

_LIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # some spreadsheets take wide signs too


def write_delimited(grid: Grid) -> bytes:
    """Return the table as UTF-8 with a byte order mark, by which spreadsheets know it, commas and CRLF."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_inert(column.label) for column in grid.columns])
    writer.writerows([_plain(cell) for cell in row] for row in grid.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _plain(cell: Cell) -> str:
    if isinstance(cell.value, datetime):
        return cell.value.date().isoformat()
    if cell.value is not None and cell.form is not Form.TEXT:
        return repr(int(cell.value)) if cell.value == int(cell.value) else repr(float(cell.value))
    return _inert(cell.text)


def _inert(text: str) -> str:
    """Return text that stays text: what would begin a formula gets an apostrophe before it."""
    shown = visible(text)  # a line break before a sign is shown as a space
    return f"'{text}" if text.startswith(_LIVE) or shown.lstrip().startswith(_LIVE) else shown
