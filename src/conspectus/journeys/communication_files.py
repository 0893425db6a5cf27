"""Communication plans to take along: a workbook or CSV of every line the reader's filter leaves."""

from __future__ import annotations

from datetime import datetime

from conspectus.formats.packs.page import Cell, Column, Form, Grid
from conspectus.journeys.tables import day_cell, require_kind, table_file
from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.accounts.models import User
from conspectus.rooms.stakeholders.queries import (
    CommunicationFilter,
    CommunicationView,
    communication_views,
    find_communications,
)

HEADS = (
    "Project", "Project name", "To whom", "What", "Channel", "How often", "By whom", "Next on", "Days late",
    "Times sent", "Last sent",
)  # fmt: skip
FIGURES = frozenset({"Next on", "Days late", "Times sent", "Last sent"})


@written_for(PLAIN)
def communications_file(*, by: User, at: datetime, kind: str, wanted: CommunicationFilter) -> bytes:
    """Return the lines of communication plans, the first due first; no text in it can become a formula."""
    require_kind(kind)
    rows = communication_views(list(find_communications(by, wanted, at.date())), at.date())
    columns = tuple(Column(head, 2.0 if head == "What" else 1.0, head in FIGURES) for head in HEADS)
    grid = Grid("", columns, tuple(_cells(row) for row in rows), "No line is left by what was chosen.")
    return table_file(grid, kind, title="Communication plan", rows="lines", at=at, key="Communication")


def _cells(view: CommunicationView) -> tuple[Cell, ...]:
    row = view.row
    texts = (row.project.code, row.project.name, row.audience, row.what, row.get_channel_display())
    return (
        *(Cell(str(text)) for text in texts),
        Cell(str(row.get_cadence_display())),
        Cell(row.owner.name if row.owner else ""),
        day_cell(row.next_on),
        Cell(str(view.days_late), view.days_late, Form.INTEGER) if view.days_late else Cell(""),
        Cell(str(view.sent), view.sent, Form.INTEGER),
        day_cell(view.last.on if view.last else None),
    )
