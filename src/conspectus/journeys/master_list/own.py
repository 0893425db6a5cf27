"""The organisation's fields in a master list: which a list may fill, what a row would fill in, what it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from conspectus.formats.masterlist import FIELDS, Entry
from conspectus.formats.masterlist import Field as ListField
from conspectus.journeys.master_list.lines import Change
from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.actions.field_values import is_required
from conspectus.rooms.portfolio.bridge.typed import EMPTY, Typed, in_words, read_value
from conspectus.rooms.portfolio.choices import FieldKind, FieldSubject, State
from conspectus.rooms.portfolio.models import Field, Project
from conspectus.rooms.portfolio.queries.field_values import BY_FIELD, newest_values, tree_paths
from conspectus.rooms.portfolio.queries.fields import known_fields, project_sight

# How a list writes the values of a field's kind; choices, trees and people are named in plain text.
_KINDS = {FieldKind.NUMBER: "number", FieldKind.MONEY: "money", FieldKind.DATE: "day", FieldKind.YES_NO: "yes_no"}


def list_fields(by: User, on: date) -> dict[str, ListField]:
    """Return all that a column of a list may hold for its reader, the organisation's fields last."""
    known = known_fields(by, FieldSubject.PROJECT, on)[0]
    return FIELDS | {one.code: one for one in map(_as_listed, known) if one is not None}


def _as_listed(row: Field) -> ListField | None:
    if row.kind == FieldKind.FORMULA:
        return None
    kind = _KINDS.get(FieldKind(row.kind), "text")
    unit = row.unit or row.currency
    headings = (row.label, row.key, *((f"{row.label} {unit}", f"{row.label} in {unit}") if unit else ()))
    return ListField(BY_FIELD + row.key, row.label, kind, headings, row.currency)


class OwnFields:
    """What the organisation's fields hold of the projects there are; asked once, not for each row."""

    def __init__(self, projects: list[int], *, by: User, at: datetime) -> None:
        self.on = at.date()
        fields, graph = known_fields(by, FieldSubject.PROJECT, self.on)
        self.fields = [row for row in fields if row.kind != FieldKind.FORMULA]
        needs = {row.pk: graph.needs[row.key] for row in self.fields}
        sight = project_sight(by, projects, self.on, {need for found in needs.values() for need in found})
        self._hidden = {row: {pk for pk in projects if not sight.covers(found, pk)} for row, found in needs.items()}
        self._held = newest_values(projects, self.on, self.fields)
        self._paths = tree_paths(self.fields)
        self._read: dict[tuple[int, str, str], Typed | Invalid] = {}

    def said(
        self, project: Project | None, entry: Entry, currency: str, notes: list[str]
    ) -> tuple[dict[str, Any], list[Change]]:
        """Return the values a row fills in, by key, and what changes by it; what cannot be taken is noted."""
        values, changes = dict[str, Any](), list[Change]()
        held = self._of(project)
        for row in self.fields:
            raw = _raw(entry, BY_FIELD + row.key)
            if raw is None:
                continue
            if project is not None and project.pk in self._hidden[row.pk]:
                notes.append(f"{row.label}: you may not fill this in here; left as it is.")
                continue
            found = self._value(row, raw, currency)
            if isinstance(found, Invalid):
                notes.append(f"{found.words} It is left as it is.")
                continue
            before = held.get(row.pk, EMPTY)
            if found != before:
                values[row.key] = raw
                told = (in_words(row, one, self._paths) for one in (before, found))
                changes.append(Change(BY_FIELD + row.key, row.label, *told))
        return values, changes

    def lacking(self, project: Project | None, state: str, values: Mapping[str, Any]) -> str:
        """Return the label of the first field a project must have filled in for a state and has not."""
        held = self._of(project)
        for row in self.fields:
            seen = project is None or project.pk not in self._hidden[row.pk]
            if seen and is_required(row, state) and row.key not in values and held.get(row.pk, EMPTY).is_empty:
                return row.label
        return ""

    def _of(self, project: Project | None) -> Mapping[int, Typed]:
        return self._held.get(project.pk, {}) if project is not None else {}

    def _value(self, row: Field, raw: object, currency: str) -> Typed | Invalid:
        """Return a value as its field has it, or why it is none; read once, however many rows say it."""
        key = (row.pk, repr(raw), currency)
        if key not in self._read:
            try:
                self._read[key] = read_value(row, raw, on=self.on, currency=currency)
            except Invalid as refusal:
                self._read[key] = refusal
        return self._read[key]


def required_words(label: str, state: str) -> str:
    """Return what is said where a project lacks a field its state asks for."""
    known = str(State(state).label).lower()
    return f"{label} is required of a project that is {known}; fill it in, in a column of its own."


def _raw(entry: Entry, code: str) -> object:
    """Return what a row says of a field as the deed takes it; None where it says nothing."""
    if code in entry.amounts:
        amount = entry.amounts[code]
        return {"minor": amount.minor, "currency": amount.currency}
    return entry.days.get(code) or entry.texts.get(code)
