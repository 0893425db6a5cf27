"""Whether somebody would decide on what they did themselves; in place of somebody, that counts as done by them too."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.rules import alone, in_place, standings


def decides_own(by: User, doers: Collection[int | None], able: Callable[[User], bool], on: date | None = None) -> bool:
    """Return whether ``by`` is one of the doers, or ``able`` to decide only in place of them."""
    if by.person_id in doers:
        return True
    whose = standings(by, on)
    if not whose or able(alone(by)):
        return False
    found = {one.person for one in whose if able(in_place(by, one))}
    return bool(found) and found <= set(doers)
