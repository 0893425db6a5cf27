"""Read a table of ledger entries row by row: what was committed, spent or earned, and every bad cell by name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.costs.rows import RowReader, open_sheets
from conspectus.formats.workbooks import Manner, Refused, Row
from conspectus.formats.workbooks.cells import BadCell, Table, find_table
from conspectus.formats.workbooks.values import parse_amount

HEADINGS: dict[str, tuple[str, ...]] = {
    "project": ("project", "project id", "project code", "project number", "code", "projekt"),
    "date": ("date", "on", "posting date", "booked on", "document date", "invoice date", "month", "period", "datum"),
    "amount": ("amount", "actual", "actual cost", "cost", "value", "net", "net amount", "spent", "booked", "betrag"),
    "kind": ("kind", "type", "entry type", "record type", "art"),
    "nature": ("nature", "capex/opex", "capex opex", "expenditure", "expenditure type"),
    "category": ("category", "cost category", "cost type", "account", "cost element", "kategorie"),
    "currency": ("currency", "currency code", "ccy"),
    "supplier": ("supplier", "vendor", "creditor", "payee", "supplier name", "vendor name"),
    "contract": ("contract", "contract reference", "contract number", "vertrag"),
    "reference": ("reference", "document", "document number", "invoice", "invoice number", "po", "po number", "order"),
    "note": ("note", "text", "description", "remark", "comment", "booking text"),
}
SYNONYMS = {heading: field for field, headings in HEADINGS.items() for heading in headings}
NEEDED = ("date", "amount")
KINDS = {
    **dict.fromkeys(
        ("", "actual", "actual cost", "cost", "invoice", "expense", "spent", "credit", "accrual"), "actual"
    ),
    **dict.fromkeys(("commitment", "committed", "purchase order", "po", "order"), "commitment"),
    **dict.fromkeys(("revenue", "income", "sales", "earned"), "revenue"),
    **dict.fromkeys(("direct cost", "direct_cost", "direct"), "direct_cost"),
}
NATURES = {
    "": "",
    **dict.fromkeys(("capex", "capital", "capital expenditure"), "capex"),
    **dict.fromkeys(("opex", "operating", "operating expenditure", "revenue expenditure"), "opex"),
}
MOST_SAID = 3


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line of a ledger; ``first`` and ``last`` are days since 1970-01-01, one day or all of a month or quarter.

    ``amount`` is in minor units of ``currency``, which is empty where neither row nor sender says one.
    """

    project: str
    kind: str
    nature: str
    category: str
    first: int
    last: int
    amount: int
    currency: str
    supplier: str
    contract: str
    reference: str
    note: str
    row: int
    place: str


@dataclass(frozen=True, slots=True)
class LedgerReading:
    """The good lines of a ledger and what was noticed; a refused file has no lines."""

    name: str
    rows: tuple[LedgerRow, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_ledger(
    data: bytes, name: str, *, manner: Manner | None = None, currencies: dict[str, str] | None = None
) -> LedgerReading:
    """Read ledger entries.

    Parameters
    ----------
    data, name
        The file's bytes and the name it came under; ``.xlsx`` or delimited text.
    manner
        How dates and amounts are written and which currency is meant, where the file does not say.
    currencies
        The currency of each project by its code without case, where neither row nor manner says one.

    Returns
    -------
    LedgerReading
        Rows and findings by cell. Nothing is raised.
    """
    manner = manner or Manner()
    try:
        table = find_table(open_sheets(data, name, manner), SYNONYMS, NEEDED)
        reader = _Reader(table, manner, currencies or {})
    except Refused as refused:
        return LedgerReading(name, (), (refused.finding,))
    rows = tuple(reader.rows())
    return LedgerReading(name, rows, (*table.sheet.findings, *reader.findings, *_notes(table)))


def _notes(table: Table) -> list[Finding]:
    """Say what of the file is not used."""
    found = []
    if table.unused:
        names = ", ".join(table.unused[:MOST_SAID]) + (" and others" if len(table.unused) > MOST_SAID else "")
        words = f"Columns not used: {names}."
        found.append(Finding(Severity.NOTE, "COLUMNS_UNUSED", table.sheet.name or "table", words))
    if table.others:
        words = f"Sheets not used: {', '.join(table.others[:MOST_SAID])}."
        found.append(Finding(Severity.WARNING, "SHEETS_UNUSED", table.sheet.name or "table", words))
    return found


class _Reader(RowReader):
    """Turns rows into ledger lines."""

    def __init__(self, table: Table, manner: Manner, currencies: dict[str, str]) -> None:
        super().__init__(table, manner, ("amount",))
        self.currencies = defaultdict(str, currencies)

    def rows(self) -> list[LedgerRow]:
        """Return the good rows; the sum beneath a table is no entry."""
        return self.good(self._row, (row for row in self.table.rows if not self._is_sum(row)))

    def _is_sum(self, row: Row) -> bool:
        """Say whether a row is the table's own total: no date, and a word that says so."""
        first = next((cell.text.casefold() for cell in row.cells if cell.text), "")
        return not self.table.cell(row, "date").text and first.startswith(("total", "sum", "summe", "grand total"))

    def _row(self, row: Row) -> LedgerRow:
        project = self.text(row, "project")
        currency = self.currency(row) or self.currencies[" ".join(project.split()).casefold()]
        cell = self.table.cell(row, "amount")
        amount = parse_amount(cell, self.locale, currency)
        if amount is None:
            raise BadCell(f"Row {row.number} has no amount.")
        first, last = self.period(row)
        return LedgerRow(
            project=project,
            kind=self._known(row, "kind", KINDS),
            nature=self._known(row, "nature", NATURES),
            category=self.text(row, "category"),
            first=first,
            last=last,
            amount=amount,
            currency=currency,
            supplier=self.text(row, "supplier"),
            contract=self.text(row, "contract"),
            reference=self.text(row, "reference"),
            note=self.text(row, "note"),
            row=row.number,
            place=self.table.sheet.place(row.number),
        )

    def _known(self, row: Row, field: str, known: dict[str, str]) -> str:
        text = self.text(row, field)
        word = " ".join(text.casefold().split())
        if word not in known:
            words = ", ".join(dict.fromkeys(filter(None, known.values())))
            raise BadCell(f"'{text[:40]}' is none of: {words}. ({self.table.cell(row, field).ref})")
        return known[word]
