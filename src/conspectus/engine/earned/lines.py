"""The lines a budget is made of: fixed cost and expenses, costs per use, and cost that accrues with work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from conspectus.engine.earned.budget import Lines, Packages
from conspectus.engine.earned.shape import WHOLE, Part, Spans, curves, phased, priced, rated, use_rates
from conspectus.engine.earned.timing import Clocks
from conspectus.engine.plan import NONE, Accrual, Floats, Ints, Plan, ResourceKind
from conspectus.engine.pricing import Phase


def lines(plan: Plan, found: Packages, clocks: Clocks) -> Lines:
    """Split each package's budget into lines: fixed cost, costs per use, and cost that accrues with work.

    Fixed cost is shared over the task's expenses, where it has any. The rest is shared over its assignments by
    their cost; each follows its resource's accrual and calendar, its own place inside the task, and its phases,
    curve and rates where the plan holds them.
    """
    rest = found.budget - found.fixed
    splits = _splits(plan, found, clocks)
    shared = _assigned(plan, found, rest, clocks, splits)
    plain = np.flatnonzero((rest != 0) & ~np.isin(np.arange(len(rest)), shared.package))
    even = whole_lines(plain, rest[plain], np.full(len(plain), Accrual.PRORATED), found.calendar[plain])
    own = joined(fixed_lines(plan, found), even)
    return joined(laid(own, [splits.get(row, WHOLE) for row in own.package.tolist()]) if splits else own, shared)


def whole_lines(package: Ints, amount: Floats, accrual: Ints, calendar: Ints) -> Lines:
    """Return lines that take the whole of their package's time."""
    return Lines(package, amount, accrual, calendar, np.zeros(len(package)), np.ones(len(package)))


def laid(base: Lines, parts: Sequence[Sequence[Part]]) -> Lines:
    """Lay the money of lines that accrue with work over parts of their package's time; others stay as they are."""
    even = base.accrual == Accrual.PRORATED
    ends = zip(base.begin.tolist(), base.end.tolist(), strict=True)
    each = [mine if e else ((*own, 1.0),) for mine, e, own in zip(parts, even.tolist(), ends, strict=True)]
    flat = np.array([part for one in each for part in one], dtype=np.float64).reshape(-1, 3)
    owner = np.repeat(np.arange(len(each)), [len(one) for one in each])
    weights = np.bincount(owner, weights=flat[:, 2], minlength=len(each))
    return Lines(
        package=base.package[owner],
        amount=base.amount[owner] * flat[:, 2] / weights[owner],
        accrual=base.accrual[owner],
        calendar=base.calendar[owner],
        begin=flat[:, 0],
        end=flat[:, 1],
    )


def joined(*several: Lines) -> Lines:
    """Put lines one after the other."""
    return Lines(
        package=np.concatenate([one.package for one in several]),
        amount=np.concatenate([one.amount for one in several]),
        accrual=np.concatenate([one.accrual for one in several]),
        calendar=np.concatenate([one.calendar for one in several]),
        begin=np.concatenate([one.begin for one in several]),
        end=np.concatenate([one.end for one in several]),
    )


def fixed_lines(plan: Plan, found: Packages) -> Lines:
    """Return fixed cost as the file says it accrues; that of expenses as each of them does."""
    e = plan.expenses
    cost = np.maximum(e.cost, 0.0)
    total = np.bincount(e.task, weights=cost, minlength=len(found.uid)) if len(e) else np.zeros(len(found.uid))
    mine = np.flatnonzero((cost > 0) & (found.fixed[e.task] != 0)) if len(e) else np.zeros(0, dtype=np.int64)
    plain = np.flatnonzero((found.fixed != 0) & (total <= 0))
    owner = e.task[mine]
    stated = found.fixed_accrual[plain]
    package = np.concatenate([plain, owner])
    amount = np.concatenate([found.fixed[plain], found.fixed[owner] * cost[mine] / total[owner]])
    accrual = np.concatenate([np.where(stated == Accrual.UNSTATED, Accrual.START, stated), e.accrual[mine]])
    return whole_lines(package, amount, accrual, found.calendar[package])


def use_costs(plan: Plan) -> Floats:
    """Return the cost per use of each assignment: for each unit of work resources, once for others."""
    a, r = plan.assignments, plan.resources
    if not len(r):
        return np.zeros(len(a))
    rows = np.where(a.resource >= 0, a.resource, 0)
    each = np.where(r.kind[rows] == ResourceKind.WORK, np.nan_to_num(a.units, nan=1.0), 1.0)
    return use_rates(plan) * each


