"""Everything that is asked of the scope of projects; every answer starts from what the asker may see."""

from conspectus.rooms.scope.queries.deliverables import (
    DUE,
    DeliverableFilter,
    DeliverableView,
    deliverable_view,
    deliverable_views,
    find_deliverables,
    get_deliverable,
    steps_of,
)
from conspectus.rooms.scope.queries.requirements import (
    RequirementFilter,
    RequirementView,
    find_requirements,
    get_requirement,
    requirement_views,
    trace_words,
)
from conspectus.rooms.scope.queries.standing import ScopeStanding, scope_standings

__all__ = [
    "DUE",
    "DeliverableFilter",
    "DeliverableView",
    "RequirementFilter",
    "RequirementView",
    "ScopeStanding",
    "deliverable_view",
    "deliverable_views",
    "find_deliverables",
    "find_requirements",
    "get_deliverable",
    "get_requirement",
    "requirement_views",
    "scope_standings",
    "steps_of",
    "trace_words",
]
