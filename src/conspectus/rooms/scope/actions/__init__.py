"""Everything that can be done to the scope of projects."""

from conspectus.rooms.scope.actions.deliverables import (
    DeliverableParticulars,
    change_deliverable,
    drop_deliverable,
    enter_deliverables,
    judge_deliverable,
    submit_deliverable,
)
from conspectus.rooms.scope.actions.pasting import paste_deliverables, paste_requirements
from conspectus.rooms.scope.actions.requirements import (
    RequirementParticulars,
    change_requirement,
    enter_requirements,
)

__all__ = [
    "DeliverableParticulars",
    "RequirementParticulars",
    "change_deliverable",
    "change_requirement",
    "drop_deliverable",
    "enter_deliverables",
    "enter_requirements",
    "judge_deliverable",
    "paste_deliverables",
    "paste_requirements",
    "submit_deliverable",
]
