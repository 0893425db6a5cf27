"""What a baseline was taken from, colours of a computed status and limits at which they turn, states of milestones."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop


class BaselineSource(TextChoices):
    """Which dates of a revision an approved baseline fixes."""

    FILE = "file", _("The baseline stored in the file")
    DATES = "dates", _("The plan's own dates and costs")


class Colour(TextChoices):
    """A computed status; what cannot be assessed is never green."""

    GREEN = "green", _("Green")
    AMBER = "amber", _("Amber")
    RED = "red", _("Red")
    NOT_ASSESSED = "not_assessed", _("Not assessed")


WORST_FIRST = (Colour.RED, Colour.AMBER, Colour.GREEN, Colour.NOT_ASSESSED)


@dataclass(frozen=True, slots=True)
class Limit:
    """A measure that turns amber past ``green`` and red past ``amber``; of some more is better, as of indices."""

    label: str
    unit: str  # %, empty for an index
    green: float  # unless a tolerance says otherwise
    amber: float
    most: float  # what no limit goes beyond
    more_is_better: bool = False


LIMITS: dict[str, Limit] = {
    "slip_percent": Limit(gettext_noop("Slip over planned duration"), "%", 5.0, 10.0, 1000.0),
    "spi_t": Limit(gettext_noop("SPI(t)"), "", 0.95, 0.90, 2.0, more_is_better=True),
    "overrun_percent": Limit(gettext_noop("Forecast cost over budget"), "%", 5.0, 10.0, 1000.0),
    "change_percent": Limit(gettext_noop("Approved and pending change over baseline cost"), "%", 5.0, 10.0, 1000.0),
    "acceptance_percent": Limit(
        gettext_noop("Reviewed deliverables accepted"), "%", 95.0, 85.0, 100.0, more_is_better=True
    ),
}


class Judge(TextChoices):
    """Whose tolerance judged a computed status."""

    USUAL = "usual", _("Usual limits of Conspectus")
    PORTFOLIO = "portfolio", _("Tolerance of the portfolio")
    SET = "set", _("Tolerance set")
    PROGRAMME = "programme", _("Own tolerance of the programme")
    PROJECT = "project", _("Own tolerance of the project")


class MilestoneState(TextChoices):
    """How a milestone stands on a day."""

    DONE = "done", _("Done")
    MISSED = "missed", _("Missed")
    DUE = "due", _("Due, not reported")
    LATE = "late", _("Late")
    ON_TIME = "on_time", _("On time")


class CostSource(TextChoices):
    """Where the actual cost of a plan's figures comes from."""

    PLAN = "plan", "Plan"
    LEDGER = "ledger", "Ledger"
