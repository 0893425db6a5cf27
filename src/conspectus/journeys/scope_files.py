"""Deliverables to take along: a workbook or CSV of every row the reader's filter leaves."""

from __future__ import annotations

from datetime import date, datetime, time

from conspectus.formats.packs.page import Cell, Column, Form, Grid, Pack, Page
from conspectus.kit.errors import Invalid
from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.accounts.models import User
from conspectus.rooms.scope.queries import DeliverableFilter, DeliverableView, deliverable_views, find_deliverables

KINDS = ("xlsx", "csv")
HEADS = (
    "Project", "Project name", "Code", "Deliverable", "Kind", "Mandatory", "State", "Since", "Due", "Days late",
    "Task", "Milestone", "Milestone forecast", "Owner", "Acceptance criteria",
)  # fmt: skip
FIGURES = frozenset({"Since", "Due", "Days late", "Milestone forecast"})


@written_for(PLAIN)
def deliverables_file(*, by: User, at: datetime, kind: str, wanted: DeliverableFilter) -> bytes:
    """Return the deliverables in the filter's order; no text in it can become a formula."""
    if kind not in KINDS:
        raise Invalid("kind", "The table is written as %(kinds)s.", "kind", kinds=" or ".join(KINDS))
    rows = deliverable_views(list(find_deliverables(by, wanted, at.date())), at.date())
    columns = tuple(Column(head, 2.0 if head == "Deliverable" else 1.0, head in FIGURES) for head in HEADS)
    grid = Grid("", columns, tuple(_cells(row) for row in rows), "No deliverable is left by what was chosen.")
    if kind == "csv":
        from conspectus.formats.packs.delimited import write_delimited

        return write_delimited(grid)
    from conspectus.formats.packs import write

    said = f"{len(rows):,} deliverables, {at:%Y-%m-%d %H:%M} UTC"
    page = Page(key="Deliverables", title="Deliverables", lead=said, blocks=(grid,))
    return write(Pack("Deliverables", said, at, (page,)), ("xlsx",))["xlsx"]


def _cells(view: DeliverableView) -> tuple[Cell, ...]:
    row = view.row
    texts = (row.project.code, row.project.name, row.code, row.name, str(row.get_kind_display()))
    return (
        *(Cell(text) for text in texts),
        Cell("yes" if row.is_mandatory else "no"),
        Cell(str(row.get_state_display())),
        _day(view.said_on),
        _day(row.due_on),
        Cell(str(view.days_late), view.days_late, Form.INTEGER) if view.days_late else Cell(""),
        Cell(row.task_uid),
        Cell(view.milestone),
        _day(view.forecast_on),
        Cell(row.owner.name if row.owner else ""),
        Cell(row.criteria),
    )


def _day(on: date | None) -> Cell:
    return Cell("") if on is None else Cell(on.isoformat(), datetime.combine(on, time()), Form.DATE)
