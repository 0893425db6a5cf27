"""The organisation's own fields of projects as facts: which there are, of what kind, and who may know of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from conspectus.engine.policies import OF_FIELDS
from conspectus.kit.reading import asked_once
from conspectus.rooms.accounts.models import User
from conspectus.rooms.facts.choices import AREAS, Area, Fact, FactKind
from conspectus.rooms.portfolio.bridge.graph import Graph
from conspectus.rooms.portfolio.choices import FieldKind, FieldRight, FieldSubject
from conspectus.rooms.portfolio.models import Field
from conspectus.rooms.portfolio.queries.fields import all_fields, known_fields

KEY = "fields"
MOST_OPTIONS = 12  # that are told beside a choice
KINDS = {
    FieldKind.TEXT: FactKind.TEXT,
    FieldKind.NUMBER: FactKind.NUMBER,
    FieldKind.MONEY: FactKind.MONEY,
    FieldKind.DATE: FactKind.DATE,
    FieldKind.CHOICE: FactKind.TEXT,
    FieldKind.TREE: FactKind.TEXTS,
    FieldKind.PERSON: FactKind.YES_NO,
    FieldKind.YES_NO: FactKind.YES_NO,
}


@asked_once
def own_kinds() -> tuple[tuple[str, str], ...]:
    """Return the name and kind of every field of projects that is a fact, retired ones included."""
    fields, graph = all_fields(FieldSubject.PROJECT)
    return tuple((OF_FIELDS + row.key, _kind(row, graph).value) for row in fields if is_measured(row, graph))


@asked_once
def own_labels() -> dict[str, str]:
    """Return what every field of projects that is a fact is called, by the fact's name."""
    fields, graph = all_fields(FieldSubject.PROJECT)
    return {OF_FIELDS + row.key: row.label for row in fields if is_measured(row, graph)}


def own_costs(text: str) -> frozenset[str]:
    """Return the facts of fields an expression may name that only those see who may see cost."""
    if OF_FIELDS not in text:
        return frozenset()
    fields, graph = all_fields(FieldSubject.PROJECT)
    return frozenset(OF_FIELDS + row.key for row in fields if _costs(row, graph))


def is_measured(row: Field, graph: Graph) -> bool:
    """Return whether a field is a fact: what takes a right beyond seeing cost is none, as verdicts would tell it."""
    return graph.needs[row.key] <= {FieldRight.COST.value}


def fact_name(name: str) -> str:
    """Return what a field's fact is called, or that there is no such field."""
    found = own_labels().get(name)
    return found or _("field “%(key)s”, which is no fact here") % {"key": name.removeprefix(OF_FIELDS)}


def areas_seen(by: User, on: date) -> tuple[Area, ...]:
    """Return the whole catalogue as far as ``by`` may know of it."""
    own = own_area(by, on)
    return (*AREAS, own) if own.facts else AREAS


def own_area(by: User, on: date) -> Area:
    """Return the organisation's fields that ``by`` may know of as facts, those retired since last."""
    fields, graph = known_fields(by, FieldSubject.PROJECT, on, retired=True)
    return Area(
        KEY,
        _("Your own fields"),
        _("What the fields of your organisation held of the project on the day, computed ones as well."),
        tuple(_fact(row, graph, on) for row in fields if is_measured(row, graph)),
    )


def _fact(row: Field, graph: Graph, on: date) -> Fact:
    meaning = " ".join(_meaning(row, on))
    return Fact(OF_FIELDS + row.key, _kind(row, graph), row.label, meaning, row.unit, _costs(row, graph), own=True)


def _kind(row: Field, graph: Graph) -> FactKind:
    kind = graph.formulas[row.key].kind if row.kind == FieldKind.FORMULA else FieldKind(row.kind)
    return KINDS[kind]


def _costs(row: Field, graph: Graph) -> bool:
    return FieldRight.COST.value in graph.needs[row.key]


def _meaning(row: Field, on: date) -> Iterator[str]:
    yield row.help_words or _("A field of your organisation.")
    if row.kind == FieldKind.FORMULA:
        yield _("Computed: %(formula)s.") % {"formula": row.formula}
    elif row.kind == FieldKind.PERSON:
        yield _("Whether somebody is named.")
    elif row.kind == FieldKind.TREE:
        yield _("From the top down to the option chosen, by their keys.")
    elif row.kind == FieldKind.CHOICE:
        keys = [one.key for one in row.options.all()]
        yield _("By key: %(keys)s.") % {"keys": ", ".join(keys[:MOST_OPTIONS]) + (" …" if keys[MOST_OPTIONS:] else "")}
    if row.ends_on is not None and row.ends_on <= on:
        yield _("No longer asked since %(day)s.") % {"day": row.ends_on.isoformat()}
