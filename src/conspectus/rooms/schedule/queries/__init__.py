"""Everything that is asked of the schedule; every answer starts from what the asker may see."""

from conspectus.rooms.schedule.queries.changes import compare_revisions, comparison_view
from conspectus.rooms.schedule.queries.earned import WorkView, earned_by_work
from conspectus.rooms.schedule.queries.gantt import gantt, task_names
from conspectus.rooms.schedule.queries.grid import SORTS, GridFilter, portfolio_projects
from conspectus.rooms.schedule.queries.groups import group_status
from conspectus.rooms.schedule.queries.portfolio import for_rows, portfolio_rows, portfolio_view
from conspectus.rooms.schedule.queries.quality import (
    CheckChange,
    RevisionQuality,
    quality_history,
    quality_trend,
    revision_trend,
)
from conspectus.rooms.schedule.queries.revisions import (
    baselines,
    current_number,
    get_revision,
    plan_file,
    plan_json,
    revision_detail,
    revisions,
)
from conspectus.rooms.schedule.queries.totals import PlanSum, PortfolioTotals, portfolio_totals
from conspectus.rooms.schedule.queries.views import (
    STALE_DAYS,
    BaselineView,
    ChangeView,
    CheckView,
    ComparisonView,
    CurveView,
    FiguresView,
    Gantt,
    GanttRow,
    Judgement,
    LinkView,
    MilestoneView,
    MoneyView,
    PortfolioRow,
    RevisionDetail,
    RevisionView,
)

__all__ = [
    "SORTS",
    "STALE_DAYS",
    "BaselineView",
    "ChangeView",
    "CheckChange",
    "CheckView",
    "ComparisonView",
    "CurveView",
    "FiguresView",
    "Gantt",
    "GanttRow",
    "GridFilter",
    "Judgement",
    "LinkView",
    "MilestoneView",
    "MoneyView",
    "PlanSum",
    "PortfolioRow",
    "PortfolioTotals",
    "RevisionDetail",
    "RevisionQuality",
    "RevisionView",
    "WorkView",
    "baselines",
    "compare_revisions",
    "comparison_view",
    "current_number",
    "earned_by_work",
    "for_rows",
    "gantt",
    "get_revision",
    "group_status",
    "plan_file",
    "plan_json",
    "portfolio_projects",
    "portfolio_rows",
    "portfolio_totals",
    "portfolio_view",
    "quality_history",
    "quality_trend",
    "revision_detail",
    "revision_trend",
    "revisions",
    "task_names",
]
