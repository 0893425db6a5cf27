"""The threats of programmes and portfolios themselves, as the groups above them add them up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Portfolio, Programme
from conspectus.rooms.portfolio.rules import projects_with_cost, sees_cost
from conspectus.rooms.risks.queries.standing import place_standings
from conspectus.rooms.status.queries.registers import threats_of

if TYPE_CHECKING:
    from conspectus.engine.status import Threats

WHOLE = 0  # of all places asked for; no programme has this number


@dataclass(frozen=True, slots=True)
class OwnThreats:
    """The threats of places themselves, of a programme with all below it, by its number and ``WHOLE`` for all.

    ``hidden`` are those of whose threats some have amounts that the reader may not see; they are left out.
    """

    threats: Mapping[int, Threats] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()


def own_threats(
    portfolios: Collection[int], above: Mapping[int, tuple[Programme, ...]], on: date, *, by: User | None = None
) -> OwnThreats:
    """Return the threats of programmes and portfolios themselves at the end of a day, as ``by``, or who sees all, may.

    Asks the database once, and up to twice more for who does not see all cost.
    """
    from conspectus.engine.status import Threats, merged

    every = {place: threats_of(found) for place, found in place_standings(portfolios, on).items()}
    shut = _shut(by, [place for place, found in every.items() if found.priced], on)
    parts: dict[int, list[Threats]] = defaultdict(list)
    hidden = set()
    for place, threats in every.items():
        for number in (WHOLE, *(one.pk for one in above.get(place[1] or 0, ()))):
            if place in shut:
                hidden.add(number)
            parts[number].append(Threats(threats.registered) if place in shut else threats)
    return OwnThreats({number: merged(some) for number, some in parts.items()}, frozenset(hidden))


def _shut(by: User | None, places: Collection[tuple[int, int | None]], on: date) -> set[tuple[int, int | None]]:
    """Return the places whose money ``by`` may not see."""
    if by is None or not places or projects_with_cost(by, on) is None:
        return set()
    programmes = Programme.objects.select_related("portfolio").in_bulk([pk for _, pk in places if pk is not None])
    portfolios = Portfolio.objects.in_bulk([pk for pk, programme in places if programme is None])
    rows = {place: programmes[place[1]] if place[1] is not None else portfolios[place[0]] for place in places}
    return {place for place, row in rows.items() if not sees_cost(by, row, on)}
