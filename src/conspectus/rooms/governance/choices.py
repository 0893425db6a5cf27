"""Where an exception stands and how a promise turned out; gates: states, decisions, what readiness rests on."""

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


class GateState(TextChoices):
    """How far the review of a gate is."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Waits for a decision")
    DECIDED = "decided", _("Decided on")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_GATES = (GateState.PLANNED, GateState.HELD)


class GateDecision(TextChoices):
    """What may be decided at a gate; a method says which of them its gates know."""

    PASS = "pass", _("Pass")
    CONDITIONS = "pass_with_conditions", _("Pass with conditions")
    REPEAT = "repeat", _("Repeat")
    STOP = "stop", _("Stop")


PASSES = (GateDecision.PASS, GateDecision.CONDITIONS)


class ConditionState(TextChoices):
    """Where a condition of a gate stands; ``met`` is what its owner says, ``confirmed`` what somebody else found."""

    OPEN = "open", _("Open")
    MET = "met", _("Said to be met")
    CONFIRMED = "confirmed", _("Confirmed")
    LIFTED = "lifted", _("Lifted")


STANDING_CONDITIONS = (ConditionState.OPEN, ConditionState.MET)
JUDGED_CONDITIONS = (ConditionState.CONFIRMED, ConditionState.OPEN, ConditionState.LIFTED)


class Shows(TextChoices):
    """By what a piece of evidence counts, or why it does not."""

    RECORDS = "records", _("Kept here")
    ACCEPTED = "accepted", _("Accepted deliverable")
    DOCUMENT = "document", _("Document with an owner")
    DECLARED = "declared", _("Declared only")
    WAIVED = "waived", _("Waived")
    NOT_ASKED = "not_asked", _("Not asked of this tier")
    UNOWNED = "unowned", _("Document without an owner")
    UNACCEPTED = "unaccepted", _("Deliverable not accepted yet")
    PROPOSED = "proposed", _("Proposed by its name")
    MISSING = "missing", _("Missing")


PRESENT = (Shows.RECORDS, Shows.ACCEPTED, Shows.DOCUMENT, Shows.DECLARED)
LEFT_OUT = (Shows.WAIVED, Shows.NOT_ASKED)


class Hurdle(TextChoices):
    """What stands between a project and its gate."""

    EVIDENCE = "evidence", _("Evidence is missing")
    EARLIER = "earlier", _("An earlier gate is not passed")
    OVERDUE = "overdue", _("A condition is overdue")
    CONDITION = "condition", _("A condition is open")
    MUST = "must", _("A clause that binds is not satisfied")
    SHOULD = "should", _("A clause is not satisfied")
    UNKNOWN = "unknown", _("A clause that binds cannot be assessed")
    UNDECIDED = "undecided", _("An exception waits for a decision")
    EXCEPTION = "exception", _("An exception is open")
    DECLARED = "declared", _("Evidence is declared only")


BLOCKING = frozenset({Hurdle.EVIDENCE, Hurdle.EARLIER, Hurdle.OVERDUE, Hurdle.MUST, Hurdle.UNDECIDED})


class Ahead(TextChoices):
    """What a list of gates ahead is narrowed to."""

    OVERDUE = "overdue", _("Overdue")
    SOON = "soon", _("In the next 30 days")
    DECISION = "decision", _("Waits for a decision")
