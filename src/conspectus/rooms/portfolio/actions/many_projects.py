"""Several projects changed by one deed: each as the deed for one would change it, or refused by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Invalid, Refusal, SignInAgain
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.rules import refuse_reading_only
from conspectus.rooms.portfolio.actions.life import Move, Step, check_move, write_move
from conspectus.rooms.portfolio.actions.projects import Wanted, check_changes, write_changes
from conspectus.rooms.portfolio.bridge.typed import EMPTY, in_words
from conspectus.rooms.portfolio.choices import MOST_CHANGED, State
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries.field_values import newest_values, tree_paths

PLACES = ("programme", "division", "manager")
CHANGED = frozenset({*PLACES, "state", "fields"})


@dataclass(frozen=True, slots=True)
class ProjectChange:
    """What a deed over several projects does to one; ``moves`` are what, before, after; or why it is refused."""

    project_id: int
    code: str
    name: str
    revision: int  # at which it was read
    moves: tuple[tuple[str, str, str], ...] = ()
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class _Ready:
    project: Project
    line: ProjectChange
    wanted: Wanted | None = None
    step: Step | None = None


class _Rehearsed(Exception):
    """Takes back what was only tried."""


@deed("change_projects", "changed several projects", needs=Ability.PLAN)
def change_projects(
    *,
    chosen: Sequence[tuple[Project, int]],
    changes: Mapping[str, Any],
    reason: str = "",
    effective_on: date | None = None,
    rehearse: bool = False,
    by: User,
    at: datetime,
) -> tuple[ProjectChange, ...]:
    """Change manager, programme, division, state and fields of projects, each read at its revision.

    What one project refuses leaves the others changed, and is said of it. With
    ``rehearse`` all is tried and nothing is kept. One line of the log names all that changed.
    """
    refuse_reading_only(by)
    if not 1 <= len(chosen) <= MOST_CHANGED:
        raise Invalid("projects", "Choose 1 to %(most)s projects.", "projects", most=MOST_CHANGED)
    unknown = sorted(set(changes) - CHANGED)
    if unknown or not changes:
        words = f"'{unknown[0][:60]}' cannot be changed of several." if unknown else "Say what is to be changed."
        raise Invalid("changes", words, unknown[0] if unknown else "changes")
    ready = [_ready(project, revision, changes, reason, effective_on, by, at) for project, revision in chosen]
    told: dict[str, Any] = {}
    lines: list[ProjectChange] = []
    try:
        with audited("change_projects", by=by, at=at) as line:
            lines = [_written(one, told, by, at) for one in ready]
            changed = [one.project_id for one in lines if one.moves and not one.refusal]
            line.about("projects", len(changed), projects=changed, reason=reason, **told)
            if not changed:
                line.nothing_changed()
            if rehearse:
                raise _Rehearsed
    except _Rehearsed:
        pass
    return tuple(lines)


def _ready(
    project: Project,
    revision: int,
    changes: Mapping[str, Any],
    reason: str,
    effective_on: date | None,
    by: User,
    at: datetime,
) -> _Ready:
    """Return what is to be done to one project, checked as far as it goes without its lock."""
    line = ProjectChange(project.pk, project.code, project.name, revision)
    given = {name: value for name, value in changes.items() if name != "state"}
    try:
        wanted = check_changes(project, given, effective_on, by=by, at=at) if given else None
        move = Move(changes.get("state", ""), reason, effective_on=effective_on)
        step = check_move(project, move, by=by, at=at) if "state" in changes else None
    except SignInAgain:
        raise
    except Refusal as refusal:
        return _Ready(project, replace(line, refusal=refusal.words))
    return _Ready(project, line, wanted, step)


def _written(one: _Ready, told: dict[str, Any], by: User, at: datetime) -> ProjectChange:
    """Change one project by itself; what it refuses is taken back and said."""
    if one.line.refusal:
        return one.line
    try:
        with transaction.atomic():
            row = lock_row(one.project, one.line.revision)
            moves = _moves(row, one)
            if one.wanted and any(what != "State" for what, _, _ in moves):
                told |= write_changes(row, one.wanted, by=by, at=at)
            if one.step and row.state != one.step.state:
                write_move(row, one.step, by=by, at=at)
                told["state"] = one.step.state.value
    except Refusal as refusal:
        return replace(one.line, refusal=refusal.words)
    return replace(one.line, moves=moves)


def _moves(row: Project, one: _Ready) -> tuple[tuple[str, str, str], ...]:
    """Return what becomes other: its name, and the words before and after."""
    found = []
    if one.wanted:
        for name in PLACES:
            before, after = getattr(row, name), one.wanted.changes.get(name)
            if name in one.wanted.changes and before != after:
                found.append((name.capitalize(), str(before or ""), str(after or "")))
        fields = [field for field, _ in one.wanted.written.values]
        held = newest_values([row.pk], one.wanted.written.valid_from, fields).get(row.pk, {})
        paths = tree_paths(fields)
        for field, value in one.wanted.written.values:
            old = held.get(field.pk, EMPTY)
            if old != value:
                found.append((field.label, in_words(field, old, paths), in_words(field, value, paths)))
    if one.step and row.state != one.step.state:
        found.append(("State", str(State(row.state).label), str(one.step.state.label)))
    return tuple(found)
