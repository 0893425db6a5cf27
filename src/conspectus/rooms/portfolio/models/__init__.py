"""Rows of the portfolio: places, projects, people in roles; objectives, rates, lists, views, own fields."""

from conspectus.rooms.portfolio.models.deputies import Deputy
from conspectus.rooms.portfolio.models.fields import Field, FieldOption, FieldValue
from conspectus.rooms.portfolio.models.life import StateChange, Successor
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
from conspectus.rooms.portfolio.models.streams import WorkStream
from conspectus.rooms.portfolio.models.views import FirstView, SavedView

__all__ = [
    "Alias",
    "Claim",
    "Contract",
    "Contribution",
    "Deputy",
    "Field",
    "FieldOption",
    "FieldValue",
    "FirstView",
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
    "SavedView",
    "Share",
    "StateChange",
    "Stated",
    "Successor",
    "Variation",
    "WorkStream",
]
