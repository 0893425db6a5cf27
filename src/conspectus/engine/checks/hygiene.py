"""What a PMO wants to know of a plan beside the fourteen points."""

from __future__ import annotations

import numpy as np

from conspectus.engine.checks.sight import Sight
from conspectus.engine.earned.timing import Moment, instant_of, last_day_of
from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import NONE, Flags


def hygiene(sight: Sight) -> tuple[Finding, ...]:
    """Return findings on status date, baseline and progress that contradicts itself."""
    plan, t = sight.plan, sight.plan.tasks
    if not sight.leaf.any():
        words = "The plan has no active tasks, so there is nothing to check."
        return (Finding(Severity.WARNING, "NO_TASKS", plan.name, words, "Add the work to the plan."),)
    started, ended = t.actual_start != NONE, t.actual_finish != NONE
    leaf, full = sight.leaf, t.percent_complete >= 1.0
    table: tuple[tuple[Flags, Severity, str, str, str], ...] = (
        (leaf & full & ~ended, Severity.WARNING, "DONE_WITHOUT_FINISH",
         "Reported as 100 % complete without an actual finish", "Enter the day the work ended."),
        (leaf & ended & ~full & (t.percent_complete > 0), Severity.WARNING, "FINISH_WITHOUT_DONE",
         "With an actual finish, but not 100 % complete", "Remove the actual finish, or complete the task."),
        (leaf & ~started & ~full & (t.percent_complete > 0), Severity.WARNING, "PROGRESS_WITHOUT_START",
         "With progress, but without an actual start", "Enter the day the work began."),
        (leaf & started & ended & (t.actual_finish < t.actual_start), Severity.ERROR, "FINISH_BEFORE_START",
         "Finished before the start", "Correct the actual dates."),
        (leaf & (t.deadline != NONE) & (sight.schedule.finish > t.deadline) & ~ended, Severity.WARNING,
         "DEADLINE_MISSED", "Forecast to finish after the deadline", "Recover the time, or agree another date."),
        (leaf & t.manual & ~sight.finished, Severity.NOTE, "MANUAL_DATES",
         "With dates set by hand, which the logic does not move", "Let the tool schedule them."),
    )  # fmt: skip
    found = [_named(sight, *row) for row in table if row[0].any()]
    return (*_status_date(sight), *_baseline(sight), *found)


def some(count: int) -> str:
    """Return a number of tasks in words."""
    return "1 task" if count == 1 else f"{count} tasks"


def _named(sight: Sight, mask: Flags, severity: Severity, code: str, words: str, remedy: str) -> Finding:
    count = int(mask.sum())
    tasks = sight.uids(mask)
    first = sight.plan.tasks.name[int(np.flatnonzero(mask)[0])]
    said = f"{words}: {some(count)}, “{first}”" + (" first." if count > 1 else ".")
    return Finding(severity, code, sight.plan.name, said, remedy, tasks)


def _status_date(sight: Sight) -> list[Finding]:
    plan, t = sight.plan, sight.plan.tasks
    if sight.status == NONE:
        words = "The plan has no status date, so progress, missed tasks and earned value cannot be judged."
        return [Finding(Severity.WARNING, "NO_STATUS_DATE", plan.name, words, "Set it in the tool, or give one.")]
    ahead = sight.leaf & ((t.actual_start > sight.status) | (t.actual_finish > sight.status))
    if not ahead.any():
        return []
    day = last_day_of(sight.status).isoformat()
    words = f"Actual dates after the status date {day}: {some(int(ahead.sum()))}."
    remedy = "Correct the dates, or move the status date."
    return [Finding(Severity.ERROR, "PROGRESS_IN_FUTURE", plan.name, words, remedy, sight.uids(ahead))]


def _baseline(sight: Sight) -> list[Finding]:
    plan = sight.plan
    if sight.baseline is None:
        words = "The plan has no baseline, so it cannot be said whether it is late."
        return [Finding(Severity.WARNING, "NO_BASELINE", plan.name, words, "Approve one, or save one in the tool.")]
    fresh = sight.tasks & (sight.baseline_finish == NONE)
    if not fresh.any():
        return []
    words = f"Not in the baseline: {int(fresh.sum())} of {some(int(sight.tasks.sum()))}."
    remedy = "Bring them into the baseline by approval."
    return [Finding(Severity.NOTE, "TASK_NOT_IN_BASELINE", plan.name, words, remedy, sight.uids(fresh))]


def staleness(status_date: Moment, asked: Moment) -> int | None:
    """Return the days from the status date to the date asked, None where either is unknown; never negative."""
    told, wanted = instant_of(status_date), instant_of(asked)
    if NONE in (told, wanted):
        return None
    return max(0, (last_day_of(wanted) - last_day_of(told)).days)
