"""What a fact is: its name, what kind of value it has, and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conspectus.engine.measure import Reason


class FactKind(TextChoices):
    """What kind of value a fact has."""

    TEXT = "text", _("Text")
    NUMBER = "number", _("Number")
    MONEY = "money", _("Money")
    YES_NO = "yes_no", _("Yes or no")
    DATE = "date", _("Date")
    TEXTS = "texts", _("List of texts")
    NUMBERS = "numbers", _("List of numbers")
    DATES = "dates", _("List of dates")


@dataclass(frozen=True, slots=True)
class Amount:
    """Money in minor units of a currency."""

    minor: int
    currency: str


# What a fact holds, or why it holds nothing.
Value = str | bool | int | float | Amount | date | tuple[str, ...] | tuple[float, ...] | tuple[date, ...]
Measured = Value | Reason


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry of the catalogue; ``cost`` marks what only those see who may see cost."""

    name: str
    kind: FactKind
    label: str | Promise
    meaning: str | Promise
    unit: str = ""
    cost: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """Facts that are measured together, and of what."""

    key: str
    label: str | Promise
    source: str | Promise
    facts: tuple[Fact, ...]
