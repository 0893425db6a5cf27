"""Everything that is asked of stakeholders and communication; every answer starts from what the asker may see."""

from conspectus.rooms.stakeholders.queries.communications import (
    CommunicationFilter,
    CommunicationView,
    communication_views,
    documents_to_send,
    find_communications,
    get_communication,
    packs_to_send,
    sendings_of,
)
from conspectus.rooms.stakeholders.queries.stakeholders import (
    StakeholderView,
    find_stakeholders,
    get_stakeholder,
    influence_map,
    stakeholder_views,
)

__all__ = [
    "CommunicationFilter",
    "CommunicationView",
    "StakeholderView",
    "communication_views",
    "documents_to_send",
    "find_communications",
    "find_stakeholders",
    "get_communication",
    "get_stakeholder",
    "influence_map",
    "packs_to_send",
    "sendings_of",
    "stakeholder_views",
]
