"""Rows of the closure room."""

from conspectus.rooms.closure.models.closures import Closure, ClosureDecision, PointLeft
from conspectus.rooms.closure.models.points import (
    Benefit,
    BenefitAnswer,
    ForecastScore,
    Handing,
    PlannedReview,
    Reconciliation,
)

__all__ = [
    "Benefit",
    "BenefitAnswer",
    "Closure",
    "ClosureDecision",
    "ForecastScore",
    "Handing",
    "PlannedReview",
    "PointLeft",
    "Reconciliation",
]
