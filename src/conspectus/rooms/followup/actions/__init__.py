"""Comments and following, visits, and actions given to people."""

from conspectus.rooms.followup.actions.comments import (
    add_comment,
    change_comment,
    follow_subject,
    unfollow_subject,
    visit_home,
    withdraw_comment,
)
from conspectus.rooms.followup.actions.given import ActionParticulars, change_action, close_action, open_action

__all__ = [
    "ActionParticulars",
    "add_comment",
    "change_action",
    "change_comment",
    "close_action",
    "follow_subject",
    "open_action",
    "unfollow_subject",
    "visit_home",
    "withdraw_comment",
]
