"""What is asked of closures."""

from conspectus.rooms.closure.queries.closures import (
    BenefitView,
    ClosureRow,
    ClosureView,
    HandingView,
    PointsKept,
    closure_rows,
    closure_view,
    get_benefit,
    newest_closure,
    the_closure,
    visible_closures,
)
from conspectus.rooms.closure.queries.points import FinalCost, PointView, final_costs, points_of

__all__ = [
    "BenefitView",
    "ClosureRow",
    "ClosureView",
    "FinalCost",
    "HandingView",
    "PointView",
    "PointsKept",
    "closure_rows",
    "closure_view",
    "final_costs",
    "get_benefit",
    "newest_closure",
    "points_of",
    "the_closure",
    "visible_closures",
]
