"""Comments and following, visits, actions given to people, and handing over what somebody leaves behind."""

from conspectus.rooms.followup.actions.comments import (
    add_comment,
    change_comment,
    follow_subject,
    unfollow_subject,
    visit_home,
    withdraw_comment,
)
from conspectus.rooms.followup.actions.given import ActionParticulars, change_action, close_action, open_action
from conspectus.rooms.followup.actions.leaving import hand_over

__all__ = [
    "ActionParticulars",
    "add_comment",
    "change_action",
    "change_comment",
    "close_action",
    "follow_subject",
    "hand_over",
    "open_action",
    "unfollow_subject",
    "visit_home",
    "withdraw_comment",
]
