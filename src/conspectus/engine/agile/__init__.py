"""Agile delivery: scope and its growth, throughput, cycle time, and the finish as a range from throughput."""

from conspectus.engine.agile.backlog import Backlog, Item, ItemState, Sprint, Unit
from conspectus.engine.agile.flow import Cycle, SprintFlow, Underway, Week
from conspectus.engine.agile.forecast import CHANCES, Forecast
from conspectus.engine.agile.growth import Compared, Point, compare
from conspectus.engine.agile.pace import EpicFlow, Pace, earned_by_points, measure_pace

__all__ = [
    "CHANCES",
    "Backlog",
    "Compared",
    "Cycle",
    "EpicFlow",
    "Forecast",
    "Item",
    "ItemState",
    "Pace",
    "Point",
    "Sprint",
    "SprintFlow",
    "Underway",
    "Unit",
    "Week",
    "compare",
    "earned_by_points",
    "measure_pace",
]
