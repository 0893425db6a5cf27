"""What somebody who leaves answers for between projects; what has ended stays theirs."""

from __future__ import annotations

from conspectus.rooms.links.choices import OPEN
from conspectus.rooms.links.models import Link
from conspectus.rooms.portfolio.queries.owned import Left


def links_left(person: int) -> tuple[Left, ...]:
    """Return the links that go on and name a person on either side."""
    rows = Link.objects.filter(state__in=OPEN)
    return (
        Left("link", "giver", rows.filter(giver_owner=person), field="giver_owner"),
        Left("link", "taker", rows.filter(taker_owner=person), field="taker_owner"),
    )
