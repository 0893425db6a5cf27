"""Who sees money in registers, and which projects' entries show."""

from __future__ import annotations

from datetime import date

from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.rules import sees_cost
from conspectus.rooms.risks.models import RegisterEntry


def sees_amounts(by: User, row: RegisterEntry, on: date) -> bool:
    """Return whether ``by`` may see the money of an entry: who sees that of the place it belongs to."""
    return sees_cost(by, row.place, on)
