"""Controls that narrow a table by the organisation's fields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from conspectus.rooms.accounts.queries import people
from conspectus.rooms.portfolio.choices import FieldKind
from conspectus.rooms.portfolio.models import Field
from conspectus.rooms.portfolio.queries.field_values import BY_FIELD
from conspectus.rooms.portfolio.queries.fields import options_offered

from ..tables.portfolio import HIGH, LOW

RANGES = (FieldKind.NUMBER, FieldKind.MONEY, FieldKind.DATE)


@dataclass(frozen=True, slots=True)
class Control:
    """How one field is narrowed: a choice, two ends, or a text; with what is asked now."""

    label: str
    inputs: tuple[tuple[str, str, str], ...]  # name, what it says beside the label, value
    choices: tuple[tuple[str, str], ...] = ()
    type: str = "search"

    @property
    def is_set(self) -> bool:
        """Whether it narrows now."""
        return any(value for _, _, value in self.inputs)


def controls(fields: Iterable[Field], asked: dict[str, str], on: date) -> list[Control]:
    """Return a control for each field that can be narrowed by."""
    rows = [row for row in fields if row.kind != FieldKind.FORMULA]
    everybody: tuple[tuple[str, str], ...] = ()
    if any(row.kind == FieldKind.PERSON for row in rows):
        everybody = tuple((str(one.pk), one.name) for one in people())
    return [_control(row, asked, everybody, on) for row in rows]


def _control(row: Field, asked: dict[str, str], everybody: tuple[tuple[str, str], ...], on: date) -> Control:
    name = BY_FIELD + row.key
    label = f"{row.label}, {row.unit or row.currency}" if row.unit or row.currency else row.label
    if row.kind in RANGES:
        ends = ((name + LOW, _("from")), (name + HIGH, _("to")))
        inputs = tuple((each, words, asked.get(each, "")) for each, words in ends)
        return Control(label, inputs, type="date" if row.kind == FieldKind.DATE else "text")
    choices: tuple[tuple[str, str], ...] = ()
    if row.kind == FieldKind.PERSON:
        choices = everybody
    elif row.kind == FieldKind.YES_NO:
        choices = (("yes", _("Yes")), ("no", _("No")))
    elif row.kind in (FieldKind.CHOICE, FieldKind.TREE):
        choices = tuple((key, "\u2003" * depth + words) for depth, key, words in options_offered(row, on))
    if choices:
        choices = (("", _("any")), *choices, ("-", _("empty")))
    return Control(label, ((name, "", asked.get(name, "")),), choices)
