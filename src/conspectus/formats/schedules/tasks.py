"""Task rows of a plan from the child's columns: identity, outline, kinds, dates, progress, money."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from conspectus.engine.plan import (
    NONE,
    Accrual,
    Baseline,
    Constraint,
    Flags,
    Floats,
    Ints,
    Kind,
    Percent,
    Segments,
    Tasks,
    Technique,
)
from conspectus.formats.schedules.columns import Columns, instant

CONSTRAINTS: dict[str, int] = {
    "AS_SOON_AS_POSSIBLE": Constraint.ASAP,
    "AS_LATE_AS_POSSIBLE": Constraint.ALAP,
    "MUST_START_ON": Constraint.MUST_START,
    "MUST_FINISH_ON": Constraint.MUST_FINISH,
    "START_NO_EARLIER_THAN": Constraint.START_NO_EARLIER,
    "START_NO_LATER_THAN": Constraint.START_NO_LATER,
    "FINISH_NO_EARLIER_THAN": Constraint.FINISH_NO_EARLIER,
    "FINISH_NO_LATER_THAN": Constraint.FINISH_NO_LATER,
    "START_ON": Constraint.START_ON,
    "FINISH_ON": Constraint.FINISH_ON,
}
KINDS: dict[str, int] = {
    "TASK_DEPENDENT": Kind.TASK,
    "RESOURCE_DEPENDENT": Kind.RESOURCE_DEPENDENT,
    "LEVEL_OF_EFFORT": Kind.LEVEL_OF_EFFORT,
    "HAMMOCK": Kind.LEVEL_OF_EFFORT,
    "WBS_SUMMARY": Kind.LEVEL_OF_EFFORT,
    "START_MILESTONE": Kind.START_MILESTONE,
    "START_FLAG": Kind.START_MILESTONE,
    "FINISH_MILESTONE": Kind.FINISH_MILESTONE,
    "FINISH_FLAG": Kind.FINISH_MILESTONE,
}
PERCENTS: dict[str, int] = {
    "DURATION": Percent.DURATION,
    "PHYSICAL": Percent.PHYSICAL,
    "UNITS": Percent.UNITS,
    "SCOPE": Percent.UNITS,
}
TECHNIQUES: dict[str, int] = {
    "DURATION": Technique.PERCENT,
    "PHYSICAL": Technique.PHYSICAL,
    "UNITS": Technique.UNITS,
    "SCOPE": Technique.UNITS,
}
FIXED: dict[str, int] = {"FIXED_DURATION": 1, "FIXED_DURATION_AND_UNITS": 1}
ACCRUALS: dict[str, int] = {"START": Accrual.START, "PRORATED": Accrual.PRORATED, "END": Accrual.END}


@dataclass(frozen=True, slots=True)
class Outline:
    """The rows to keep, in outline order, and each one's parent row."""

    rows: tuple[int, ...]
    parent: tuple[int, ...]
    depth: tuple[int, ...]


def outline(columns: Columns) -> Outline:
    """Order rows parents first, children as the file numbers them; blank and outside rows are left out."""
    unique, above = columns.text("UNIQUE_ID"), columns.text("PARENT")
    blank, outside = columns.flag("NULL"), columns.flag("EXTERNAL_TASK")
    numbers = columns.number("ID")
    usable = [row for row in range(len(columns)) if not blank[row] and not outside[row]]
    usable.sort(key=lambda row: (np.inf if np.isnan(numbers[row]) else numbers[row], row))
    known = {unique[row]: row for row in usable}
    children: dict[int, list[int]] = {}
    for row in usable:
        children.setdefault(known.get(above[row], -1) if above[row] != unique[row] else -1, []).append(row)
    rows: list[int] = []
    parents: list[int] = []
    depths: list[int] = []
    stack = [(row, -1, 1) for row in reversed(children.get(-1, []))]
    while stack:
        row, parent, depth = stack.pop()
        rows.append(row)
        parents.append(parent)
        depths.append(depth)
        stack.extend((child, len(rows) - 1, depth + 1) for child in reversed(children.get(row, [])))
    return Outline(tuple(rows), tuple(parents), tuple(depths))


