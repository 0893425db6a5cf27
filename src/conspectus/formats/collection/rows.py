"""The rows of reports, read column by column; a cell that cannot be read is a fault of its row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.collection.columns import DEED_WORDS, FIELDS
from conspectus.formats.masterlist import Column, values
from conspectus.formats.masterlist.rows import TOTALS
from conspectus.formats.workbooks import Cell, Manner, Row, Sheet
from conspectus.formats.workbooks.cells import BadCell
from conspectus.formats.workbooks.values import Locale, day_first
from conspectus.formats.workbooks.words import EMPTY, fold

LONE = 3  # a row with one value only, in a table of this many fields, is a heading between rows


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What one row says of a report, by field, of those its table holds; ``faults`` name cells that cannot be read."""

    row: int
    fields: frozenset[str]
    sheet: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, date] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)  # in plain digits with a point
    currency: str = ""  # of the money, where it is named
    deed: str = ""
    faults: tuple[Finding, ...] = ()

    def joined(self, other: ReadReport) -> ReadReport:
        """Return this row with what another table says of the same report."""
        told = {
            name: {**getattr(self, name), **getattr(other, name)} for name in ("texts", "levels", "days", "numbers")
        }
        return replace(
            self,
            fields=self.fields | other.fields,
            currency=self.currency or other.currency,
            deed=self.deed or other.deed,
            faults=(*self.faults, *other.faults),
            **told,  # type: ignore[arg-type]
        )


class Reader:
    """Reads the rows of one table and keeps what was noticed."""

    def __init__(self, sheet: Sheet, columns: Sequence[Column], body: Sequence[Row], manner: Manner) -> None:
        self.sheet = sheet
        self.columns = [one for one in columns if one.field]
        self.fields = frozenset(one.field for one in self.columns)
        self.findings: list[Finding] = []
        self.currency = manner.currency or ""
        cells = {one.field: [row.cells[one.at] for row in body if one.at < len(row.cells)] for one in self.columns}
        days = [cell for one in self.columns if _kind(one) == "day" for cell in cells[one.field]]
        self.day_comes_first = day_first(days, manner.date_order, "dates")
        self.locales: dict[str, Locale] = {
            one.field: values.amounts_locale(cells[one.field], manner, one.heading)
            for one in self.columns
            if _kind(one) in ("money", "number")
        }

    def reports(self, body: Sequence[Row]) -> Iterator[ReadReport]:
        """Yield what each row says; sums and headings between rows are noted and left out."""
        for row in body:
            if not self._aside(row):
                yield self.report(row)

    def report(self, row: Row) -> ReadReport:
        """Return what a row says."""
        told: dict[str, dict[str, object]] = {"texts": {}, "levels": {}, "days": {}, "numbers": {}}
        faults: list[Finding] = []
        deed, currency = "", ""
        for column in self.columns:
            cell = row.cells[column.at] if column.at < len(row.cells) else Cell(f"row {row.number}")
            try:
                if column.field == "deed":
                    deed = deed_of(cell)
                elif column.field == "forecast":
                    currency = self._money(column, cell, told) or currency
                else:
                    self._value(column.field, cell, told)
            except BadCell as bad:
                place = self.sheet.place(cell)
                remedy = "Correct the cell and read the file again."
                faults.append(Finding(Severity.ERROR, "CELL", place, str(bad), remedy))
        return ReadReport(
            row.number,
            self.fields,
            self.sheet.name,
            currency=currency,
            deed=deed,
            faults=tuple(faults),
            **told,  # type: ignore[arg-type]
        )

    def _value(self, code: str, cell: Cell, told: dict[str, dict[str, object]]) -> None:
        """Put what a cell says under its field; ``BadCell`` where it cannot be read."""
        kind = FIELDS[code].kind
        if cell.problem:
            raise BadCell(cell.problem)
        if kind == "colour":
            if (level := values.colour(cell)) is not None:
                told["levels"][code] = level
        elif kind == "day":
            if (found := values.day(cell, last=True, day_comes_first=self.day_comes_first)) is not None:
                told["days"][code] = found[0]
        elif kind == "number":
            if (number := values.number(cell, self.locales[code])) is not None:
                told["numbers"][code] = number
        elif cell.text and fold(cell.text) not in EMPTY:
            told["texts"][code] = cell.text

    def _money(self, column: Column, cell: Cell, told: dict[str, dict[str, object]]) -> str:
        """Put an amount in whole units under its field, and return the currency it is said to be in."""
        bare, factor, currency = values.bare_amount(cell)
        number = values.number(bare, self.locales[column.field])
        if number is None:
            return ""
        told["numbers"][column.field] = f"{Decimal(number) * (factor if factor != 1 else column.factor):f}"
        return currency or column.currency or self.currency

    def _aside(self, row: Row) -> bool:
        """Return whether a row is a sum, or a heading between rows; it is noted."""
        filled = [cell for cell in row.cells if cell.text]
        if filled and fold(filled[0].text).strip(" :.") in TOTALS:
            self._note("ROW_TOTAL", filled[0], f"Row {row.number} is a sum; it is left out.")
            return True
        if len(filled) == 1 and len(self.columns) >= LONE:
            words = (
                f"Row {row.number} holds '{filled[0].text[:60]}' alone, as a heading between rows does; it is left out."
            )
            self._note("ROW_ALONE", filled[0], words)
            return True
        return False

    def _note(self, code: str, cell: Cell, words: str) -> None:
        self.findings.append(Finding(Severity.NOTE, code, self.sheet.place(cell), words))


def deed_of(cell: Cell) -> str:
    """Return what is to become of a row; empty where its cell says nothing."""
    said = fold(cell.text)
    if not said or said in EMPTY:
        return ""
    if said not in DEED_WORDS:
        known = ", ".join(sorted({"submit", "keep", "unchanged"}))
        raise BadCell(f"'{cell.text[:60]}' is none of {known} ({cell.ref}).")
    return DEED_WORDS[said]


def _kind(column: Column) -> str:
    return FIELDS[column.field].kind
