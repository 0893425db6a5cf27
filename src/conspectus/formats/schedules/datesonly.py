"""Files that hold dates without times: a start means the usual start of that day, a finish its usual end."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from conspectus.engine.plan import NONE, Baseline, Ints, Options, Plan

STARTS = ("stored_start", "stored_early_start", "stored_late_start", "actual_start")
FINISHES = ("stored_finish", "stored_early_finish", "stored_late_finish", "actual_finish", "deadline")
MARK = "dates_only"
FINISH_CONSTRAINTS = (4, 5, 7, 9)


def _at(column: Ints, minute: Ints | int) -> Ints:
    return np.where(column == NONE, NONE, column + minute)


def is_dates_only(plan: Plan) -> bool:
    """Say whether every date of an exchange file stands at midnight."""
    if plan.options.extra.get("file_type") != "MPX":
        return False
    dates = np.concatenate([getattr(plan.tasks, name) for name in (*STARTS, *FINISHES)])
    dates = dates[dates != NONE]
    return bool(len(dates)) and not (dates % 1440).any()


def complete(plan: Plan) -> Plan:
    """Put the times of day in where the file has none."""
    if not is_dates_only(plan):
        return plan
    tasks, options = plan.tasks, plan.options
    starts = _start_minutes(plan, options)
    changed = {name: _at(getattr(tasks, name), starts) for name in STARTS}
    ends = np.where(tasks.duration == 0, starts, options.default_finish)  # a milestone is one point in time
    changed |= {name: _at(getattr(tasks, name), ends) for name in FINISHES}
    by_finish = np.isin(tasks.constraint, FINISH_CONSTRAINTS)
    changed["constraint_at"] = np.where(
        by_finish,
        _at(tasks.constraint_at, options.default_finish),
        _at(tasks.constraint_at, options.default_start),
    )
    baselines = {
        number: Baseline(
            start=_at(b.start, starts),
            finish=_at(b.finish, options.default_finish),
            duration=b.duration,
            cost=b.cost,
            work=b.work,
            fixed_cost=b.fixed_cost,
        )
        for number, b in plan.baselines.items()
    }
    start = plan.start + options.default_start if plan.start != NONE and not plan.start % 1440 else plan.start
    return replace(
        plan,
        tasks=tasks.with_(**changed),
        baselines=baselines,
        start=start,
        options=replace(options, extra={**options.extra, MARK: "true"}),
    )


def _start_minutes(plan: Plan, options: Options) -> Ints:
    """Return the minute of day a start stands for: a milestone after other work stands at the end of its day."""
    has_before = np.zeros(len(plan.tasks), dtype=np.bool_)
    has_before[plan.links.after] = True
    late = (plan.tasks.duration == 0) & has_before
    return np.where(late, options.default_finish, options.default_start)
