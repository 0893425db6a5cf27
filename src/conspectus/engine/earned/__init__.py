"""Earned value, earned schedule and forecasts by formula."""

from conspectus.engine.earned.actuals import Costs
from conspectus.engine.earned.booked import Budgeted
from conspectus.engine.earned.formulas import METHODS, Indices, cost_forecasts, indices
from conspectus.engine.earned.groups import Branch, Group, breakdown, in_currency, sum_group
from conspectus.engine.earned.ledger import LEDGER, Ledger, with_ledger
from conspectus.engine.earned.lipke import EarnedSchedule, absent, duration_forecasts, earned_schedule
from conspectus.engine.earned.measure import Options, measure
from conspectus.engine.earned.progress import Step
from conspectus.engine.earned.result import Earned, Series, rounded

__all__ = [
    "LEDGER",
    "METHODS",
    "Branch",
    "Budgeted",
    "Costs",
    "Earned",
    "EarnedSchedule",
    "Group",
    "Indices",
    "Ledger",
    "Options",
    "Series",
    "Step",
    "absent",
    "breakdown",
    "cost_forecasts",
    "duration_forecasts",
    "earned_schedule",
    "in_currency",
    "indices",
    "measure",
    "rounded",
    "sum_group",
    "with_ledger",
]
