"""The status of the whole and of its programmes, from their own sums, for the projects of the portfolio table."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.queries import ProjectFilter, closing_exchange, programmes_above
from conspectus.rooms.schedule.bridge.parts import child_of
from conspectus.rooms.schedule.bridge.tolerances import USUAL, Held, bands
from conspectus.rooms.schedule.queries.grid import EVERYTHING, portfolio_projects
from conspectus.rooms.schedule.queries.ranks import COLOURS, overall_rank

if TYPE_CHECKING:
    from conspectus.engine.rates import Exchange
    from conspectus.review.grouped import Place
    from conspectus.review.result import GroupReview

_ASKED = ("programme", "portfolio", "code", "name", "current__currency", "overall", "part", "curve")
_TEXTS = {name: Cast(f"current__{name}", TextField()) for name in ("part", "curve")}  # read only where judged anew
_NOTHING = ("", "{}", "null")  # parts of revisions that older versions stored
MOST_KEPT = 64
_kept: OrderedDict[bytes, tuple[GroupReview, ...]] = OrderedDict()  # by all they were judged from


class _Part(NamedTuple):
    """What a project brings into the sums, its figures as they are kept."""

    inside: tuple[Place, ...]
    name: str
    currency: str
    colour: str
    part: str
    curve: str


def group_status(by: User, wanted: ProjectFilter = EVERYTHING, *, at: datetime, whole: str) -> tuple[GroupReview, ...]:
    """Return the whole, then each programme; a project whose money the reader may not see is in no sum.

    Each is judged by its own tolerance, a whole of several portfolios by the usual limits. Several currencies of one
    portfolio are summed in its own by closing rates. A programme sums all below it. Asks the database three
    times, or five where currencies differ, however many projects there are; what was judged of just these figures,
    limits and rates is not judged again.
    """
    from conspectus.review.grouped import Place

    found = portfolio_projects(by, wanted, at=at).filter(Q(current__project__isnull=False), Q(cost_open=True))
    rows = list(found.order_by().annotate(overall=overall_rank(), **_TEXTS).values_list(*_ASKED))
    places = {row[1] for row in rows}
    held = Held(places, at.date())
    above = programmes_above(places)
    rows.sort(key=lambda row: (*(one.name for one in above.get(row[0], ())), "", row[2]))
    inside = {
        row[:2]: tuple(
            Place(one.name, one.pk, bands(held.of("programme", one.pk, row[1]))) for one in above.get(row[0], ())
        )
        for row in {row[:2]: row for row in rows}.values()
    }
    parts = [
        _Part(inside[number, place], name, currency, COLOURS[rank], part, curve)
        for number, place, _, name, currency, rank, part, curve in rows
        if part not in _NOTHING
    ]
    one = Place(str(whole), None, bands(held.of_portfolio(*places) if len(places) == 1 else USUAL))
    mixed = len({part.currency for part in parts}) > 1
    return _judged(parts, one, closing_exchange(places, at.date()) if mixed else None)


def _judged(parts: Sequence[_Part], whole: Place, exchange: Exchange | None) -> tuple[GroupReview, ...]:
    """Return the groups judged from these parts, as they were judged before where nothing is other."""
    from conspectus.review.grouped import groups

    said = {part.inside: repr(part.inside) for part in parts}
    key = sha256(repr((whole, exchange)).encode())
    for part in parts:
        key.update(("\0".join((said[part.inside], *part[1:])) + "\0").encode("utf-8", "replace"))
    digest = key.digest()
    if (before := _kept.get(digest)) is not None:
        return before
    children = [
        (part.inside, child_of(part.name, part.currency, part.colour, json.loads(part.part), json.loads(part.curve)))
        for part in parts
    ]
    told = groups([(inside, child) for inside, child in children if child is not None], whole, exchange)
    found = _kept[digest] = tuple(group for _, group in told)
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return found
