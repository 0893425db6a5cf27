"""Everything that can be done to reports, overrides, snapshots and the reporting cycle."""

from conspectus.rooms.status.actions.answers import answer_findings
from conspectus.rooms.status.actions.cycles import (
    CycleDates,
    Gathering,
    change_cycle,
    chase_reports,
    delegate_report,
    open_cycle,
    set_reporting_rule,
)
from conspectus.rooms.status.actions.overrides import end_override, override_status, require_steering
from conspectus.rooms.status.actions.registers import keep_judged, registers_judged
from conspectus.rooms.status.actions.repeating import keep_draft, repeat_report
from conspectus.rooms.status.actions.reports import (
    FORECASTS,
    MOST_MINUTES,
    TEXTS,
    Declared,
    Words,
    accept_report,
    decided_over,
    declare_status,
    return_report,
    said_by,
    submit_report,
)
from conspectus.rooms.status.actions.snapshots import confirm_snapshots, keep_snapshots

__all__ = [
    "FORECASTS",
    "MOST_MINUTES",
    "TEXTS",
    "CycleDates",
    "Declared",
    "Gathering",
    "Words",
    "accept_report",
    "answer_findings",
    "change_cycle",
    "chase_reports",
    "confirm_snapshots",
    "decided_over",
    "declare_status",
    "delegate_report",
    "end_override",
    "keep_draft",
    "keep_judged",
    "keep_snapshots",
    "open_cycle",
    "override_status",
    "registers_judged",
    "repeat_report",
    "require_steering",
    "return_report",
    "said_by",
    "set_reporting_rule",
    "submit_report",
]
