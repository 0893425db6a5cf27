"""Ways to check, results of reviews, severities, causes and states of non-conformities, and what may follow what."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CheckMethod(TextChoices):
    """How something is checked."""

    REVIEW = "review", _("Review")
    INSPECTION = "inspection", _("Inspection")
    TEST = "test", _("Test")
    SAMPLE = "sample", _("Sample")
    AUDIT = "audit", _("Audit")
    CERTIFICATE = "certificate", _("Certificate")


class CheckState(TextChoices):
    """Whether a check is still meant to happen; that it was held is told by its reviews."""

    PLANNED = "planned", _("Planned")
    DROPPED = "dropped", _("Dropped")


class ReviewResult(TextChoices):
    """What came of a quality review."""

    PASSED = "passed", _("Passed")
    REMARKS = "remarks", _("Passed with remarks")
    FAILED = "failed", _("Failed")


class Severity(TextChoices):
    """How grave a non-conformity is."""

    CRITICAL = "critical", _("Critical")
    MAJOR = "major", _("Major")
    MINOR = "minor", _("Minor")


class Origin(TextChoices):
    """What a non-conformity has its cause in."""

    UNKNOWN = "unknown", _("Not known yet")
    REQUIREMENT = "requirement", _("Requirements")
    DESIGN = "design", _("Design")
    MATERIAL = "material", _("Material")
    WORK = "work", _("Workmanship")
    PROCESS = "process", _("Process")
    SUPPLIER = "supplier", _("Supplier")
    OTHER = "other", _("Other")


class Treatment(TextChoices):
    """What is done with what does not conform."""

    OPEN = "open", _("Not decided")
    REWORK = "rework", _("Rework")
    REPAIR = "repair", _("Repair")
    CONCESSION = "concession", _("Use as it is")
    REJECT = "reject", _("Reject and replace")


class ConformityState(TextChoices):
    """Where a non-conformity stands."""

    OPEN = "open", _("Open")
    CORRECTED = "corrected", _("Corrected, not verified")
    CLOSED = "closed", _("Closed")
    DROPPED = "dropped", _("Dropped")


FOLLOWS: dict[str, tuple[str, ...]] = {
    ConformityState.OPEN: (ConformityState.CORRECTED, ConformityState.DROPPED),
    ConformityState.CORRECTED: (ConformityState.CLOSED, ConformityState.OPEN, ConformityState.DROPPED),
    ConformityState.CLOSED: (ConformityState.OPEN,),
    ConformityState.DROPPED: (ConformityState.OPEN,),
}
UNSETTLED = (ConformityState.OPEN, ConformityState.CORRECTED)
