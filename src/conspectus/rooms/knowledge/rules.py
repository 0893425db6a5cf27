"""Who keeps knowledge: the PMO and administrators; who signs in reads what is published."""

from __future__ import annotations

from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.rules import keeps_people, require_people_keeper


def keeps_knowledge(by: User) -> bool:
    """Return whether ``by`` writes and publishes articles."""
    return keeps_people(by) and not by.reading_only


def require_knowledge_keeper(by: User) -> None:
    """Refuse all but the PMO and administrators."""
    require_people_keeper(by)
