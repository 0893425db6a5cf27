"""Fields of the organisation: created, changed, retired; never deleted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError

from conspectus.kit.currencies import currency_code
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid, NotAllowed
from conspectus.kit.texts import clean_line, clean_name, clean_text
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.rules import organisation_abilities
from conspectus.rooms.portfolio.bridge.formulas import check_formula
from conspectus.rooms.portfolio.bridge.graph import graph_of, names_in
from conspectus.rooms.portfolio.bridge.options import OPTION_KEY, Offered
from conspectus.rooms.portfolio.choices import (
    FIGURES,
    KEPT_NAMES,
    STATE_ORDER,
    FieldKind,
    FieldRight,
    FieldSubject,
    Required,
)
from conspectus.rooms.portfolio.models import Field, FieldOption
from conspectus.rooms.portfolio.queries.fields import ABILITY, fields_of, known_fields
from conspectus.rooms.portfolio.rules import require

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_OPTIONS, DEEPEST, MOST_FIELDS = 2000, 10, 200
OPTIONED = (FieldKind.CHOICE, FieldKind.TREE)
CHANGED = frozenset(
    {
        "label",
        "unit",
        "formula",
        "required",
        "required_state",
        "sees",
        "help_words",
        "position",
        "starts_on",
        "ends_on",
        "options",
    }
)


@dataclass(frozen=True, slots=True)
class NewField:
    """What a field is created with; key, kind and currency stay for good."""

    subject_kind: str
    key: str
    label: str
    kind: str
    currency: str = ""
    unit: str = ""
    formula: str = ""
    required: str = Required.NEVER
    required_state: str = ""
    sees: str = FieldRight.EVERYBODY
    help_words: str = ""
    position: int = 0
    starts_on: date | None = None
    ends_on: date | None = None
    options: Sequence[Offered] = ()


@deed("create_field", "created a field", needs=Ability.STEER)
def create_field(*, new: NewField, by: User, at: datetime) -> Field:
    """Create a field of the organisation; it is at once in forms, lists, API and commands.

    Refuses a key in use or kept for figures, a choice without options, a
    formula that cannot be computed or waits for itself, and a right to see
    that the creator does not have.
    """
    require(by, "create_field", None, at.date())
    _one_of(new.subject_kind, FieldSubject, "subject_kind", "Say what the field is of.")
    _one_of(new.kind, FieldKind, "kind", "There is no such kind of field.")
    if not KEY.fullmatch(new.key) or new.key in KEPT_NAMES or new.key in FIGURES:
        raise Invalid(
            "key", "A key is a small letter, then small letters, digits or _; names of figures are taken.", "key"
        )
    row = Field(subject_kind=new.subject_kind, key=new.key, kind=new.kind)
    if new.currency and new.kind != FieldKind.MONEY:
        raise Invalid("currency", "Only money has a currency.", "currency")
    row.currency = currency_code(new.currency) if new.currency else ""
    _fill(row, {name: getattr(new, name) for name in CHANGED - {"options"}}, by)
    if new.kind in OPTIONED and not new.options:
        raise Invalid("options", "Give the options that can be chosen.", "options")
    _check_options(row, new.options)
    taken = Invalid("key_taken", "A field with this key exists.", "key")
    there = fields_of(row.subject_kind)
    if any(one.key == row.key for one in there):
        raise taken
    if len(there) >= MOST_FIELDS:
        raise Conflict("fields", "There are %(most)s fields already, those retired included.", most=MOST_FIELDS)
    _check_formula(row, there, by, at)
    try:
        with audited("create_field", by=by, at=at) as line:
            row.save()
            _keep_options(row, new.options, at.date())
            line.about("field", row.pk, subject=row.subject_kind, key=row.key, holds=row.kind, label=row.label)
    except IntegrityError:
        raise taken from None
    return row


@deed("change_field", "changed a field", needs=Ability.STEER)
def change_field(*, field: Field, changes: Mapping[str, Any], revision: int, by: User, at: datetime) -> Field:
    """Change what ``CHANGED`` names of a field; what it held stays, and frozen periods stay as they were.

    ``options`` are all there shall be: one that is left out is retired today,
    and what chose it keeps it. ``ends_on`` None brings a retired field back.
    """
    require(by, "change_field", None, at.date())
    unknown = sorted(set(changes) - CHANGED)
    if unknown:
        raise Invalid("unknown_field", "'%(unknown)s' cannot be changed.", unknown[0], unknown=unknown[0][:60])
    with audited("change_field", by=by, at=at) as line:
        row = lock_row(field, revision)
        _require_right(by, row.sees)
        _fill(row, {name: value for name, value in changes.items() if name != "options"}, by)
        _check_formula(row, [one for one in fields_of(row.subject_kind) if one.pk != row.pk], by, at)
        if "options" in changes:
            if row.kind in OPTIONED and not changes["options"]:
                raise Invalid("options", "Give the options that can be chosen.", "options")
            _check_options(row, changes["options"])
            _keep_options(row, changes["options"], at.date())
        row.save()
        line.about("field", row.pk, key=row.key, **{name: _plain(value) for name, value in changes.items()})
    return row


@deed("retire_field", "retired a field", needs=Ability.STEER)
def retire_field(*, field: Field, revision: int, by: User, at: datetime) -> Field:
    """Ask a field no more from today on; what it held until then stays readable as at then."""
    require(by, "retire_field", None, at.date())
    with audited("retire_field", by=by, at=at) as line:
        row = lock_row(field, revision)
        _require_right(by, row.sees)
        there = fields_of(row.subject_kind)
        if users := graph_of(there).users_of(row.key):
            labels = ", ".join(one.label for one in there if one.key in users)
            raise Conflict(
                "used",
                "%(label)s is used by the formula %(labels)s. Change that first.",
                label=row.label,
                labels=labels,
            )
        if row.ends_on is not None and row.ends_on <= at.date():
            raise Conflict("retired", "%(label)s is retired already.", label=row.label)
        row.ends_on = at.date()
        row.save()
        line.about("field", row.pk, key=row.key, ends_on=row.ends_on)
    return row


def _fill(row: Field, wanted: Mapping[str, Any], by: User) -> None:
    """Put checked values into the row."""
    texts: dict[str, Any] = {
        "label": lambda text: clean_name(text, "label", most=80),
        "unit": lambda text: clean_line(text, "unit", most=20, required=False),
        "help_words": lambda text: clean_line(text, "help_words", most=400, required=False),
        "formula": lambda text: clean_text(text, "formula"),
    }
    for name, value in wanted.items():
        setattr(row, name, texts[name](value) if name in texts else value)
    _one_of(row.sees, FieldRight, "sees", "There is no such right.")
    _one_of(row.required, Required, "required", "Choose never, always or from a state on.")
    _require_right(by, row.sees)
    if row.required != Required.FROM_STATE:
        row.required_state = ""
    elif row.subject_kind != FieldSubject.PROJECT or row.required_state not in STATE_ORDER:
        raise Invalid("required_state", "Name the state from which a project must have it.", "required_state")
    if row.kind == FieldKind.FORMULA and row.required != Required.NEVER:
        raise Invalid("required", "A formula is computed, so nobody can be asked for it.", "required")
    if row.unit and row.kind not in (FieldKind.NUMBER, FieldKind.FORMULA):
        raise Invalid("unit", "Only numbers and formulas have a unit.", "unit")
    if bool(row.formula) != (row.kind == FieldKind.FORMULA):
        words = "Write the formula." if not row.formula else "Only a formula has a formula."
        raise Invalid("formula", words, "formula")
    if type(row.position) is not int or not 0 <= row.position < 10_000:
        raise Invalid("position", "The position is a number from 0 to 9999.", "position")
    _check_days(row.starts_on, row.ends_on)


def _check_days(starts_on: date | None, ends_on: date | None) -> None:
    for name, day in (("starts_on", starts_on), ("ends_on", ends_on)):
        if day is not None and not 1900 <= day.year <= 2200:
            raise Invalid(name, "Enter a day such as 2027-03-31.", name)
    if starts_on and ends_on and ends_on < starts_on:
        raise Invalid("ends_on", "The last day lies before the first.", "ends_on")


def _check_options(row: Field, options: Sequence[Offered]) -> None:
    """Refuse options where there are none, keys and names twice, and nodes below what is not there."""
    if options and row.kind not in OPTIONED:
        raise Invalid("options", "Only a choice or a tree has options.", "options")
    if len(options) > MOST_OPTIONS:
        raise Invalid("options", "A field has at most %(most)s options.", "options", most=MOST_OPTIONS)
    depths: dict[str, int] = {"": 0}
    for one in options:
        clean_name(one.label, "options", most=120)
        _check_days(one.starts_on, one.ends_on)
        if not OPTION_KEY.fullmatch(one.key):
            raise Invalid(
                "options",
                "'%(key)s' is no key: use small letters, digits and _ . or -, at most 40.",
                "options",
                key=one.key[:40],
            )
        if one.key in depths:
            raise Invalid("options", "The key '%(key)s' is given twice.", "options", key=one.key)
        if one.parent and row.kind != FieldKind.TREE:
            raise Invalid("options", "Only a tree has options below others.", "options")
        if one.parent not in depths:
            raise Invalid(
                "options",
                "'%(key)s' stands below '%(parent)s', which does not come before it.",
                "options",
                key=one.key,
                parent=one.parent[:40],
            )
        depths[one.key] = depths[one.parent] + 1
        if depths[one.key] > DEEPEST:
            raise Invalid("options", "A tree has at most %(deepest)s levels.", "options", deepest=DEEPEST)


def _keep_options(row: Field, options: Sequence[Offered], today: date) -> None:
    """Write the options there shall be; those left out are retired."""
    there = {one.key: one for one in row.options.all()}
    for place, one in enumerate(options):
        kept = there.get(one.key) or FieldOption(field=row, key=one.key)
        kept.label, kept.position = clean_name(one.label, "options", most=120), place
        kept.parent = there[one.parent] if one.parent else None
        kept.starts_on, kept.ends_on = one.starts_on, one.ends_on
        kept.save()
        there[one.key] = kept
    for key in set(there) - {one.key for one in options}:
        gone = there[key]
        if gone.ends_on is None or gone.ends_on > today:
            gone.ends_on = today
            gone.save()


def _check_formula(row: Field, others: list[Field], by: User, at: datetime) -> None:
    """Refuse a formula that its writer could not compute; of what they may not know, nothing is told."""
    if row.kind != FieldKind.FORMULA:
        return
    graph = graph_of([*others, row])
    known, _ = known_fields(by, row.subject_kind, at.date())
    kinds = {one.key: one.kind for one in known if one.kind != FieldKind.FORMULA}
    kinds |= {one.key: graph.formulas[one.key].kind for one in known if one.key in graph.formulas}
    if row.subject_kind == FieldSubject.PROJECT:
        kinds |= {name: kind for name, (kind, _) in FIGURES.items()}
    kinds.pop(row.key, None)
    if names_in(row.formula):
        check_formula(row.formula, kinds)


def _require_right(by: User, right: str) -> None:
    """Refuse to widen or to take away what one may not see oneself."""
    if right != FieldRight.EVERYBODY and ABILITY[FieldRight(right)] not in organisation_abilities(by):
        raise NotAllowed("You may not see the values of such a field, so others must define it.")


def _one_of(word: object, choices: Any, field: str, words: str) -> None:
    if word not in choices.values:
        raise Invalid(field, words, field)


def _plain(value: Any) -> Any:
    return [one.key for one in value] if isinstance(value, list | tuple) else value
