"""Read a table of exchange rates row by row: of which currency, how much, of which day or year, for what."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal

from conspectus.engine.findings import Finding
from conspectus.formats.costs.rows import RowReader, open_sheets
from conspectus.formats.workbooks import Manner, Refused, Row
from conspectus.formats.workbooks.cells import BadCell, Cell, Table, find_table
from conspectus.formats.workbooks.locales import choose_locale
from conspectus.formats.workbooks.values import LOCALES, Locale, parse_date, parse_number

HEADINGS = {
    "currency": ("currency", "ccy", "iso", "currency code", "währung", "devise", "moneda", "valuta"),
    "rate": ("rate", "exchange rate", "fx rate", "kurs", "cours", "taux", "tipo de cambio", "koers"),
    "date": ("date", "day", "valid on", "as of", "of", "datum", "tag", "fecha", "data"),
    "kind": ("kind", "type", "art", "rate type"),
    "year": ("year", "fiscal year", "jahr", "geschäftsjahr"),
    "inverse": ("inverse", "inverted"),
}
SYNONYMS = {heading: field for field, headings in HEADINGS.items() for heading in headings}
NEEDED = ("currency", "rate")
KINDS = ("budget", "transaction", "closing")
YES, NO = frozenset({"yes", "y", "x", "1", "true", "ja"}), frozenset({"", "no", "n", "0", "false", "nein"})


@dataclass(frozen=True, slots=True)
class RateRow:
    """One rate as written: exact, of a day since 1970-01-01 or of a fiscal year; ``kind`` empty where none is said."""

    currency: str
    rate: str
    day: int | None
    year: int | None
    kind: str
    inverse: bool
    place: str


@dataclass(frozen=True, slots=True)
class RateReading:
    """The good rows of a table of rates and what was noticed; a refused file has none."""

    rows: tuple[RateRow, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_rates(data: bytes, name: str, *, manner: Manner) -> RateReading:
    """Read exchange rates from a workbook or delimited text."""
    try:
        table = find_table(open_sheets(data, name, manner), SYNONYMS, NEEDED)
        reader = _Reader(table, manner)
    except Refused as refused:
        return RateReading((), (refused.finding,))
    rows = reader.good(reader.row, table.rows)
    return RateReading(tuple(rows), (*table.sheet.findings, *reader.findings))


class _Reader(RowReader):
    """Turns rows into rates."""

    def __init__(self, table: Table, manner: Manner) -> None:
        # A rate has more decimals than money, so the way numbers are written is chosen by all of them.
        super().__init__(table, replace(manner, locale=None), ())
        cells = [cell for row in table.rows if _is_number(cell := table.cell(row, "rate"))]
        self.locale = choose_locale(cells, manner.locale, table.sheet.name, _number)

    def row(self, row: Row) -> RateRow:
        """Return what a row says."""
        cell = self.table.cell(row, "rate")
        if cell.problem:
            raise BadCell(cell.problem)
        number = _number(cell, self.locale)
        if number is None:
            raise BadCell(f"Row {row.number} has no rate.")
        kind = self.text(row, "kind").casefold()
        if kind not in ("", *KINDS):
            raise BadCell(f"'{kind[:40]}' is none of: {', '.join(KINDS)}. ({self.table.cell(row, 'kind').ref})")
        year = self._year(row)
        return RateRow(
            currency=self.text(row, "currency").upper(),
            rate=f"{number:f}",
            day=None if year is not None else self._on(row),
            year=year,
            kind=kind,
            inverse=self._inverse(row),
            place=self.table.sheet.place(row.number),
        )

    def _on(self, row: Row) -> int | None:
        cell = self.table.cell(row, "date")
        if cell.problem:
            raise BadCell(cell.problem)
        instant = parse_date(cell, day_comes_first=self.day_first)
        return None if instant is None else instant.minutes // 1440

    def _year(self, row: Row) -> int | None:
        text = self.text(row, "year").removesuffix(".0")
        if not text:
            return None
        if not (text.isascii() and text.isdecimal() and len(text) == 4):
            raise BadCell(f"'{text[:40]}' is no year such as 2027. ({self.table.cell(row, 'year').ref})")
        return int(text)

    def _inverse(self, row: Row) -> bool:
        text = self.text(row, "inverse").casefold()
        if text not in YES | NO:
            raise BadCell(f"'{text[:40]}' is neither yes nor no. ({self.table.cell(row, 'inverse').ref})")
        return text in YES


def _number(cell: Cell, locale: Locale) -> Decimal | None:
    """Return the number of a cell as it is written; of a workbook its shortest text, without binary dust."""
    try:
        return parse_number(cell, cell.text, locale) if cell.text else None
    except BadCell:
        raise BadCell(f"Enter a rate such as 0.9234. ({cell.ref})") from None


def _is_number(cell: Cell) -> bool:
    """Return whether a cell is a number in any way of writing; others say nothing about the way."""
    for locale in LOCALES.values():
        with suppress(BadCell):
            return _number(cell, locale) is not None
    return False
