"""A search: the index is brought up to the newest deed, then asked."""

from __future__ import annotations

from datetime import datetime

from conspectus.rooms.accounts.models import User
from conspectus.rooms.search.actions import follow_deeds
from conspectus.rooms.search.queries import Found, search


def find(text: str, *, kind: str = "", first: int = 0, wide: bool = False, by: User, at: datetime) -> Found:
    """Return what ``by`` may see of what is found, what was done a moment ago included."""
    follow_deeds(at=at)
    return search(by, text, kind=kind, first=first, wide=wide, on=at.date())
