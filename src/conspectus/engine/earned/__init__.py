"""Earned value, earned schedule and forecasts by formula."""

from conspectus.engine.earned.formulas import METHODS, Indices, cost_forecasts, indices
from conspectus.engine.earned.lipke import EarnedSchedule, duration_forecasts, earned_schedule

__all__ = ["METHODS", "EarnedSchedule", "Indices", "cost_forecasts", "duration_forecasts", "earned_schedule", "indices"]
