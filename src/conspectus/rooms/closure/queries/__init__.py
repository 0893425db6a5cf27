"""What is asked of closures."""

from conspectus.rooms.closure.queries.closures import (
    BenefitView,
    ClosureRow,
    ClosureView,
    HandingView,
    PointsKept,
    benefits_named,
    closure_rows,
    closure_view,
    get_benefit,
    newest_closure,
    the_closure,
    visible_closures,
)
from conspectus.rooms.closure.queries.missing import Unclosed, lacks_closure, unclosed
from conspectus.rooms.closure.queries.points import FinalCost, PointView, final_costs, points_of

__all__ = [
    "BenefitView",
    "ClosureRow",
    "ClosureView",
    "FinalCost",
    "HandingView",
    "PointView",
    "PointsKept",
    "Unclosed",
    "benefits_named",
    "closure_rows",
    "closure_view",
    "final_costs",
    "get_benefit",
    "lacks_closure",
    "newest_closure",
    "points_of",
    "the_closure",
    "unclosed",
    "visible_closures",
]
