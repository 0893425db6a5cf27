"""The budget that is measured against: work packages of a baseline and the lines their money is made of."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from conspectus.engine.earned.timing import Clocks, worked_share
from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import (
    NONE,
    Accrual,
    Baseline,
    Flags,
    Floats,
    Ints,
    Kind,
    Plan,
    ResourceKind,
    Texts,
)

FROM_FILE = "from file"


@dataclass(frozen=True, eq=False)
class Approved:
    """An approved baseline laid over a newer plan: ``gone`` holds the tasks the plan no longer has."""

    baseline: Baseline
    gone: Baseline = field(default_factory=Baseline)
    gone_uid: Texts = ()


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


def approved_from(plan: Plan, then: Plan, baseline: Baseline | None = None) -> Approved:
    """Lay the baseline of an approved revision over the plan of today, task by uid.

    Parameters
    ----------
    plan
        The plan that is measured.
    then
        The approved revision.
    baseline
        Parallel to ``then.tasks``; left out, the revision's own dates and costs are the baseline.
    """
    source = own_dates(then) if baseline is None else baseline
    rows = then.row_of()
    at = np.array([rows.get(uid, -1) for uid in plan.tasks.uid], dtype=np.int64)
    here = set(plan.tasks.uid)
    gone = [r for uid, r in rows.items() if uid not in here and then.tasks.kind[r] != Kind.SUMMARY]
    uids = tuple(then.tasks.uid[r] for r in gone)
    return Approved(_taken(source, at), _taken(source, np.array(gone, dtype=np.int64)), uids)


def own_dates(plan: Plan) -> Baseline:
    """Return a plan's own dates and costs as a baseline."""
    t = plan.tasks
    start = np.where(t.stored_start != NONE, t.stored_start, t.stored_early_start)
    finish = np.where(t.stored_finish != NONE, t.stored_finish, t.stored_early_finish)
    return Baseline(start=start, finish=finish, duration=t.duration, cost=t.cost, work=t.work, fixed_cost=t.fixed_cost)


def _taken(source: Baseline, rows: Ints) -> Baseline:
    def ints(column: Ints) -> Ints:
        return np.where(rows >= 0, column[rows], NONE) if len(column) else np.full(len(rows), NONE)

    def floats(column: Floats) -> Floats:
        return np.where(rows >= 0, column[rows], np.nan) if len(column) else np.full(len(rows), np.nan)

    return Baseline(
        start=ints(source.start),
        finish=ints(source.finish),
        duration=ints(source.duration),
        cost=floats(source.cost),
        work=floats(source.work),
        fixed_cost=floats(source.fixed_cost),
    )


def choose(
    plan: Plan, baseline: Baseline | Approved | None, label: str | None
) -> tuple[Approved | None, str, list[Finding]]:
    """Return the baseline to measure against, its label, and what to say about it."""
    if isinstance(baseline, Approved):
        return baseline, label or "approved baseline", []
    if baseline is not None:
        return Approved(baseline), label or "approved baseline", []
    if 0 in plan.baselines:
        return Approved(plan.baselines[0]), label or FROM_FILE, []
    words = "The plan has no baseline, so there is no planned or earned value."
    if plan.baselines:
        words = "The plan has no first baseline; its other baselines are not used without approval."
    note = Finding(Severity.WARNING, "NO_BASELINE", plan.name, words, "Approve a baseline or save one in the tool.")
    return None, label or "", [note]


def packages(plan: Plan, approved: Approved, clocks: Clocks, scheduled: tuple[Ints, Ints]) -> Packages:
    """Return the work packages of a plan under a baseline.

    Summary tasks hold no budget but a fixed cost of their own; inactive tasks keep the budget the baseline gave
    them. Where the baseline holds money but no dates, ``scheduled`` (start, finish per task) says when.
    """
    tasks, base, gone = plan.tasks, approved.baseline, approved.gone
    cost = np.nan_to_num(base.cost)
    fixed = np.where(np.isnan(base.fixed_cost), np.nan_to_num(tasks.fixed_cost), base.fixed_cost)
    summary = tasks.kind == Kind.SUMMARY
    budget = np.where(summary, own_cost(plan, cost, fixed), cost)
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


def own_cost(plan: Plan, cost: Floats, fixed: Floats) -> Floats:
    """Return what a summary costs beside its children: its fixed cost, where the sums bear it out."""
    parents = plan.tasks.parent
    inside = np.zeros(len(cost))
    has = parents >= 0
    np.add.at(inside, parents[has], cost[has])
    own = cost - inside
    return np.where((fixed > 0) & (own >= fixed - 1.0), fixed, 0.0)


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
