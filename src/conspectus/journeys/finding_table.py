"""The findings of compliance one may see as a file to take along."""

from __future__ import annotations

from datetime import date, datetime, time

from conspectus.formats.packs.page import Cell, Column, Form, Grid, Pack, Page
from conspectus.kit.errors import Invalid
from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.accounts.models import User
from conspectus.rooms.standards.choices import Binding, FindingAnswer, FindingEnd, FindingState
from conspectus.rooms.standards.queries.findings import FindingFilter, FindingRow, find_findings, finding_rows

KINDS = ("xlsx", "csv")
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
    if kind not in KINDS:
        raise Invalid("kind", "The table is written as %(kinds)s.", "kind", kinds=" or ".join(KINDS))
    on = at.date()
    rows = finding_rows(find_findings(by, wanted, on), on)
    columns = tuple(Column(label, 1.0, figures) for label, figures in HEADS)
    cells = tuple(_cells(row, on) for row in rows)
    grid = Grid(caption="", columns=columns, rows=cells, empty="No finding is left.")
    if kind == "csv":
        from conspectus.formats.packs.delimited import write_delimited

        return write_delimited(grid)
    from conspectus.formats.packs import write

    said = f"{len(rows):,} findings, {at:%Y-%m-%d %H:%M} UTC"
    page = Page(key="Findings", title="Findings", lead=said, blocks=(grid,))
    return write(Pack("Findings", said, at, (page,)), ("xlsx",))["xlsx"]


def _cells(row: FindingRow, on: date) -> tuple[Cell, ...]:
    late = _count((on - row.due_on).days) if row.late and row.due_on else Cell("")
    return (
        *map(Cell, (row.code, row.project, row.manager, row.method, row.clause, row.title)),
        Cell(str(Binding(row.severity).label)),
        Cell(str(FindingState(row.state).label)),
        _day(row.first_seen_on),
        _day(row.opened_on),
        _count(row.age_days),
        _count(row.reopened),
        Cell(row.owner),
        _day(row.due_on),
        late,
        Cell(str(FindingAnswer(row.answer).label) if row.answer else ""),
        Cell(row.words),
        _day(row.mend_by),
        Cell(row.answered_by),
        _day(row.answered_on),
        _day(row.closed_on),
        Cell(str(FindingEnd(row.closing).label) if row.closing else ""),
    )


def _count(number: int) -> Cell:
    return Cell(str(number), number, Form.INTEGER)


def _day(day: date | None) -> Cell:
    return Cell(day.isoformat(), datetime.combine(day, time()), Form.DATE) if day else Cell("")
