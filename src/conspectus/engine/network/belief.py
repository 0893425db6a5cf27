"""Actual dates that contradict the progress beside them are not believed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import NONE, Plan


def believable(plan: Plan) -> tuple[Plan, tuple[Finding, ...]]:
    """Return the plan without actual dates of tasks that have all their work left, and what was dropped.

    Some programs fill every empty date with a placeholder; a finish beside no
    progress and a full remaining duration is one of these.
    """
    tasks = plan.tasks
    full = (tasks.remaining_duration > 0) & (tasks.remaining_duration >= tasks.duration)
    unmoved = np.nan_to_num(tasks.percent_complete) == 0.0
    doubtful = (tasks.actual_finish != NONE) & full & unmoved
    if not doubtful.any():
        return plan, ()
    blank = {
        name: np.where(doubtful, NONE, getattr(tasks, name))
        for name in ("actual_start", "actual_finish", "stop", "resume")
    }
    blank["deadline"] = np.where(doubtful & (tasks.deadline == tasks.actual_finish), NONE, tasks.deadline)
    uids = tuple(tasks.uid[row] for row in np.flatnonzero(doubtful).tolist())
    finding = Finding(
        Severity.WARNING,
        "FINISHED_WITHOUT_PROGRESS",
        f"task {uids[0]}",
        "These tasks have an actual finish but no progress and all their work left, so their actual dates "
        f"are not used: {', '.join(uids[:8])}{' …' if len(uids) > 8 else ''}.",
        "Set the progress to 100 % or clear the actual dates, then save the plan again.",
        uids,
    )
    return replace(plan, tasks=tasks.with_(**blank)), (finding,)
