"""The budget that is measured against: work packages of a baseline and the lines their money is made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from conspectus.engine.baselines import Approved, from_file, lay_over
from conspectus.engine.earned.timing import Clocks, worked_share
from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import (
    NONE,
    Accrual,
    Baseline,
    Flags,
    Floats,
    Ints,
    Plan,
    ResourceKind,
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


def lines(plan: Plan, found: Packages) -> Lines:
    """Split each package's budget into lines: fixed cost, costs per use, and cost that accrues with work.

    The rest after fixed cost is shared over the task's assignments by their cost; each follows its resource's
    accrual and calendar, and its own place inside the task where the plan holds one.
    """
    rest = found.budget - found.fixed
    shared = _assigned(plan, rest)
    plain = np.flatnonzero((rest != 0) & ~np.isin(np.arange(len(rest)), shared.package))
    fixed = np.flatnonzero(found.fixed)
    accrual = found.fixed_accrual[fixed]
    zeros, ones = np.zeros(len(fixed) + len(plain)), np.ones(len(fixed) + len(plain))
    return Lines(
        package=np.concatenate([fixed, plain, shared.package]),
        amount=np.concatenate([found.fixed[fixed], rest[plain], shared.amount]),
        accrual=np.concatenate(
            [
                np.where(accrual == Accrual.UNSTATED, Accrual.START, accrual),
                np.full(len(plain), Accrual.PRORATED),
                shared.accrual,
            ]
        ),
        calendar=np.concatenate([found.calendar[fixed], found.calendar[plain], shared.calendar]),
        begin=np.concatenate([zeros, shared.begin]),
        end=np.concatenate([ones, shared.end]),
    )


def use_costs(plan: Plan) -> Floats:
    """Return the cost per use of each assignment: for each unit of work resources, once for others."""
    a, r = plan.assignments, plan.resources
    known = a.resource >= 0
    rows = np.where(known, a.resource, 0)
    if not len(r):
        return np.zeros(len(a))
    each = np.where(r.kind[rows] == ResourceKind.WORK, np.nan_to_num(a.units, nan=1.0), 1.0)
    return np.where(known, np.nan_to_num(r.cost_per_use[rows]) * each, 0.0)


def _assigned(plan: Plan, rest: Floats) -> Lines:
    """Return the lines of assignments, scaled so that each task's sum is the rest of its budget."""
    a, r, t = plan.assignments, plan.resources, plan.tasks
    cost = np.nan_to_num(a.cost)
    total = np.bincount(a.task, weights=cost, minlength=len(rest)) if len(a) else np.zeros(len(rest))
    keep = np.flatnonzero((cost > 0) & (total[a.task] > 0) & (rest[a.task] != 0))
    task, resource = a.task[keep], a.resource[keep]
    money = cost[keep] * rest[task] / total[task]
    use = np.minimum(use_costs(plan)[keep], cost[keep]) / cost[keep] * money
    known = resource >= 0
    rows = np.where(known, resource, 0)
    accrual = np.where(known, r.accrual[rows], Accrual.PRORATED) if len(r) else np.full(len(keep), Accrual.PRORATED)
    accrual = np.where(accrual == Accrual.UNSTATED, Accrual.PRORATED, accrual)
    clocks = Clocks(plan)
    calendar = clocks.rows(plan)[task]
    if len(r):
        own = known & (r.calendar[rows] >= 0) & ~t.ignore_resource_calendars[task] & ~t.elapsed[task]
        calendar = np.where(own, r.calendar[rows], calendar)
    begin, end = _window(plan, clocks, keep)
    return Lines(
        package=np.concatenate([task, task]),
        amount=np.concatenate([use, money - use]),
        accrual=np.concatenate([np.full(len(keep), Accrual.START), accrual]),
        calendar=np.concatenate([calendar, calendar]),
        begin=np.concatenate([begin, begin]),
        end=np.concatenate([end, end]),
    )


def _window(plan: Plan, clocks: Clocks, keep: Ints) -> tuple[Floats, Floats]:
    """Return where inside its task each assignment works, as shares of the task's working time."""
    a, t = plan.assignments, plan.tasks
    task = a.task[keep]
    first, last = a.start[keep], a.finish[keep]
    start = np.where(t.actual_start[task] != NONE, t.actual_start[task], t.stored_start[task])
    finish = np.where(t.actual_finish[task] != NONE, t.actual_finish[task], t.stored_finish[task])
    known = (first != NONE) & (last > first) & (start != NONE) & (finish > start)
    calendar = clocks.rows(plan)[task]
    begin, end = np.zeros(len(keep)), np.ones(len(keep))
    if known.any():
        span = (calendar[known], start[known], finish[known])
        begin[known] = worked_share(clocks, *span, first[known])
        end[known] = worked_share(clocks, *span, last[known])
    empty = end <= begin
    return np.where(empty, 0.0, begin), np.where(empty, 1.0, end)
