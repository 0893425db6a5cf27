"""Everything that is asked of status; every answer starts from what the asker may see."""

from conspectus.rooms.status.queries.gaps import GapGroup, GapView, gaps
from conspectus.rooms.status.queries.reports import get_override, get_report, overrides, report_for, reports_mark
from conspectus.rooms.status.queries.snapshots import frozen_statuses, project_status, statuses, trend
from conspectus.rooms.status.queries.standing import assemble, live_statuses
from conspectus.rooms.status.queries.views import DimensionStatus, OverrideView, ProjectStatus, ReportView, TrendPoint

__all__ = [
    "DimensionStatus",
    "GapGroup",
    "GapView",
    "OverrideView",
    "ProjectStatus",
    "ReportView",
    "TrendPoint",
    "assemble",
    "frozen_statuses",
    "gaps",
    "get_override",
    "get_report",
    "live_statuses",
    "overrides",
    "project_status",
    "report_for",
    "reports_mark",
    "statuses",
    "trend",
]
