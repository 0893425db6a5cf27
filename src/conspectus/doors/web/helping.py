"""The guide beside a page's forms: which forms it shows, and what their guides say of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.utils.functional import Promise

from conspectus.rooms.knowledge.queries import Help, help_for
from conspectus.rooms.knowledge.queries.help import name_of

_NUMBERED = re.compile(r"-.+$")  # of the same field in several rows


@dataclass(frozen=True, slots=True)
class Beside:
    """A guide, with what it says of the fields that are on the page, each by its label."""

    guide: Help
    fields: tuple[tuple[str | Promise, str], ...]


def help_beside(told: Mapping[str, Any]) -> tuple[Beside, ...]:
    """Return the guides of all forms that a page is told of; asks the database only where there are any."""
    forms = list(_forms(list(told.values())))
    guides = help_for([name_of(type(one)) for one in forms])
    return tuple(Beside(one, _said(one, forms)) for one in guides)


def _forms(values: list[Any]) -> Iterator[BaseForm]:
    for value in values:
        if isinstance(value, BaseForm):
            yield value
        elif isinstance(value, list | tuple) and value and isinstance(value[0], BaseForm):
            yield from _forms(list(value))


def _said(guide: Help, forms: list[BaseForm]) -> tuple[tuple[str | Promise, str], ...]:
    found: dict[str, tuple[str | Promise, str]] = {}
    for form in forms:
        for name, field in form.fields.items():
            stem = _NUMBERED.sub("", name)
            if stem in guide.fields and stem not in found and not field.widget.is_hidden and stem == name:
                found[stem] = (field.label or name, guide.fields[stem])
    return tuple(found.values())
