"""The workbook people fill in: a row a project, what is known filled in and locked, drop-downs of what may be said."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from conspectus.formats.collection.columns import DIMENSIONS, FIELDS, MARK, SHOWN
from conspectus.formats.collection.items import ItemSheet, write_items
from conspectus.formats.collection.sheets import FIRST_ROW, begin_sheet, end_sheet, write_cell
from conspectus.formats.packs.clock import stopped

Value = str | date | float | None
ORDER = ("key", "code", "name", "manager", *(code for code in FIELDS if code not in ("key", "code", "name")))
LOCKED = ("key", "code", "name", *SHOWN)
LONG = ("summary", "achieved", "planned", "decisions", "answer", "doubts", *(f"{one}_words" for one in DIMENSIONS))
WIDTHS = {"code": 12, "name": 30, "manager": 20, "decide_on": 13, "finish_on": 13, "forecast": 16, "minutes": 9,
          "deed": 20, **dict.fromkeys(DIMENSIONS, 12), **dict.fromkeys(LONG, 34)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One project: its key, what is filled in by column, the labels its levels have, and columns that stay shut."""

    key: str
    values: Mapping[str, Value]
    levels: tuple[str, ...]
    shut: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """A workbook to fill in, in its reader's language; ``helps`` explain it on a sheet of their own."""

    title: str
    lead: str
    sheet: str
    headings: Mapping[str, str]
    deeds: tuple[str, ...]
    rows: Sequence[SheetRow]
    help_sheet: str = "Help"
    helps: Sequence[tuple[str, str]] = field(default_factory=tuple)
    items: Sequence[ItemSheet] = ()


def write_reports(book: ReportSheet, *, clock: datetime) -> bytes:
    """Return the workbook as XLSX bytes; every text is written as text, whatever it begins with."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    made = xlsxwriter.Workbook(out, options)
    made.set_properties({"title": book.title[:255], "author": "Conspectus", "created": clock.replace(tzinfo=None)})
    looks = _looks(made)
    order = [code for code in _order() if code in book.headings or code == "key"]
    columns = [(MARK if code == "key" else code, book.headings.get(code, ""), WIDTHS.get(code, 14)) for code in order]
    sheet = begin_sheet(made, (book.sheet, book.title, book.lead), columns, looks)
    for number, row in enumerate(book.rows, start=FIRST_ROW):
        _write_row(sheet, number, row, order, looks)
    _offer(sheet, book, order)
    end_sheet(sheet, 3)
    for one in book.items:
        write_items(made, one, looks)
    helping = made.add_worksheet(book.help_sheet[:31])
    for at, (name, words) in enumerate(book.helps):
        helping.write_string(at, 0, name, looks["head"])
        helping.write_string(at, 1, words, looks["lead"])
    helping.set_column(0, 0, 30)
    helping.set_column(1, 1, 100)
    made.close()
    return stopped(out.getvalue(), clock)


def _order() -> list[str]:
    order = [code for code in ORDER if code != "answer"]
    order[order.index("deed") : order.index("deed")] = ["doubts", "answer"]
    return order


def _looks(made: Any) -> dict[str, Any]:
    ruled = {"border": 1, "border_color": "#C9C3B6", "valign": "top"}
    shut = ruled | {"bg_color": "#EFECE5", "locked": True}
    return {
        "title": made.add_format({"bold": True, "font_size": 14}),
        "lead": made.add_format({"valign": "top"}),
        "head": made.add_format(ruled | {"bold": True, "bg_color": "#E0DBCF", "text_wrap": True}),
        "shut": made.add_format(shut | {"text_wrap": True}),
        "shut_day": made.add_format(shut | {"num_format": "yyyy-mm-dd"}),
        "text": made.add_format(ruled | {"locked": False, "text_wrap": True, "num_format": "@"}),
        "colour": made.add_format(ruled | {"locked": False}),
        "deed": made.add_format(ruled | {"locked": False}),
        "day": made.add_format(ruled | {"locked": False, "num_format": "yyyy-mm-dd"}),
        "money": made.add_format(ruled | {"locked": False, "num_format": "#,##0.00"}),
        "number": made.add_format(ruled | {"locked": False, "num_format": "0"}),
    }


def _write_row(sheet: Any, number: int, row: SheetRow, order: Sequence[str], looks: Mapping[str, Any]) -> None:
    for at, code in enumerate(order):
        value: Value = row.key if code == "key" else row.values.get(code)
        shut = code in LOCKED or code in row.shut
        kind = "shut_day" if shut and isinstance(value, date) else "shut" if shut else FIELDS[code].kind
        write_cell(sheet, (number, at), value, looks[kind])


def _offer(sheet: Any, book: ReportSheet, order: Sequence[str]) -> None:
    """Offer what may be said in lists; days and minutes are held to what they can be."""
    last = FIRST_ROW - 1 + len(book.rows)
    for number, row in enumerate(book.rows, start=FIRST_ROW):
        for code in DIMENSIONS:
            place = order.index(code)
            sheet.data_validation(number, place, number, place, {"validate": "list", "source": list(row.levels)})
    if book.rows:
        place = order.index("deed")
        sheet.data_validation(4, place, last, place, {"validate": "list", "source": list(book.deeds)})
        for code in ("decide_on", "finish_on"):
            place = order.index(code)
            rule = {
                "validate": "date",
                "criteria": "between",
                "minimum": date(1970, 1, 1),
                "maximum": date(2149, 12, 31),
            }
            sheet.data_validation(4, place, last, place, rule)
