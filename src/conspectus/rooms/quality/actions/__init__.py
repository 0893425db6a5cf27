"""Everything that can be done to the quality of projects."""

from conspectus.rooms.quality.actions.checks import (
    CheckParticulars,
    ReviewGiven,
    change_quality_check,
    enter_quality_checks,
    record_quality_review,
)
from conspectus.rooms.quality.actions.conformity import (
    ConformityParticulars,
    change_nonconformity,
    particulars_of,
    raise_nonconformities,
    record_rework,
)
from conspectus.rooms.quality.actions.pasting import paste_checks, paste_nonconformities
from conspectus.rooms.quality.actions.steps import (
    correct_nonconformity,
    drop_nonconformity,
    escalate_nonconformity,
    verify_nonconformity,
)

__all__ = [
    "CheckParticulars",
    "ConformityParticulars",
    "ReviewGiven",
    "change_nonconformity",
    "change_quality_check",
    "correct_nonconformity",
    "drop_nonconformity",
    "enter_quality_checks",
    "escalate_nonconformity",
    "particulars_of",
    "paste_checks",
    "paste_nonconformities",
    "raise_nonconformities",
    "record_quality_review",
    "record_rework",
    "verify_nonconformity",
]
