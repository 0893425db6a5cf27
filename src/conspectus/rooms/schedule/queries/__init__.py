"""Everything that is asked of the schedule; every answer starts from what the asker may see."""

from conspectus.rooms.schedule.queries.changes import compare_revisions, comparison_view
from conspectus.rooms.schedule.queries.gantt import gantt
from conspectus.rooms.schedule.queries.portfolio import SORTS, portfolio_view
from conspectus.rooms.schedule.queries.revisions import (
    baselines,
    current_number,
    get_revision,
    plan_json,
    revision_detail,
    revision_trend,
    revisions,
)
from conspectus.rooms.schedule.queries.views import (
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
    "BaselineView",
    "ChangeView",
    "CheckView",
    "ComparisonView",
    "CurveView",
    "FiguresView",
    "Gantt",
    "GanttRow",
    "Judgement",
    "LinkView",
    "MilestoneView",
    "MoneyView",
    "PortfolioRow",
    "RevisionDetail",
    "RevisionView",
    "baselines",
    "compare_revisions",
    "comparison_view",
    "current_number",
    "gantt",
    "get_revision",
    "plan_json",
    "portfolio_view",
    "revision_detail",
    "revision_trend",
    "revisions",
]
