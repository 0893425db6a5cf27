"""What fields hold: of many things at once, as at a day, as far as a reader may see; in order and narrowed in SQL."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import NullIf

from conspectus.kit.errors import Invalid
from conspectus.kit.many import of_these
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.bridge.formulas import Amount, Answer, Known, compute
from conspectus.rooms.portfolio.bridge.graph import Graph
from conspectus.rooms.portfolio.bridge.typed import (
    EMPTY,
    Typed,
    exact,
    in_force,
    in_words,
    number_of,
    read_value,
    typed_of,
)
from conspectus.rooms.portfolio.choices import FieldKind, FieldSubject
from conspectus.rooms.portfolio.models import Field, FieldOption, FieldValue, Project
from conspectus.rooms.portfolio.queries.fields import (
    Sight,
    Subject,
    all_fields,
    known_fields,
    right_of,
    sight_of,
    unknown_field,
)

COLUMNS = {
    FieldKind.TEXT: "text",
    FieldKind.NUMBER: "amount",
    FieldKind.MONEY: "minor",
    FieldKind.DATE: "day",
    FieldKind.CHOICE: "option__position",
    FieldKind.TREE: "option__position",
    FieldKind.PERSON: "person__name",
    FieldKind.YES_NO: "yes",
}
BY_FIELD = "field."  # before the key of a field, where other things are named too
# Order, key and name of the groups a field makes, in columns of its values.
GROUPED = {
    FieldKind.CHOICE: ("option__position", "option__key", "option__label"),
    FieldKind.TREE: ("option__position", "option__key", "option__label"),
    FieldKind.PERSON: ("person__name", "person", "person__name"),
    FieldKind.YES_NO: ("yes", "yes", "yes"),
}
Figures = Mapping[int, Mapping[str, Known]]


@dataclass(frozen=True, slots=True)
class FieldShown:
    """What one field holds of one thing: exactly, in words, or why a formula gives nothing; ``needs`` are rights."""

    key: str
    label: str
    kind: str
    value: str = ""
    words: str = ""
    reason: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One line of a field's history."""

    label: str
    words: str
    valid_from: date
    recorded_by: str
    recorded_at: datetime


def values_for(
    by: User, kind: str, subjects: Sequence[Subject], on: date, *, figures: Figures | None = None
) -> dict[int, tuple[FieldShown, ...]]:
    """Return what the fields of things hold on a day, as far as ``by`` may see; by id, a constant number of queries.

    ``subjects`` are things the caller has shown to be visible; ``figures`` are what formulas may use beside fields.
    """
    fields, graph = all_fields(kind)
    if not fields:
        return {row.pk: () for row in subjects}
    found = _held(fields, graph, [row.pk for row in subjects], on, figures or {})
    sight = sight_of(by, kind, subjects, on, {need for row in fields for need in graph.needs[row.key]})
    return {pk: seen_values(shown, sight, pk) for pk, shown in found.items()}


def seen_values(shown: tuple[FieldShown, ...], sight: Sight, subject_id: int) -> tuple[FieldShown, ...]:
    """Return those of the values that a reader may see; what is hidden is absent."""
    return tuple(one for one in shown if sight.covers(one.needs, subject_id))


def held_values(kind: str, ids: Sequence[int], on: date, *, figures: Figures) -> dict[int, tuple[FieldShown, ...]]:
    """Return what every field in force on a day holds of things, whoever may see it."""
    return _held(*all_fields(kind), ids, on, figures)


def _held(
    fields: Sequence[Field], graph: Graph, ids: Sequence[int], on: date, figures: Figures
) -> dict[int, tuple[FieldShown, ...]]:
    rows, paths = newest_values(ids, on, fields), tree_paths(fields)
    return {pk: _shown(fields, graph, rows.get(pk, {}), figures.get(pk, {}), paths, on) for pk in ids}


def newest_values(ids: Sequence[int], on: date, fields: Sequence[Field]) -> dict[int, dict[int, Typed]]:
    """Return by thing and field the newest value on or before a day."""
    rows = FieldValue.objects.filter(field__in=fields, valid_from__lte=on).select_related("option", "person")
    found: dict[int, dict[int, Typed]] = {}
    for row in of_these(rows, ids, "subject_id").order_by("valid_from", "pk"):
        found.setdefault(row.subject_id, {})[row.field_id] = typed_of(row)
    return found


