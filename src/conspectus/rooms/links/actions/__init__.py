"""Everything that can be done to links."""

from conspectus.rooms.links.actions.links import (
    LinkEnd,
    OutsideEvent,
    Terms,
    agree_link,
    change_link,
    decline_link,
    propose_link,
    renew_standings,
    set_link_owner,
    withdraw_link,
)
from conspectus.rooms.links.actions.lists import ListedLink, import_links
from conspectus.rooms.links.actions.moves import move_link_end

__all__ = [
    "LinkEnd",
    "ListedLink",
    "OutsideEvent",
    "Terms",
    "agree_link",
    "change_link",
    "decline_link",
    "import_links",
    "move_link_end",
    "propose_link",
    "renew_standings",
    "set_link_owner",
    "withdraw_link",
]