def uids(columns: Columns, *, primavera: bool, summary: Flags) -> tuple[str, ...]:
    """Return each row's lasting identity: activity id for Primavera, unique id else.

    A summary whose code an activity or another summary already bears gets its WBS path and a
    number; duplicates among the tasks themselves are left for the caller to refuse.
    """
    if not primavera:
        return columns.text("UNIQUE_ID")
    found = [a or u for a, u in zip(columns.text("ACTIVITY_ID"), columns.text("UNIQUE_ID"), strict=True)]
    taken = {uid for uid, above in zip(found, summary, strict=True) if not above}
    for row in np.flatnonzero(summary):
        base, number = f"WBS {found[row]}" if found[row] in taken else found[row], 2
        name = base
        while name in taken:
            name, number = f"{base} #{number}", number + 1
        found[row] = name
        taken.add(name)
    return tuple(found)


def kinds(columns: Columns, parent: tuple[int, ...], *, primavera: bool) -> Ints:
    """Return what each row is."""
    has_children = np.zeros(len(columns), dtype=np.bool_)
    has_children[[p for p in parent if p >= 0]] = True
    kind = columns.map("ACTIVITY_TYPE", KINDS, -1)
    if primavera:
        if (kind < 0).all():  # an export without the column: what is not above others is work
            kind = np.where([bool(text) for text in columns.text("ACTIVITY_STATUS")], Kind.TASK, kind)
        return np.where(has_children | (kind < 0), Kind.SUMMARY, kind)
    zero = columns.minutes("DURATION", 0) == 0
    milestone = columns.flag("MILESTONE") & zero
    kind = np.where(milestone, Kind.FINISH_MILESTONE, Kind.TASK)
    return np.where(has_children | columns.flag("SUMMARY"), Kind.SUMMARY, kind)


def _share(values: Floats) -> Floats:
    return values / 100.0


def _inserted(columns: Columns) -> Flags:
    """Say which rows stand for a whole other project."""
    return np.array([bool(file) for file in columns.text("SUBPROJECT_FILE")], dtype=np.bool_)


def build(columns: Columns, parent: tuple[int, ...], *, primavera: bool, scale: float, rows: dict[str, int]) -> Tasks:
    """Return the plan's task table; ``scale`` turns amounts into minor units, ``rows`` finds calendars."""
    kind = kinds(columns, parent, primavera=primavera)
    summary = kind == Kind.SUMMARY
    percent = _share(columns.number("PERCENT_COMPLETE"))
    constraint_at = columns.instant("CONSTRAINT_DATE")
    second_at = columns.instant("SECONDARY_CONSTRAINT_DATE")
    suspended = columns.instant("SUSPEND_DATE") if primavera else columns.instant("STOP")
    tasks = Tasks(
        uid=uids(columns, primavera=primavera, summary=summary),
        guid=("",) * len(columns) if primavera else columns.text("GUID"),
        name=columns.text("NAME"),
        wbs=columns.text("WBS"),
        note=columns.text("NOTES"),
        parent=np.array(parent, dtype=np.int64),
        kind=kind,
        active=columns.flag("ACTIVE", default=True),
        # an inserted project is one row: its dates are made elsewhere and stay as they are
        manual=columns.map("TASK_MODE", {"MANUALLY_SCHEDULED": 1}, 0).astype(np.bool_) | _inserted(columns),
        calendar=columns.map("CALENDAR_UNIQUE_ID", rows, -1),
        ignore_resource_calendars=columns.flag("IGNORE_RESOURCE_CALENDAR"),
        duration=columns.minutes("DURATION", 0),
        planned_duration=columns.minutes("PLANNED_DURATION"),
        actual_duration=columns.minutes("ACTUAL_DURATION"),
        remaining_duration=columns.minutes("REMAINING_DURATION"),
        elapsed=columns.elapsed("DURATION"),
        fixed_duration=columns.map("TYPE", FIXED, 0).astype(np.bool_),
        estimated=columns.flag("ESTIMATED"),
        percent_complete=np.nan_to_num(percent),
        physical_percent=_share(columns.number("PHYSICAL_PERCENT_COMPLETE")),
        work_percent=_share(columns.number("PERCENT_WORK_COMPLETE")),
        percent_type=columns.map("PERCENT_COMPLETE_TYPE", PERCENTS, Percent.DURATION),
        constraint=_dated(columns.map("CONSTRAINT_TYPE", CONSTRAINTS, Constraint.ASAP), constraint_at),
        constraint_at=constraint_at,
        constraint2=_dated(columns.map("SECONDARY_CONSTRAINT_TYPE", CONSTRAINTS, Constraint.ASAP), second_at),
        constraint2_at=second_at,
        deadline=columns.instant("DEADLINE"),
        expected_finish=columns.instant("EXPECTED_FINISH"),
        actual_start=columns.instant("ACTUAL_START"),
        actual_finish=columns.instant("ACTUAL_FINISH"),
        stop=suspended,
        resume=columns.instant("RESUME"),
        levelling_delay=columns.minutes("LEVELING_DELAY", 0),
        work=columns.minutes_exact("WORK"),
        actual_work=columns.minutes_exact("ACTUAL_WORK"),
        technique=_technique(columns, kind, primavera=primavera),
        cost=columns.number("COST") * scale,
        actual_cost=columns.number("ACTUAL_COST") * scale,
        remaining_cost=columns.number("REMAINING_COST") * scale,
        fixed_cost=columns.number("FIXED_COST") * scale,
        fixed_accrual=columns.map("FIXED_COST_ACCRUAL", ACCRUALS, Accrual.UNSTATED),
    )
    return tasks.with_(**stored(columns, summary if primavera else np.zeros(len(columns), dtype=np.bool_), primavera))


