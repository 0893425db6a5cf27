"""The change log to take along: a workbook or CSV of every request the reader's filter leaves."""

from __future__ import annotations

from datetime import datetime

from conspectus.engine.measure import REASON_WORDS, Reason
from conspectus.formats.currencies import decimals
from conspectus.formats.packs.page import Cell, Column, Form, Grid
from conspectus.journeys.tables import day_cell, require_kind, table_file
from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.accounts.models import User
from conspectus.rooms.changes.queries import ChangeFilter, ChangeView, change_views, find_changes

HEADS = (
    "Project", "Number", "Title", "Reason", "State", "Submitted", "Decided", "Decided by", "Days", "Cost", "Currency",
    "Slip, d", "Baseline", "Budget",
)  # fmt: skip
FIGURES = frozenset({"Number", "Submitted", "Decided", "Days", "Cost", "Slip, d", "Baseline", "Budget"})


@written_for(PLAIN)
def changes_file(*, by: User, at: datetime, kind: str, wanted: ChangeFilter) -> bytes:
    """Return the change requests in the filter's order; cost only where it may be seen."""
    require_kind(kind)
    rows = change_views(by, list(find_changes(by, wanted, at.date())), at.date())
    columns = tuple(Column(head, 2.0 if head == "Title" else 1.0, head in FIGURES) for head in HEADS)
    grid = Grid("", columns, tuple(_cells(row) for row in rows), "No change request is left by what was chosen.")
    return table_file(grid, kind, title="Change log", rows="change requests", at=at, key="Changes")


def _cells(view: ChangeView) -> tuple[Cell, ...]:
    row, decision = view.row, view.decision
    currency = row.project.currency
    if view.cost.value is not None:
        whole = view.cost.value / 10 ** decimals(currency)
        cost = Cell(f"{whole:,.2f}", whole, Form.MONEY)
    else:
        cost = Cell(REASON_WORDS[Reason.HIDDEN] if view.cost.reason is Reason.HIDDEN else "")
    return (
        Cell(row.project.code),
        _number(row.number),
        Cell(row.title),
        Cell(str(row.get_reason_display())),
        Cell(str(row.get_state_display())),
        day_cell(row.submitted_at.date() if row.submitted_at else None),
        day_cell(decision.decided_at.date() if decision else None),
        Cell(decision.decided_by.name if decision else ""),
        _number(view.days),
        cost,
        Cell(currency),
        _number(row.slip_days),
        _number(row.baseline.number if row.baseline else None),
        _number(row.budget.number if row.budget else None),
    )


def _number(figure: float | None) -> Cell:
    return Cell("") if figure is None else Cell(f"{figure:g}", figure, Form.NUMBER)
