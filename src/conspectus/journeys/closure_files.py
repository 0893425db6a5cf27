"""Closures to take along: a workbook or CSV of those a list shows."""

from __future__ import annotations

from datetime import datetime

from conspectus.formats.packs.page import Cell, Column, Grid
from conspectus.journeys.tables import count_cell, day_cell, require_kind, table_file
from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.accounts.models import User
from conspectus.rooms.closure.queries import ClosureRow, closure_rows

HEADS = ("Project", "Project name", "Project manager", "Closure", "State", "Begun", "Age, d", "Points", "Open", "Left")
FIGURES = frozenset({"Closure", "Begun", "Age, d", "Points", "Open", "Left"})


@written_for(PLAIN)
def closures_file(*, by: User, at: datetime, kind: str, state: str = "", sort: str = "age") -> bytes:
    """Return the closures of a list in its order; no text in it can become a formula."""
    require_kind(kind)
    columns = tuple(Column(head, 2.0 if head == "Project name" else 1.0, head in FIGURES) for head in HEADS)
    rows = tuple(_cells(one) for one in closure_rows(by, at.date(), state, sort))
    grid = Grid("", columns, rows, "No closure is in this state.")
    return table_file(grid, kind, title="Closures", rows="closures", at=at)


def _cells(row: ClosureRow) -> tuple[Cell, ...]:
    return (
        *(Cell(one) for one in (row.code, row.name, row.manager)),
        count_cell(row.number),
        Cell(row.state_words),
        day_cell(row.begun_on),
        *(count_cell(one) for one in (row.age_days, row.points, row.waiting, row.left)),
    )
