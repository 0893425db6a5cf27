"""What a fact is: its name, what kind of value it has, and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

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


UNITS = frozenset(
    {
        "",
        "%",
        gettext_noop("actions"),
        gettext_noop("backlogs"),
        gettext_noop("baselines"),
        gettext_noop("budgets"),
        gettext_noop("changes"),
        gettext_noop("checks"),
        gettext_noop("contracts"),
        gettext_noop("days"),
        gettext_noop("deliverables"),
        gettext_noop("dimensions"),
        gettext_noop("documents"),
        gettext_noop("entries"),
        gettext_noop("epics"),
        gettext_noop("fields"),
        gettext_noop("findings"),
        gettext_noop("issues"),
        gettext_noop("items"),
        gettext_noop("lessons"),
        gettext_noop("links"),
        gettext_noop("milestones"),
        gettext_noop("non-conformities"),
        gettext_noop("objectives"),
        gettext_noop("overrides"),
        gettext_noop("people"),
        gettext_noop("points"),
        gettext_noop("projects"),
        gettext_noop("reviews"),
        gettext_noop("reports"),
        gettext_noop("revisions"),
        gettext_noop("risks"),
        gettext_noop("streams"),
        gettext_noop("tasks"),
        gettext_noop("times"),
        gettext_noop("weeks"),
        gettext_noop("words"),
    }
)


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
    """One entry of the catalogue; ``cost`` marks what only those see who may see cost, ``own`` a field of one's own."""

    name: str
    kind: FactKind
    label: str | Promise
    meaning: str | Promise
    unit: str = ""
    cost: bool = False
    own: bool = False

    def __post_init__(self) -> None:
        if self.unit not in UNITS and not self.own:
            raise ValueError(f"{self.unit} is no unit that languages know")


@dataclass(frozen=True, slots=True)
class Area:
    """Facts that are measured together, and of what."""

    key: str
    label: str | Promise
    source: str | Promise
    facts: tuple[Fact, ...]
