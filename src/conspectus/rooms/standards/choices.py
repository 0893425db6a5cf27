"""How strictly a clause binds, how a project stands to it, and what may become of a waiver."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

FIRST_SHIPPED = "The first version that comes with Conspectus."
NEWS = {("hybrid", "1.0"): FIRST_SHIPPED, ("investment", "1.0"): FIRST_SHIPPED, ("light", "1.0"): FIRST_SHIPPED}


class Binding(TextChoices):
    """How strictly a clause binds."""

    MUST = "must", _("Must")
    SHOULD = "should", _("Should")
    MAY = "may", _("May")


class Standing(TextChoices):
    """How a project stands to a clause on a day."""

    SATISFIED = "satisfied", _("Satisfied")
    FAILED = "failed", _("Not satisfied")
    WAIVED = "waived", _("Waived")
    NOT_ASSESSABLE = "not_assessable", _("Not assessable")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


class TailoringKind(TextChoices):
    """What a tailoring does to a clause in one project."""

    OFF = "off", _("Does not apply here")
    LIMITS = "limits", _("Applies with other limits")
    AS_WRITTEN = "as_written", _("Applies as written again")


class WaiverState(TextChoices):
    """Where a waiver stands on a day."""

    ASKED = "asked", _("Asked for")
    REFUSED = "refused", _("Refused")
    GRANTED = "granted", _("Granted, not yet begun")
    IN_FORCE = "in_force", _("In force")
    EXPIRED = "expired", _("Expired")
    ENDED = "ended", _("Ended early")


class StepKind(TextChoices):
    """What happened to a waiver after it was asked for."""

    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    ENDED = "ended", _("ended")


class FindingState(TextChoices):
    """Where a finding of compliance stands."""

    OPEN = "open", _("Not answered")
    ANSWERED = "answered", _("Answered")
    RETURNED = "returned", _("Answer returned")
    AGREED = "agreed", _("Answer agreed")
    CLOSED = "closed", _("Closed")


class FindingAnswer(TextChoices):
    """What is answered to a finding."""

    MEND = "mend", _("Will be put right")
    DISAGREE = "disagree", _("Not agreed with")
    WAIVER = "waiver", _("A waiver is asked for")


class FindingEnd(TextChoices):
    """Why a finding closed; always by the data, never by a word."""

    MET = "met", _("Satisfied again")
    WAIVED = "waived", _("Waived")
    OFF = "off", _("Does not apply any more")
    LEFT = "left", _("The clause is no longer followed")
    ENDED = "ended", _("The project has ended")


class FindingStepKind(TextChoices):
    """What happened to a finding."""

    OPENED = "opened", _("found")
    REOPENED = "reopened", _("found again")
    ASSIGNED = "assigned", _("assigned")
    OVERDUE = "overdue", _("overdue")
    ANSWERED = "answered", _("answered")
    RETURNED = "returned", _("answer returned")
    AGREED = "agreed", _("answer agreed")
    CLOSED = "closed", _("closed")
