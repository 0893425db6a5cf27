"""Programmes and the whole: a colour from their own sums, beside it how their projects stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from conspectus.engine.earned import Earned
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
    named = dict.fromkeys(p.programme for p in projects if p.programme)
    whole = _group(WHOLE, projects)
    parts = [_group(name, [p for p in projects if p.programme == name]) for name in named]
    return tuple(one for one in (whole, *parts) if one is not None)


def _group(name: str, projects: Sequence[ProjectReview]) -> GroupReview | None:
    children = [replace(p.child, name=p.name) for p in projects if p.child is not None]
    if len(children) < 2:
        return None
    currencies = {child.earned.currency for child in children}
    digits = decimals(currencies.pop()) if len(currencies) == 1 else 2
    found = assess_group(children, name, tolerances=Tolerances(minor_digits=digits))
    return _told(name, found, len(children))


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
