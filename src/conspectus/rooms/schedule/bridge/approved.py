"""Approved baselines as engine columns: fixed by a revision, laid over another revision's tasks by uid."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import NONE, Kind, Plan
from conspectus.engine.plan import Baseline as Columns
from conspectus.rooms.schedule.choices import BaselineSource

if TYPE_CHECKING:
    from conspectus.engine.network import Schedule
    from conspectus.engine.plan import Ints
    from conspectus.review.assess import Given
    from conspectus.review.result import ProjectReview

FILE_BASELINE = 0  # the one a planning program calls "the baseline"
_INTS = ("start", "finish", "duration")
_FLOATS = ("cost", "work", "fixed_cost")


@dataclass(frozen=True, eq=False, slots=True)
class Approved:
    """What an approved baseline fixes: its number, what it was taken from, the tasks and their columns."""

    number: int
    source: str
    plan: Plan
    columns: Columns  # parallel to plan.tasks

    @property
    def finish(self) -> int:
        """The latest finish of any task, NONE where there is none."""
        return latest(self.columns.finish, self.plan)


def usual_source(plan: Plan) -> BaselineSource:
    """Return what to take: the file's baseline where it holds one with dates, else the plan's own dates."""
    stored = plan.baselines.get(FILE_BASELINE)
    holds = stored is not None and bool((stored.finish != NONE).any())
    return BaselineSource.FILE if holds else BaselineSource.DATES


def fix(plan: Plan, schedule: Schedule, source: str, number: int) -> Approved:
    """Return the baseline that this revision fixes."""
    if source == BaselineSource.FILE:
        return Approved(number, source, plan, plan.baselines[FILE_BASELINE])
    tasks = plan.tasks
    columns = Columns(
        start=schedule.start,
        finish=schedule.finish,
        duration=tasks.duration,
        cost=tasks.cost,
        work=tasks.work,
        fixed_cost=tasks.fixed_cost,
    )
    return Approved(number, source, plan, columns)


def lay_over(plan: Plan, approved: Approved) -> Plan:
    """Return the plan measured against the approved baseline instead of the one in its file."""
    if approved.plan is plan:
        return replace(plan, baselines={**plan.baselines, FILE_BASELINE: approved.columns})
    rows = _rows_in(approved.plan, plan)
    found = rows >= 0
    taken: dict[str, Any] = {name: np.full(len(rows), NONE, dtype=np.int64) for name in _INTS}
    taken |= {name: np.full(len(rows), np.nan) for name in _FLOATS}
    for name, column in taken.items():
        column[found] = getattr(approved.columns, name)[rows[found]]
    return replace(plan, baselines={**plan.baselines, FILE_BASELINE: Columns(**taken)})


def assess_against(plan: Plan, approved: Approved | None, given: Given) -> tuple[ProjectReview, tuple[Finding, ...]]:
    """Assess a plan against the approved baseline, the budget of tasks gone since included, else the file's."""
    from conspectus.engine.earned import approved_from
    from conspectus.review.assess import assess

    if approved is None:
        return assess(plan, given)
    baseline = approved_from(plan, approved.plan, approved.columns)
    judged, more = assess(lay_over(plan, approved), replace(given, baseline=baseline))
    named = tuple(item for item in more if item.code != "TASK_GONE")  # told below, by name
    return judged, (*baseline_findings(plan, approved), *named)


def baseline_findings(plan: Plan, approved: Approved) -> tuple[Finding, ...]:
    """Return what is wrong between the baseline in the file and the approved one."""
    return tuple(item for item in (_changed_in_tool(plan, approved), _tasks_gone(plan, approved)) if item)


def _changed_in_tool(plan: Plan, approved: Approved) -> Finding | None:
    """Find a stored baseline that is neither the approved one nor the one its file held when it was approved."""
    stored = plan.baselines.get(FILE_BASELINE)
    if stored is None or not (stored.finish != NONE).any():
        return None
    moved = _differing(plan, stored, approved.plan, approved.columns)
    then = approved.plan.baselines.get(FILE_BASELINE)
    if (
        moved
        and then is not None
        and then is not approved.columns
        and not _differing(plan, stored, approved.plan, then)
    ):
        return None
    if not moved:
        return None
    return Finding(
        Severity.WARNING,
        "BASELINE_NOT_APPROVED",
        "baseline",
        f"The baseline was changed in the tool, not approved: {_named(plan, moved)} differ from approved baseline "
        f"{approved.number}. The figures here use the approved one.",
        "Have the new baseline approved, or put the approved one back in the file.",
        tuple(plan.tasks.uid[row] for row in moved),
    )


def _differing(plan: Plan, stored: Columns, other: Plan, columns: Columns) -> list[int]:
    """Return the rows of work whose baseline dates or cost differ; summaries follow their children."""
    rows = _rows_in(other, plan)
    known = (rows >= 0) & (plan.tasks.kind != Kind.SUMMARY)
    at = np.where(known, rows, 0)
    if not len(columns):
        return []
    unlike = (stored.start != columns.start[at]) | (stored.finish != columns.finish[at])
    costs, others = np.nan_to_num(stored.cost), np.nan_to_num(columns.cost[at])
    unlike |= np.abs(costs - others) > 0.5  # half a cent is the file's rounding
    return np.flatnonzero(known & unlike).tolist()


def _tasks_gone(plan: Plan, approved: Approved) -> Finding | None:
    """Find work of the approved baseline that the plan no longer has: its budget still counts."""
    here = set(plan.tasks.uid)
    tasks = approved.plan.tasks
    gone = [
        row
        for row, uid in enumerate(tasks.uid)
        if uid not in here and tasks.kind[row] != Kind.SUMMARY and approved.columns.finish[row] != NONE
    ]
    if not gone:
        return None
    return Finding(
        Severity.WARNING,
        "BASELINE_TASKS_GONE",
        "baseline",
        f"{len(gone)} task(s) of approved baseline {approved.number} are not in this plan: "
        f"{_named(approved.plan, gone)}. "
        "Their budget still counts.",
        "Put the tasks back, or have a new baseline approved that leaves them out.",
        tuple(tasks.uid[row] for row in gone),
    )


def _named(plan: Plan, rows: list[int]) -> str:
    """Return the names of the first tasks and how many more there are."""
    names = ", ".join(f"'{plan.tasks.name[row]}'" for row in rows[:3])
    return f"{names} and {len(rows) - 3} more" if len(rows) > 3 else names


def latest(finishes: Ints, plan: Plan) -> int:
    """Return the latest finish of active work below summaries, NONE where no task has one."""
    known = finishes[(finishes != NONE) & plan.tasks.active & (plan.tasks.kind != Kind.SUMMARY)]
    return int(known.max()) if len(known) else NONE


def _rows_in(other: Plan, plan: Plan) -> Ints:
    """Return for each task of ``plan`` its row in ``other``, -1 where it has none."""
    rows = other.row_of()
    return np.array([rows.get(uid, -1) for uid in plan.tasks.uid], dtype=np.int64)