def _dated(constraint: Ints, at: Ints) -> Ints:
    """Drop constraints that need a date and have none."""
    free = (constraint == Constraint.ASAP) | (constraint == Constraint.ALAP)
    return np.where((at == NONE) & ~free, int(Constraint.ASAP), constraint)


def _technique(columns: Columns, kind: Ints, *, primavera: bool) -> Ints:
    if primavera:
        technique = columns.map("PERCENT_COMPLETE_TYPE", TECHNIQUES, Technique.PERCENT)
    else:
        words: dict[str, int] = {"PHYSICAL_PERCENT_COMPLETE": Technique.PHYSICAL}
        technique = columns.map("EARNED_VALUE_METHOD", words, Technique.PERCENT)
    return np.where(kind == Kind.LEVEL_OF_EFFORT, int(Technique.LEVEL_OF_EFFORT), technique)


def stored(columns: Columns, rolled_up: Flags, primavera: bool) -> dict[str, Ints]:
    """Return what the writing program computed, as far as the file holds it.

    Rows in ``rolled_up`` hold sums the reader made, not the file: they count as not stored.
    """
    dates = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")
    found = {f"stored_{name}": columns.instant(name.upper()) for name in dates}
    found["stored_total_float"] = columns.minutes("TOTAL_SLACK")
    found["stored_free_float"] = columns.minutes("FREE_SLACK")
    critical = "LONGEST_PATH" if primavera else "CRITICAL"
    found["stored_critical"] = columns.map(critical, {"true": 1, "false": 0}, -1)
    empty = {name: -1 if name == "stored_critical" else NONE for name in found}
    return {name: np.where(rolled_up, empty[name], column) for name, column in found.items()}


def baselines(columns: Columns, scale: float) -> dict[int, Baseline]:
    """Return the baselines of which the file holds anything but zeros."""
    found = {}
    for number in range(11):
        prefix = f"BASELINE{number or ''}_"
        start, finish = columns.instant(prefix + "START"), columns.instant(prefix + "FINISH")
        duration = columns.minutes(prefix + "DURATION")
        cost, work = columns.number(prefix + "COST") * scale, columns.minutes_exact(prefix + "WORK")
        fixed = columns.number(prefix + "FIXED_COST") * scale
        undated = (start == NONE) & (finish == NONE)
        empty = undated & ~(duration > 0) & ~(cost > 0) & ~(work > 0) & ~(fixed > 0)
        if empty.all():
            continue
        blank = np.where(empty, np.nan, 0.0)  # zeros of rows without a baseline are not a baseline of zero
        found[number] = Baseline(
            start=start,
            finish=finish,
            duration=np.where(empty, NONE, duration),
            cost=cost + blank,
            work=work + blank,
            fixed_cost=fixed + blank,
        )
    return found


def segments(columns: Columns, stop: Ints) -> Segments:
    """Return the stretches of tasks that are split, each marked done where progress has passed it."""
    task, start, finish = [], [], []
    for row, text in enumerate(columns.text("SPLITS")):
        if text.count("start=") < 2:
            continue
        for part in text.split("start=")[1:]:
            begin, end = part.split(" end=")
            task.append(row)
            start.append(instant(begin))
            finish.append(instant(end.split("]")[0]))
    done = [stop[row] != NONE and end <= stop[row] for row, end in zip(task, finish, strict=True)]
    return Segments(
        task=np.array(task, dtype=np.int64),
        start=np.array(start, dtype=np.int64),
        finish=np.array(finish, dtype=np.int64),
        done=np.array(done, dtype=np.bool_),
    )
