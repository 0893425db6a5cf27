"""Everything that is asked of links; every answer starts from what the asker may see."""

from conspectus.rooms.links.queries.circles import named_circle, stored_circle
from conspectus.rooms.links.queries.links import (
    EndView,
    LinkFilter,
    LinkView,
    StepView,
    find_links,
    get_link,
    link_view,
    link_views,
    steps_of,
    visible_links,
)
from conspectus.rooms.links.queries.slips import (
    LinkMove,
    MilestoneMove,
    ProjectMove,
    SlipView,
    gives,
    plan_preview,
    slip_preview,
)

__all__ = [
    "EndView",
    "LinkFilter",
    "LinkMove",
    "LinkView",
    "MilestoneMove",
    "ProjectMove",
    "SlipView",
    "StepView",
    "find_links",
    "get_link",
    "gives",
    "link_view",
    "link_views",
    "named_circle",
    "plan_preview",
    "slip_preview",
    "steps_of",
    "stored_circle",
    "visible_links",
]
