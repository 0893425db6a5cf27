"""The life of a project: each step of it has a day, a reason and an authority, and is kept for ever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.texts import clean_line, clean_text
from conspectus.rooms.accounts.actions import audited, effective_day, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.actions.field_values import require_fields
from conspectus.rooms.portfolio.choices import ENDED, NEXT_STATES, PASSED_ON, REOPENED, State
from conspectus.rooms.portfolio.models import Project, StateChange, Successor
from conspectus.rooms.portfolio.rules import require


@dataclass(frozen=True, slots=True)
class Move:
    """A step in a project's life: to which state, why, by whose decision, from when, and what goes on with it."""

    state: str
    reason: str = ""
    authority: str = ""
    effective_on: date | None = None
    successors: Sequence[Project] = field(default=())


@dataclass(frozen=True, slots=True)
class Step:
    """A move that was read and may be made."""

    state: State
    reason: str
    authority: str
    day: date
    successors: tuple[Project, ...]


@deed("change_project_state", "moved a project to another state", needs=Ability.STEER)
def change_project_state(*, project: Project, move: Move, revision: int, by: User, at: datetime) -> Project:
    """Move a project to a state that may follow its present one.

    Refuses a step without a reason, one that counts from a day to come or from before the last one, and a
    merger or a split that does not name the projects which go on.
    """
    step = check_move(project, move, by=by, at=at)
    with audited("change_project_state", by=by, at=at) as line:
        row = lock_row(project, revision)
        line.about("project", row.pk, **write_move(row, step, by=by, at=at))
    return row


@deed("reopen_project", "reopened a project that had ended", needs=Ability.APPROVE)
def reopen_project(
    *,
    project: Project,
    reason: str,
    authority: str,
    effective_on: date | None = None,
    revision: int,
    by: User,
    at: datetime,
) -> Project:
    """Bring a completed project back to work, or a cancelled one back to proposal, by a decision that is named.

    Refuses one that has not ended so, and a step without its reason or without the decision it rests on.
    """
    require(by, "reopen_project", project, at.date())
    reason = clean_text(reason, "reason")
    authority = clean_line(authority, "authority", most=200, required=False)
    if not reason:
        raise Invalid("reason", "Say why; the reason is kept.", "reason")
    if not authority:
        raise Invalid("authority", "Say whose decision it is: the board or the person, and the day.", "authority")
    day = effective_day(effective_on, at)
    with audited("reopen_project", by=by, at=at) as line:
        row = lock_row(project, revision)
        before = State(row.state)
        if before not in REOPENED:
            raise Conflict("state", "A project that is %(before)s cannot be reopened.", before=before.label.lower())
        step = Step(REOPENED[before], reason, authority, day, ())
        line.about("project", row.pk, **_written(row, step, by=by, at=at))
    return row


def check_move(project: Project, move: Move, *, by: User, at: datetime) -> Step:
    """Return the step a project is to take; refuse what can be refused without its lock."""
    require(by, "change_project_state", project, at.date())
    state, reason = read_state(move.state), clean_text(move.reason, "reason")
    if not reason:
        raise Invalid("reason", "Say why; the reason is kept.", "reason")
    authority = clean_line(move.authority, "authority", most=200, required=False)
    heirs = tuple({one.pk: one for one in move.successors}.values())
    _check_successors(project, state, heirs)
    return Step(state, reason, authority, effective_day(move.effective_on, at), heirs)


def write_move(row: Project, step: Step, *, by: User, at: datetime) -> dict[str, object]:
    """Take the step with a locked project; return it as the log keeps it."""
    before = State(row.state)
    if step.state not in NEXT_STATES[before]:
        if before in REOPENED and REOPENED[before] == step.state:
            raise Conflict(
                "state", "A project that is %(before)s is reopened only by a decision.", before=before.label.lower()
            )
        allowed = ", ".join(one.label.lower() for one in NEXT_STATES[before])
        if not allowed:
            raise Conflict("state", "A project that is %(before)s stays so.", before=before.label.lower())
        raise Conflict(
            "state",
            "A project that is %(before)s can become: %(allowed)s.",
            before=before.label.lower(),
            allowed=allowed,
        )
    require_fields(row, step.state, by=by, at=at)
    return _written(row, step, by=by, at=at)


def record_opening(row: Project, by: User, at: datetime) -> None:
    """Keep the state a project was opened in."""
    StateChange.objects.create(
        project=row, state=row.state, from_on=at.date(), recorded_at=at, recorded_by_id=by.person_id
    )


def read_state(wanted: str) -> State:
    """Return the state of this name."""
    if wanted not in State.values:
        raise Invalid("state", "No state is called '%(wanted)s'.", "state", wanted=str(wanted)[:40])
    return State(wanted)


def _written(row: Project, step: Step, *, by: User, at: datetime) -> dict[str, object]:
    before, last = State(row.state), row.state_changes.order_by("recorded_at", "pk").last()
    if last is not None and step.day < last.from_on:
        raise Invalid(
            "effective_on",
            "It is %(state)s since %(day)s; the next step cannot count from before.",
            "effective_on",
            state=State(last.state).label.lower(),
            day=last.from_on.isoformat(),
        )
    row.state, row.changed_at = step.state, at
    row.save()
    change = StateChange.objects.create(
        project=row,
        before=before,
        state=step.state,
        from_on=step.day,
        reason=step.reason,
        authority=step.authority,
        recorded_at=at,
        recorded_by_id=by.person_id,
    )
    Successor.objects.bulk_create(Successor(change=change, project=one) for one in step.successors)
    told: dict[str, object] = {"before": before.value, "state": step.state.value, "reason": step.reason}
    told |= {"from_on": step.day.isoformat()} | ({"authority": step.authority} if step.authority else {})
    return told | ({"successors": [one.pk for one in step.successors]} if step.successors else {})


def _check_successors(project: Project, state: State, heirs: tuple[Project, ...]) -> None:
    """Refuse a merger into none or several, a split into fewer than two, and what does not live itself."""
    if state not in PASSED_ON:
        if heirs:
            raise Invalid("successors", "Only a merged or a split project goes on in others.", "successors")
        return
    if state == State.MERGED and len(heirs) != 1:
        raise Invalid("successors", "Name the one project it is merged into.", "successors")
    if state == State.SPLIT and len(heirs) < 2:
        raise Invalid("successors", "Name the two or more projects it is split into.", "successors")
    for one in heirs:
        if one.pk == project.pk:
            raise Invalid("successors", "A project cannot go on in itself.", "successors")
        if State(one.state) in ENDED:
            raise Invalid("successors", "%(project)s has ended itself.", "successors", project=one.code)
