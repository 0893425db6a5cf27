"""Kinds of register entries with the states each may be in, categories, responses and scales."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EntryKind(TextChoices):
    """What an entry is."""

    THREAT = "threat", _("Risk")
    OPPORTUNITY = "opportunity", _("Opportunity")
    ISSUE = "issue", _("Issue")
    ASSUMPTION = "assumption", _("Assumption")
    DECISION = "decision", _("Decision")


UNCERTAIN = frozenset({EntryKind.THREAT, EntryKind.OPPORTUNITY})  # they have a probability


class EntryState(TextChoices):
    """Where an entry stands."""

    OPEN = "open", _("Open")
    OCCURRED = "occurred", _("Occurred")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUTED = "refuted", _("Refuted")
    DECIDED = "decided", _("Decided")
    CLOSED = "closed", _("Closed")


STATES: dict[str, tuple[EntryState, ...]] = {
    EntryKind.THREAT: (EntryState.OPEN, EntryState.OCCURRED, EntryState.CLOSED),
    EntryKind.OPPORTUNITY: (EntryState.OPEN, EntryState.OCCURRED, EntryState.CLOSED),
    EntryKind.ISSUE: (EntryState.OPEN, EntryState.CLOSED),
    EntryKind.ASSUMPTION: (EntryState.OPEN, EntryState.CONFIRMED, EntryState.REFUTED, EntryState.CLOSED),
    EntryKind.DECISION: (EntryState.OPEN, EntryState.DECIDED, EntryState.CLOSED),
}


class Category(TextChoices):
    """What an entry has its source in."""

    TECHNICAL = "technical", _("Technical")
    SCHEDULE = "schedule", _("Schedule")
    COST = "cost", _("Cost and funding")
    PEOPLE = "people", _("People and skills")
    SUPPLIER = "supplier", _("Suppliers and contracts")
    STAKEHOLDER = "stakeholder", _("Stakeholders")
    LEGAL = "legal", _("Law and permits")
    SAFETY = "safety", _("Safety and environment")
    EXTERNAL = "external", _("Market and outside events")
    OTHER = "other", _("Other")


class Response(TextChoices):
    """What is done about an uncertain event."""

    AVOID = "avoid", _("Avoid")
    REDUCE = "reduce", _("Reduce")
    TRANSFER = "transfer", _("Transfer")
    ACCEPT = "accept", _("Accept")
    SHARE = "share", _("Share")
    EXPLOIT = "exploit", _("Exploit")
    ENHANCE = "enhance", _("Enhance")


RESPONSES: dict[str, frozenset[Response]] = {
    EntryKind.THREAT: frozenset({Response.AVOID, Response.REDUCE, Response.TRANSFER, Response.ACCEPT, Response.SHARE}),
    EntryKind.OPPORTUNITY: frozenset({Response.EXPLOIT, Response.ENHANCE, Response.SHARE, Response.ACCEPT}),
}


class Level(TextChoices):
    """Where an entry is escalated to."""

    PROGRAMME = "programme", _("Programme")
    PORTFOLIO = "portfolio", _("Portfolio")


STEPS = 5  # of each scale
TOP_SCORE = 15  # probability times impact from which an entry lies in the top band
MIDDLE_SCORE = 6
