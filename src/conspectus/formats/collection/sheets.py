"""What each sheet of a collection workbook has: a head, the codes of its columns, cells of what they say alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

LONGEST = 32_000  # letters in a cell
FIRST_ROW = 4  # of what is filled in, from 0 on


def begin_sheet(made: Any, head: tuple[str, str, str], columns: Sequence[tuple[str, str, int]], looks: Any) -> Any:
    """Return a new sheet with its ``head``: name, title and lead; a column is its code or mark, heading and width.

    The first column is hidden: it holds the mark of the sheet and the keys of its rows.
    """
    name, title, lead = head
    sheet = made.add_worksheet(name[:31])
    sheet.write_string(0, 1, title, looks["title"])
    sheet.write_string(1, 1, lead, looks["lead"])
    for at, (code, heading, width) in enumerate(columns):
        sheet.write_string(FIRST_ROW - 2, at, code)
        sheet.write_string(FIRST_ROW - 1, at, heading, looks["head"])
        sheet.set_column(at, at, width, None, {"hidden": at == 0})
    sheet.set_row(FIRST_ROW - 2, None, None, {"hidden": True})
    return sheet


def end_sheet(sheet: Any, fixed: int) -> None:
    """Let only white cells be written, and keep the head and the ``fixed`` first columns in sight."""
    sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})
    sheet.freeze_panes(FIRST_ROW, fixed)
    sheet.set_landscape()


def write_cell(sheet: Any, place: tuple[int, int], value: Any, look: Mapping[str, Any]) -> None:
    """Write a value; a text is written as text, whatever it begins with."""
    if isinstance(value, date):
        sheet.write_datetime(*place, datetime.combine(value, time()), look)
    elif isinstance(value, int | float):
        sheet.write_number(*place, value, look)
    elif value:
        sheet.write_string(*place, value[:LONGEST], look)
    else:
        sheet.write_blank(*place, None, look)
