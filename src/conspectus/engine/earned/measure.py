"""A plan measured at a status date: planned value, earned value, actual cost and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from conspectus.engine.baselines import Approved
from conspectus.engine.earned.accrual import planned
from conspectus.engine.earned.actuals import Costs, spent_by_costs, spent_by_plan
from conspectus.engine.earned.booked import Budgeted, booked_earned, booked_packages
from conspectus.engine.earned.budget import Lines, Packages, choose, packages
from conspectus.engine.earned.lines import lines
from conspectus.engine.earned.periods import PeriodEnd, Periods, listed, months
from conspectus.engine.earned.progress import Step, earned, reported
from conspectus.engine.earned.result import ByPeriod, Earned, assemble, blank
from conspectus.engine.earned.timing import Clocks, Moment, instant_of, last_day_of
from conspectus.engine.findings import Finding, Severity
from conspectus.engine.measure import Reason
from conspectus.engine.plan import NONE, Baseline, Floats, Ints, Kind, Plan


@dataclass(frozen=True)
class Options:
    """Choices of a measurement that seldom change."""

    weights: tuple[float, float] = (0.8, 0.2)  # of CPI and SPI in the weighted estimate
    method: str = "cpi"  # the estimate that ETC, VAC and TCPI follow
    estimated_duration: float | None = None  # periods, negotiated
    steps: Mapping[str, Sequence[Step]] = field(default_factory=dict)  # weighted milestones by task uid


def measure(
    plan: Plan,
    status_date: Moment = None,
    *,
    baseline: Baseline | Approved | None = None,
    baseline_label: str | None = None,
    costs: Costs | None = None,
    budget: Budgeted | None = None,
    periods: Sequence[PeriodEnd] | None = None,
    schedule: Any = None,
    options: Options | None = None,
) -> Earned:
    """Measure a plan against a baseline at a status date.

    Parameters
    ----------
    plan
        The plan with its progress.
    status_date
        An instant, or a date (its end); left out, the plan's own. Never the clock.
    baseline
        An approved baseline parallel to the tasks, or ``Approved``; left out, the file's first, "from file".
    costs
        Postings that replace the actual costs of the plan.
    budget
        Planned amounts by date; they are the budget where the baseline holds no cost.
    periods
        Ends of periods; left out, calendar months.
    schedule
        Scheduled dates (``start``, ``finish``), for budget of tasks whose baseline holds no dates.

    Returns
    -------
    Earned
        Every measure is a value or a reason; arrays are in minor units, not rounded (see ``rounded``).
    """
    chosen = options or Options()
    status = instant_of(status_date) if status_date is not None else plan.status_date
    approved, label, findings = choose(plan, baseline, baseline_label)
    book = budget if budget is not None and status != NONE and not _costed(approved) else None
    if book is None and (approved is None or status == NONE):
        if status == NONE:
            findings.append(_no_status_date(plan))
        reason = Reason.NO_STATUS_DATE if status == NONE else Reason.NO_BASELINE
        return _without(plan, status, label, reason, findings, costs)
    clocks = Clocks(plan)
    if book is not None or approved is None:
        assert book is not None
        label, findings = book.label, [item for item in findings if item.code != "NO_BASELINE"]
        found, money = booked_packages(plan, clocks, book)
    else:
        found = packages(plan, approved, clocks, _scheduled(plan, schedule))
        money = lines(plan, found, clocks)
    findings += _budget_findings(plan, found, label) + _age(plan, status)
    spans = _periods(found, status, periods)
    if spans is None:
        return _without(plan, status, label, Reason.NO_DATA, findings, costs)
    series, more = _series(plan, clocks, (found, money), spans, status, costs, chosen)
    findings += more
    return assemble(plan, found, series, clocks, chosen, label=label, status=status, findings=tuple(findings))


def _costed(approved: Approved | None) -> bool:
    """Say whether a baseline holds any cost."""
    return approved is not None and any(np.nan_to_num(one.cost).any() for one in (approved.columns, approved.gone))


def _series(
    plan: Plan,
    clocks: Clocks,
    budget: tuple[Packages, Lines],
    spans: Periods,
    status: int,
    costs: Costs | None,
    chosen: Options,
) -> tuple[ByPeriod, list[Finding]]:
    """Return the cumulative values of every package at the end of every period, to date for what has happened."""
    found, money = budget
    elapsed = int(np.searchsorted(spans.ends, status, side="left")) + 1
    times = np.minimum(spans.ends[:elapsed], status)
    pv = planned(clocks, found, money, spans.ends)
    to_date = planned(clocks, found, money, times)
    report, findings = reported(plan, found, status, chosen.steps)
    whole = len(found.uid) > len(plan.tasks) and found.uid[-1] == ""  # a budget of the project itself
    if whole:
        ev = booked_earned(plan, clocks, found, report, times, to_date)
    else:
        ev = earned(clocks, found, money, report, times, to_date)
    if costs is None:
        ac: Floats | None = spent_by_plan(clocks, plan, found, report, times)
    else:
        ac, more = spent_by_costs(plan, found, costs, times)
        findings += more
        pad = np.zeros((1,))
        pv, to_date, ev = (np.pad(each, ((0, 0), (0, len(pad)))) for each in (pv, to_date, ev))
    left = (plan.tasks.kind != Kind.SUMMARY) & plan.tasks.active if whole else found.budget[: len(plan.tasks)] != 0
    done = report.finished[: len(plan.tasks)] | ~left
    finish = report.end[report.finished].max() if done.all() and report.finished.any() else NONE
    return ByPeriod(spans, pv, to_date, ev, ac, int(finish)), findings


def _scheduled(plan: Plan, schedule: Any) -> tuple[Ints, Ints]:
    t = plan.tasks
    start, finish = t.stored_start, t.stored_finish
    if schedule is not None:
        start = np.where(start == NONE, schedule.start, start)
        finish = np.where(finish == NONE, schedule.finish, finish)
    return start, finish


def _periods(found: Packages, status: int, given: Sequence[PeriodEnd] | None) -> Periods | None:
    """Return periods that cover the baseline and the status date; None where no budget has dates."""
    dated = (found.budget != 0) & (found.start != NONE)
    if not dated.any():
        return None
    start, finish = int(found.start[dated].min()), int(found.finish[dated].max())
    last = max(finish, status, start + 1)
    return months(start, last) if given is None else listed(given, start, last)


def _without(
    plan: Plan, status: int, label: str, reason: Reason, findings: list[Finding], costs: Costs | None
) -> Earned:
    """Return what can be said without a curve: actual cost alone, where it is known."""
    actual = None
    if status != NONE:
        if costs is not None:
            actual = float(costs.amount[costs.at < status].sum())
        elif not np.isnan(plan.tasks.actual_cost).all():
            leaf = plan.tasks.kind != Kind.SUMMARY
            actual = float(np.nansum(plan.tasks.actual_cost[leaf]))
    return blank(plan, status, label, reason, actual, tuple(findings))


def _no_status_date(plan: Plan) -> Finding:
    words = "The plan has no status date, so nothing can be measured up to one."
    return Finding(
        Severity.WARNING, "NO_STATUS_DATE", plan.name, words, "Set the status date in the tool, or give one."
    )


def _age(plan: Plan, status: int) -> list[Finding]:
    """Say so where the plan's progress is older than the date it is measured at."""
    if plan.status_date == NONE or last_day_of(plan.status_date) >= last_day_of(status):
        return []
    told, asked = last_day_of(plan.status_date).isoformat(), last_day_of(status).isoformat()
    words = f"Progress is as of {told}, but measured against what was planned by {asked}."
    return [Finding(Severity.NOTE, "PROGRESS_OLDER", plan.name, words, "Ask for progress up to the date.")]


