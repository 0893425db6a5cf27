"""Everything that can be done to reports, overrides and snapshots."""

from conspectus.rooms.status.actions.overrides import end_override, override_status, require_steering
from conspectus.rooms.status.actions.reports import (
    TEXTS,
    Declared,
    Words,
    accept_report,
    decided_over,
    declare_status,
    return_report,
    submit_report,
)
from conspectus.rooms.status.actions.snapshots import confirm_snapshots, keep_snapshots

__all__ = [
    "TEXTS",
    "Declared",
    "Words",
    "accept_report",
    "confirm_snapshots",
    "decided_over",
    "declare_status",
    "end_override",
    "keep_snapshots",
    "override_status",
    "require_steering",
    "return_report",
    "submit_report",
]
