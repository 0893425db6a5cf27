"""What is measured of the organisation's own fields of projects, computed ones with the figures of their plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from conspectus.engine.expressions import Trouble
from conspectus.engine.measure import Reason
from conspectus.engine.policies import OF_FIELDS
from conspectus.rooms.facts.choices import Amount, Measured
from conspectus.rooms.facts.queries.own import is_measured
from conspectus.rooms.portfolio.bridge.formulas import TROUBLES, Answer
from conspectus.rooms.portfolio.bridge.typed import EMPTY, Typed, in_force
from conspectus.rooms.portfolio.choices import FieldKind, FieldSubject
from conspectus.rooms.portfolio.models import Field, FieldOption, Project
from conspectus.rooms.portfolio.queries.field_values import answered, newest_values
from conspectus.rooms.portfolio.queries.fields import all_fields
from conspectus.rooms.schedule.queries.fields import figures_of

LONGEST = 300  # signs of a text that are kept


def field_facts(projects: Sequence[Project], on: date) -> dict[int, dict[str, Measured]]:
    """Return what the organisation's own fields held of projects on a day, by project and name.

    A field not asked on the day does not apply then; asks the database as often for one project as for many.
    """
    fields, graph = all_fields(FieldSubject.PROJECT)
    if not fields:
        return {}
    held = newest_values([one.pk for one in projects], on, fields)
    figures, nodes = figures_of(projects, on), _nodes(fields)
    found: dict[int, dict[str, Measured]] = {}
    for one in projects:
        mine = held.get(one.pk, {})
        answers = answered(fields, graph, mine, figures.get(one.pk, {}), on)
        found[one.pk] = {
            OF_FIELDS + row.key: Reason.NOT_APPLICABLE
            if not in_force(row, on)
            else _answer(answers[row.key])
            if row.kind == FieldKind.FORMULA
            else _value(mine.get(row.pk, EMPTY), nodes)
            for row in fields
            if is_measured(row, graph)
        }
    return found


def _nodes(fields: Sequence[Field]) -> Mapping[int, FieldOption]:
    """Return every node of the trees by its number."""
    return {one.pk: one for row in fields if row.kind == FieldKind.TREE for one in row.options.all()}


def _value(value: Typed, nodes: Mapping[int, FieldOption]) -> Measured:
    if value.is_empty:
        return Reason.NO_DATA
    if value.minor is not None:
        return Amount(value.minor, value.currency)
    if value.number:
        return float(Decimal(value.number))
    if value.option is not None:
        return _path(value.option, nodes) if value.option.pk in nodes else value.option.key
    if value.yes is not None:
        return value.yes
    return value.person is not None or value.day or value.text[:LONGEST]


def _path(option: FieldOption, nodes: Mapping[int, FieldOption]) -> tuple[str, ...]:
    """Return the keys from the top of a tree down to a node."""
    keys = [option.key]
    while option.parent_id is not None:
        option = nodes[option.parent_id]
        keys.append(option.key)
    return tuple(reversed(keys))


def _answer(answer: Answer) -> Measured:
    """Return what a formula gave; without a value, why."""
    value = answer.value
    if value is None:
        return Reason.DIV_ZERO if answer.reason == TROUBLES[Trouble.DIVIDES_BY_ZERO] else Reason.NO_DATA
    if isinstance(value, Decimal):
        return float(value)
    return value[:LONGEST] if isinstance(value, str) else value
