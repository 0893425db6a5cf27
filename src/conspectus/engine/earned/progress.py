"""Earned value by technique, at the status date and, from actual dates, before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from conspectus.engine.earned.accrual import accrued, by_package
from conspectus.engine.earned.budget import Lines, Packages
from conspectus.engine.earned.timing import Clocks, worked_share
from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import NONE, Flags, Floats, Ints, Kind, Percent, Plan, ResourceKind, Technique


@dataclass(frozen=True, slots=True)
class Step:
    """A weighted milestone of a work package: any positive weight, and whether it is reached."""

    weight: float
    done: bool


@dataclass(frozen=True, eq=False)
class Reported:
    """Progress as the plan reports it. Arrays [package]."""

    percent: Floats  # 0..1, at the end of the actual span
    start: Ints  # actual start, NONE where not begun
    end: Ints  # actual finish, else how far the report reaches
    finished: Flags
    technique: Ints


def _first(*columns: Ints) -> Ints:
    """Return the first known instant of each row."""
    result = columns[0]
    for column in columns[1:]:
        result = np.where(result == NONE, column, result)
    return result


def _material(plan: Plan) -> Floats:
    """Return units done over units planned of material assignments, NaN where a task has none."""
    a, size = plan.assignments, len(plan.tasks)
    if not len(a) or not len(plan.resources):
        return np.full(size, np.nan)
    rows = np.where(a.resource >= 0, a.resource, 0)
    mine = (a.resource >= 0) & (plan.resources.kind[rows] == ResourceKind.MATERIAL) & (np.nan_to_num(a.work) > 0)
    whole = np.bincount(a.task[mine], weights=a.work[mine], minlength=size)
    done = np.bincount(a.task[mine], weights=np.nan_to_num(a.actual_work[mine]), minlength=size)
    share: Floats = np.divide(done, whole, out=np.full(size, np.nan), where=whole > 0)
    return share


def _effort(plan: Plan) -> Floats:
    """Return effort done over effort planned, NaN where unknown."""
    t = plan.tasks
    share = np.divide(t.actual_work, t.work, out=np.full(len(t), np.nan), where=np.nan_to_num(t.work) > 0)
    return np.where(np.isnan(t.work_percent), share, t.work_percent)


def techniques(plan: Plan) -> Ints:
    """Return the technique of each task; physical percent types and level of effort speak for themselves."""
    t = plan.tasks
    physical = (t.technique == Technique.PERCENT) & (t.percent_type == Percent.PHYSICAL)
    found = np.where(physical & ~np.isnan(t.physical_percent), Technique.PHYSICAL, t.technique)
    return np.where(t.kind == Kind.LEVEL_OF_EFFORT, Technique.LEVEL_OF_EFFORT, found)


def _percent(plan: Plan, technique: Ints, steps: Mapping[str, Sequence[Step]]) -> tuple[Floats, list[str]]:
    """Return the percent each technique reads, and uids whose technique found nothing to read."""
    t = plan.tasks
    percent = t.percent_complete.copy()
    effort, material = _effort(plan), _material(plan)
    by_units = (technique == Technique.PERCENT) & (t.percent_type == Percent.UNITS) & ~np.isnan(effort)
    percent[by_units] = effort[by_units]
    units = technique == Technique.UNITS
    read = np.where(np.isnan(material), effort, material)
    physical = technique == Technique.PHYSICAL
    weighted = technique == Technique.MILESTONES
    for mask, source in ((units, read), (physical, t.physical_percent), (weighted, t.physical_percent)):
        percent[mask] = source[mask]
    for row in np.flatnonzero(weighted):
        mine = steps.get(t.uid[row], ())
        whole = sum(step.weight for step in mine)
        if whole > 0:
            percent[row] = sum(step.weight for step in mine if step.done) / whole
    blind = np.isnan(percent)
    percent[blind] = 0.0
    return np.clip(percent, 0.0, 1.0), [t.uid[row] for row in np.flatnonzero(blind & (t.actual_finish == NONE))]


def reported(
    plan: Plan, found: Packages, status: int, steps: Mapping[str, Sequence[Step]]
) -> tuple[Reported, list[Finding]]:
    """Read each task's progress as the plan holds it.

    A percent counts up to the plan's own status date. A report of progress without an actual start is believed and
    dated by the plan, at the latest right before the status date. Tasks gone from the plan have earned nothing.
    """
    t, more = plan.tasks, len(found.uid) - len(plan.tasks)
    technique = techniques(plan)
    percent, blind = _percent(plan, technique, steps)
    finished = (t.actual_finish != NONE) | (percent >= 1.0)
    percent = np.where(finished, 1.0, percent)
    begun = (t.actual_start != NONE) | finished | (percent > 0)
    guess = _first(t.stored_start, found.start[: len(t)], np.full(len(t), status - 1))
    start = np.where(begun, np.where(t.actual_start != NONE, t.actual_start, np.minimum(guess, status - 1)), NONE)
    until = plan.status_date if plan.status_date != NONE else status
    guess = np.minimum(_first(t.stored_finish, np.full(len(t), until)), until)
    end = np.where(finished, _first(t.actual_finish, guess), until)
    end = np.where(begun, np.maximum(end, start), NONE)
    words = f"Tasks that earn by physical percent, units or milestones the plan does not hold: {len(blind)}."
    remedy = "Report the percent, or choose another technique."
    note = Finding(Severity.WARNING, "TECHNIQUE_WITHOUT_DATA", plan.name, words, remedy, tuple(blind))
    none = np.full(more, NONE)
    return Reported(
        percent=np.concatenate([percent, np.zeros(more)]),
        start=np.concatenate([start, none]),
        end=np.concatenate([end, none]),
        finished=np.concatenate([finished, np.full(more, False)]),
        technique=np.concatenate([technique, np.zeros(more, dtype=np.int64)]),
    ), [note] if blind else []


def earned(clocks: Clocks, found: Packages, lines: Lines, report: Reported, times: Ints, pv: Floats) -> Floats:
    """Return cumulative earned value at each instant, [time, package].

    ``pv`` is planned value at the same instants, which level of effort earns. Before the end of a report, progress
    is laid evenly over the working time since the actual start.
    """
    at = times[:, None]
    begun = report.start != NONE
    start, end = np.where(begun, report.start, 0), np.where(begun, report.end, 0)
    reach = np.where(at >= end, 1.0, worked_share(clocks, found.calendar, start, end, at))
    started = begun & (start < at)
    progress = np.where(started, report.percent * reach, 0.0)
    finished = started & report.finished & (end <= at)
    column = lines.package
    money = accrued(lines, progress[:, column], started[:, column], finished[:, column])
    by_percent = by_package(lines, money, len(found.uid))
    half = 0.5 * started + 0.5 * finished
    table = (
        (Technique.PHYSICAL, progress), (Technique.UNITS, progress), (Technique.MILESTONES, progress),
        (Technique.ZERO_HUNDRED, finished.astype(np.float64)), (Technique.FIFTY_FIFTY, half),
    )  # fmt: skip
    value = np.where(finished, found.budget, by_percent)
    for technique, share in table:
        value = np.where(report.technique == technique, share * found.budget, value)
    return np.where(report.technique == Technique.LEVEL_OF_EFFORT, pv, value)
