"""Everything that is asked of links; every answer starts from what the asker may see."""

from conspectus.rooms.links.queries.circles import named_circle, stored_circle
from conspectus.rooms.links.queries.links import (
    EndView,
    LinkFilter,
    ProjectLinkView,
    StepView,
    alarms_of,
    find_links,
    get_link,
    link_view,
    link_views,
    links_of,
    open_links_of,
    steps_of,
    visible_links,
)
from conspectus.rooms.links.queries.matrix import GROUPS, Matrix, MatrixCell, MatrixName, link_matrix
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
    "GROUPS",
    "EndView",
    "LinkFilter",
    "LinkMove",
    "Matrix",
    "MatrixCell",
    "MatrixName",
    "MilestoneMove",
    "ProjectLinkView",
    "ProjectMove",
    "SlipView",
    "StepView",
    "alarms_of",
    "find_links",
    "get_link",
    "gives",
    "link_matrix",
    "link_view",
    "link_views",
    "links_of",
    "named_circle",
    "open_links_of",
    "plan_preview",
    "slip_preview",
    "steps_of",
    "stored_circle",
    "visible_links",
]
