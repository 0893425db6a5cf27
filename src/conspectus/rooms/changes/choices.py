"""Reasons and states of change requests, and which state may follow which."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reason(TextChoices):
    """Why something is to change; growth is split by these."""

    CUSTOMER = "customer", _("Asked for by the customer")
    OMISSION = "omission", _("Error or omission")
    REGULATION = "regulation", _("Law or regulation")
    TECHNICAL = "technical", _("Technical finding")
    SUPPLIER = "supplier", _("Supplier")
    MARKET = "market", _("Prices and markets")
    ESTIMATE = "estimate", _("Better estimate")
    FUNDING = "funding", _("Funding")
    OTHER = "other", _("Other")


class ChangeState(TextChoices):
    """Where a change request stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    IMPLEMENTED = "implemented", _("Implemented")


FOLLOWS: dict[str, tuple[str, ...]] = {
    ChangeState.DRAFT: (ChangeState.SUBMITTED, ChangeState.WITHDRAWN),
    ChangeState.SUBMITTED: (ChangeState.APPROVED, ChangeState.REJECTED, ChangeState.WITHDRAWN),
    ChangeState.APPROVED: (ChangeState.IMPLEMENTED, ChangeState.WITHDRAWN),
    ChangeState.REJECTED: (),
    ChangeState.WITHDRAWN: (),
    ChangeState.IMPLEMENTED: (),
}
DECIDED = (ChangeState.APPROVED, ChangeState.REJECTED)
COUNTED = (ChangeState.SUBMITTED, ChangeState.APPROVED, ChangeState.IMPLEMENTED)  # pending and approved
