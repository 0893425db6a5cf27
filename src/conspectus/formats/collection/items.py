"""Sheets of single things beside the reports: open milestones, risks and issues, actions; written and read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.collection.sheets import FIRST_ROW, begin_sheet, end_sheet, write_cell
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
    columns = [
        (mark_of(book.kind) if code == "key" else code, book.headings.get(code, ""), WIDTHS.get(code, 13))
        for code in order
    ]
    sheet = begin_sheet(made, (book.sheet, book.sheet, book.lead), columns, looks)
    sheet.set_row(FIRST_ROW - 1, 32)
    for number, row in enumerate(book.rows, start=FIRST_ROW):
        for at, code in enumerate(order):
            value = row.key if code == "key" else row.values.get(code)
            write_cell(sheet, (number, at), value, looks[_look(code, shut=code == "key" or code in row.shut)])
    _offer(sheet, book, order)
    end_sheet(sheet, 4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(FIRST_ROW - 1)


def _look(code: str, *, shut: bool) -> str:
    if code.endswith("_on"):
        return "shut_day" if shut else "day"
    return "shut" if shut else "number" if code in _STEPS else "text"


def _offer(sheet: Any, book: ItemSheet, order: Sequence[str]) -> None:
    """Offer what may be said in lists; days and steps are held to what they can be."""
    first, last = FIRST_ROW, FIRST_ROW - 1 + len(book.rows)
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
