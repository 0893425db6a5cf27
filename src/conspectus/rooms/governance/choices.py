"""Where an exception stands, what asked for it, and how a promise turned out."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ExceptionState(TextChoices):
    """How far an exception is: asked for, written, decided on, closed."""

    WANTED = "wanted", _("Plan wanted")
    WRITTEN = "written", _("Decision wanted")
    DECIDED = "decided", _("On the way back")
    CLOSED = "closed", _("Closed")


OPEN_STATES = (ExceptionState.WANTED, ExceptionState.WRITTEN, ExceptionState.DECIDED)


class CauseKind(TextChoices):
    """What asks for an exception; a computed red is a breach of the tolerance in force."""

    COMPUTED = "computed", _("Red by the data")
    DECLARED = "declared", _("Declared red")
    BY_HAND = "by_hand", _("Asked for by hand")


class PromiseKind(TextChoices):
    """What is promised: a step, or a dimension that is green again."""

    STEP = "step", _("Step")
    GREEN = "green", _("Green again")


class Outcome(TextChoices):
    """How a promise stands: computed from its day, never entered."""

    OPEN = "open", _("Open")
    KEPT = "kept", _("Kept")
    MISSED = "missed", _("Missed")
    MOVED = "moved", _("Moved in time")


class Closing(TextChoices):
    """How an exception was closed."""

    GREEN = "green", _("Green again by the data")
    DECISION = "decision", _("By decision")


class Wanting(TextChoices):
    """What a list of exceptions is narrowed to."""

    PLAN = "plan", _("Plan wanted")
    DECISION = "decision", _("Decision wanted")
    MISSED = "missed", _("With missed promises")
