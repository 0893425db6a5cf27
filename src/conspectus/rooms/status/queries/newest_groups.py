"""The status of the whole and of its programmes, from their own sums, for the projects of the portfolio table."""

from __future__ import annotations

import json
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.queries import ProjectFilter, closing_exchange, programmes_above
from conspectus.rooms.schedule.bridge.parts import child_of
from conspectus.rooms.schedule.bridge.registers import registers_of
from conspectus.rooms.schedule.bridge.tolerances import USUAL, Held, bands
from conspectus.rooms.schedule.queries import GridFilter, portfolio_projects
from conspectus.rooms.schedule.queries.grid import EVERYTHING
from conspectus.rooms.schedule.queries.ranks import COLOURS, overall_rank
from conspectus.rooms.status.queries.own_threats import WHOLE, OwnThreats, own_threats

if TYPE_CHECKING:
    from conspectus.engine.rates import Exchange
    from conspectus.engine.status import Child, RegisterPart
    from conspectus.review.grouped import Place
    from conspectus.review.result import GroupReview

_ASKED = ("programme", "portfolio", "code", "name", "current__currency", "overall", "part", "curve", "registers")
# Read only where judged anew.
_TEXTS = {name: Cast(f"current__{name}", TextField()) for name in ("part", "curve")}
_TEXTS["registers"] = Cast("register_status__part", TextField())
_NOTHING = ("", "{}", "null", None)  # parts of revisions that older versions stored; None: there is no plan
MOST_KEPT = 64
_kept: OrderedDict[bytes, tuple[GroupReview, ...]] = OrderedDict()  # by all they were judged from


class _Part(NamedTuple):
    """What a project brings into the sums, its figures as they are kept; without ``part`` only its registers."""

    inside: tuple[Place, ...]
    name: str
    currency: str
    colour: str
    part: str
    curve: str
    registers: str


def group_status(by: User, wanted: ProjectFilter = EVERYTHING, *, at: datetime, whole: str) -> tuple[GroupReview, ...]:
    """Return the whole, then each programme; a project whose money the reader may not see is in no sum.

    Each is judged by its own tolerance, a whole of several portfolios by the usual limits. Several currencies of one
    portfolio are summed in its own by closing rates. A programme sums all below it, and the risks of programmes and
    portfolios themselves where the projects are narrowed to a place at most. Asks the database four times, or six
    where currencies differ, however many projects there are, and up to twice more for who does not see all cost; what
    was judged of just these figures, limits and rates is not judged again.
    """
    from conspectus.review.grouped import Place

    on = at.date()
    found = portfolio_projects(by, wanted, at=at).filter(Q(cost_open=True))
    rows = list(found.order_by().annotate(overall=overall_rank(), **_TEXTS).values_list(*_ASKED))
    places = {row[1] for row in rows if row[4] is not None}  # where there is a plan to sum
    rows = [row for row in rows if row[1] in places]
    held = Held(places, on)
    above = programmes_above(places)
    rows.sort(key=lambda row: (*(one.name for one in above.get(row[0], ())), "", row[2]))
    inside = {
        row[:2]: tuple(
            Place(one.name, one.pk, bands(held.of("programme", one.pk, row[1]))) for one in above.get(row[0], ())
        )
        for row in {row[:2]: row for row in rows}.values()
    }
    parts = [
        _Part(
            inside[number, place],
            name,
            currency or "",
            COLOURS.get(rank, ""),
            *("" if each in _NOTHING else each for each in (part, curve, registers)),
        )
        for number, place, _, name, currency, rank, part, curve, registers in rows
    ]
    one = Place(str(whole), None, bands(held.of_portfolio(*places) if len(places) == 1 else USUAL))
    own = own_threats(places, above, on, by=by) if _of_places(wanted) else OwnThreats()
    kept = {part.registers: json.loads(part.registers) for part in parts if part.registers}
    codes = _currencies(parts, kept.values(), own)
    exchange = closing_exchange(places, on) if len(codes) > 1 else None
    return _judged(parts, kept, one, wanted.programme or WHOLE, own, exchange)


def _of_places(wanted: ProjectFilter) -> bool:
    """Return whether a filter narrows to a portfolio or programme at most, so that their own risks belong to it."""
    plain = {"portfolio": None, "programme": None, "sort": "code", "archived": False}
    if isinstance(wanted, GridFilter):
        plain["group"] = ""
    return replace(wanted, **plain) == type(wanted)()  # type: ignore[arg-type]  # its fields


def _currencies(parts: Iterable[_Part], kept: Iterable[Mapping[str, Any]], own: OwnThreats) -> set[str]:
    """Return the currencies of all amounts that are summed."""
    found = {part.currency for part in parts if part.part}
    for one in kept:
        found |= {one["currency"], *one["threats"][2], *(currency for _, currency, _ in one["shared"])}
    for threats in own.threats.values():
        found |= {*threats.amounts, *(currency for _, currency, _ in threats.shared)}
    return found


def _judged(
    parts: Sequence[_Part],
    kept: Mapping[str, Any],
    whole: Place,
    place: int,
    own: OwnThreats,
    exchange: Exchange | None,
) -> tuple[GroupReview, ...]:
    """Return the groups judged from these parts, as they were judged before where nothing is other."""
    said = {part.inside: repr(part.inside) for part in parts}
    key = sha256(repr((whole, place, own, exchange)).encode())
    for part in parts:
        key.update(("\0".join((said[part.inside], *part[1:])) + "\0").encode("utf-8", "replace"))
    digest = key.digest()
    if (before := _kept.get(digest)) is not None:
        return before
    found = _kept[digest] = _groups(parts, kept, whole, place, own, exchange)
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return found


def _groups(
    parts: Sequence[_Part],
    kept: Mapping[str, Any],
    whole: Place,
    place: int,
    own: OwnThreats,
    exchange: Exchange | None,
) -> tuple[GroupReview, ...]:
    from conspectus.engine.status import GroupRegisters, Threats
    from conspectus.review.grouped import groups

    children: list[tuple[tuple[Place, ...], Child]] = []
    beside: dict[Place, list[RegisterPart]] = defaultdict(list)
    for part in parts:
        child, registers = None, registers_of(part.name, kept.get(part.registers, {}))
        if part.part:
            child = child_of(part.name, part.currency, part.colour, json.loads(part.part), json.loads(part.curve))
        if child is not None:
            children.append((part.inside, replace(child, registers=registers)))
        elif registers is not None:
            for one in (whole, *part.inside):
                beside[one].append(registers)
    held = {}
    for one in {whole, *(each for inside, _ in children for each in inside)}:
        number = place if one is whole else one.key or WHOLE
        threats = own.threats.get(number, Threats())
        held[one] = GroupRegisters(threats, number in own.hidden, tuple(beside[one]), None, exchange)
    return tuple(group for _, group in groups(children, whole, exchange, registers=held))
