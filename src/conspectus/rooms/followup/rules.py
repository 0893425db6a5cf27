"""Who may talk: whoever sees the thing, but no auditor and no reading token."""

from __future__ import annotations

from datetime import timedelta

from conspectus.kit.errors import NotAllowed
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.rules import may_administer, refuse_reading_only
from conspectus.rooms.followup.models import Comment

SAME_VISIT = timedelta(minutes=30)  # a page looked at again within it belongs to the same visit


def may_comment(by: User) -> bool:
    """Return whether ``by`` may comment on what they see; an auditor reads everything and changes nothing."""
    return by.is_active and not by.reading_only and by.organisation_role != Role.AUDITOR


def require_may_comment(by: User) -> None:
    """Refuse who may only read."""
    refuse_reading_only(by)
    if not may_comment(by):
        raise NotAllowed("An auditor reads everything and changes nothing.")


def may_change(by: User, comment: Comment) -> bool:
    """Return whether ``by`` may change a comment: whoever wrote it."""
    return may_comment(by) and comment.author_id == by.person_id


def may_withdraw(by: User, comment: Comment) -> bool:
    """Return whether ``by`` may withdraw a comment: whoever wrote it, and an administrator."""
    return may_change(by, comment) or may_administer(by)