def tree_paths(fields: Sequence[Field]) -> dict[int, str]:
    """Return the name of every node of a tree with all above it."""
    paths: dict[int, str] = {}
    for field in fields:
        if field.kind == FieldKind.TREE:
            rows = {row.pk: row for row in field.options.all()}
            paths |= {pk: _path(rows, row) for pk, row in rows.items()}
    return paths


def field_history(field: Field, subject_id: int) -> list[FieldChange]:
    """Return what a field held of a thing from which day on, the newest first; the caller has shown both."""
    rows = FieldValue.objects.filter(field=field, subject_id=subject_id)
    paths = tree_paths([field])
    return [
        FieldChange(
            field.label, in_words(field, typed_of(row), paths), row.valid_from, row.recorded_by.name, row.recorded_at
        )
        for row in rows.select_related("option", "person", "recorded_by")
    ]


def field_annotations(projects: QuerySet[Project], by: User, keys: Sequence[str], on: date) -> QuerySet[Project]:
    """Return the projects with ``field_<key>`` to order by; NULL where there is none, or none ``by`` may see.

    Amounts of several currencies are never compared: order by ``field_<key>_currency`` first.
    """
    fields, graph = known_fields(by, FieldSubject.PROJECT, on)
    rows = {row.key: row for row in fields if row.kind != FieldKind.FORMULA}
    for key in keys:
        if key not in rows:
            raise unknown_field(key)
        right = _right(by, graph, key, on)
        projects = projects.annotate(
            **{f"field_{key}": _column(rows[key], COLUMNS[FieldKind(rows[key].kind)], right, on)}
        )
        if rows[key].kind == FieldKind.MONEY:
            projects = projects.annotate(**{f"field_{key}_currency": _column(rows[key], "currency", right, on)})
    return projects


def field_groups(by: User, key: str, on: date) -> tuple[Any, ...]:
    """Return what projects are grouped by that hold the same of a field: order, key and name of their group."""
    fields, graph = known_fields(by, FieldSubject.PROJECT, on)
    row = next((row for row in fields if row.key == key and row.kind in GROUPED), None)
    if row is None:
        raise Invalid("group", "There is no field '%(key)s' to group by.", "group", key=key[:60])
    right = _right(by, graph, key, on)
    return tuple(_column(row, column, right, on) for column in GROUPED[FieldKind(row.kind)])


def narrow_by_fields(projects: QuerySet[Project], by: User, wanted: Mapping[str, str], on: date) -> QuerySet[Project]:
    """Return the projects whose fields hold what is wanted, of those where ``by`` may see them.

    A text is looked for within; numbers, amounts and days match, or lie between
    two written ``10..20``, ``..20`` or ``10..``; of a tree all below counts;
    ``-`` wants the field empty.
    """
    if not wanted:
        return projects
    fields, graph = known_fields(by, FieldSubject.PROJECT, on)
    rows = {row.key: row for row in fields if row.kind != FieldKind.FORMULA}
    for key, text in wanted.items():
        if key not in rows:
            raise unknown_field(key)
        projects = _narrowed(projects, rows[key], text, _right(by, graph, key, on), on)
    return projects


def _narrowed(projects: QuerySet[Project], field: Field, text: str, right: Q, on: date) -> QuerySet[Project]:
    kind, name = FieldKind(field.kind), f"wanted_{field.key}"
    column = {FieldKind.CHOICE: "option", FieldKind.TREE: "option", FieldKind.PERSON: "person"}.get(kind)
    projects = projects.filter(right).alias(**{name: _column(field, column or COLUMNS[kind], Q(), on)})
    if text == "-":
        return projects.filter(**{f"{name}__isnull": True})
    if kind == FieldKind.TEXT:
        return projects.none() if "\0" in text else projects.filter(**{f"{name}__icontains": text})
    if kind in (FieldKind.NUMBER, FieldKind.MONEY, FieldKind.DATE):
        return _between(projects, field, text, name, on)
    value = read_value(field, text, on=on) if kind != FieldKind.CHOICE and kind != FieldKind.TREE else EMPTY
    if kind == FieldKind.PERSON:
        return projects.filter(**{name: value.person})
    if kind == FieldKind.YES_NO:
        return projects.filter(**{name: value.yes})
    return projects.filter(**{f"{name}__in": _below(field, text)})