def _assigned(plan: Plan, found: Packages, rest: Floats, clocks: Clocks, splits: Mapping[int, Sequence[Part]]) -> Lines:
    """Return the lines of assignments, scaled so that each task's sum is the rest of its budget."""
    a, r, t = plan.assignments, plan.resources, plan.tasks
    cost = np.nan_to_num(a.cost)
    total = np.bincount(a.task, weights=cost, minlength=len(rest)) if len(a) else np.zeros(len(rest))
    keep = np.flatnonzero((cost > 0) & (total[a.task] > 0) & (rest[a.task] != 0))
    known = a.resource >= 0
    rows = np.where(known, a.resource, 0)
    calendar = clocks.rows(plan)[a.task]
    accrual = np.full(len(a), Accrual.PRORATED)
    if len(r):
        own = known & (r.calendar[rows] >= 0) & ~t.ignore_resource_calendars[a.task] & ~t.elapsed[a.task]
        calendar = np.where(own, r.calendar[rows], calendar)
        stated = np.where(known, r.accrual[rows], Accrual.PRORATED)
        accrual = np.where(stated == Accrual.UNSTATED, Accrual.PRORATED, stated)
    money = cost[keep] * rest[a.task[keep]] / total[a.task[keep]]
    use = np.minimum(use_costs(plan)[keep], cost[keep]) / cost[keep] * money
    window = _window(plan, clocks, calendar)
    parts = _parts(plan, found, clocks, calendar, window)
    task, ends = a.task[keep], (window[0][keep], window[1][keep])
    usual = [((first, last, 1.0),) for first, last in zip(ends[0].tolist(), ends[1].tolist(), strict=True)]
    each = [
        parts.get(row) or (splits.get(owner) if whole == WHOLE else None) or whole
        for row, owner, whole in zip(keep.tolist(), task.tolist(), usual, strict=True)
    ]
    first = Lines(task, use, np.full(len(keep), Accrual.START), calendar[keep], *ends)
    return joined(first, laid(Lines(task, money - use, accrual[keep], calendar[keep], *ends), each))


def _splits(plan: Plan, found: Packages, clocks: Clocks) -> dict[int, list[Part]]:
    """Return the stretches split tasks work in, by task row, where their baseline spans what they span now."""
    s, size = plan.segments, len(plan.tasks)
    if not len(s):
        return {}
    start, finish = task_span(plan)
    same = (found.start[:size] == start) & (found.finish[:size] == finish)
    spans = Spans(found.calendar[:size], start, finish)
    begin, end = (spans.share(clocks, s.task, at) for at in (s.start, s.finish))
    parts: dict[int, list[Part]] = {}
    for row, first, last in zip(s.task.tolist(), begin.tolist(), end.tolist(), strict=True):
        if same[row] and last > first:
            parts.setdefault(row, []).append((first, last, last - first))
    return parts


def _parts(
    plan: Plan, found: Packages, clocks: Clocks, calendar: Ints, window: tuple[Floats, Floats]
) -> dict[int, list[Part]]:
    """Return where the money of uneven assignments lies: as their baseline is phased, else by priced work."""
    if not len(plan.phases) and not len(plan.rates):
        return {}
    now = _now(plan, calendar)
    parts = curves(plan, window) | phased(plan, clocks, Phase.WORK, now)
    for row in rated(plan) | set(parts):
        whole = parts.get(row) or [(float(window[0][row]), float(window[1][row]), 1.0)]
        parts[row] = priced(plan, clocks, row, whole, now)
    tasks = plan.assignments.task
    then = Spans(calendar, found.start[tasks], found.finish[tasks])
    found_parts = parts | phased(plan, clocks, Phase.BASELINE_COST, then)
    return {row: each for row, each in found_parts.items() if each}


def task_span(plan: Plan) -> tuple[Ints, Ints]:
    """Return start and finish of each task as the plan has them now."""
    t = plan.tasks
    start = np.where(t.actual_start != NONE, t.actual_start, t.stored_start)
    return start, np.where(t.actual_finish != NONE, t.actual_finish, t.stored_finish)


def _now(plan: Plan, calendar: Ints) -> Spans:
    """Return each assignment's task span by the assignment's own calendar."""
    start, finish = (at[plan.assignments.task] for at in task_span(plan))
    return Spans(calendar, start, finish)


def _window(plan: Plan, clocks: Clocks, calendar: Ints) -> tuple[Floats, Floats]:
    """Return where inside its task each assignment works, as shares of its working time, [assignment]."""
    a = plan.assignments
    now = _now(plan, calendar)
    start, finish = now.start, now.finish
    known = (a.start != NONE) & (a.finish > a.start) & (start != NONE) & (finish > start)
    spans, rows = Spans(calendar, np.where(known, start, NONE), finish), np.arange(len(a))
    begin, end = (spans.share(clocks, rows, np.where(known, at, 0)) for at in (a.start, a.finish))
    empty = ~known | (end <= begin)
    return np.where(empty, 0.0, begin), np.where(empty, 1.0, end)


def actual_parts(plan: Plan, clocks: Clocks, found: Packages, start: Ints, end: Ints) -> dict[int, list[Part]]:
    """Return when the actual cost of each task fell, from phased actuals, as shares of its report. By task row."""
    a = plan.assignments
    spans = Spans(found.calendar[a.task], start[a.task], end[a.task])
    by_task: dict[int, list[Part]] = {}
    for row, parts in phased(plan, clocks, Phase.ACTUAL_COST, spans).items():
        by_task.setdefault(int(a.task[row]), []).extend(parts)
    return by_task
