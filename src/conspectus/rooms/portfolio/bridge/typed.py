"""One value of a field: read from a form, a file or JSON, told exactly and in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from conspectus.formats.currencies import decimals
from conspectus.kit.currencies import currency_code
from conspectus.kit.errors import Invalid, NotFound
from conspectus.kit.ids import row_id
from conspectus.kit.texts import clean_text, fold
from conspectus.rooms.accounts.models import Person
from conspectus.rooms.portfolio.choices import FieldKind
from conspectus.rooms.portfolio.models import Field, FieldOption, FieldValue

LARGEST = Decimal(10) ** 15
FINEST = 9  # decimals of a number
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?: \d{3})+|\d+)(?:\.\d+)?")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class Typed:
    """The columns of one value; all empty where the field is emptied."""

    text: str = ""
    number: str = ""
    amount: float | None = None
    minor: int | None = None
    currency: str = ""
    day: date | None = None
    option: FieldOption | None = None
    person: Person | None = None
    yes: bool | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is held."""
        return self == Typed()


EMPTY = Typed()


def place_of(field: Field) -> str:
    """Return the name under which forms, bodies and refusals carry a field's value."""
    return f"fields.{field.key}"


def read_value(field: Field, raw: object, *, on: date, currency: str = "") -> Typed:
    """Return what a cell, a form or a JSON value says, as the field's kind has it.

    Empty text and None empty the field. ``currency`` is that of the thing, for
    an amount that names none. Refuses what is not of the kind, options not in
    force on the day, and people who are not here.
    """
    if isinstance(raw, str):
        raw = raw.strip()
    if raw is None or raw == "":
        return EMPTY
    if field.kind == FieldKind.FORMULA:
        raise Invalid("computed", "%(label)s is computed. Leave it out.", place_of(field), label=field.label)
    if field.kind == FieldKind.MONEY:
        return _money(field, raw, currency)
    if field.kind in (FieldKind.CHOICE, FieldKind.TREE):
        return Typed(option=_option(field, raw, on))
    readers: dict[str, Any] = {
        FieldKind.TEXT: _text,
        FieldKind.NUMBER: _number,
        FieldKind.DATE: _date,
        FieldKind.PERSON: _person,
        FieldKind.YES_NO: _yes_no,
    }
    found: Typed = readers[field.kind](field, raw)
    return found


def typed_of(row: FieldValue) -> Typed:
    """Return the value a row holds."""
    return Typed(row.text, row.number, row.amount, row.minor, row.currency, row.day, row.option, row.person, row.yes)


def exact(kind: str, value: Typed) -> str:
    """Return a value as text that ``read_value`` reads as the same value again; empty where there is none."""
    if value.is_empty:
        return ""
    if kind == FieldKind.MONEY:
        return f"{_units(value)} {value.currency}"
    if kind == FieldKind.PERSON and value.person is not None:
        return str(value.person.pk)
    if value.option is not None:
        return value.option.key
    if value.yes is not None:
        return "yes" if value.yes else "no"
    return value.day.isoformat() if value.day else value.number or value.text


def in_words(field: Field, value: Typed, paths: Mapping[int, str]) -> str:
    """Return a value as people read it; ``paths`` name the nodes of trees with all above them."""
    if value.is_empty:
        return ""
    if value.minor is not None:
        return f"{_units(value):,} {value.currency}".replace("-", "−")
    if value.number:
        return f"{Decimal(value.number):,f} {field.unit}".strip().replace("-", "−")
    if value.day:
        return f"{value.day.day} {value.day:%b %Y}"
    if value.option is not None:
        return paths.get(value.option.pk, value.option.label)
    if value.person is not None:
        return value.person.name
    return ("Yes" if value.yes else "No") if value.yes is not None else value.text


def number_of(value: Typed) -> Decimal:
    """Return a number or an amount in whole units, exactly."""
    return _units(value) if value.minor is not None else Decimal(value.number)


def _text(field: Field, raw: object) -> Typed:
    return Typed(text=clean_text(raw, place_of(field)))


def _number(field: Field, raw: object) -> Typed:
    number = _decimal(field, raw)
    if number != round(number, FINEST):
        raise Invalid(
            "decimals",
            "%(label)s takes at most %(finest)s decimals.",
            place_of(field),
            label=field.label,
            finest=FINEST,
        )
    return Typed(number=f"{number:f}", amount=float(number))


