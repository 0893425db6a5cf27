"""What is odd inside a plan that was read: dates, durations, progress, calendars, outline depth."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import NONE, Calendar, Flags, Kind, Plan, ResourceKind

DEPTH_LIMIT = 50
LINKS_LIMIT = 10_000
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule over tasks: which rows break it, and how to say so."""

    code: str
    severity: Severity
    words: str  # with {task} and {count}
    remedy: str


RULES = {
    "finish_first": Rule(
        "FINISH_BEFORE_START", Severity.WARNING, "Finish lies before start in task {task}.", "Correct the dates."
    ),
    "negative": Rule(
        "DURATION_NEGATIVE", Severity.WARNING, "The duration of task {task} is negative.", "Correct the duration."
    ),
    "milestone": Rule(
        "MILESTONE_WITH_DURATION",
        Severity.NOTE,
        "Task {task} is marked as a milestone but has a duration; it is treated as a task.",
        "Set its duration to zero or take the mark off.",
    ),
    "future": Rule(
        "ACTUAL_IN_FUTURE",
        Severity.WARNING,
        "Task {task} has an actual date after the status date.",
        "Correct the actual date or the status date.",
    ),
    "unfinished": Rule(
        "COMPLETE_WITHOUT_FINISH",
        Severity.WARNING,
        "Task {task} is 100 % complete but has no actual finish.",
        "Enter the actual finish.",
    ),
    "progress": Rule(
        "PROGRESS_RANGE", Severity.WARNING, "Progress must be 0–100 (task {task}).", "Correct the progress."
    ),
    "date": Rule(
        "DATE_RANGE",
        Severity.WARNING,
        "The date must lie between 1970 and 2149 (task {task}); it was left out.",
        "Correct the date in the schedule.",
    ),
}


def _broken(plan: Plan, milestone: Flags, beyond: Collection[int]) -> dict[str, Flags]:
    """Return for each rule the rows that break it."""
    t = plan.tasks
    own = (t.kind != Kind.SUMMARY) & t.active
    both = (t.stored_start != NONE) & (t.stored_finish != NONE)
    acted = (t.actual_start != NONE) & (t.actual_finish != NONE)
    late = np.zeros(len(t), dtype=np.bool_)
    if plan.status_date != NONE:
        end = plan.status_date if plan.status_date % 1440 else plan.status_date + 1440
        late = (t.actual_start > end) | (t.actual_finish > end)
    strange = np.zeros(len(t), dtype=np.bool_)
    strange[list(beyond)] = True
    return {
        "finish_first": (both & (t.stored_finish < t.stored_start)) | (acted & (t.actual_finish < t.actual_start)),
        "negative": t.duration < 0,
        "milestone": milestone & own & (t.duration > 0),
        "future": late & own,
        "unfinished": own & (t.percent_complete >= 1) & (t.actual_finish == NONE),
        "progress": (t.percent_complete < 0) | (t.percent_complete > 1.00001),
        "date": strange,
    }


def verify(plan: Plan, milestone: Flags, beyond: Collection[int] = ()) -> Iterator[Finding]:
    """Yield what is odd; ``milestone`` marks the rows the file calls so, ``beyond`` those with impossible dates."""
    yield from _refusals(plan)
    yield from _units(plan)
    for name, rows in _broken(plan, milestone, beyond).items():
        hit = np.flatnonzero(rows)
        if not len(hit):
            continue
        rule, uids = RULES[name], tuple(plan.tasks.uid[row] for row in hit)
        words = rule.words.format(task=uids[0])
        if len(uids) > 1:
            words += f" So do {len(uids) - 1} more." if name != "progress" else f" {len(uids)} tasks break this."
        yield Finding(rule.severity, rule.code, f"task {uids[0]}", words, rule.remedy, uids[:SHOWN])


def _units(plan: Plan) -> Iterator[Finding]:
    """Yield the assignments whose units are beyond 0 to 1000 %; of material any amount may be used."""
    a, kinds = plan.assignments, plan.resources.kind
    if not len(a):
        return
    works = np.ones(len(a), dtype=np.bool_)
    known = a.resource >= 0
    works[known] = kinds[a.resource[known]] == ResourceKind.WORK
    hit = np.flatnonzero(works & ((a.units < 0) | (a.units > 10)))
    if len(hit):
        uids = tuple(dict.fromkeys(plan.tasks.uid[int(a.task[row])] for row in hit))
        words = f"Units must be 0–1000 %; on task {uids[0]} they are {float(a.units[hit[0]]):.0%}."
        words += f" {len(hit)} assignments break this." if len(hit) > 1 else ""
        yield Finding(
            Severity.WARNING,
            "UNITS_RANGE",
            f"task {uids[0]}",
            words,
            "Correct the units in the schedule.",
            uids[:SHOWN],
        )


def _refusals(plan: Plan) -> Iterator[Finding]:
    yield from _twins(plan)
    yield from _too_deep(plan)
    yield from _idle_calendars(plan)
    if len(plan.links):
        counts = np.bincount(np.concatenate([plan.links.before, plan.links.after]), minlength=len(plan.tasks))
        row = int(np.argmax(counts))
        if counts[row] > LINKS_LIMIT:
            words = f"Task {plan.tasks.uid[row]} has {counts[row]} links; the limit is {LINKS_LIMIT}."
            yield Finding(Severity.REFUSED, "LINKS_TOO_MANY", f"task {plan.tasks.uid[row]}", words, "Remove links.")


def _twins(plan: Plan) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for row, uid in enumerate(plan.tasks.uid):
        if uid in seen:
            words = f"Task id {uid} is used on rows {seen[uid] + 1} and {row + 1}."
            remedy = "Give each task an id of its own and save again."
            yield Finding(Severity.REFUSED, "TASK_ID_TWICE", f"row {row + 1}", words, remedy, (uid,))
            return
        seen[uid] = row


def _too_deep(plan: Plan) -> Iterator[Finding]:
    depth = np.ones(len(plan.tasks), dtype=np.int64)
    for row, parent in enumerate(plan.tasks.parent):
        if 0 <= parent < row:
            depth[row] = depth[parent] + 1
            if depth[row] > DEPTH_LIMIT:
                uid = plan.tasks.uid[row]
                words = f"The outline is deeper than {DEPTH_LIMIT} levels (task {uid})."
                yield Finding(
                    Severity.REFUSED, "OUTLINE_TOO_DEEP", f"task {uid}", words, "Flatten the outline.", (uid,)
                )
                return


def _works(calendar: Calendar) -> bool:
    return (
        any(calendar.week)
        or any(any(span.week) for span in calendar.spans)
        or any(exception.shifts for exception in calendar.exceptions)
    )


def _idle_calendars(plan: Plan) -> Iterator[Finding]:
    idle = {row for row, calendar in enumerate(plan.calendars) if not _works(calendar)}
    if not idle:
        return
    used = np.where(plan.tasks.calendar < 0, plan.calendar, plan.tasks.calendar)
    for row in np.flatnonzero(
        np.isin(used, list(idle)) & (plan.tasks.duration > 0) & (plan.tasks.kind != Kind.SUMMARY)
    ):
        name, uid = plan.calendars[int(used[row])].name, plan.tasks.uid[row]
        words = f"Calendar '{name}' has no working time, so task {uid} can never finish."
        remedy = "Give the calendar working hours and save again."
        yield Finding(Severity.REFUSED, "CALENDAR_IDLE", f"calendar '{name}'", words, remedy, (uid,))
        return
