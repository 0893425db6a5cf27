"""Read a table of contracts row by row: with whom, what for, how much, until when, for which projects."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conspectus.engine.findings import Finding
from conspectus.formats.costs.rows import RowReader, open_sheets
from conspectus.formats.workbooks import Manner, Refused, Row
from conspectus.formats.workbooks.cells import BadCell, Table, find_table
from conspectus.formats.workbooks.values import parse_amount, parse_date

HEADINGS: dict[str, tuple[str, ...]] = {
    "supplier": ("supplier", "vendor", "contractor", "supplier name", "party", "lieferant"),
    "code": ("supplier code", "vendor code", "supplier number", "vendor number"),
    "title": ("contract", "title", "contract title", "subject", "description", "vertrag"),
    "reference": ("reference", "contract number", "contract reference", "number", "contract no"),
    "value": ("value", "contract value", "amount", "sum", "order value", "wert"),
    "currency": ("currency", "currency code", "ccy"),
    "starts": ("start", "starts", "starts on", "from", "start date", "beginn"),
    "ends": ("end", "ends", "ends on", "until", "end date", "last day", "ende"),
    "state": ("state", "status"),
    "projects": ("projects", "project", "project code", "project codes", "projekte"),
}
SYNONYMS = {heading: field for field, headings in HEADINGS.items() for heading in headings}
NEEDED = ("supplier", "title", "value")
STATES = {
    **dict.fromkeys(("", "in force", "in_force", "active", "signed", "open"), "in_force"),
    "draft": "draft",
    **dict.fromkeys(("ended", "closed", "done", "expired"), "ended"),
}


@dataclass(frozen=True, slots=True)
class ContractRow:
    """One contract; days since 1970-01-01 or None, ``value`` in minor units of ``currency``."""

    supplier: str
    code: str
    title: str
    reference: str
    value: int
    currency: str
    starts: int | None
    ends: int | None
    state: str
    projects: tuple[str, ...]
    place: str
    columns: frozenset[str]  # fields the file has a column for; of the others it says nothing


@dataclass(frozen=True, slots=True)
class ContractReading:
    """The good rows of a table of contracts and what was noticed; a refused file has none."""

    rows: tuple[ContractRow, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_contracts(data: bytes, name: str, *, manner: Manner, currency: str) -> ContractReading:
    """Read contracts from a workbook or delimited text; ``currency`` where neither row nor manner says one."""
    try:
        table = find_table(open_sheets(data, name, manner), SYNONYMS, NEEDED)
        reader = _Reader(table, manner, currency)
    except Refused as refused:
        return ContractReading((), (refused.finding,))
    return ContractReading(tuple(reader.rows()), (*table.sheet.findings, *reader.findings))


class _Reader(RowReader):
    """Turns rows into contracts."""

    def __init__(self, table: Table, manner: Manner, usual: str) -> None:
        super().__init__(table, manner, ("value",), dates=("starts", "ends"))
        self.usual = usual

    def rows(self) -> list[ContractRow]:
        """Return the good rows."""
        return self.good(self._row, self.table.rows)

    def _row(self, row: Row) -> ContractRow:
        currency = self.currency(row) or self.usual
        value = parse_amount(self.table.cell(row, "value"), self.locale, currency)
        if value is None:
            raise BadCell(f"Row {row.number} has no value.")
        state = " ".join(self.text(row, "state").casefold().split())
        if state not in STATES:
            raise BadCell(f"'{state[:40]}' is none of: draft, in force, ended. ({self.table.cell(row, 'state').ref})")
        return ContractRow(
            supplier=self.text(row, "supplier"),
            code=self.text(row, "code"),
            title=self.text(row, "title"),
            reference=self.text(row, "reference"),
            value=value,
            currency=currency,
            starts=self._date(row, "starts"),
            ends=self._date(row, "ends"),
            state=STATES[state],
            projects=tuple(filter(None, re.split(r"[,;\s]+", self.text(row, "projects")))),
            place=self.table.sheet.place(row.number),
            columns=frozenset(self.table.columns),
        )

    def _date(self, row: Row, field: str) -> int | None:
        cell = self.table.cell(row, field)
        if cell.problem:
            raise BadCell(cell.problem)
        instant = parse_date(cell, day_comes_first=self.day_first)
        return None if instant is None else instant.minutes // 1440
