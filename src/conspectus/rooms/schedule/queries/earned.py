"""Earned value of a stored plan by work breakdown: computed when asked, for what is kept are a project's sums."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from conspectus.review.result import Work
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import sees_cost
from conspectus.rooms.schedule.bridge.documents import load_plan, load_schedule
from conspectus.rooms.schedule.bridge.standing import given_with, standing_of
from conspectus.rooms.schedule.queries.revisions import get_revision

LEVELS = 2
CAUSES = 8  # of a cost variance, that are named


@dataclass(frozen=True, slots=True)
class WorkView:
    """Earned value by work breakdown; ``hidden`` where the reader may not see cost."""

    revision: int
    currency: str
    levels: int  # how many levels are shown; 0 is all of them
    depth: int  # how many the outline has
    rows: tuple[Work, ...] = ()
    total: Work | None = None  # the whole project
    hidden: bool = False
    causes: tuple[Work, ...] = ()  # the work with the largest cost variance either way
    others_minor: int = 0  # of all other work; with the causes it is the cost variance of the whole


def earned_by_work(
    project: Project, number: object = None, *, levels: int = LEVELS, by: User, on: date | None = None
) -> WorkView:
    """Return earned value of every task of the first levels, each with all work below it."""
    from conspectus.review.assess import status_of
    from conspectus.review.measured import measured, whole_of, work_of

    row = get_revision(project, number)
    currency = row.summary.currency
    if not sees_cost(by, project, on):
        return WorkView(row.number, currency, levels, 0, hidden=True)
    plan, schedule = load_plan(row.document_id), load_schedule(row.document_id)
    current = standing_of(project).current
    status = status_of(plan, given_with(row, project.code))
    found, _ = measured(plan, schedule, status, None, current.over(plan) if current else None)
    every = work_of(plan, found)
    shown = tuple(one for one in every if not levels or one.level <= levels)
    depth = max((one.level for one in every), default=0)
    whole = whole_of(found) if shown else None
    causes, others = _causes(every, whole)
    told = WorkView(row.number, currency, levels, depth, shown, whole)
    return replace(told, causes=causes, others_minor=others)


def _causes(every: Iterable[Work], whole: Work | None) -> tuple[tuple[Work, ...], int]:
    """Return the work that made the cost variance, the largest first, and what all other work comes to."""
    if whole is None or whole.cv.value is None:
        return (), 0
    found = sorted((one for one in every if not one.summary and one.cv.value), key=lambda one: -abs(one.cv.value or 0))
    named = tuple(found[:CAUSES])
    return named, round(whole.cv.value) - sum(round(one.cv.value or 0) for one in named)
