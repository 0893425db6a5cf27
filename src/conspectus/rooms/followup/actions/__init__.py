"""Comments and following, visits, and actions given to people."""

from conspectus.rooms.followup.actions.comments import (
    add_comment,
    change_comment,
    follow_subject,
    unfollow_subject,
    visit_home,
    withdraw_comment,
)
from conspectus.rooms.followup.actions.given import (
    ActionParticulars,
    change_action,
    check_action,
    close_action,
    open_action,
)
from conspectus.rooms.followup.actions.listed import ListedAction, import_actions

__all__ = [
    "ActionParticulars",
    "ListedAction",
    "add_comment",
    "change_action",
    "change_comment",
    "check_action",
    "close_action",
    "follow_subject",
    "import_actions",
    "open_action",
    "unfollow_subject",
    "visit_home",
    "withdraw_comment",
]
