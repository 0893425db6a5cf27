"""The findings of compliance one may see as a file to take along."""

from __future__ import annotations

from datetime import date, datetime

from conspectus.formats.packs.page import Cell, Column, Grid
from conspectus.journeys.tables import count_cell, day_cell, require_kind, table_file
from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.accounts.models import User
from conspectus.rooms.standards.choices import Binding, FindingAnswer, FindingEnd, FindingState
from conspectus.rooms.standards.queries.findings import FindingFilter, FindingRow, find_findings, finding_rows

HEADS = (
    ("Code", False), ("Project", False), ("Manager", False), ("Method", False), ("Clause", False), ("Policy", False),
    ("Binds", False), ("State", False), ("First seen", False), ("Open since", False), ("Days open", True),
    ("Came back", True), ("Owner", False), ("Due", False), ("Overdue, calendar d", True), ("Answer", False),
    ("In words", False), ("Put right by", False), ("Answered by", False), ("Answered on", False), ("Closed on", False),
    ("Closed because", False),
)  # fmt: skip


@written_for(PLAIN)
def findings_file(*, by: User, at: datetime, kind: str, wanted: FindingFilter) -> bytes:
    """Return the findings a filter leaves, in its order, as a workbook or CSV."""
    require_kind(kind)
    on = at.date()
    rows = finding_rows(find_findings(by, wanted, on), on)
    columns = tuple(Column(label, 1.0, figures) for label, figures in HEADS)
    cells = tuple(_cells(row, on) for row in rows)
    grid = Grid(caption="", columns=columns, rows=cells, empty="No finding is left.")
    return table_file(grid, kind, title="Findings", rows="findings", at=at)


def _cells(row: FindingRow, on: date) -> tuple[Cell, ...]:
    late = count_cell((on - row.due_on).days) if row.late and row.due_on else Cell("")
    return (
        *map(Cell, (row.code, row.project, row.manager, row.method, row.clause, row.title)),
        Cell(str(Binding(row.severity).label)),
        Cell(str(FindingState(row.state).label)),
        day_cell(row.first_seen_on),
        day_cell(row.opened_on),
        count_cell(row.age_days),
        count_cell(row.reopened),
        Cell(row.owner),
        day_cell(row.due_on),
        late,
        Cell(str(FindingAnswer(row.answer).label) if row.answer else ""),
        Cell(row.words),
        day_cell(row.mend_by),
        Cell(row.answered_by),
        day_cell(row.answered_on),
        day_cell(row.closed_on),
        Cell(str(FindingEnd(row.closing).label) if row.closing else ""),
    )
