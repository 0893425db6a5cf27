"""The budget that is measured against: work packages of a baseline and the lines their money is made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from conspectus.engine.baselines import Approved, from_file, lay_over
from conspectus.engine.earned.timing import Clocks
from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import (
    NONE,
    Baseline,
    Flags,
    Floats,
    Ints,
    Plan,
    Texts,
)


@dataclass(frozen=True, eq=False)
class Packages:
    """One row a work package: the plan's tasks in order, then tasks only the baseline has. Arrays [package]."""

    uid: Texts
    start: Ints
    finish: Ints
    budget: Floats  # 0 where the baseline holds none
    fixed: Floats  # part of budget
    fixed_accrual: Ints
    calendar: Ints
    known: Flags  # the baseline holds this task


@dataclass(frozen=True, eq=False)
class Lines:
    """Money with a way to accrue inside its package's span. Arrays [line]."""

    package: Ints
    amount: Floats
    accrual: Ints
    calendar: Ints
    begin: Floats  # share of the package's working time at which the line begins
    end: Floats


def choose(
    plan: Plan, baseline: Baseline | Approved | None, label: str | None
) -> tuple[Approved | None, str, list[Finding]]:
    """Return the baseline to measure against, its label, and what to say about it."""
    if isinstance(baseline, Baseline):
        baseline = lay_over(plan, plan, baseline)
    found = from_file(plan) if baseline is None else baseline
    if found is not None:
        return found, label or found.label, found.findings("baseline")
    words = "The plan has no baseline, so there is no planned or earned value."
    if plan.baselines:
        words = "The plan has no first baseline; its other baselines are not used without approval."
    note = Finding(Severity.WARNING, "NO_BASELINE", plan.name, words, "Approve a baseline or save one in the tool.")
    return None, label or "", [note]


def packages(plan: Plan, approved: Approved, clocks: Clocks, scheduled: tuple[Ints, Ints]) -> Packages:
    """Return the work packages of a plan under a baseline.

    Summary tasks hold no budget but what is their own; inactive tasks keep the budget the baseline gave them. Where
    the baseline holds money but no dates, ``scheduled`` (start, finish per task) says when.
    """
    tasks, base, gone = plan.tasks, approved.columns, approved.gone
    budget, fixed = np.nan_to_num(base.cost), np.nan_to_num(base.fixed_cost)
    start = np.where(base.start == NONE, scheduled[0], base.start)
    finish = np.maximum(np.where(base.finish == NONE, scheduled[1], base.finish), start)
    more = len(gone)
    lost = np.nan_to_num(gone.cost)
    budgets = np.concatenate([budget, lost])
    wanted = np.concatenate([fixed, np.nan_to_num(gone.fixed_cost)])
    return Packages(
        uid=(*tasks.uid, *approved.gone_uid),
        start=np.concatenate([start, gone.start]),
        finish=np.concatenate([finish, np.maximum(gone.finish, gone.start)]),
        budget=budgets,
        fixed=np.clip(wanted, np.minimum(budgets, 0), np.maximum(budgets, 0)),
        fixed_accrual=np.concatenate([tasks.fixed_accrual, np.zeros(more, dtype=np.int64)]),
        calendar=np.concatenate([clocks.rows(plan), np.full(more, -1, dtype=np.int64)]),
        known=np.concatenate([(base.start != NONE) | ~np.isnan(base.cost), np.full(more, True)]),
    )
