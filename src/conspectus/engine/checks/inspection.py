"""A plan inspected: the fourteen points, what else was noticed, and the score."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from conspectus.engine import network
from conspectus.engine.checks import points
from conspectus.engine.checks.hygiene import hygiene
from conspectus.engine.checks.quality import Check, Quality, score_of
from conspectus.engine.checks.sight import Limits, Sight
from conspectus.engine.earned.timing import Clocks, Moment, date_of, instant_of, last_day_of
from conspectus.engine.findings import Finding, Severity
from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.engine.network import Schedule
from conspectus.engine.plan import NONE, Baseline, Plan

POINTS = (
    points.logic, points.leads, points.lags, points.relationship_types, points.hard_constraints, points.high_float,
    points.negative_float, points.high_duration, points.invalid_dates, points.resources, points.missed_tasks,
    points.critical_path_test, points.cpli, points.bei,
)  # fmt: skip


def inspect(
    plan: Plan,
    schedule: Schedule,
    *,
    status_date: Moment = None,
    baseline: Baseline | None = None,
    limits: Limits | None = None,
    reschedule: Callable[[Plan], Any] | None = None,
) -> Quality:
    """Inspect a plan by fourteen points in the style of the DCMA assessment, and for what contradicts itself.

    Parameters
    ----------
    plan, schedule
        The plan and its computed schedule.
    status_date
        An instant or a date (its end); left out, the plan's own.
    baseline
        The approved baseline, parallel to the tasks; left out, the file's first.
    limits
        Thresholds.
    reschedule
        How the critical path test schedules again; left out, the engine's own in the schedule's mode.

    Returns
    -------
    Quality
        Fourteen checks in order; one that cannot be measured says why and counts neither for nor against.
    """
    sight = Sight(
        plan=plan,
        schedule=schedule,
        status=plan.status_date if status_date is None else instant_of(status_date),
        baseline=plan.baselines.get(0) if baseline is None else baseline,
        limits=limits or Limits(),
        reschedule=reschedule or (lambda longer: network.schedule(longer, schedule.mode)),
        clocks=Clocks(plan),
    )
    older_bei, hit_rate = points.bei_without_unbaselined(sight), _hit_rate(sight)
    checks = tuple(_beside(point(sight), older_bei, hit_rate) for point in POINTS)
    passed, applicable, score = score_of(checks)
    return Quality(
        checks=checks,
        findings=(*hygiene(sight), *(_finding(plan, check) for check in checks if check.passed is False)),
        passed=passed,
        applicable=applicable,
        score=score,
        status_date=sight.status,
        bei_without_unbaselined=older_bei,
        hit_rate=hit_rate,
    )


def _finding(plan: Plan, check: Check) -> Finding:
    words = f"{check.name}: {check.words}"
    return Finding(Severity.WARNING, f"QUALITY_{check.code}", plan.name, words, check.remedy, check.tasks)


def _beside(check: Check, older_bei: Measure, hit_rate: Measure) -> Check:
    """Say what stands beside the execution index: its older form, and how much of the month was done in time."""
    if check.code != "BEI" or check.measure.value is None:
        return check
    words = check.words
    if older_bei.value is not None:
        words += f" Over tasks due alone the index is {older_bei.value:.2f}."
    if hit_rate.value is not None:
        words += (
            f" Of the tasks due in the month of the status date {hit_rate.value * 100:.0f} % were finished in time."
        )
    return replace(check, words=words)


def _hit_rate(sight: Sight) -> Measure:
    """Return the share of tasks due in the status date's month that were done at or before their baseline finish."""
    if sight.baseline is None or sight.status == NONE:
        return missing(Reason.NO_BASELINE if sight.baseline is None else Reason.NO_STATUS_DATE)
    month = last_day_of(sight.status).replace(day=1)
    rows = np.flatnonzero(points.due(sight))
    rows = rows[[date_of(int(sight.baseline_finish[row]) - 1) >= month for row in rows]] if len(rows) else rows
    if not len(rows):
        return missing(Reason.NOT_DUE)
    finish = sight.plan.tasks.actual_finish[rows]
    return value(float(((finish != NONE) & (finish <= sight.baseline_finish[rows])).mean()))
