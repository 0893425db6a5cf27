"""Dimensions of a status, rating scales as data, and where a report stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop


class Dimension(TextChoices):
    """What a status is given for."""

    OVERALL = "overall", _("Overall")
    SCHEDULE = "schedule", _("Schedule")
    COST = "cost", _("Cost")
    SCOPE = "scope", _("Scope")
    QUALITY = "quality", _("Quality")
    RISK = "risk", _("Risk")
    BENEFITS = "benefits", _("Benefits")
    RESOURCES = "resources", _("Resources")


class ReportState(TextChoices):
    """Where a project's report for a period stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")


NEXT_STATES: dict[ReportState, tuple[ReportState, ...]] = {
    ReportState.DRAFT: (ReportState.SUBMITTED,),
    ReportState.SUBMITTED: (ReportState.ACCEPTED, ReportState.RETURNED),
    ReportState.RETURNED: (ReportState.SUBMITTED,),
    ReportState.ACCEPTED: (ReportState.RETURNED,),
}
WRITABLE = frozenset({ReportState.DRAFT, ReportState.RETURNED})


class RequestState(TextChoices):
    """Where the answer to a request for a report stands."""

    ASKED = "asked", _("Asked")
    BEGUN = "begun", _("Begun")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")


MISSING = frozenset({RequestState.ASKED, RequestState.BEGUN, RequestState.RETURNED})
ANSWERED_BY: dict[str, RequestState] = {
    "": RequestState.ASKED,
    ReportState.DRAFT: RequestState.BEGUN,
    ReportState.SUBMITTED: RequestState.SUBMITTED,
    ReportState.RETURNED: RequestState.RETURNED,
    ReportState.ACCEPTED: RequestState.ACCEPTED,
}


class ReminderKind(TextChoices):
    """Why somebody is reminded of a report that is missing."""

    REMINDER = "reminder", _("Reminder")
    ESCALATION = "escalation", _("Escalation")
    CHASE = "chase", _("Reminder by hand")


class SubjectKind(TextChoices):
    """What a snapshot is of."""

    PROJECT = "project", _("Project")
    PROGRAMME = "programme", _("Programme")
    PORTFOLIO = "portfolio", _("Portfolio")
    REPORT = "report", _("Programme with its own report")  # beside its bare sums


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a rating scale; ``rank`` places it between red 1 and green 3, ``colour`` is the nearest of three."""

    code: str
    label: str
    rank: float
    colour: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A rating scale, best first, and the days it was in use."""

    code: str
    label: str
    levels: tuple[Level, ...]
    since: date | None = None
    until: date | None = None  # the first day it was not in use any more


_GREEN, _AMBER, _RED = (
    Level("green", gettext_noop("Green"), 3.0, "green"),
    Level("amber", gettext_noop("Amber"), 2.0, "amber"),
    Level("red", gettext_noop("Red"), 1.0, "red"),
)
SCALES: dict[str, Scale] = {
    scale.code: scale
    for scale in (
        Scale("rag", "Green, amber, red", (_GREEN, _AMBER, _RED)),
        # The delivery confidence of the United Kingdom's major projects; five points until 2021, three since.
        Scale(
            "confidence_5",
            "Delivery confidence, five points",
            (
                _GREEN,
                Level("amber_green", gettext_noop("Amber/Green"), 2.5, "amber"),
                _AMBER,
                Level("amber_red", gettext_noop("Amber/Red"), 1.5, "amber"),
                _RED,
            ),
            since=date(2011, 4, 1),
            until=date(2022, 4, 1),
        ),
        Scale("confidence_3", "Delivery confidence, three points", (_GREEN, _AMBER, _RED), since=date(2022, 4, 1)),
    )
}
RAG = "rag"
COMPUTED_RANK = {"green": 3.0, "amber": 2.0, "red": 1.0}
