"""Everything that is asked of change requests; every answer starts from what the asker may see."""

from conspectus.rooms.changes.queries.growth import (
    CategoryGrowth,
    Growth,
    RebaselineSum,
    growth_of,
    growth_sums,
    growths,
)
from conspectus.rooms.changes.queries.requests import (
    ChangeFilter,
    ChangeView,
    change_view,
    change_views,
    find_changes,
    get_change,
    log_counts,
)
from conspectus.rooms.changes.queries.standing import ChangeStanding, change_bases, change_standings

__all__ = [
    "CategoryGrowth",
    "ChangeFilter",
    "ChangeStanding",
    "ChangeView",
    "Growth",
    "RebaselineSum",
    "change_bases",
    "change_standings",
    "change_view",
    "change_views",
    "find_changes",
    "get_change",
    "growth_of",
    "growth_sums",
    "growths",
    "log_counts",
]
