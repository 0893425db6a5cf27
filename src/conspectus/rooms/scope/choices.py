"""Kinds, priorities and states of requirements and deliverables, and which state may follow which."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RequirementKind(TextChoices):
    """A need is what somebody wants to be better off by; a requirement says what must be true for that."""

    NEED = "need", _("Need")
    REQUIREMENT = "requirement", _("Requirement")


class Priority(TextChoices):
    """How much depends on a requirement."""

    MUST = "must", _("Must have")
    SHOULD = "should", _("Should have")
    COULD = "could", _("Could have")
    WILL_NOT = "will_not", _("Will not have")


class RequirementState(TextChoices):
    """Where a requirement stands."""

    DRAFT = "draft", _("Draft")
    AGREED = "agreed", _("Agreed")
    MET = "met", _("Met")
    DROPPED = "dropped", _("Dropped")


class DeliverableKind(TextChoices):
    """What a deliverable is."""

    PRODUCT = "product", _("Product")
    DOCUMENT = "document", _("Document")
    SERVICE = "service", _("Service")
    CAPABILITY = "capability", _("Capability")


class DeliverableState(TextChoices):
    """Where a deliverable stands."""

    PLANNED = "planned", _("Planned")
    SUBMITTED = "submitted", _("Submitted")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    DROPPED = "dropped", _("Dropped")


FOLLOWS: dict[str, tuple[str, ...]] = {
    DeliverableState.PLANNED: (DeliverableState.SUBMITTED, DeliverableState.DROPPED),
    DeliverableState.SUBMITTED: (DeliverableState.ACCEPTED, DeliverableState.REJECTED, DeliverableState.DROPPED),
    DeliverableState.REJECTED: (DeliverableState.SUBMITTED, DeliverableState.DROPPED),
    DeliverableState.ACCEPTED: (DeliverableState.REJECTED,),
    DeliverableState.DROPPED: (DeliverableState.PLANNED,),
}
JUDGED = (DeliverableState.ACCEPTED, DeliverableState.REJECTED)
OPEN = (DeliverableState.PLANNED, DeliverableState.SUBMITTED, DeliverableState.REJECTED)
