"""The exceptions one may see as a file to take along."""

from __future__ import annotations

from datetime import datetime

from conspectus.formats.packs.page import Cell, Column, Grid
from conspectus.journeys.tables import count_cell, day_cell, require_kind, table_file
from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.accounts.models import User
from conspectus.rooms.governance.queries import ExceptionFilter, ExceptionRow, exception_rows, find_exceptions

HEADS = (
    ("Code", False), ("Project or programme", False), ("Portfolio", False), ("Manager", False), ("State", False),
    ("Open since", False), ("Days open", True), ("Red in", False), ("Decision wanted", False), ("Wanted from", False),
    ("Wanted by", False), ("Kept", True), ("Missed", True), ("Open promises", True), ("Green promised for", False),
    ("Closed on", False),
)  # fmt: skip


@written_for(PLAIN)
def recovery_file(*, by: User, at: datetime, kind: str, wanted: ExceptionFilter) -> bytes:
    """Return the exceptions a filter leaves, in its order, as a workbook or CSV."""
    require_kind(kind)
    rows = exception_rows(by, find_exceptions(by, wanted, at.date()), at.date())
    columns = tuple(Column(label, 1.0, figures) for label, figures in HEADS)
    grid = Grid(caption="", columns=columns, rows=tuple(map(_cells, rows)), empty="No exception is left.")
    return table_file(grid, kind, title="Recovery", rows="exceptions", at=at)


def _cells(row: ExceptionRow) -> tuple[Cell, ...]:
    texts = (row.code, row.name, row.portfolio, row.manager, row.state)
    kept = (row.kept.kept, row.kept.missed, row.kept.open)
    return (
        *map(Cell, texts),
        day_cell(row.opened_on),
        count_cell(row.age_days),
        Cell(", ".join(row.dimensions)),
        Cell(row.wanted),
        Cell(row.wanted_from),
        day_cell(row.wanted_by),
        *map(count_cell, kept),
        day_cell(row.green_on),
        day_cell(row.closed_on),
    )
