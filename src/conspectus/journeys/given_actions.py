"""Actions of any register with the names of what they are about, as far as one may see that; to take along."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from conspectus.formats.packs.page import Cell, Column, Grid
from conspectus.journeys.subjects import seen_subjects
from conspectus.journeys.tables import count_cell, day_cell, require_kind, table_file
from conspectus.kit.errors import NotFound
from conspectus.kit.manner import PLAIN, written_for
from conspectus.kit.subjects import Subject
from conspectus.rooms.accounts.models import User
from conspectus.rooms.followup.choices import ActionState
from conspectus.rooms.followup.models import Action
from conspectus.rooms.followup.queries.given import (
    ActionFilter,
    ActionView,
    action_view,
    actions_by_id,
    find_actions,
    stored_action,
)
from conspectus.rooms.portfolio.rules import persons

HEADS = (
    "Action number here", "Action", "About", "Code", "Project", "Owner", "Due", "First due", "State",
    "Overdue, calendar d", "Given by", "Given on", "Closed on", "Closed by", "Answer",
)  # fmt: skip
WIDE = frozenset({"Action", "About", "Answer"})
FIGURES = frozenset({"Action number here", "Due", "First due", "Overdue, calendar d", "Given on", "Closed on"})


def action_views(by: User, rows: Sequence[Action], on: date) -> list[ActionView]:
    """Return some actions ``by`` may see, in their order; asks as often for one as for many."""
    seen = seen_subjects(by, {(row.subject_kind, row.subject_id) for row in rows}, on)
    return [action_view(row, on, _name(row, seen.get((row.subject_kind, row.subject_id)))) for row in rows]


def own_action_views(by: User, ids: Collection[int], on: date) -> list[ActionView]:
    """Return those of some actions that ``by`` owns or gave."""
    whose = persons(by, on)
    return action_views(by, [row for row in actions_by_id(ids) if {row.owner_id, row.opened_by_id} & set(whose)], on)


def get_action(by: User, action_id: object, on: date) -> tuple[Action, Subject | None]:
    """Return an action with what it is about: to who sees that, to its owner, and to who gave it."""
    row = stored_action(action_id)
    subject = seen_subjects(by, [(row.subject_kind, row.subject_id)], on).get((row.subject_kind, row.subject_id))
    if subject is None and not {row.owner_id, row.opened_by_id} & set(persons(by, on)):
        raise NotFound
    return row, subject


@written_for(PLAIN)
def actions_file(*, by: User, at: datetime, kind: str, wanted: ActionFilter) -> bytes:
    """Return the actions the filter leaves as a workbook or CSV that reads back in; no text becomes a formula."""
    require_kind(kind)
    on = at.date()
    rows = tuple(_cells(row, on) for row in action_views(by, list(find_actions(by, wanted, on)), on))
    columns = tuple(Column(head, 3.0 if head in WIDE else 1.0, head in FIGURES) for head in HEADS)
    grid = Grid("", columns, rows, "No action is left by what was chosen.")
    return table_file(grid, kind, title="Actions", rows="actions", at=at)


def _name(row: Action, subject: Subject | None) -> str:
    return "" if subject is None else subject.name


def _cells(row: ActionView, on: date) -> tuple[Cell, ...]:
    late = (on - row.due_on).days if row.late and row.due_on else None
    return (
        count_cell(row.action_id),
        *(Cell(one) for one in (row.words, row.subject, row.code, row.project, row.owner)),
        day_cell(row.due_on),
        day_cell(row.first_due_on),
        Cell(str(ActionState(row.state).label)),
        count_cell(late),
        Cell(row.opened_by),
        day_cell(row.opened_on),
        day_cell(row.closed_on),
        Cell(row.closed_by),
        Cell(row.answer),
    )
