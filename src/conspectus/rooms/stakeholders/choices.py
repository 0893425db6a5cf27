"""Stances of stakeholders; channels of communication and how often it is due."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stance(TextChoices):
    """How somebody stands to a project, from against it to leading it."""

    RESISTANT = "resistant", _("Resistant")
    UNAWARE = "unaware", _("Unaware")
    NEUTRAL = "neutral", _("Neutral")
    SUPPORTIVE = "supportive", _("Supportive")
    LEADING = "leading", _("Leading")


ORDER = {one.value: place for place, one in enumerate(Stance)}  # how far a stance is for the project
STEPS = 5  # of influence and interest


class Channel(TextChoices):
    """By which way something is communicated."""

    MEETING = "meeting", _("Meeting")
    MAIL = "mail", _("Mail")
    REPORT = "report", _("Report")
    PRESENTATION = "presentation", _("Presentation")
    NEWSLETTER = "newsletter", _("Newsletter")
    CALL = "call", _("Call")
    OTHER = "other", _("Other")


class Cadence(TextChoices):
    """How often something is communicated."""

    ONCE = "once", _("Once")
    WEEKLY = "weekly", _("Every week")
    FORTNIGHTLY = "fortnightly", _("Every two weeks")
    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every quarter")
    YEARLY = "yearly", _("Every year")
    NEEDED = "needed", _("When needed")


DAYS = {Cadence.WEEKLY: 7, Cadence.FORTNIGHTLY: 14}
MONTHS = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.YEARLY: 12}
