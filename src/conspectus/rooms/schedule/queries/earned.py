"""Earned value of a stored plan by work breakdown: computed when asked, for what is kept are a project's sums."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from conspectus.review.result import Work
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import sees_cost
from conspectus.rooms.schedule.bridge.documents import load_plan, load_schedule
from conspectus.rooms.schedule.bridge.standing import given_with, standing_of
from conspectus.rooms.schedule.queries.revisions import get_revision

LEVELS = 2


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
    return WorkView(row.number, currency, levels, depth, shown, whole_of(found) if shown else None)
