"""Who may what of closures beyond their role: two pairs of eyes decide, owners answer in person."""

from __future__ import annotations

from datetime import date

from conspectus.kit.errors import NotAllowed
from conspectus.rooms.accounts.models import User
from conspectus.rooms.closure.models import Benefit, Closure
from conspectus.rooms.portfolio.queries.own import decides_own
from conspectus.rooms.portfolio.rules import may

FOUR_EYES = "You submitted this closure. Somebody else decides on it."
IN_PERSON = "Only %(name)s can accept this, in person."


def submitted_it(by: User, row: Closure, on: date) -> bool:
    """Return whether ``by``, or whom alone they stand in for here, submitted the closure."""
    doers = (row.submitted_by_id,)
    return row.submitted_by_id is not None and decides_own(
        by, doers, lambda one: may(one, "decide_closure", row.project, on), on
    )


def refuse_own(by: User, row: Closure, on: date) -> None:
    """Refuse to decide on what one submitted."""
    if submitted_it(by, row, on):
        raise NotAllowed(FOUR_EYES)


def refuse_others(by: User, benefit: Benefit) -> None:
    """Refuse to answer for somebody else, a deputy too."""
    if by.person_id != benefit.owner_id:
        raise NotAllowed(IN_PERSON, name=benefit.owner.name)
