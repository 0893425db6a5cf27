"""The status of the whole and of its programmes, from their own sums, for the projects of the portfolio table."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.queries import ProjectFilter, closing_exchange, programmes_above
from conspectus.rooms.schedule.bridge.parts import child_of
from conspectus.rooms.schedule.bridge.tolerances import USUAL, Held, bands
from conspectus.rooms.schedule.queries.grid import EVERYTHING, portfolio_projects
from conspectus.rooms.schedule.queries.ranks import COLOURS, overall_rank

if TYPE_CHECKING:
    from conspectus.review.result import GroupReview

_ASKED = (
    *("programme", "code", "name", "current__currency"),
    *("overall", "current__part", "current__curve", "portfolio"),
)


def group_status(by: User, wanted: ProjectFilter = EVERYTHING, *, at: datetime, whole: str) -> tuple[GroupReview, ...]:
    """Return the whole, then each programme; a project whose money the reader may not see is in no sum.

    Each is judged by its own tolerance, a whole of several portfolios by the usual limits. Several currencies of one
    portfolio are summed in its own by closing rates. A programme sums all below it. Asks the database three
    times, or five where currencies differ, however many projects there are.
    """
    from conspectus.review.grouped import Place, groups

    found = portfolio_projects(by, wanted, at=at).filter(Q(current__project__isnull=False), Q(cost_open=True))
    rows = list(found.order_by().annotate(overall=overall_rank()).values_list(*_ASKED))
    places = {row[-1] for row in rows}
    held = Held(places, at.date())
    above = programmes_above(places)
    parts = []
    rows.sort(key=lambda row: (*(one.name for one in above.get(row[0], ())), "", row[1]))
    for number, _, name, currency, rank, part, curve, place in rows:
        child = child_of(name, currency, COLOURS[rank], part, curve)
        if child is not None:
            inside = (
                Place(one.name, one.pk, bands(held.of("programme", one.pk, place))) for one in above.get(number, ())
            )
            parts.append((tuple(inside), child))
    mixed = len({child.earned.currency for _, child in parts}) > 1
    one = bands(held.of_portfolio(*places) if len(places) == 1 else USUAL)
    exchange = closing_exchange(places, at.date()) if mixed else None
    return tuple(group for _, group in groups(parts, Place(whole, None, one), exchange))
