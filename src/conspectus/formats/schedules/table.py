"""Plans from a plain workbook or delimited text, for teams without a scheduling program."""

from __future__ import annotations

import re
from pathlib import PurePath

from conspectus.engine.findings import Finding, Severity
from conspectus.formats import currencies
from conspectus.formats.schedules import gate, verify
from conspectus.formats.schedules.headings import DATES, SYNONYMS, YES
from conspectus.formats.schedules.outcome import Reading
from conspectus.formats.schedules.tabular import Entry, assemble
from conspectus.formats.workbooks import Manner, Refused, Row, read_delimited, read_workbook
from conspectus.formats.workbooks.cells import BadCell, Cell, Table, find_table, refuse
from conspectus.formats.workbooks.locales import choose_locale
from conspectus.formats.workbooks.values import (
    day_first,
    parse_amount,
    parse_date,
    parse_duration,
    parse_percent,
)

AMOUNTS = ("cost", "actual_cost", "baseline_cost")


def read(admitted: gate.Admitted, name: str, manner: Manner) -> Reading:
    """Return the plan a table holds; any row that does not do refuses the file, with all such rows named."""
    try:
        sheets = (
            read_workbook(admitted.data, name)
            if admitted.kind == "workbook"
            else [read_delimited(admitted.data, name, admitted.charset)]
        )
        table = find_table(sheets, SYNONYMS, ("name",))
        if not table.rows:
            raise refuse("TABLE_EMPTY", name, "The table holds no tasks.", "Add a row for each task.")
        reader = _Reader(table, manner)
        entries = reader.entries()
    except Refused as refused:
        return Reading(name, admitted.kind, (), (refused.finding,))
    findings = [*table.sheet.findings, *reader.findings]
    plan, found = assemble(entries, PurePath(name).stem, reader.currency, table.sheet.place)
    findings += found
    if any(f.code == "TASK_ID_TWICE" for f in found):
        return Reading(name, admitted.kind, (), tuple(findings))
    findings += verify.verify(plan, plan.tasks.kind == -1)
    errors = sum(f.severity is Severity.ERROR for f in findings)
    if errors:
        words = f"{errors} rows have problems, listed here. Nothing was used."
        findings.append(Finding(Severity.REFUSED, "ROWS_BROKEN", name, words, "Correct them and retry."))
    refused_whole = any(f.severity is Severity.REFUSED for f in findings)
    return Reading(name, admitted.kind, () if refused_whole else (plan,), tuple(findings))


class _Reader:
    """Turns rows into entries and collects what is wrong with their cells."""

    def __init__(self, table: Table, manner: Manner) -> None:
        self.table = table
        amounts = (table.cell(row, field) for row in table.rows for field in AMOUNTS)
        self.locale = choose_locale(amounts, manner.locale, table.sheet.name)
        self.findings: list[Finding] = []
        every = (table.cell(row, field) for row in table.rows for field in DATES)
        self.day_first = day_first(every, manner.date_order, table.sheet.name or "table")
        self.currency = self._currency() or manner.currency
        shares = [table.cell(row, "percent").text for row in table.rows]
        self.points = any(re.fullmatch(r"\d+(\.\d+)?", s) and float(s) > 1 for s in shares)

    def _currency(self) -> str:
        named = {self.table.cell(row, "currency").text.upper() for row in self.table.rows} - {""}
        if len(named) > 1:
            words = f"The plan uses several currencies ({', '.join(sorted(named))}); a plan has one."
            raise refuse("CURRENCY_MIXED", "column currency", words, "Keep one currency a plan.")
        code = next(iter(named), "")
        if code and code not in currencies.KNOWN:
            words = f"'{code}' is not a currency code in use."
            raise refuse("CURRENCY_UNKNOWN", "column currency", words, "Use a code such as EUR.")
        return code

    def entries(self) -> list[Entry]:
        """Return all rows; those with a bad cell are left out and named in the findings."""
        found = []
        for row in self.table.rows:
            try:
                found.append(self._entry(row))
            except BadCell as bad:
                place = self._place(row, str(bad))
                self.findings.append(Finding(Severity.ERROR, "CELL", place, str(bad), "Correct the cell."))
        return found

    def _place(self, row: Row, words: str) -> str:
        named = next((c for c in row.cells if c.ref in re.findall(r"[A-Z]+\d+", words)), None)
        return self.table.sheet.place(named or row.number)

    def _cell(self, row: Row, field: str) -> Cell:
        return self.table.cell(row, field)

    def _text(self, row: Row, field: str) -> str:
        cell = self._cell(row, field)
        if cell.problem:
            raise BadCell(cell.problem)
        return cell.text

    def _entry(self, row: Row) -> Entry:
        dates = {field: parse_date(self._cell(row, field), day_comes_first=self.day_first) for field in DATES}
        duration = self._text(row, "duration")
        minutes, elapsed = parse_duration(duration, self._cell(row, "duration").ref) if duration else (None, False)
        if minutes is not None and minutes < 0:
            raise BadCell(f"A duration cannot be negative ({self._cell(row, 'duration').ref}).")
        level = self._text(row, "level")
        if level and not level.isdigit():
            raise BadCell(f"{self._cell(row, 'level').ref} is not an outline level such as 2.")
        name = self._text(row, "name")
        if not name:
            raise BadCell(f"{self._cell(row, 'name').ref} has no name.")
        return Entry(
            row=row.number,
            id=self._text(row, "id"),
            wbs=self._text(row, "wbs"),
            level=int(level) if level else 0,
            name=name,
            note=self._text(row, "note"),
            duration=minutes,
            elapsed=elapsed,
            milestone=self._text(row, "milestone").lower() in YES,
            percent=parse_percent(self._cell(row, "percent"), points=self.points),
            dates=dates,
            amounts={field: self._amount(row, field) for field in AMOUNTS},
            predecessors=self._text(row, "predecessors"),
            resource=self._text(row, "resource"),
        )

    def _amount(self, row: Row, field: str) -> int | None:
        amount = parse_amount(self._cell(row, field), self.locale, self.currency)
        if amount is not None and amount < 0:
            raise BadCell(f"Costs cannot be negative; use a credit. ({self._cell(row, field).ref})")
        return amount
