"""Non-conformities and quality checks to take along: a workbook or CSV of every row the reader's filter leaves."""

from __future__ import annotations

from datetime import datetime

from conspectus.engine.measure import REASON_WORDS, Measure, Reason
from conspectus.formats.currencies import decimals
from conspectus.formats.packs.page import Cell, Column, Form, Grid
from conspectus.journeys.tables import count_cell, day_cell, require_kind, table_file
from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.accounts.models import User
from conspectus.rooms.quality.queries import (
    CheckFilter,
    CheckView,
    ConformityFilter,
    ConformityView,
    check_views,
    conformity_views,
    find_checks,
    find_nonconformities,
)

HEADS = (
    "Project", "Project name", "Number", "Non-conformity", "Severity", "State", "Found", "Age, d", "Due", "Days late",
    "Settled", "Where", "Deliverable", "Supplier", "Kind of cause", "Cause", "Treatment", "Owner", "Currency",
    "Rework planned", "Rework spent", "Description",
)  # fmt: skip
FIGURES = frozenset({"Number", "Found", "Age, d", "Due", "Days late", "Settled", "Rework planned", "Rework spent"})
CHECK_HEADS = (
    "Project", "Project name", "Check", "Deliverable", "Acceptance criteria", "How", "By whom", "Planned on",
    "Days late", "State", "Reviews held", "Last held", "Last result", "In words",
)  # fmt: skip
CHECK_FIGURES = frozenset({"Planned on", "Days late", "Reviews held", "Last held"})


@written_for(PLAIN)
def checks_file(*, by: User, at: datetime, kind: str, wanted: CheckFilter) -> bytes:
    """Return the quality checks in the filter's order; no text in it can become a formula."""
    require_kind(kind)
    on = at.date()
    rows = check_views(list(find_checks(by, wanted, on)), on)
    columns = tuple(Column(head, 2.0 if head == "Check" else 1.0, head in CHECK_FIGURES) for head in CHECK_HEADS)
    grid = Grid("", columns, tuple(_check_cells(row) for row in rows), "No check is left by what was chosen.")
    return table_file(grid, kind, title="Quality checks", rows="checks", at=at)


def _check_cells(view: CheckView) -> tuple[Cell, ...]:
    row = view.row
    named = (row.name, str(row.deliverable or ""), view.criteria, str(row.get_method_display()))
    return (
        Cell(row.project.code),
        Cell(row.project.name),
        *(Cell(one) for one in (*named, row.checker.name if row.checker else "")),
        day_cell(row.planned_on),
        count_cell(view.days_late or None),
        Cell(str(row.get_state_display())),
        count_cell(view.held),
        day_cell(view.held_on),
        Cell(view.result_words),
        Cell(view.words),
    )


@written_for(PLAIN)
def nonconformities_file(*, by: User, at: datetime, kind: str, wanted: ConformityFilter) -> bytes:
    """Return the non-conformities in the filter's order; no text in it can become a formula."""
    require_kind(kind)
    on = at.date()
    rows = conformity_views(by, list(find_nonconformities(by, wanted, on)), on)
    columns = tuple(Column(head, 2.0 if head == "Non-conformity" else 1.0, head in FIGURES) for head in HEADS)
    grid = Grid("", columns, tuple(_cells(row) for row in rows), "No non-conformity is left by what was chosen.")
    return table_file(grid, kind, title="Non-conformities", rows="non-conformities", at=at)


def _cells(view: ConformityView) -> tuple[Cell, ...]:
    row = view.row
    named = (row.get_origin_display(), row.cause, row.get_treatment_display(), row.owner.name if row.owner else "")
    return (
        Cell(row.project.code),
        Cell(row.project.name),
        count_cell(row.number),
        Cell(row.title),
        Cell(str(row.get_severity_display())),
        Cell(str(row.get_state_display())),
        day_cell(row.found_on),
        count_cell(view.age_days),
        day_cell(row.due_on),
        count_cell(view.days_late) if view.days_late else Cell(""),
        day_cell(view.settled_on),
        Cell(row.place),
        Cell(str(row.deliverable or "")),
        Cell(row.party.name if row.party else ""),
        *(Cell(str(one)) for one in named),
        Cell(row.project.currency),
        _money(view.planned, row.project.currency),
        _money(view.spent, row.project.currency),
        Cell(row.words),
    )


def _money(measure: Measure, currency: str) -> Cell:
    if measure.value is None:
        return Cell(REASON_WORDS[Reason.HIDDEN] if measure.reason is Reason.HIDDEN else "")
    whole = measure.value / 10 ** decimals(currency)
    return Cell(f"{whole:,.2f}", whole, Form.MONEY)
