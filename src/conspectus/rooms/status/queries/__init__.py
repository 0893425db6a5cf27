"""Everything that is asked of status; every answer starts from what the asker may see."""

from conspectus.rooms.status.queries.compared import (
    ColourMove,
    DateMove,
    MoneyMove,
    PeriodChanges,
    ProjectCompared,
    compare_statuses,
    period_changes,
)
from conspectus.rooms.status.queries.divisions import TREES, DivisionPoint, division_trend
from conspectus.rooms.status.queries.earned import (
    EarnedPoint,
    earned_before,
    earned_by_period,
    point_of,
    portfolio_earned_before,
    summed_before,
)
from conspectus.rooms.status.queries.gaps import GapGroup, GapView, gaps
from conspectus.rooms.status.queries.grid import GridRow, grid_rows
from conspectus.rooms.status.queries.groups import frozen_groups
from conspectus.rooms.status.queries.programmes import (
    frozen_programmes,
    newest_programme_status,
    own_budgets,
    period_standing,
    programme_status,
    programme_statuses,
    programme_trend,
    widest_first,
)
from conspectus.rooms.status.queries.reports import get_override, get_report, overrides, report_for, reports_mark
from conspectus.rooms.status.queries.snapshots import frozen_statuses, project_status, snapshot_digests, statuses, trend
from conspectus.rooms.status.queries.standing import assemble, live_statuses
from conspectus.rooms.status.queries.views import (
    ChildStatus,
    DimensionStatus,
    OverrideView,
    OwnBudget,
    OwnPlan,
    ProgrammeStatus,
    ProjectStatus,
    ReportView,
    RollUp,
    TrendPoint,
)

__all__ = [
    "TREES",
    "ChildStatus",
    "ColourMove",
    "DateMove",
    "DimensionStatus",
    "DivisionPoint",
    "EarnedPoint",
    "GapGroup",
    "GapView",
    "GridRow",
    "MoneyMove",
    "OverrideView",
    "OwnBudget",
    "OwnPlan",
    "PeriodChanges",
    "ProgrammeStatus",
    "ProjectCompared",
    "ProjectStatus",
    "ReportView",
    "RollUp",
    "TrendPoint",
    "assemble",
    "compare_statuses",
    "division_trend",
    "earned_before",
    "earned_by_period",
    "frozen_groups",
    "frozen_programmes",
    "frozen_statuses",
    "gaps",
    "get_override",
    "get_report",
    "grid_rows",
    "live_statuses",
    "newest_programme_status",
    "overrides",
    "own_budgets",
    "period_changes",
    "period_standing",
    "point_of",
    "portfolio_earned_before",
    "programme_status",
    "programme_statuses",
    "programme_trend",
    "project_status",
    "report_for",
    "reports_mark",
    "snapshot_digests",
    "statuses",
    "summed_before",
    "trend",
    "widest_first",
]
