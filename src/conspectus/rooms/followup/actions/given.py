"""Actions given to people, changed, and closed with an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from conspectus.kit.amounts import check_day
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid, NotAllowed
from conspectus.kit.subjects import Subject
from conspectus.kit.texts import clean_line, clean_text
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.accounts.rules import refuse_reading_only
from conspectus.rooms.followup.choices import ActionState
from conspectus.rooms.followup.models import Action
from conspectus.rooms.followup.rules import may_change_action, may_close_action, place_of, require_may_open


@dataclass(frozen=True, slots=True)
class ActionParticulars:
    """What is to be done, by whom and until when."""

    words: str
    owner: Person | None = None
    due_on: date | None = None


@deed("open_action", "gave an action", needs=Ability.CONTRIBUTE)
def open_action(*, subject: Subject, new: ActionParticulars, by: User, at: datetime) -> Action:
    """Give an action about a subject ``by`` may see; its owner is told."""
    require_may_open(by, place_of(subject.kind, subject.id, subject.project_id), at.date())
    row = Action(subject_kind=subject.kind, subject_id=subject.id, project_id=subject.project_id)
    row.opened_by, row.opened_at = by.person, at
    fill_action(row, new)
    row.first_due_on = row.due_on
    with audited("open_action", by=by, at=at) as line:
        row.save()
        line.about("action", row.pk, **_told(row))
    return row


@deed("change_action", "changed an action", needs=Ability.CONTRIBUTE)
def change_action(*, action: Action, new: ActionParticulars, revision: int, by: User, at: datetime) -> Action:
    """Change words, owner and day of an open action; the day promised first stays beside the new one."""
    refuse_reading_only(by)
    if not may_change_action(by, action, at.date()):
        raise NotAllowed("Who gave an action, or works on the project it belongs to, may change it.")
    with audited("change_action", by=by, at=at) as line:
        row = _open(action, revision)
        before = row.owner_id
        fill_action(row, new)
        row.first_due_on = row.first_due_on or row.due_on
        row.save()
        line.about("action", row.pk, **_told(row), owner_before=before)
    return row


@deed("close_action", "closed an action", needs=Ability.CONTRIBUTE)
def close_action(
    *, action: Action, state: str, answer: str, done_on: date | None = None, revision: int, by: User, at: datetime
) -> Action:
    """Close an action as done or dropped, with an answer; its owner may, and who may give such.

    ``done_on`` is today unless a day since it was given is named.
    """
    refuse_reading_only(by)
    if not may_close_action(by, action, at.date()):
        raise NotAllowed("Its owner, who gave it, or who works on the project it belongs to, may close an action.")
    if state not in (ActionState.DONE, ActionState.DROPPED):
        raise Invalid("state", "An action is closed as done or dropped.", "state")
    answer, closed_on = clean_text(answer, "answer", required=True), done_on or at.date()
    if done_on is not None and not action.opened_at.date() <= done_on <= at.date():
        words = "The day it was done lies between the day it was given and today."
        raise Invalid("done_on", words, "done_on")
    with audited("close_action", by=by, at=at) as line:
        row = _open(action, revision)
        row.state, row.answer, row.closed_on, row.closed_by = state, answer, closed_on, by.person
        row.save()
        line.about("action", row.pk, **_told(row))
    return row


def _open(action: Action, revision: int) -> Action:
    """Return the action locked for a change; refuses one that is closed."""
    row = lock_row(action, revision)
    if row.state != ActionState.OPEN:
        label = ActionState(row.state).label.lower()
        raise Conflict("closed", "This action is %(label)s already. Give a new one.", label=label)
    return row


def check_action(new: ActionParticulars) -> ActionParticulars:
    """Return what is to be done as it can be kept; refuses what cannot."""
    due_on = None if new.due_on is None else check_day(new.due_on, "due_on")
    return ActionParticulars(clean_line(new.words, "words", most=500), new.owner, due_on)


def fill_action(row: Action, new: ActionParticulars) -> None:
    """Put what is to be done, by whom and until when."""
    said = check_action(new)
    row.words, row.owner, row.due_on = said.words, said.owner, said.due_on


def _told(row: Action) -> dict[str, object]:
    names = ("words", "owner_id", "due_on", "state", "closed_on", "project_id")
    told = {name.removesuffix("_id"): getattr(row, name) for name in names}
    return told | {"subject": (row.subject_kind, row.subject_id)}
