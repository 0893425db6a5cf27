"""Read a cost book row by row; amounts are minor units, never rounded, and every bad cell is named."""

from __future__ import annotations

from dataclasses import dataclass

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.costs.rows import RowReader, open_sheets
from conspectus.formats.workbooks import Manner, Refused, Row
from conspectus.formats.workbooks.cells import BadCell, Cell, Table, find_table, refuse
from conspectus.formats.workbooks.values import parse_amount

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
        table = find_table(open_sheets(data, name, manner), SYNONYMS, ("date",))
        reader = _Reader(table, manner)
    except Refused as refused:
        return CostReading(name, (), (refused.finding,))
    rows = tuple(reader.rows())
    findings = [*table.sheet.findings, *reader.findings]
    if not rows and not findings:
        words = "The cost book has headings and no rows. Nothing was used."
        findings.append(Finding(Severity.WARNING, "ROWS_NONE", name, words, "Add its rows below the headings."))
    bad = sum(f.severity is Severity.ERROR for f in findings)
    if bad and not keep_good_rows:
        words = f"{bad} rows have problems, listed here. Nothing was used."
        findings.append(Finding(Severity.REFUSED, "ROWS_BROKEN", name, words, "Correct them, or import the rest."))
        rows = ()
    return CostReading(name, rows, tuple(findings))


class _Reader(RowReader):
    """Turns rows into cost lines."""

    def __init__(self, table: Table, manner: Manner) -> None:
        if not set(AMOUNTS) & set(table.columns):
            words = "No column of amounts was found. Needed is one called Planned or Actual."
            raise refuse("HEADINGS_MISSING", table.sheet.name or "table", words, "Add a heading.")
        super().__init__(table, manner, AMOUNTS)

    def rows(self) -> list[CostRow]:
        """Return the good rows."""
        return self.good(self._row, self.table.rows)

    def _row(self, row: Row) -> CostRow:
        currency = self.currency(row)
        category = self.text(row, "category")
        first, last = self.period(row)
        amounts = {field: self._amount(self.table.cell(row, field), currency, category) for field in AMOUNTS}
        if amounts["planned"] is None and amounts["actual"] is None:
            raise BadCell(f"Row {row.number} has no amount.")
        return CostRow(
            project=self.text(row, "project"),
            task=self.text(row, "task"),
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
