"""Where a closure stands, the points it goes through, and what became of what was still open."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ClosureState(TextChoices):
    """How far a closure is."""

    BEGUN = "begun", _("Under way")
    SUBMITTED = "submitted", _("Decision wanted")
    CONFIRMED = "confirmed", _("Confirmed")
    WITHDRAWN = "withdrawn", _("Given up")


OPEN_STATES = (ClosureState.BEGUN, ClosureState.SUBMITTED)


class Point(TextChoices):
    """What a project is asked before it is completed, in this order."""

    DELIVERABLES = "deliverables", _("Deliverables accepted")
    CHANGES = "changes", _("Change requests decided")
    REGISTERS = "registers", _("Risks, issues and assumptions handed over")
    ACTIONS = "actions", _("Actions handed over")
    QUALITY = "quality", _("Non-conformities closed")
    CONDITIONS = "conditions", _("Conditions of gates met")
    EXCEPTIONS = "exceptions", _("Exceptions closed")
    WAIVERS = "waivers", _("Waivers ended")
    LINKS = "links", _("Links handed over or withdrawn")
    CONTRACTS = "contracts", _("Contracts ended or handed over")
    COST = "cost", _("Final cost reconciled")
    LESSONS = "lessons", _("Lessons written")
    DOCUMENTS = "documents", _("Documents reviewed")
    PEOPLE = "people", _("People released")
    BENEFITS = "benefits", _("Benefit owners accept")
    REVIEW = "review", _("Post-implementation review dated")


ASKED: dict[str, object] = {
    Point.DELIVERABLES: _("Every deliverable is accepted or dropped; what is rejected or open stays named here."),
    Point.CHANGES: _("Every change request is decided, and what was approved is implemented."),
    Point.REGISTERS: _("What is still open is closed with a reason, or handed over to somebody by name."),
    Point.ACTIONS: _("What is still to be done is closed with a reason, or handed over to somebody by name."),
    Point.QUALITY: _("No non-conformity is open or waits to be verified."),
    Point.CONDITIONS: _("No condition of a gate is open or waits to be confirmed."),
    Point.EXCEPTIONS: _("No exception is open."),
    Point.WAIVERS: _("No waiver is asked for or runs on."),
    Point.LINKS: _("No other project waits for a hand-over of this one, and this one waits for none."),
    Point.CONTRACTS: _("No contract is in force, or somebody has it from now on."),
    Point.COST: _("Budget, plan and ledger are compared, and who answers for the cost explains the difference."),
    Point.LESSONS: _("What the next project should know is written down."),
    Point.DOCUMENTS: _("No document waits for its review."),
    Point.PEOPLE: _("Nobody has a role in the project any more but its manager and its sponsor."),
    Point.BENEFITS: _("Whoever is to bring a benefit about accepts it in writing."),
    Point.REVIEW: _("Somebody looks, on a day to come, at what the project has brought."),
}


class PointState(TextChoices):
    """How a point stands; computed, never entered."""

    DONE = "done", _("Done")
    OPEN = "open", _("Open")
    LEFT = "left", _("Left open by decision")


class Way(TextChoices):
    """What became of something that was open."""

    HANDED_OVER = "handed_over", _("Handed over")
    CLOSED = "closed", _("Closed")
    RELEASED = "released", _("Released")


HANDED = ("registerentry", "action", "contract")  # kinds that can be handed over


class Forecast(TextChoices):
    """What was forecast."""

    FINISH = "finish", _("Finish")
    COST = "cost", _("Cost")


class Source(TextChoices):
    """Whose forecast it was."""

    COMPUTED = "computed", _("By the data")
    DECLARED = "declared", _("Declared")


MOST_BENEFITS = 40
