"""Read a cost book row by row; amounts are minor units, never rounded, and every bad cell is named."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from conspectus.engine.findings import Finding, Severity
from conspectus.formats import currencies
from conspectus.formats.workbooks import Manner, Refused, Row, Sheet, read_delimited, read_workbook
from conspectus.formats.workbooks.cells import BadCell, Cell, Table, find_table, refuse
from conspectus.formats.workbooks.locales import choose_locale
from conspectus.formats.workbooks.values import day_first, parse_amount, parse_date

HEADINGS: dict[str, tuple[str, ...]] = {
    "project": ("project", "project id", "project code", "project name", "programme project"),
    "task": ("task", "task id", "activity", "activity id", "wbs", "work package"),
    "date": ("date", "period", "month", "posting date", "booked on", "day"),
    "category": ("category", "cost type", "type", "kind", "account", "cost category"),
    "planned": ("planned", "planned cost", "plan", "budget", "budgeted", "planned amount", "budget amount"),
    "actual": ("actual", "actual cost", "amount", "cost", "spent", "actual amount", "booked"),
    "currency": ("currency", "currency code", "ccy"),
}
SYNONYMS = {heading: field for field, headings in HEADINGS.items() for heading in headings}
AMOUNTS = ("planned", "actual")
CREDITS = frozenset({"credit", "credit note", "refund", "reversal", "rebate", "correction"})
MONTH = re.compile(r"^(\d{4})-(\d{1,2})$")
NAMED_MONTH = re.compile(r"^([a-z]{3,9})\.? (\d{4})$")
QUARTER = re.compile(r"^(\d{4})[- ]?q([1-4])$|^q([1-4])[- ](\d{4})$")
MONTHS = {name.lower(): n for n in range(1, 13) for name in (calendar.month_abbr[n], calendar.month_name[n])}
BINARY = (b"\xd0\xcf\x11\xe0", b"\xff\xd8\xff", b"\x89PNG", b"%PDF", b"MZ", b"\x1f\x8b", b"7z\xbc", b"Rar!", b"<")
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class CostRow:
    """One line of a cost book.

    ``first`` and ``last`` are days since 1970-01-01, inclusive: one day for a date, all days of a
    month or quarter for a period. Amounts are minor units of ``currency``; None where the cell is empty.
    """

    project: str
    task: str
    first: int
    last: int
    category: str
    planned: int | None
    actual: int | None
    currency: str
    place: str


@dataclass(frozen=True, slots=True)
class CostReading:
    """The lines of a cost book and what was noticed; a refused book has no lines."""

    name: str
    rows: tuple[CostRow, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether nothing of the book is used."""
        return any(f.severity is Severity.REFUSED for f in self.findings)


def read_costs(data: bytes, name: str, *, manner: Manner | None = None, keep_good_rows: bool = False) -> CostReading:
    """Read a cost book.

    Parameters
    ----------
    data, name
        The file's bytes and the name it came under; ``.xlsx`` or delimited text.
    manner
        How dates and amounts are written and which currency is meant, where the book does not say.
    keep_good_rows
        Use the good rows although others are bad; else one bad row refuses the book.

    Returns
    -------
    CostReading
        Rows and findings by cell. Nothing is raised.
    """
    manner = manner or Manner()
    try:
        table = find_table(_sheets(data, name, manner), SYNONYMS, ("date",))
        reader = _Reader(table, manner)
    except Refused as refused:
        return CostReading(name, (), (refused.finding,))
    rows = tuple(reader.rows())
    findings = [*table.sheet.findings, *reader.findings]
    bad = sum(f.severity is Severity.ERROR for f in findings)
    if bad and not keep_good_rows:
        words = f"{bad} rows have problems, listed here. Nothing was used."
        findings.append(Finding(Severity.REFUSED, "ROWS_BROKEN", name, words, "Correct them, or import the rest."))
        rows = ()
    return CostReading(name, rows, tuple(findings))


def _sheets(data: bytes, name: str, manner: Manner) -> list[Sheet]:
    if len(data) <= 1 or not data[:4096].strip():
        raise refuse("FILE_EMPTY", name, "The file is empty.", "Save it again and retry.")
    if data.startswith(b"PK\x03\x04"):
        if PurePath(name).suffix.lower() == ".xlsm":
            raise refuse("WORKBOOK_MACROS", name, "Macro workbooks are not accepted; save as .xlsx.")
        return read_workbook(data, name)
    if data.startswith(BINARY) or PurePath(name).suffix.lower() == ".xlsx":
        kind = "workbook" if PurePath(name).suffix.lower() == ".xlsx" else "CSV"
        raise refuse("CONTENT_MISMATCH", name, f"The content is not a {kind} file.", "Save it as .xlsx or .csv.")
    return [read_delimited(data, name, manner.encoding)]


class _Reader:
    """Turns rows into cost lines and collects what is wrong with their cells."""

    def __init__(self, table: Table, manner: Manner) -> None:
        if not set(AMOUNTS) & set(table.columns):
            words = "No column of amounts was found. Needed is one called Planned or Actual."
            raise refuse("HEADINGS_MISSING", table.sheet.name or "table", words, "Add a heading.")
        self.table, self.manner, self.findings = table, manner, list[Finding]()
        place = table.sheet.name
        self.locale = choose_locale((table.cell(r, f) for r in table.rows for f in AMOUNTS), manner.locale, place)
        dates = (table.cell(row, "date") for row in table.rows)
        self.day_first = day_first(dates, manner.date_order, place or "table")

    def rows(self) -> list[CostRow]:
        """Return the good rows."""
        found = []
        for row in self.table.rows:
            try:
                found.append(self._row(row))
            except BadCell as bad:
                named = next((c for c in row.cells if c.ref in re.findall(r"[A-Z]+\d+", str(bad))), None)
                place = self.table.sheet.place(named or row.number)
                self.findings.append(Finding(Severity.ERROR, "CELL", place, str(bad), "Correct the cell."))
        return found

    def _text(self, row: Row, field: str) -> str:
        cell = self.table.cell(row, field)
        if cell.problem:
            raise BadCell(cell.problem)
        return cell.text

    def _row(self, row: Row) -> CostRow:
        currency = self._text(row, "currency").upper() or self.manner.currency
        if currency and currency not in currencies.KNOWN:
            raise BadCell(f"'{currency}' is not a currency code in use ({self.table.cell(row, 'currency').ref}).")
        category = self._text(row, "category")
        first, last = self._period(self.table.cell(row, "date"))
        amounts = {field: self._amount(self.table.cell(row, field), currency, category) for field in AMOUNTS}
        if amounts["planned"] is None and amounts["actual"] is None:
            raise BadCell(f"Row {row.number} has no amount.")
        return CostRow(
            project=self._text(row, "project"),
            task=self._text(row, "task"),
            first=first,
            last=last,
            category=category,
            planned=amounts["planned"],
            actual=amounts["actual"],
            currency=currency,
            place=self.table.sheet.place(row.number),
        )

    def _amount(self, cell: Cell, currency: str, category: str) -> int | None:
        amount = parse_amount(cell, self.locale, currency)
        if amount is not None and amount < 0 and category.lower() not in CREDITS:
            raise BadCell(f"Costs cannot be negative; use a credit. ({cell.ref})")
        return amount

    def _period(self, cell: Cell) -> tuple[int, int]:
        found = _named_period(cell.text.lower()) if isinstance(cell.value, str) else None
        if found is not None:
            return found
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
