"""Who follows what: what one chose, and what is one's own unless one chose not to."""

from __future__ import annotations

from datetime import date

from conspectus.journeys.subjects import seen_subjects
from conspectus.kit.subjects import Subject
from conspectus.rooms.accounts.models import User
from conspectus.rooms.followup.queries import chosen
from conspectus.rooms.portfolio.queries.owned import is_owned, owned_by


def followed(by: User, on: date) -> list[Subject]:
    """Return what ``by`` follows and may see, by kind and name."""
    choice = chosen(by)
    wanted = {one.reference for one in owned_by([by.person_id])} - {one for one, is_on in choice.items() if not is_on}
    wanted |= {one for one, is_on in choice.items() if is_on}
    return sorted(seen_subjects(by, wanted, on).values(), key=lambda one: (one.kind, one.name, one.id))


def owns(by: User, subject: Subject) -> bool:
    """Return whether a subject is ``by``'s own, and so followed without being chosen."""
    return is_owned(by.person_id, subject.kind, subject.id)
