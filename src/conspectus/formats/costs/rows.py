"""What all tables of money share: opening, text, currency, amounts and days of a row, every bad cell named."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import PurePath
from typing import TypeVar

from conspectus.engine.findings import Finding, Severity
from conspectus.formats import currencies
from conspectus.formats.old_office import OLE
from conspectus.formats.workbooks import Manner, Row, Sheet, is_workbook, read_delimited, read_workbook
from conspectus.formats.workbooks.cells import BadCell, Cell, Table, refuse
from conspectus.formats.workbooks.locales import choose_locale
from conspectus.formats.workbooks.values import day_first, parse_date

MONTH = re.compile(r"^(\d{4})-(\d{1,2})$")
NAMED_MONTH = re.compile(r"^([a-z]{3,9})\.? (\d{4})$")
QUARTER = re.compile(r"^(\d{4})[- ]?q([1-4])$|^q([1-4])[- ](\d{4})$")
MONTHS = {name.lower(): n for n in range(1, 13) for name in (calendar.month_abbr[n], calendar.month_name[n])}
BINARY = (OLE[:4], b"\xff\xd8\xff", b"\x89PNG", b"%PDF", b"MZ", b"\x1f\x8b", b"7z\xbc", b"Rar!", b"<")
EPOCH = date(1970, 1, 1)
T = TypeVar("T")


def open_sheets(data: bytes, name: str, manner: Manner) -> list[Sheet]:
    """Return the sheets of a workbook, or delimited text as one; refuses what is neither."""
    if len(data) <= 1 or not data[:4096].strip():
        raise refuse("FILE_EMPTY", name, "The file is empty.", "Save it again and retry.")
    if is_workbook(data):
        if PurePath(name).suffix.lower() == ".xlsm":
            raise refuse("WORKBOOK_MACROS", name, "Macro workbooks are not accepted; save as .xlsx.")
        return read_workbook(data, name)
    if data.startswith(BINARY) or PurePath(name).suffix.lower() == ".xlsx":
        kind = "workbook" if PurePath(name).suffix.lower() == ".xlsx" else "CSV"
        raise refuse("CONTENT_MISMATCH", name, f"The content is not a {kind} file.", "Save it as .xlsx or .csv.")
    return [read_delimited(data, name, manner.encoding)]


class RowReader:
    """Reads cells of a table by field and collects what is wrong with them."""

    def __init__(
        self, table: Table, manner: Manner, amounts: tuple[str, ...], dates: tuple[str, ...] = ("date",)
    ) -> None:
        self.table, self.manner, self.findings = table, manner, list[Finding]()
        place = table.sheet.name
        self.locale = choose_locale((table.cell(r, f) for r in table.rows for f in amounts), manner.locale, place)
        days = (table.cell(r, f) for r in table.rows for f in dates)
        self.day_first = day_first(days, manner.date_order, place or "table")

    def good(self, read: Callable[[Row], T], rows: Iterable[Row]) -> list[T]:
        """Return what each row says; one with a bad cell is left out and named in the findings."""
        found = []
        for row in rows:
            try:
                found.append(read(row))
            except BadCell as bad:
                self.note(row, bad)
        return found

    def note(self, row: Row, bad: BadCell) -> None:
        """Keep what is wrong with a row, at the cell its words name."""
        named = next((c for c in row.cells if c.ref in re.findall(r"[A-Z]+\d+", str(bad))), None)
        place = self.table.sheet.place(named or row.number)
        self.findings.append(Finding(Severity.ERROR, "CELL", place, str(bad), "Correct the cell."))

    def text(self, row: Row, field: str) -> str:
        """Return the text of a field."""
        cell = self.table.cell(row, field)
        if cell.problem:
            raise BadCell(cell.problem)
        return cell.text

    def currency(self, row: Row) -> str:
        """Return the currency of a row, else the one that was said; empty where neither says."""
        currency = self.text(row, "currency").upper() or self.manner.currency
        if currency and currency not in currencies.KNOWN:
            raise BadCell(f"'{currency}' is not a currency code in use ({self.table.cell(row, 'currency').ref}).")
        return currency

    def period(self, row: Row) -> tuple[int, int]:
        """Return the first and last day since 1970 that a row's date names: a day, a month or a quarter."""
        cell = self.table.cell(row, "date")
        found = _named_period(cell.text.lower()) if isinstance(cell.value, str) else None
        return found or self._day(cell)

    def _day(self, cell: Cell) -> tuple[int, int]:
        instant = parse_date(cell, day_comes_first=self.day_first)
        if instant is None:
            raise BadCell(f"{cell.ref} has no date.")
        day = instant.minutes // 1440
        return day, day


def _named_period(text: str) -> tuple[int, int] | None:
    """Return the first and last day of a month or quarter such as ``2026-03``, ``Mar 2026`` or ``2026 Q1``."""
    if match := MONTH.match(text):
        return _months(int(match[1]), int(match[2]), 1)
    if (match := NAMED_MONTH.match(text)) and match[1] in MONTHS:
        return _months(int(match[2]), MONTHS[match[1]], 1)
    if match := QUARTER.match(text):
        year, quarter = int(match[1] or match[4]), int(match[2] or match[3])
        return _months(year, quarter * 3 - 2, 3)
    return None


def _months(year: int, month: int, count: int) -> tuple[int, int] | None:
    if not (1970 <= year <= 2149 and 1 <= month <= 12):
        return None
    end = month + count - 1
    last = date(year, end, calendar.monthrange(year, end)[1])
    return (date(year, month, 1) - EPOCH).days, (last - EPOCH).days
