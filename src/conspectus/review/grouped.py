"""Programmes and the whole: a colour from their own sums, beside it how their projects stand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np

from conspectus.engine.earned import Earned, in_currency
from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.engine.rates import Exchange
from conspectus.engine.status import (
    Child,
    Dates,
    GroupRegisters,
    GroupStatus,
    Status,
    Tolerances,
    assess_group,
    exchanged,
)
from conspectus.formats.currencies import decimals
from conspectus.review.judge import judged_of
from conspectus.review.measured import money_from
from conspectus.review.result import GroupReview, Judged, Portion, ProjectReview

WHOLE = "All projects"
REGISTERED = ("scope", "quality", "risk")


def child_of(name: str, earned: Earned, dates: Dates, status: Status) -> Child:
    """Return what a group needs of a project, without the figures of every task."""
    none = np.zeros(0)
    light = replace(earned, budget=none, planned_value=none, earned_value=none, actual_cost=none)
    light = replace(light, by_period=None, uid=(), findings=())
    return Child(name, light, dates, status)


@dataclass(frozen=True, slots=True)
class Place:
    """What projects are summed in: a programme or the whole, and what judges its sums."""

    name: str
    key: int | None = None  # of a stored programme
    tolerances: Tolerances = field(default_factory=Tolerances)
    budget: Measure | None = None  # of its own, in the home currency of the exchange; None: its projects' together


def groups_of(
    projects: Sequence[ProjectReview], limits: Mapping[str, Tolerances] = MappingProxyType({})
) -> tuple[GroupReview, ...]:
    """Return the whole, then each programme named; one project alone is no group.

    ``limits`` judge the programmes by their names, and the whole by an empty one; else the usual ones do.
    """

    def place(name: str) -> Place:
        return Place(name or WHOLE, None, limits.get(name, Tolerances()))

    parts = [
        ((place(p.programme),) if p.programme else (), replace(p.child, name=p.name))
        for p in projects
        if p.child is not None
    ]
    return tuple(group for _, group in groups(parts, place("")))


def groups(
    parts: Sequence[tuple[Sequence[Place], Child]],
    whole: Place,
    exchange: Exchange | None = None,
    least: int = 2,
    registers: Mapping[Place, GroupRegisters] = MappingProxyType({}),
) -> tuple[tuple[Place, GroupReview], ...]:
    """Return the whole, then each programme, of projects with the programmes each is part of.

    A group of several currencies is summed in the one of ``exchange`` where that has a rate for each. Groups of
    fewer projects than ``least`` are left out. Scope, quality and risk are judged of groups with ``registers``.
    """
    members: dict[Place, list[Child]] = {whole: [child for _, child in parts]}
    for places, child in parts:
        for place in places:
            members.setdefault(place, []).append(child)
    some = {place: children for place, children in members.items() if len(children) >= least}
    return tuple((place, _group(place, children, exchange, registers.get(place))) for place, children in some.items())


def _group(
    place: Place, children: Sequence[Child], exchange: Exchange | None, registers: GroupRegisters | None
) -> GroupReview:
    home = exchange.home if exchange is not None and place.budget is not None else ""
    children, used = _in_one(children, exchange, home)
    if registers is not None:
        used |= exchanged([one.registers for one in children if one.registers is not None], registers)
    currencies = {child.earned.currency for child in children}
    digits = decimals(next(iter(currencies))) if len(currencies) == 1 else 2
    held = place.budget
    if held is not None and not currencies <= {home, ""}:
        held = missing(Reason.NO_RATE)
    limits = replace(place.tolerances, minor_digits=digits)
    found = assess_group(children, place.name, tolerances=limits, budget=held, registers=registers)
    told = _told(place.name, found, len(children), registers)
    return replace(told, words=f"{told.words} {_rates(exchange, used)}".strip())


def _rates(exchange: Exchange | None, used: Collection[str]) -> str:
    """Return in words by which rates sums were made."""
    if exchange is None or not used:
        return ""
    return f"Sums in {exchange.home} at closing rates: {', '.join(exchange.words[code] for code in sorted(used))}."


def _in_one(
    children: Sequence[Child], exchange: Exchange | None, wanted: str = ""
) -> tuple[Sequence[Child], frozenset[str]]:
    """Return children of several currencies, or of another than wanted, in one, and what was exchanged.

    As they are where one has no rate.
    """
    currencies = {child.earned.currency for child in children}
    if (
        (len(currencies) == 1 and currencies <= {wanted or next(iter(currencies))})
        or exchange is None
        or not currencies <= set(exchange.factors)
    ):
        return children, frozenset()
    home, factors = exchange.home, exchange.factors
    found = [
        child if child.earned.currency == home else _exchanged(child, home, factors[child.earned.currency])
        for child in children
    ]
    return found, frozenset(currencies - {home})


def _exchanged(child: Child, home: str, factor: float) -> Child:
    held = child.held_to
    if held is not None and held.value is not None:
        held = value(round(held.value * factor))
    return replace(child, earned=in_currency(child.earned, home, factor), held_to=held)


def _told(name: str, found: GroupStatus, projects: int, registers: GroupRegisters | None) -> GroupReview:
    *parts, whole = judged_of(found.status)
    if registers is not None:
        told = (found.status.dimension(each) for each in REGISTERED)
        parts += [Judged(one.name, one.colour.value, one.words) for one in told]
    return GroupReview(
        name=name,
        projects=projects,
        money=money_from(found.group.currency, found.group.sums, found.group.time),
        status=(*parts, whole),
        words=found.words,
        portions=tuple(Portion(share.colour.value, share.count, share.budget) for share in found.distribution),
        not_assessed=found.not_assessed,
        deciding=found.deciding,
        own_risks=registers is not None and registers.own.priced,
    )
