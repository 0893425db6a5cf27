"""Kinds of notices, how often they come by mail, and the states of a mail."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """Why somebody is told something."""

    NAMED = "named", _("You are named")
    DECIDED = "decided", _("Your report was decided on")
    PERIOD = "period", _("A period you report in")
    ASKED = "asked", _("Reports asked of you")
    LATE = "late", _("Reports that are late")
    HANDED = "handed", _("Handed over to you")
    ACTION = "action", _("An action of yours")
    EXCEPTION = "exception", _("An exception you manage, wrote or decide on")
    GATE = "gate", _("A gate you review, manage or decide at")
    LINK = "link", _("A link you own a side of")
    FINDING = "finding", _("A finding of compliance that waits on you")
    CHANGE_REQUEST = "changerequest", _("A change request you raised or sponsor")
    NONCONFORMITY = "nonconformity", _("A non-conformity of yours")
    CLOSURE = "closure", _("A closure you have a part in")
    RISK = "risk", _("A risk, issue or decision you own, or that is given to your programme")
    PACK = "pack", _("A board pack is made")
    DUE = "due", _("Due or overdue, and yours to see to")
    LESSON = "lesson", _("A lesson you wrote, or one offered to your project")
    ARTICLE = "article", _("An article you own, or of the stage your project is in")
    CHANGED = "changed", _("Changed, and you follow it")


FOLLOWED = frozenset({Kind.CHANGED, Kind.ARTICLE})
DIRECT = frozenset(Kind) - FOLLOWED  # meant for one person


class Cadence(TextChoices):
    """How often notices come by mail."""

    NOW = "now", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NONE = "none", _("Not by mail")


class State(TextChoices):
    """Where a mail stands."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Sending")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    DROPPED = "dropped", _("Nothing left to send")


GATHERED = timedelta(minutes=2)  # what follows at once on a notice goes in the same mail
RETRIES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8))
MORNING = 7  # o'clock, when digests go out
