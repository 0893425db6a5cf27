"""Actual cost, from the plan's own actuals or from cost entries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from conspectus.engine.baselines import own_cost
from conspectus.engine.earned.accrual import accrued, by_package
from conspectus.engine.earned.budget import Lines, Packages
from conspectus.engine.earned.lines import actual_parts, joined, laid, use_costs, whole_lines
from conspectus.engine.earned.progress import Reported
from conspectus.engine.earned.shape import WHOLE
from conspectus.engine.earned.timing import EPOCH, Clocks, worked_share
from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import DAY, NONE, Accrual, Floats, Ints, Plan, Texts


@dataclass(frozen=True, eq=False)
class Costs:
    """Actual cost entries of one project, a row a posting. An empty task is the project as a whole."""

    task: Texts
    at: Ints  # instant of the posting; a date is its first minute
    amount: Floats  # minor units of the plan's currency

    @classmethod
    def of(cls, rows: Iterable[tuple[str, int | datetime.date, float]]) -> Costs:
        """Return postings from (task uid, date or instant, minor units)."""
        kept = list(rows)
        return cls(
            tuple(task for task, _, _ in kept),
            np.array([_posted(at) for _, at, _ in kept], dtype=np.int64),
            np.array([amount for _, _, amount in kept], dtype=np.float64),
        )


def _posted(at: int | datetime.date) -> int:
    return at if isinstance(at, int) else (at - EPOCH).days * DAY


def plan_actuals(plan: Plan) -> Floats:
    """Return each task's actual cost as the plan holds it, else its assignments' sum, NaN where neither is known."""
    t, a = plan.tasks, plan.assignments
    known = ~np.isnan(a.actual_cost)
    size = len(t)
    total = np.bincount(a.task[known], weights=a.actual_cost[known], minlength=size) if len(a) else np.zeros(size)
    some = np.bincount(a.task[known], minlength=size) > 0 if len(a) else np.full(size, False)
    return np.where(np.isnan(t.actual_cost), np.where(some, total, np.nan), t.actual_cost)


def _actual_lines(plan: Plan, found: Packages, report: Reported, spent: Floats, clocks: Clocks) -> Lines:
    """Split actual cost into expenses, fixed cost, cost per use, and cost that accrued with the hours."""
    size, e = len(plan.tasks), plan.expenses
    rows, money = np.arange(size), np.nan_to_num(spent)
    paid = np.bincount(e.task, weights=e.actual_cost, minlength=size) if len(e) else np.zeros(size)
    has = np.isin(rows, e.task)
    scale = np.where(paid > money, np.divide(money, paid, out=np.zeros(size), where=paid > 0), 1.0)
    bills = whole_lines(e.task, e.actual_cost * scale[e.task], e.accrual, found.calendar[e.task])
    fixed = np.nan_to_num(plan.tasks.fixed_cost)
    at_end = plan.tasks.fixed_accrual == Accrual.END
    spread = plan.tasks.fixed_accrual == Accrual.PRORATED
    known = np.where(has | spread | (at_end & ~report.finished[:size]), 0.0, fixed)
    fixed = np.clip(known, np.minimum(money, 0), np.maximum(money, 0))
    left = money - fixed - paid * scale
    use: Floats = np.zeros(size)
    if len(plan.assignments):
        use = np.bincount(plan.assignments.task, weights=use_costs(plan), minlength=size).astype(np.float64)
    use = np.clip(use, np.minimum(left, 0), np.maximum(left, 0))
    calendar = found.calendar[:size]
    first = np.where(at_end, Accrual.END, Accrual.START)
    return joined(
        bills,
        whole_lines(rows, fixed, first, calendar),
        whole_lines(rows, use, np.full(size, Accrual.START), calendar),
        _worked(plan, found, report, left - use, clocks),
    )


def _worked(plan: Plan, found: Packages, report: Reported, money: Floats, clocks: Clocks) -> Lines:
    """Lay the cost of work over the time it was reported for: as the plan's phases say, else evenly."""
    parts = actual_parts(plan, clocks, found, report.start, report.end) if len(plan.phases) else {}
    rows = np.arange(len(money))
    even = whole_lines(rows, money, np.full(len(money), Accrual.PRORATED), found.calendar[: len(money)])
    return laid(even, [parts.get(row, WHOLE) for row in rows.tolist()]) if parts else even


def spent_by_plan(clocks: Clocks, plan: Plan, found: Packages, report: Reported, times: Ints) -> Floats | None:
    """Return cumulative actual cost at each instant, [time, package], from the plan; None where it holds none.

    Fixed cost and cost per use are spent at the actual start, the rest evenly over the working time since. Cost
    of a task that has not begun counts from the first instant on: it has been paid whatever the dates say.
    """
    spent = plan_actuals(plan)
    if np.isnan(spent).all() or not (np.nan_to_num(spent).any() or (report.start != NONE).any()):
        return None
    parts = _actual_lines(plan, found, report, _own_spending(plan, spent), clocks)
    at = times[:, None]
    begun = report.start != NONE
    start, end = np.where(begun, report.start, 0), np.where(begun, report.end, 0)
    column = parts.package
    reach = np.where(at >= end, 1.0, worked_share(clocks, found.calendar, start, end, at))
    started = ~begun | (start < at)
    progress = np.where(started, reach, 0.0)[:, column]
    money = accrued(parts, progress, started[:, column], (started & (end <= at))[:, column])
    return by_package(parts, money, len(found.uid))


def _own_spending(plan: Plan, spent: Floats) -> Floats:
    """Return actual cost without what summaries sum up: theirs is what was spent of a fixed cost of their own."""
    t, parents = plan.tasks, plan.tasks.parent
    has = parents >= 0
    above = np.full(len(t), False)
    above[parents[has]] = True
    inside = np.zeros(len(t))
    np.add.at(inside, parents[has], np.nan_to_num(spent)[has])
    fixed = own_cost(plan, np.nan_to_num(t.cost), np.nan_to_num(t.fixed_cost))
    mine = np.clip(np.nan_to_num(spent) - inside, 0.0, fixed)
    return np.where(above, mine, spent)


def spent_by_costs(plan: Plan, found: Packages, costs: Costs, times: Ints) -> tuple[Floats, list[Finding]]:
    """Return cumulative actual cost at each instant, [time, package + 1], from postings strictly before it.

    The last column holds what belongs to the project as a whole or to tasks nobody knows.
    """
    rows = {uid: row for row, uid in reversed(list(enumerate(found.uid)))}
    size = len(found.uid)
    column = np.array([rows.get(uid, size) if uid else size for uid in costs.task], dtype=np.int64)
    strangers = tuple(sorted({uid for uid in costs.task if uid and uid not in rows}))
    result = np.zeros((len(times), size + 1))
    for row, instant in enumerate(times):
        before = costs.at < instant
        np.add.at(result[row], column[before], costs.amount[before])
    words = (
        f"Tasks with booked costs that the plan does not have: {len(strangers)}; the costs count for the project only."
    )
    note = Finding(
        Severity.WARNING, "COST_TASK_UNKNOWN", plan.name, words, "Correct the task in the cost file.", strangers
    )
    return result, [note] if strangers else []
