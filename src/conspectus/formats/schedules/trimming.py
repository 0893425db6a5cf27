"""Rows of a plain plan that are no tasks, columns that are not used, and what to say of them."""

from __future__ import annotations

from dataclasses import replace

from conspectus.engine.findings import Finding, Severity
from conspectus.formats.schedules.headings import TOTALS
from conspectus.formats.workbooks.cells import Row, Table
from conspectus.formats.workbooks.words import fold

SCHEDULED = ("id", "wbs", "duration", "start", "finish", "predecessors", "actual_start", "actual_finish", "milestone")


def trim(table: Table) -> tuple[Table, list[Finding]]:
    """Leave out rows that add others up and remarks under the table, each said with its row."""
    kept, totals, remarks = list[Row](), list[Row](), list[Row]()
    for row in table.rows:
        (totals if _is_total(table, row) else remarks if _is_remark(table, row) else kept).append(row)
    findings = []
    if totals:
        place = table.sheet.place(totals[0].number)
        words = f"{_rows(totals)} adds other rows up and was left out."
        findings.append(Finding(Severity.NOTE, "TOTAL_ROW", place, words))
    if remarks:
        text = next(c.text for c in remarks[0].cells if c.text)
        place = table.sheet.place(remarks[0].number)
        words = f"{_rows(remarks)} names no task and was left out ('{text[:60]}')."
        findings.append(Finding(Severity.WARNING, "ROW_LEFT_OUT", place, words, "Name the task if it is one."))
    return replace(table, rows=tuple(kept)), findings


def _rows(rows: list[Row]) -> str:
    more = f" and {len(rows) - 1} more" if len(rows) > 1 else ""
    return f"Row {rows[0].number}{more}"


def _empty(table: Table, row: Row, fields: tuple[str, ...]) -> bool:
    cells = [table.cell(row, field) for field in fields]
    return not any(c.text or c.problem for c in cells)


def _is_total(table: Table, row: Row) -> bool:
    """Say whether the row is called a total, or has amounts and nothing else."""
    name = fold(table.cell(row, "name").text).rstrip(":")
    if name:
        return name in TOTALS and _empty(table, row, ("predecessors", "actual_start", "actual_finish", "wbs"))
    first = next((fold(c.text).rstrip(":") for c in row.cells if c.text), "")
    return first in TOTALS or _empty(table, row, SCHEDULED)  # blank rows are gone: amounts are left


def _is_remark(table: Table, row: Row) -> bool:
    """Say whether the row holds one text and no task."""
    filled = [c for c in row.cells if c.text or c.problem]
    return not table.cell(row, "name").text and len(filled) == 1 and len(filled[0].text) > 4 and not filled[0].problem


def noticed(table: Table, undecided: list[str], *, mixed: bool, ones: bool) -> list[Finding]:
    """Return what was left aside or taken one way where another was possible."""
    found = []
    if table.unused:
        words = f"Not used: {', '.join(table.unused[:12])}{' and others' if len(table.unused) > 12 else ''}."
        found.append(Finding(Severity.NOTE, "COLUMNS_UNUSED", table.sheet.name or "headings", words))
    if table.others:
        words = f"Sheet '{table.sheet.name}' was read; {', '.join(table.others)} could be plans too."
        found.append(
            Finding(Severity.WARNING, "SHEETS_UNUSED", table.sheet.name, words, "Hand in one plan a workbook.")
        )
    if undecided:
        places = sorted(set(undecided), key=undecided.index)
        words = f"{len(places)} cells are not decided yet, such as {places[0]}; they were taken as empty."
        found.append(Finding(Severity.WARNING, "CELLS_UNDECIDED", places[0], words, "Fill them in when known."))
    if mixed:
        words = "The column has numbers over 1 and parts of 1; all were read as percents, so 0.5 is half a percent."
        found.append(
            Finding(Severity.WARNING, "PERCENT_UNCLEAR", "column percent", words, "Write all of them as 50 %.")
        )
    if ones:
        words = "The column holds only 0 and 1; 1 was read as 100 %."
        found.append(Finding(Severity.WARNING, "PERCENT_UNCLEAR", "column percent", words, "Write 1 % or 100 %."))
    return found
