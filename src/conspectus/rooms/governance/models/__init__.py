"""Rows of the governance room."""

from conspectus.rooms.governance.models.assurance import AssuranceRating, AssuranceReview
from conspectus.rooms.governance.models.evidence import EvidenceChoice
from conspectus.rooms.governance.models.exceptions import (
    Cause,
    ExceptionReport,
    ExceptionsFollowed,
    Option,
    Promise,
    PromiseDone,
)
from conspectus.rooms.governance.models.gates import (
    GateCondition,
    GateConditionStep,
    GateReview,
    GateReviewer,
    StageEntry,
)

__all__ = [
    "AssuranceRating",
    "AssuranceReview",
    "Cause",
    "EvidenceChoice",
    "ExceptionReport",
    "ExceptionsFollowed",
    "GateCondition",
    "GateConditionStep",
    "GateReview",
    "GateReviewer",
    "Option",
    "Promise",
    "PromiseDone",
    "StageEntry",
]
