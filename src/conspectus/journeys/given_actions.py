"""Actions of any register with the names of what they are about, as far as their reader may see that; and as CSV."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from conspectus.formats.packs.page import Cell, Column, Grid
from conspectus.journeys.subjects import seen_subjects
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
    "Action", "About", "Code", "Project", "Owner", "Due", "First due", "State", "Overdue, calendar d", "Given by",
    "Given on", "Closed on", "Closed by", "Answer",
)  # fmt: skip


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
def actions_csv(*, by: User, at: datetime, wanted: ActionFilter) -> bytes:
    """Return the actions the filter leaves as CSV; no text in it can become a formula."""
    from conspectus.formats.packs.delimited import write_delimited

    on = at.date()
    rows = tuple(_cells(row, on) for row in action_views(by, list(find_actions(by, wanted, on)), on))
    return write_delimited(Grid(caption="", columns=tuple(Column(head, 1.0, False) for head in HEADS), rows=rows))


def _name(row: Action, subject: Subject | None) -> str:
    return "" if subject is None else subject.name


def _cells(row: ActionView, on: date) -> tuple[Cell, ...]:
    days = (row.due_on, row.first_due_on)
    due, first = (day.isoformat() if day else "" for day in days)
    late = str((on - row.due_on).days) if row.late and row.due_on else ""
    closed = row.closed_on.isoformat() if row.closed_on else ""
    state = str(ActionState(row.state).label)
    named = (row.words, row.subject, row.code, row.project, row.owner, due, first, state, late, row.opened_by)
    return tuple(Cell(text) for text in (*named, row.opened_on.isoformat(), closed, row.closed_by, row.answer))