def _decimal(field: Field, raw: object) -> Decimal:
    """Return a finite number below 10^15, trailing zeros dropped."""
    refusal = Invalid("number", "%(label)s is a number; write it such as 1234.56.", place_of(field), label=field.label)
    if isinstance(raw, str):
        text = _SPACES.sub(" ", raw).replace("−", "-")
        if len(text) > 60 or not text.isascii() or not _NUMBER.fullmatch(text):
            raise refusal
        number = Decimal(text.replace(" ", ""))
    elif isinstance(raw, int | float | Decimal) and not isinstance(raw, bool):
        number = Decimal(str(raw))
    else:
        raise refusal
    if not number.is_finite():
        raise refusal
    if abs(number) >= LARGEST:
        raise Invalid("too_large", "%(label)s must lie below 10^15.", place_of(field), label=field.label)
    whole = number == number.to_integral_value()
    return Decimal(int(number)) if whole else number.normalize()


def _money(field: Field, raw: object, currency: str) -> Typed:
    if isinstance(raw, dict):
        if set(raw) != {"minor", "currency"} or type(raw["minor"]) is not int or abs(raw["minor"]) >= LARGEST * 100:
            raise Invalid("amount", 'Send an amount as {"minor": 125000, "currency": "EUR"}.', place_of(field))
        return Typed(minor=raw["minor"], currency=_currency(field, raw["currency"]))
    named = currency or field.currency
    if isinstance(raw, str):
        parts = [part for part in re.split(r"\s*([A-Za-z]{3})\s*", raw) if part]
        letters = [part for part in parts if part.isalpha()]
        if len(letters) > 1 or len(parts) - len(letters) != 1:
            raise Invalid(
                "amount",
                "%(label)s is an amount; write it such as 1250.00 or 1250.00 EUR.",
                place_of(field),
                label=field.label,
            )
        raw = next(part for part in parts if not part.isalpha())
        named = letters[0] if letters else field.currency or currency
    if field.currency and not isinstance(raw, str):
        named = field.currency
    named = _currency(field, named)
    number = _decimal(field, raw)
    minor = number.scaleb(decimals(named))
    if minor != minor.to_integral_value():
        raise Invalid(
            "decimals", "%(currency)s has %(places)s decimals.", place_of(field), currency=named, places=decimals(named)
        )
    return Typed(minor=int(minor), currency=named)


def _currency(field: Field, named: object) -> str:
    found = currency_code(named, place_of(field))
    if field.currency and found != field.currency:
        raise Invalid(
            "currency",
            "%(label)s is kept in %(currency)s.",
            place_of(field),
            label=field.label,
            currency=field.currency,
        )
    return found


def _units(value: Typed) -> Decimal:
    places = decimals(value.currency)
    return Decimal(value.minor or 0).scaleb(-places).quantize(Decimal(1).scaleb(-places))


def _date(field: Field, raw: object) -> Typed:
    day = raw if type(raw) is date else None
    if isinstance(raw, str) and len(raw) == 10 and raw.isascii():
        try:
            day = date.fromisoformat(raw)
        except ValueError:
            day = None
    if day is None or not 1900 <= day.year <= 2200:
        raise Invalid("date", "%(label)s is a day; write it such as 2027-03-31.", place_of(field), label=field.label)
    return Typed(day=day)


def _option(field: Field, raw: object, on: date) -> FieldOption:
    """Return the option of this key, else of this label."""
    rows = list(field.options.all())
    found = [row for row in rows if row.key == raw]
    if not found and isinstance(raw, str):
        found = [row for row in rows if fold(row.label) == fold(raw)]
    if not found:
        raise Invalid(
            "option", "%(label)s does not offer this. Choose one of its options.", place_of(field), label=field.label
        )
    offered = [row for row in found if in_force(row, on)]
    if not offered:
        raise Invalid(
            "retired_option",
            "%(label)s is not offered any more; choose another.",
            place_of(field),
            label=found[0].label,
        )
    if len(offered) > 1:
        raise Invalid(
            "option", "%(label)s offers this name more than once; give its key.", place_of(field), label=field.label
        )
    return offered[0]


def _person(field: Field, raw: object) -> Typed:
    people = Person.objects.filter(is_active=True)
    try:
        found = list(people.filter(pk=row_id(raw)))
    except NotFound:
        text = raw if isinstance(raw, str) and "\0" not in raw else ""
        found = list(people.filter(name=text)[:2]) if text else []
    if len(found) != 1:
        many = "Several people have this name; give a number." if found else "There is no such person."
        raise Invalid("person", many, place_of(field))
    return Typed(person=found[0])


def _yes_no(field: Field, raw: object) -> Typed:
    answer = raw if isinstance(raw, bool) else _YES.get(raw.lower()) if isinstance(raw, str) else None
    if answer is None:
        raise Invalid("yes_no", "%(label)s is yes or no.", place_of(field), label=field.label)
    return Typed(yes=answer)


def in_force(row: Field | FieldOption, on: date) -> bool:
    """Return whether a field or an option counts on a day."""
    return (row.starts_on is None or row.starts_on <= on) and (row.ends_on is None or on < row.ends_on)
