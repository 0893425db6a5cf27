"""Everything that is done to standards."""

from conspectus.rooms.standards.actions.adoption import adopt_version, tailor_clause
from conspectus.rooms.standards.actions.findings import Answered, answer_finding, assign_finding, confirm_answer
from conspectus.rooms.standards.actions.keeping import keep_findings, keep_looked_at
from conspectus.rooms.standards.actions.method_rules import adopt_by_rule, set_method_rule
from conspectus.rooms.standards.actions.methods import (
    change_method_draft,
    drop_method_draft,
    import_method,
    publish_method,
    start_method_draft,
)
from conspectus.rooms.standards.actions.shipped import load_shipped_methods
from conspectus.rooms.standards.actions.waivers import decide_waiver, end_waiver, request_waiver

__all__ = [
    "Answered",
    "adopt_by_rule",
    "adopt_version",
    "answer_finding",
    "assign_finding",
    "change_method_draft",
    "confirm_answer",
    "decide_waiver",
    "drop_method_draft",
    "end_waiver",
    "import_method",
    "keep_findings",
    "keep_looked_at",
    "load_shipped_methods",
    "publish_method",
    "request_waiver",
    "set_method_rule",
    "start_method_draft",
    "tailor_clause",
]