def _between(projects: QuerySet[Project], field: Field, text: str, name: str, on: date) -> QuerySet[Project]:
    """Return the projects whose value is the one written, or lies between the two; amounts of one currency only."""
    currency = field.currency
    if field.kind == FieldKind.MONEY and not currency:
        named = re.findall(r"[A-Za-z]{3}", text)
        if not named:
            words = f"Name the currency of {field.label} too, such as 100 EUR."
            raise Invalid("currency", words, f"fields.{field.key}")
        currency = named[0]
    low, dots, high = text.partition("..")
    for words, sign in [(low, "gte"), (high, "lte")] if dots else [(low, "exact")]:
        value = read_value(field, words, on=on, currency=currency)
        if value.is_empty:
            continue
        if value.minor is not None:
            projects = projects.alias(**{f"{name}_currency": _column(field, "currency", Q(), on)})
            projects = projects.filter(**{f"{name}_currency": value.currency})
        held: Any = value.minor if value.minor is not None else value.day or value.amount
        projects = projects.filter(**{f"{name}__{sign}": held})
    return projects


def _below(field: Field, key: str) -> list[int]:
    """Return the option of this key and all below it; none where there is none."""
    rows = list(field.options.all())
    found = [row.pk for row in rows if row.key == key]
    for pk in found:
        found += [row.pk for row in rows if row.parent_id == pk]
    return found


def _column(field: Field, column: str, right: Q, on: date) -> Any:
    """Return a column of the newest value; NULL where the right is not there or the field was emptied."""
    newest = FieldValue.objects.filter(field=field, subject_id=OuterRef("pk"), valid_from__lte=on)
    value: Any = Subquery(newest.order_by("-valid_from", "-pk").values(column)[:1])
    if column in ("text", "currency"):
        value = NullIf(value, Value(""), output_field=TextField())
    return Case(When(right, then=value)) if right else value


def _right(by: User, graph: Graph, key: str, on: date) -> Q:
    """Return the condition of projects whose value of a field ``by`` may see; empty where of all."""
    found = Q()
    for need in sorted(graph.needs[key]):
        found &= right_of(by, need, on) or Q()
    return found


def _shown(
    fields: Sequence[Field],
    graph: Graph,
    held: Mapping[int, Typed],
    figures: Mapping[str, Known],
    paths: Mapping[int, str],
    on: date,
) -> tuple[FieldShown, ...]:
    """Return what every field in force holds of one thing, formulas computed last and shown in place."""
    answers = answered(fields, graph, held, figures, on)
    return tuple(
        _of_answer(row, answers[row.key], graph)
        if row.kind == FieldKind.FORMULA
        else _of_value(row, held.get(row.pk, EMPTY), graph, paths)
        for row in fields
        if in_force(row, on)
    )


def answered(
    fields: Sequence[Field], graph: Graph, held: Mapping[int, Typed], figures: Mapping[str, Known], on: date
) -> dict[str, Answer]:
    """Return what each formula gives of what one thing holds, by its key."""
    known: dict[str, Known] = dict(figures)
    for row in fields:
        if row.kind != FieldKind.FORMULA:
            known[row.key] = _known(row, held.get(row.pk, EMPTY)) if in_force(row, on) else None
    answers: dict[str, Answer] = {}
    for key, formula in graph.formulas.items():
        answers[key] = compute(formula, known, on)
        known[key] = answers[key].value
    return answers


def _of_value(row: Field, value: Typed, graph: Graph, paths: Mapping[int, str]) -> FieldShown:
    needs = tuple(sorted(graph.needs[row.key]))
    return FieldShown(row.key, row.label, row.kind, exact(row.kind, value), in_words(row, value, paths), needs=needs)


def _of_answer(row: Field, answer: Answer, graph: Graph) -> FieldShown:
    needs, found = tuple(sorted(graph.needs[row.key])), answer.value
    value = Typed(text=found) if isinstance(found, str) else EMPTY
    if isinstance(found, bool):
        value = Typed(yes=found)
    elif isinstance(found, Decimal):
        value = Typed(number=f"{found:f}", amount=float(found))
    elif isinstance(found, date):
        value = Typed(day=found)
    words = in_words(row, value, {})
    return FieldShown(row.key, row.label, row.kind, exact(row.kind, value), words, answer.reason, needs)


def _known(row: Field, value: Typed) -> Known:
    """Return a value as a formula meets it."""
    if value.is_empty:
        return None
    if value.minor is not None:
        return Amount(number_of(value), value.currency)
    if value.number:
        return number_of(value)
    if value.option is not None:
        return value.option.key
    return value.person.name if value.person else value.yes if value.yes is not None else value.day or value.text


def _path(rows: Mapping[int, FieldOption], row: FieldOption) -> str:
    names = [row.label]
    while row.parent_id is not None and len(names) < 20:
        row = rows[row.parent_id]
        names.append(row.label)
    return " › ".join(reversed(names))
