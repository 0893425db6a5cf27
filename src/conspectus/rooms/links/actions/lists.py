"""Links taken from a list: new ones proposed, other terms asked for of known ones, in one deed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict
from conspectus.kit.together import all_or_none
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.links.actions.links import (
    LinkEnd,
    OutsideEvent,
    Terms,
    ask_terms,
    check_terms,
    locked_link,
    make_link,
    require_one,
)
from conspectus.rooms.links.models import Link
from conspectus.rooms.links.queries.circles import stored_circle
from conspectus.rooms.links.rules import require_either
from conspectus.rooms.portfolio.models import Portfolio, Project
from conspectus.rooms.portfolio.rules import require

MOST_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class ListedLink:
    """One row of a list: the two ends of a new link, or the link whose terms it asks for, read at its revision."""

    terms: Terms
    giver: LinkEnd | OutsideEvent | None = None
    taker: LinkEnd | OutsideEvent | None = None
    event_on: date | None = None
    link: Link | None = None
    revision: int = 0


@deed("import_links", "took links between projects from a list", needs=Ability.PLAN)
def import_links(
    *, place: Project | Portfolio, rows: Sequence[ListedLink], source: str, by: User, at: datetime
) -> list[Link]:
    """Propose and change the links a list says: all of them or none, each at fault named by its place in the order.

    Both sides still agree, but for those the asker answers for. Refuses links that close a circle.
    """
    require(by, "import_links", place, at.date())
    with audited("import_links", by=by, at=at) as line:
        made = all_or_none(rows, lambda row: _take(row, by, at), most=MOST_ROWS)
        if path := stored_circle(by, at.date()):
            raise Conflict("circle", "Projects would wait for each other in a circle: %(path)s.", path=path)
        pairs = list(zip(made, rows, strict=True))
        opened = [one.pk for one, row in pairs if row.link is None]
        changed = [one.pk for one, row in pairs if row.link is not None]
        line.about(type(place).__name__.lower(), place.pk, source=source[:200], opened=opened, changed=changed)
    return made


def _take(row: ListedLink, by: User, at: datetime) -> Link:
    terms = check_terms(row.terms)
    if row.link is None:
        assert row.giver is not None
        assert row.taker is not None
        require_one(by, [end for end in (row.giver, row.taker) if isinstance(end, LinkEnd)], at.date())
        return make_link(row.giver, row.taker, terms, by=by, at=at)
    require_either(by, "change_link", row.link, at.date())
    found = locked_link(row.link, row.revision)
    ask_terms(found, terms, row.event_on, by=by, at=at)
    return found
