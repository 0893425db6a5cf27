"""Deliverables to take along: a workbook or CSV of every row the reader's filter leaves."""

from __future__ import annotations

from datetime import datetime

from conspectus.formats.packs.page import Cell, Column, Form, Grid
from conspectus.journeys.tables import day_cell, require_kind, table_file
from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.accounts.models import User
from conspectus.rooms.scope.queries import DeliverableFilter, DeliverableView, deliverable_views, find_deliverables

HEADS = (
    "Project", "Project name", "Code", "Deliverable", "Kind", "Mandatory", "State", "Since", "Due", "Days late",
    "Task", "Milestone", "Milestone forecast", "Owner", "Acceptance criteria",
)  # fmt: skip
FIGURES = frozenset({"Since", "Due", "Days late", "Milestone forecast"})


@written_for(PLAIN)
def deliverables_file(*, by: User, at: datetime, kind: str, wanted: DeliverableFilter) -> bytes:
    """Return the deliverables in the filter's order; no text in it can become a formula."""
    require_kind(kind)
    rows = deliverable_views(list(find_deliverables(by, wanted, at.date())), at.date())
    columns = tuple(Column(head, 2.0 if head == "Deliverable" else 1.0, head in FIGURES) for head in HEADS)
    grid = Grid("", columns, tuple(_cells(row) for row in rows), "No deliverable is left by what was chosen.")
    return table_file(grid, kind, title="Deliverables", rows="deliverables", at=at)


def _cells(view: DeliverableView) -> tuple[Cell, ...]:
    row = view.row
    texts = (row.project.code, row.project.name, row.code, row.name, str(row.get_kind_display()))
    return (
        *(Cell(text) for text in texts),
        Cell("yes" if row.is_mandatory else "no"),
        Cell(str(row.get_state_display())),
        day_cell(view.said_on),
        day_cell(row.due_on),
        Cell(str(view.days_late), view.days_late, Form.INTEGER) if view.days_late else Cell(""),
        Cell(row.task_uid),
        Cell(view.milestone),
        day_cell(view.forecast_on),
        Cell(row.owner.name if row.owner else ""),
        Cell(row.criteria),
    )
