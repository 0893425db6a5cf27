"""Rows of the portfolio: places, projects, people in roles; objectives, rates, lists; fields of the organisation."""

from conspectus.rooms.portfolio.models.fields import Field, FieldOption, FieldValue
from conspectus.rooms.portfolio.models.parties import Claim, Contract, Party, Variation
from conspectus.rooms.portfolio.models.places import (
    Alias,
    Contribution,
    Grant,
    ListMapping,
    Objective,
    Placement,
    Portfolio,
    Programme,
    Project,
    ProjectRole,
    Rate,
    Share,
    Stated,
)

__all__ = [
    "Alias",
    "Claim",
    "Contract",
    "Contribution",
    "Field",
    "FieldOption",
    "FieldValue",
    "Grant",
    "ListMapping",
    "Objective",
    "Party",
    "Placement",
    "Portfolio",
    "Programme",
    "Project",
    "ProjectRole",
    "Rate",
    "Share",
    "Stated",
    "Variation",
]
