"""Gates ahead, open conditions and decisions as files to take along."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from conspectus.formats.packs.page import Cell, Column, Form, Grid
from conspectus.journeys.tables import require_kind, table_file
from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.accounts.models import User
from conspectus.rooms.governance.queries import (
    GateFilter,
    condition_rows,
    decision_row,
    find_conditions,
    find_decisions,
    find_gates,
    gate_rows,
)

Value = str | int | date | None
AHEAD = (
    "Code", "Project", "Manager", "Method", "Gate", "Review", "State", "Planned for", "First planned for",
    "Days overdue", "Evidence", "Asked for", "Declared only", "Blocking", "Open conditions", "Rating",
)  # fmt: skip
CONDITIONS = ("Code", "Project", "Gate", "Condition", "Owner", "Due", "State", "Age in days", "Days overdue")
DECISIONS = (
    "Code", "Project", "Division", "Method", "Gate", "Review", "Rating", "Decision", "Decided on", "Decided by",
    "Despite what blocked",
)  # fmt: skip


@written_for(PLAIN)
def gates_file(*, by: User, at: datetime, kind: str, wanted: GateFilter) -> bytes:
    """Return the gates ahead a filter leaves, in its order, as a workbook or CSV."""
    rows = gate_rows(find_gates(by, wanted, at.date()), at.date())
    cells = [
        (
            *(one.code, one.project, one.manager, one.method, one.name, one.number, one.state.value, one.planned_on),
            *(one.first_planned_on, one.overdue_days, one.present, one.asked, one.declared, one.blocking),
            *(one.conditions_open, one.rating_name),
        )
        for one in rows
    ]
    return _written(kind, "Gates ahead", AHEAD, cells, at)


@written_for(PLAIN)
def conditions_file(*, by: User, at: datetime, kind: str, wanted: GateFilter) -> bytes:
    """Return the open conditions a filter leaves, in its order, as a workbook or CSV."""
    rows = condition_rows(find_conditions(by, wanted, at.date()), at.date())
    cells = [
        (
            *(one.code, one.project, one.name, one.words, one.owner, one.due_on),
            *(one.state.value, one.age_days, one.overdue_days),
        )
        for one in rows
    ]
    return _written(kind, "Conditions of gates", CONDITIONS, cells, at)


@written_for(PLAIN)
def decisions_file(*, by: User, at: datetime, kind: str, wanted: GateFilter) -> bytes:
    """Return the decisions a filter leaves, in its order, as a workbook or CSV."""
    cells = [
        (
            *(one.code, one.project, one.division, one.method, one.name, one.number, one.rating_name),
            *(one.decision.value, one.decided_on, one.decided_by, "yes" if one.despite else "no"),
        )
        for one in map(decision_row, find_decisions(by, wanted, at.date()))
    ]
    return _written(kind, "Decisions at gates", DECISIONS, cells, at)


def _written(kind: str, title: str, heads: Sequence[str], rows: Sequence[Sequence[Value]], at: datetime) -> bytes:
    require_kind(kind)
    figures = [isinstance(one, int) for one in rows[0]] if rows else [False] * len(heads)
    columns = tuple(Column(label, 1.0, right) for label, right in zip(heads, figures, strict=True))
    grid = Grid(caption="", columns=columns, rows=tuple(tuple(map(_cell, row)) for row in rows), empty="Nothing.")
    return table_file(grid, kind, title=title, rows="rows", at=at)


def _cell(value: Value) -> Cell:
    if isinstance(value, int):
        return Cell(str(value), value, Form.INTEGER)
    if isinstance(value, date):
        return Cell(value.isoformat(), datetime.combine(value, time()), Form.DATE)
    return Cell(value or "")
