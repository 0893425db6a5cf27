"""Earned value, earned schedule and forecasts by formula."""

from conspectus.engine.earned.actuals import Costs
from conspectus.engine.earned.formulas import METHODS, Indices, cost_forecasts, indices
from conspectus.engine.earned.groups import Group, group_rows, subtotals, sum_group
from conspectus.engine.earned.lipke import EarnedSchedule, duration_forecasts, earned_schedule
from conspectus.engine.earned.measure import Options, measure
from conspectus.engine.earned.progress import Step
from conspectus.engine.earned.result import Earned, Series, rounded

__all__ = [
    "METHODS",
    "Costs",
    "Earned",
    "EarnedSchedule",
    "Group",
    "Indices",
    "Options",
    "Series",
    "Step",
    "cost_forecasts",
    "duration_forecasts",
    "earned_schedule",
    "group_rows",
    "indices",
    "measure",
    "rounded",
    "subtotals",
    "sum_group",
]
