"""Comments and following, visits, and handing over what somebody leaves behind."""

from conspectus.rooms.followup.actions.comments import (
    add_comment,
    change_comment,
    follow_subject,
    unfollow_subject,
    visit_home,
    withdraw_comment,
)
from conspectus.rooms.followup.actions.leaving import hand_over

__all__ = [
    "add_comment",
    "change_comment",
    "follow_subject",
    "hand_over",
    "unfollow_subject",
    "visit_home",
    "withdraw_comment",
]
