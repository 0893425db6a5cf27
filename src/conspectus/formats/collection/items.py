"""Sheets of single things beside the reports: open milestones, risks and issues, actions; written and read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.masterlist import values
from conspectus.formats.registers.values import step
from conspectus.formats.workbooks import Cell, Manner, Refused, Row, Sheet
from conspectus.formats.workbooks.cells import BadCell
from conspectus.formats.workbooks.values import day_first

Value = str | int | date | None
MOST_ITEMS = 5_000  # rows of a sheet
SEVERAL_LINES = frozenset({"outcome", "answer"})
_OF_THEM = ("key", "code", "name", "title")
_STEPS = ("probability", "impact_time", "impact_cost", "impact_quality")
ITEMS: dict[str, tuple[str, ...]] = {
    "milestones": (*_OF_THEM, "baseline_on", "finish_on", "done_on", "hint"),
    "register": (*_OF_THEM, "kind", *_STEPS, "state", "outcome", "owner", "review_on"),
    "actions": (*_OF_THEM, "about", "owner", "due_on", "state", "done_on", "answer"),
}
SHOWN = frozenset({"name", "baseline_on", "hint", "about"})  # never read back
WIDTHS = {"code": 12, "name": 28, "title": 44, "hint": 64, "outcome": 34, "answer": 34, "owner": 20, "about": 28}
LONGEST = 32_000


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One thing: its key, its values by column, and the columns that are shut; a new row has no key."""

    key: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    shut: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ItemSheet:
    """A sheet of things of one kind; ``choices`` are what columns may say, ``codes`` where projects stand."""

    kind: str
    sheet: str
    lead: str
    headings: Mapping[str, str]
    rows: Sequence[ItemRow]
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    codes: str = ""


@dataclass(frozen=True, slots=True)
class ReadItem:
    """What one row says; what a cell leaves empty is missing, ``faults`` name cells that cannot be read."""

    kind: str
    sheet: str
    row: int
    key: str
    values: Mapping[str, Value]
    faults: tuple[Finding, ...] = ()


def mark_of(kind: str) -> str:
    """Return what stands before the codes of the columns of such a sheet."""
    return f"conspectus:{kind}/1"


def write_items(made: Any, book: ItemSheet, looks: Mapping[str, Any]) -> None:
    """Write one sheet into a workbook; every text is written as text."""
    order = ITEMS[book.kind]
    sheet = made.add_worksheet(book.sheet[:31])
    sheet.write_string(0, 1, book.sheet, looks["title"])
    sheet.write_string(1, 1, book.lead, looks["lead"])
    for at, code in enumerate(order):
        sheet.write_string(2, at, mark_of(book.kind) if code == "key" else code)
        sheet.write_string(3, at, book.headings.get(code, ""), looks["head"])
        sheet.set_column(at, at, WIDTHS.get(code, 13), None, {"hidden": code == "key"})
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.set_row(3, 32)
    for number, row in enumerate(book.rows, start=4):
        for at, code in enumerate(order):
            value = row.key if code == "key" else row.values.get(code)
            _write(sheet, (number, at), value, looks[_look(code, shut=code == "key" or code in row.shut)])
    _offer(sheet, book, order)
    sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})
    sheet.freeze_panes(4, 4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)


def _look(code: str, *, shut: bool) -> str:
    if code.endswith("_on"):
        return "shut_day" if shut else "day"
    return "shut" if shut else "number" if code in _STEPS else "text"


def _write(sheet: Any, place: tuple[int, int], value: Value, look: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(*place, datetime.combine(value, time()), look)
    elif isinstance(value, int):
        sheet.write_number(*place, value, look)
    elif value:
        sheet.write_string(*place, value[:LONGEST], look)
    else:
        sheet.write_blank(*place, None, look)


def _offer(sheet: Any, book: ItemSheet, order: Sequence[str]) -> None:
    """Offer what may be said in lists; days and steps are held to what they can be."""
    first, last = 4, 3 + len(book.rows)
    days = {"validate": "date", "criteria": "between", "minimum": date(1970, 1, 1), "maximum": date(2149, 12, 31)}
    steps = {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 5}
    for at, code in enumerate(order):
        if code in book.choices:
            rule: dict[str, Any] = {"validate": "list", "source": list(book.choices[code])}
        elif code == "code" and book.codes:
            rule = {"validate": "list", "source": book.codes}
        elif code in _STEPS or code.endswith("_on"):
            rule = steps if code in _STEPS else days
        else:
            continue
        sheet.data_validation(first, at, last, at, rule)


def read_items(sheets: Sequence[Sheet], manner: Manner) -> tuple[tuple[ReadItem, ...], tuple[Finding, ...]]:
    """Return the rows of the sheets of things a workbook made here holds, and what must be told before."""
    found, asks = list[ReadItem](), list[Finding]()
    for sheet in sheets:
        for at, row in enumerate(sheet.rows[:10]):
            kind = next((one for one in ITEMS if row.cells and row.cells[0].text == mark_of(one)), "")
            if not kind:
                continue
            places = {cell.text: place for place, cell in enumerate(row.cells) if cell.text in ITEMS[kind]}
            body = [one for one in sheet.rows[at + 2 :] if not one.blank]
            try:
                found += _Reader(kind, sheet, {**places, "key": 0}, body, manner).items()
            except Refused as refusal:  # how days are written must be told
                asks.append(refusal.finding)
            break
    return tuple(found), tuple(asks)


class _Reader:
    """Reads the rows of one sheet of things."""

    def __init__(self, kind: str, sheet: Sheet, places: Mapping[str, int], body: Sequence[Row], manner: Manner) -> None:
        self.kind, self.sheet, self.body = kind, sheet, body
        self.places = {code: place for code, place in places.items() if code not in SHOWN}
        days = [self._cell(row, code) for code in self.places if code.endswith("_on") for row in body]
        self.day_comes_first = day_first(days, manner.date_order, "dates")

    def items(self) -> list[ReadItem]:
        return [self._item(row) for row in self.body]

    def _cell(self, row: Row, code: str) -> Cell:
        place = self.places[code]
        return row.cells[place] if place < len(row.cells) else Cell(f"row {row.number}")

    def _item(self, row: Row) -> ReadItem:
        told, faults = dict[str, Value](), list[Finding]()
        for code in self.places:
            cell = self._cell(row, code)
            try:
                value = self._value(code, cell)
            except BadCell as bad:
                remedy = "Correct the cell and read the file again."
                faults.append(Finding(Severity.ERROR, "CELL", self.sheet.place(cell), str(bad), remedy))
            else:
                if value not in (None, ""):
                    told[code] = value
        key = str(told.pop("key", ""))
        return ReadItem(self.kind, self.sheet.name, row.number, key, told, tuple(faults))

    def _value(self, code: str, cell: Cell) -> Value:
        if cell.problem:
            raise BadCell(cell.problem)
        if code in _STEPS:
            return step(cell)
        if code.endswith("_on"):
            found = values.day(cell, last=True, day_comes_first=self.day_comes_first)
            return None if found is None else found[0]
        return cell.text if code in SEVERAL_LINES else " ".join(cell.text.split())