def _budget_findings(plan: Plan, found: Packages, label: str) -> list[Finding]:
    notes = []
    size = len(plan.tasks)
    leaf = (plan.tasks.kind != Kind.SUMMARY) & plan.tasks.active
    fresh = tuple(plan.tasks.uid[row] for row in np.flatnonzero(leaf & ~found.known[:size]))
    if not found.budget.any():
        words = f"The baseline ({label}) holds no costs, so there is no earned value."
        notes.append(Finding(Severity.WARNING, "BASELINE_WITHOUT_COST", plan.name, words, "Add costs to the plan."))
    if fresh:
        words = f"Tasks not in the baseline ({label}): {len(fresh)}; they have no budget."
        remedy = "Approve a baseline that holds them, if they belong to the scope."
        notes.append(Finding(Severity.NOTE, "TASK_NOT_IN_BASELINE", plan.name, words, remedy, fresh))
    undated = (found.budget != 0) & (found.start == NONE)
    if undated.any():
        lost = tuple(found.uid[row] for row in np.flatnonzero(undated))
        words = f"Tasks with a budget but without dates: {len(lost)}; it is never planned."
        notes.append(Finding(Severity.ERROR, "BUDGET_WITHOUT_DATES", plan.name, words, "Schedule them.", lost))
    return notes
