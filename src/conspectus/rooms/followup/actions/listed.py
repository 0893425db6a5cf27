"""Actions taken from a list: new ones given, known ones changed and closed, in one deed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from conspectus.kit.amounts import check_day
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid, NotAllowed
from conspectus.kit.subjects import Subject
from conspectus.kit.texts import clean_text
from conspectus.kit.together import all_or_none
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.followup.actions.given import ActionParticulars, fill_action
from conspectus.rooms.followup.choices import ActionState
from conspectus.rooms.followup.models import Action
from conspectus.rooms.followup.rules import may_change_action, place_of, require_may_open
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.portfolio.rules import require

MOST_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class ListedAction:
    """One row of a list: an action about a subject, or what becomes of one there is, read at its revision.

    Days it does not say are None: given today, done today.
    """

    subject: Subject
    new: ActionParticulars
    state: str = ActionState.OPEN
    answer: str = ""
    opened_on: date | None = None
    closed_on: date | None = None
    first_due_on: date | None = None
    action: Action | None = None
    revision: int = 0


@deed("import_actions", "took actions from a list", needs=Ability.CONTRIBUTE)
def import_actions(
    *, place: Project | Programme | Portfolio, rows: Sequence[ListedAction], source: str, by: User, at: datetime
) -> list[Action]:
    """Give, change and close the actions a list says: all of them or none, each at fault named by its place.

    Who is given an open one is told, and who gave one that is closed.
    """
    require(by, "import_actions", place, at.date())
    given: dict[tuple[str, str], Subject] = {row.subject.reference: row.subject for row in rows if row.action is None}
    for one in given.values():
        require_may_open(by, place_of(one.kind, one.id, one.project_id), at.date())
    with audited("import_actions", by=by, at=at) as line:
        before = {row.action.pk: row.action.owner_id for row in rows if row.action is not None}
        made = all_or_none(rows, lambda row: _take(row, by, at), most=MOST_ROWS)
        told: dict[str, Any] = {"source": source[:200], "opened": [one.pk for one in made if one.pk not in before]}
        told |= {"changed": [one.pk for one in made if one.pk in before]}
        told["given"] = [one.pk for one in made if _is_given(one, before)]
        told["closed"] = [one.pk for one in made if one.pk in before and one.state != ActionState.OPEN]
        line.about(type(place).__name__.lower(), place.pk, **told)
    return made


def _is_given(row: Action, before: dict[int, int | None]) -> bool:
    return row.state == ActionState.OPEN and row.owner_id is not None and row.owner_id != before.get(row.pk)


def _take(row: ListedAction, by: User, at: datetime) -> Action:
    if row.state not in ActionState.values:
        raise Invalid("state", "An action is open, done or dropped.", "state")
    found = _begun(row, by, at) if row.action is None else _there(row, by, at)
    fill_action(found, row.new)
    found.first_due_on = found.first_due_on or found.due_on
    if row.state != ActionState.OPEN:
        found.answer = clean_text(row.answer, "answer", required=True)
        found.state, found.closed_by = row.state, by.person
        found.closed_on = row.closed_on or at.date()
        if not found.opened_at.date() <= found.closed_on <= at.date():
            words = "The day it was done lies between the day it was given and today."
            raise Invalid("closed_on", words, "closed_on")
    found.save()
    return found


def _begun(row: ListedAction, by: User, at: datetime) -> Action:
    """Return a new action, given on the day the list says; one that says only when it was done, on that day."""
    given_on = row.opened_on or min(row.closed_on or at.date(), at.date())
    if check_day(given_on, "opened_on") > at.date():
        raise Invalid("opened_on", "An action is given today or on a day before, not later.", "opened_on")
    opened_at = at if given_on == at.date() else datetime.combine(given_on, time(12), UTC)
    subject = row.subject
    found = Action(subject_kind=subject.kind, subject_id=subject.id, project_id=subject.project_id)
    found.opened_by, found.opened_at = by.person, opened_at
    found.first_due_on = None if row.first_due_on is None else check_day(row.first_due_on, "first_due_on")
    return found


def _there(row: ListedAction, by: User, at: datetime) -> Action:
    """Return the action a row changes, locked; refuses one that is closed, and who may not change it."""
    assert row.action is not None
    if not may_change_action(by, row.action, at.date()):
        raise NotAllowed("Who gave an action, or works on the project it belongs to, may change it.")
    found = lock_row(row.action, row.revision)
    if found.state != ActionState.OPEN:
        label = ActionState(found.state).label.lower()
        raise Conflict("closed", "This action is %(label)s already. Give a new one.", label=label)
    return found
