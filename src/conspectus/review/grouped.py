"""Programmes and the whole: a colour from their own sums, beside it how their projects stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from conspectus.engine.earned import Earned, in_currency
from conspectus.engine.rates import Exchange
from conspectus.engine.status import Child, Dates, GroupStatus, Status, Tolerances, assess_group
from conspectus.formats.currencies import decimals
from conspectus.review.judge import judged_of
from conspectus.review.measured import money_from
from conspectus.review.result import GroupReview, Portion, ProjectReview

WHOLE = "All projects"


def child_of(name: str, earned: Earned, dates: Dates, status: Status) -> Child:
    """Return what a group needs of a project, without the figures of every task."""
    none = np.zeros(0)
    light = replace(earned, budget=none, planned_value=none, earned_value=none, actual_cost=none)
    light = replace(light, by_period=None, uid=(), findings=())
    return Child(name, light, dates, status)


def groups_of(projects: Sequence[ProjectReview]) -> tuple[GroupReview, ...]:
    """Return the whole, then each programme named; one project alone is no group."""
    parts = [(p.programme, replace(p.child, name=p.name)) for p in projects if p.child is not None]
    return groups(parts)


def groups(
    parts: Sequence[tuple[str, Child]], whole: str = WHOLE, exchange: Exchange | None = None
) -> tuple[GroupReview, ...]:
    """Return the whole, then each programme named, of projects with the programme each belongs to.

    A group of several currencies is summed in the one of ``exchange`` where that has a rate for each.
    """
    named = dict.fromkeys(programme for programme, _ in parts if programme)
    all_of = _group(whole, [child for _, child in parts], exchange)
    each = [_group(name, [child for programme, child in parts if programme == name], exchange) for name in named]
    return tuple(one for one in (all_of, *each) if one is not None)


def _group(name: str, children: Sequence[Child], exchange: Exchange | None) -> GroupReview | None:
    if len(children) < 2:
        return None
    children, words = _in_one(children, exchange)
    currencies = {child.earned.currency for child in children}
    digits = decimals(currencies.pop()) if len(currencies) == 1 else 2
    found = assess_group(children, name, tolerances=Tolerances(minor_digits=digits))
    told = _told(name, found, len(children))
    return replace(told, words=f"{told.words} {words}".strip())


def _in_one(children: Sequence[Child], exchange: Exchange | None) -> tuple[Sequence[Child], str]:
    """Return children of several currencies in one, and in words by which rates; as they are where one has no rate."""
    currencies = {child.earned.currency for child in children}
    if len(currencies) == 1 or exchange is None or not currencies <= set(exchange.factors):
        return children, ""
    home, factors = exchange.home, exchange.factors
    rates = ", ".join(exchange.words[code] for code in sorted(currencies - {home}))
    found = [
        child
        if child.earned.currency == home
        else replace(child, earned=in_currency(child.earned, home, factors[child.earned.currency]))
        for child in children
    ]
    return found, f"Sums in {home} at closing rates: {rates}."


def _told(name: str, found: GroupStatus, projects: int) -> GroupReview:
    return GroupReview(
        name=name,
        projects=projects,
        money=money_from(found.group.currency, found.group.sums, found.group.time),
        status=judged_of(found.status),
        words=found.words,
        portions=tuple(Portion(share.colour.value, share.count, share.budget) for share in found.distribution),
        not_assessed=found.not_assessed,
        deciding=found.deciding,
    )
