"""Rows of the governance room."""

from conspectus.rooms.governance.models.assurance import AssuranceRating, AssuranceReview
from conspectus.rooms.governance.models.exceptions import (
    Cause,
    ExceptionReport,
    ExceptionsFollowed,
    Option,
    Promise,
    PromiseDone,
)

__all__ = [
    "AssuranceRating",
    "AssuranceReview",
    "Cause",
    "ExceptionReport",
    "ExceptionsFollowed",
    "Option",
    "Promise",
    "PromiseDone",
]
