"""A budget by date from outside the plan: planned amounts of tasks, or of the project as a whole."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from conspectus.engine.earned.budget import Lines, Packages
from conspectus.engine.earned.lines import whole_lines
from conspectus.engine.earned.progress import Reported, earned
from conspectus.engine.earned.timing import Clocks
from conspectus.engine.plan import NONE, Accrual, Floats, Ints, Kind, Plan, Texts


@dataclass(frozen=True, eq=False)
class Budgeted:
    """Planned amounts in minor units, each laid evenly over its days. An empty task is the project as a whole."""

    task: Texts
    start: Ints
    end: Ints  # half-open
    amount: Floats
    label: str = "cost book"


def booked_packages(plan: Plan, clocks: Clocks, book: Budgeted) -> tuple[Packages, Lines]:
    """Return the plan's tasks as work packages of the book, the project as a whole last, and when money is planned."""
    rows, size = plan.row_of(), len(plan.tasks)
    owner = np.array([rows.get(uid, size) for uid in book.task], dtype=np.int64)
    start, finish = np.full(size + 1, np.iinfo(np.int64).max), np.full(size + 1, NONE)
    np.minimum.at(start, owner, book.start)
    np.maximum.at(finish, owner, book.end)
    start = np.where(finish == NONE, NONE, start)
    found = Packages(
        uid=(*plan.tasks.uid, ""),
        start=start,
        finish=finish,
        budget=np.bincount(owner, weights=book.amount, minlength=size + 1).astype(np.float64),
        fixed=np.zeros(size + 1),
        fixed_accrual=np.zeros(size + 1, dtype=np.int64),
        calendar=np.append(clocks.rows(plan), -1),
        known=np.full(size + 1, True),
    )
    length = (finish - start)[owner].astype(np.float64)
    lines = Lines(
        package=owner,
        amount=book.amount,
        accrual=np.full(len(owner), Accrual.PRORATED),
        calendar=np.full(len(owner), clocks.elapsed),
        begin=(book.start - start[owner]) / length,
        end=(book.end - start[owner]) / length,
    )
    return found, lines


def booked_earned(plan: Plan, clocks: Clocks, found: Packages, report: Reported, times: Ints, pv: Floats) -> Floats:
    """Return earned value: each task's percent of its budget; the project's own by the share of durations done."""
    even = _even(found)
    value = earned(clocks, found, even, report, times, pv)
    work = (plan.tasks.kind != Kind.SUMMARY) & (plan.tasks.kind != Kind.LEVEL_OF_EFFORT) & plan.tasks.active
    weight = np.append(np.where(work, plan.tasks.duration, 0), 0).astype(np.float64)
    if weight.any():
        weighed = replace(found, budget=weight)
        done = earned(clocks, weighed, _even(weighed), report, times, np.zeros_like(pv)).sum(axis=1) / weight.sum()
        value[:, -1] = found.budget[-1] * done
    return value


def _even(found: Packages) -> Lines:
    rows = np.arange(len(found.uid))
    return whole_lines(rows, found.budget, np.full(len(rows), Accrual.PRORATED), found.calendar)
