"""Approved baselines as engine values: fixed by a revision, laid over another revision by the engine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from conspectus.engine.baselines import FILE_BASELINE, Approved, lay_over, named, own_dates
from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import NONE, Kind, Plan
from conspectus.engine.plan import Baseline as Columns
from conspectus.rooms.schedule.choices import BaselineSource

if TYPE_CHECKING:
    from conspectus.engine.network import Schedule
    from conspectus.review.assess import Given
    from conspectus.review.result import ProjectReview


@dataclass(frozen=True, eq=False)
class Fixed:
    """What an approved baseline fixes: its number, what it was taken from, the tasks and their columns."""

    number: int
    source: str
    plan: Plan
    columns: Columns  # parallel to plan.tasks

    @property
    def label(self) -> str:
        """What figures say they are measured against."""
        return f"approved baseline {self.number}"

    @cached_property
    def itself(self) -> Approved:
        """The baseline over the revision that fixes it."""
        return self.over(self.plan)

    def over(self, plan: Plan) -> Approved:
        """Lay the baseline over a plan of today."""
        return lay_over(plan, self.plan, self.columns, self.label)

    @property
    def finish(self) -> int:
        """The latest finish of any task, NONE where there is none."""
        return self.itself.span[1]

    @property
    def budget_minor(self) -> int | None:
        """The budget in whole minor units; None where the baseline holds no cost."""
        cost = self.itself.columns.cost
        return round(float(np.round(cost[~np.isnan(cost)]).sum())) if not np.isnan(cost).all() else None


def usual_source(plan: Plan) -> BaselineSource:
    """Return what to take: the file's baseline where it holds one with dates, else the plan's own dates."""
    stored = plan.baselines.get(FILE_BASELINE)
    holds = stored is not None and bool((stored.finish != NONE).any())
    return BaselineSource.FILE if holds else BaselineSource.DATES


def fix(plan: Plan, schedule: Schedule, source: str, number: int) -> Fixed:
    """Return the baseline that this revision fixes."""
    columns = plan.baselines[FILE_BASELINE] if source == BaselineSource.FILE else own_dates(plan, schedule)
    return Fixed(number, source, plan, columns)


def assess_against(plan: Plan, fixed: Fixed | None, given: Given) -> tuple[ProjectReview, tuple[Finding, ...]]:
    """Assess a plan against the approved baseline, else the file's own."""
    from conspectus.review.assess import assess

    if fixed is None:
        return assess(plan, given)
    judged, noticed = assess(plan, replace(given, baseline=fixed.over(plan)))
    return judged, (*_changed_in_tool(plan, fixed), *noticed)


def _changed_in_tool(plan: Plan, fixed: Fixed) -> tuple[Finding, ...]:
    """Find a stored baseline that is neither the approved one nor the one its file held when it was approved."""
    stored = plan.baselines.get(FILE_BASELINE)
    if stored is None or not (stored.finish != NONE).any():
        return ()
    moved = _differing(plan, stored, fixed.plan, fixed.columns)
    then = fixed.plan.baselines.get(FILE_BASELINE)
    if not moved or (then is not None and then is not fixed.columns and not _differing(plan, stored, fixed.plan, then)):
        return ()
    names = named([plan.tasks.name[row] for row in moved])
    words = (
        f"The baseline was changed in the tool, not approved: {names} {'differs' if len(moved) == 1 else 'differ'} "
        f"from {fixed.label}. The figures here use the approved one."
    )
    remedy = "Have the new baseline approved, or put the approved one back in the file."
    uids = tuple(plan.tasks.uid[row] for row in moved)
    return (Finding(Severity.WARNING, "BASELINE_NOT_APPROVED", "baseline", words, remedy, uids),)


def _differing(plan: Plan, stored: Columns, other: Plan, columns: Columns) -> list[int]:
    """Return the rows of work whose baseline dates or cost differ; summaries follow their children."""
    if not len(columns):
        return []
    rows = other.row_of()
    at = np.array([rows.get(uid, -1) for uid in plan.tasks.uid], dtype=np.int64)
    known = (at >= 0) & (plan.tasks.kind != Kind.SUMMARY)
    at = np.where(known, at, 0)
    unlike = (stored.start != columns.start[at]) | (stored.finish != columns.finish[at])
    costs, others = np.nan_to_num(stored.cost), np.nan_to_num(columns.cost[at])
    unlike |= np.abs(costs - others) > 0.5  # half a cent is the file's rounding
    return np.flatnonzero(known & unlike).tolist()
