"""What fields hold of a thing: written from a day on, beside what they held before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.bridge.typed import EMPTY, Typed, exact, place_of, read_value
from conspectus.rooms.portfolio.choices import STATE_ORDER, FieldKind, FieldRight, FieldSubject, Required, State
from conspectus.rooms.portfolio.models import Field, FieldValue, Project
from conspectus.rooms.portfolio.queries.field_values import newest_values
from conspectus.rooms.portfolio.queries.fields import (
    Subject,
    changed_by,
    kind_of,
    known_fields,
    ruled_by,
    sight_of,
    unknown_field,
)
from conspectus.rooms.portfolio.rules import require


@dataclass(frozen=True, slots=True)
class Written:
    """Values that were read and may be stored, by field."""

    values: tuple[tuple[Field, Typed], ...]
    valid_from: date


@deed("set_field_values", "filled in fields", needs=Ability.PLAN)
def set_field_values(
    *,
    subject: Subject,
    values: Mapping[str, Any],
    valid_from: date | None = None,
    revision: int,
    by: User,
    at: datetime,
) -> Subject:
    """Write what fields of a thing hold from a day on, today unless given; None or empty text empties a field.

    ``revision`` is that of the thing. Refuses fields that are not there or not
    for ``by``, values not of their kind, emptying what is required, and a thing
    changed meanwhile; then nothing is written.
    """
    require(by, changed_by(subject), ruled_by(subject), at.date())
    written = read_values(subject, values, valid_from=valid_from, by=by, at=at)
    with audited("set_field_values", by=by, at=at) as line:
        row = lock_row(subject, revision)
        told = store_values(row, written, by=by, at=at)
        if not told:
            line.nothing_changed()
            return subject
        if isinstance(row, Project):
            row.changed_at = at
        row.save()
        line.about(kind_of(row), row.pk, fields=told, valid_from=written.valid_from)
    return row


def read_values(
    subject: Subject,
    values: Mapping[str, Any],
    *,
    valid_from: date | None = None,
    by: User,
    at: datetime,
    opening: bool = False,
) -> Written:
    """Return the values as their fields' kinds have them; ``opening`` asks for all that a new thing must have."""
    day = valid_from or at.date()
    if not 1900 <= day.year <= 2200:
        raise Invalid("valid_from", "Enter a day such as 2027-03-31.", "valid_from")
    if not values and not opening:
        return Written((), day)
    fields, graph = known_fields(by, kind_of(subject), day)
    if not opening:  # whoever opens a thing has the rights their role gives them once it is there
        sight = sight_of(
            by, kind_of(subject), [subject], at.date(), {n for row in fields for n in graph.needs[row.key]}
        )
        fields = [row for row in fields if sight.covers(graph.needs[row.key], subject.pk)]
    rows = {row.key: row for row in fields}
    currency = getattr(subject, "currency", "") or getattr(getattr(subject, "portfolio", None), "currency", "")
    held = newest_values([subject.pk], day, fields).get(subject.pk, {}) if subject.pk else {}
    found = []
    for key, raw in values.items():
        if key not in rows:
            raise unknown_field(key)
        if isinstance(raw, str) and raw.strip() == exact(rows[key].kind, held.get(rows[key].pk, EMPTY)):
            continue  # what a form sends back as it was, though it may no longer be offered
        found.append((rows[key], read_value(rows[key], raw, on=day, currency=currency)))
    after = held | {row.pk: value for row, value in found}
    state = subject.state if isinstance(subject, Project) else None
    touched = {row.pk for row, _ in found}
    _refuse_missing([row for row in fields if opening or row.pk in touched], after, state)
    return Written(tuple(found), day)


def store_values(subject: Subject, written: Written, *, by: User, at: datetime) -> dict[str, str]:
    """Store what differs from what is held, within the deed's transaction; return it for the log."""
    fields = [row for row, _ in written.values]
    held = newest_values([subject.pk], written.valid_from, fields).get(subject.pk, {})
    told = {}
    for row, value in written.values:
        if value == held.get(row.pk, EMPTY):
            continue
        columns = {name: getattr(value, name) for name in Typed.__slots__}
        FieldValue.objects.create(
            field=row,
            subject_id=subject.pk,
            valid_from=written.valid_from,
            recorded_by=by.person,
            recorded_at=at,
            **columns,
        )
        # The log is read by auditors, who need not have the right to every field.
        told[row.key] = exact(row.kind, value) if row.sees == FieldRight.EVERYBODY else "(not shown here)"
    return told


def require_fields(project: Project, state: State, *, by: User, at: datetime) -> None:
    """Refuse a state for which a field that ``by`` sees must be filled in and is not."""
    fields, graph = known_fields(by, FieldSubject.PROJECT, at.date())
    asked = [row for row in fields if is_required(row, state)]
    if not asked:
        return
    sight = sight_of(by, FieldSubject.PROJECT, [project], at.date(), {n for row in asked for n in graph.needs[row.key]})
    asked = [row for row in asked if sight.covers(graph.needs[row.key], project.pk)]
    held = newest_values([project.pk], at.date(), asked).get(project.pk, {})
    _refuse_missing(asked, held, state)


def is_required(row: Field, state: str | None) -> bool:
    """Return whether a thing in a state, or one without states, must have a value of a field."""
    if row.kind == FieldKind.FORMULA or state == State.STOPPED:
        return False
    if row.required == Required.FROM_STATE and state is not None:
        return STATE_ORDER.index(State(state)) >= STATE_ORDER.index(State(row.required_state))
    return row.required == Required.ALWAYS


def _refuse_missing(fields: list[Field], held: Mapping[int, Typed], state: str | None) -> None:
    for row in fields:
        if is_required(row, state) and held.get(row.pk, EMPTY).is_empty:
            raise Invalid("required", "%(label)s is required; fill it in.", place_of(row), label=row.label)
