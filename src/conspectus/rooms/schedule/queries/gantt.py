"""A plan's tasks as the Gantt draws them, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from conspectus.engine.baselines import FILE_BASELINE
from conspectus.engine.plan import DAY, NONE, Ints, Kind, Link
from conspectus.formats.schedules.predecessors import lag_words
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.bridge.documents import load_plan, load_schedule
from conspectus.rooms.schedule.bridge.said import Said
from conspectus.rooms.schedule.bridge.standing import standing_of
from conspectus.rooms.schedule.models import PlanRevision
from conspectus.rooms.schedule.queries.revisions import get_revision
from conspectus.rooms.schedule.queries.views import Gantt, GanttRow, LinkView

if TYPE_CHECKING:
    from conspectus.engine.network import Schedule
    from conspectus.engine.plan import Plan

EPOCH = datetime(1970, 1, 1)
AROUND, LONGEST = 60, 20_000  # days of rest told before and after the tasks; longer plans show no days
KINDS = {
    Kind.TASK: "task",
    Kind.START_MILESTONE: "milestone",
    Kind.FINISH_MILESTONE: "milestone",
    Kind.SUMMARY: "summary",
    Kind.LEVEL_OF_EFFORT: "level_of_effort",
    Kind.RESOURCE_DEPENDENT: "task",
}


def gantt(
    project: Project,
    number: object = None,
    *,
    text: str = "",
    critical_only: bool = False,
    level: int = 0,
    under: str = "",
    at: str = "",
    offset: int = 0,
    most: int = 500,
) -> Gantt:
    """Return the tasks of a revision from ``offset`` on, at most ``most``, with baseline, floats and links.

    ``text`` keeps the tasks whose name or uid holds it, ``critical_only`` the
    critical ones; the summaries above what is kept stay. ``level`` keeps that
    many levels of the outline, ``under`` one task and all below it. ``at``
    moves to the rows around one task, where the filter leaves it.
    """
    row = get_revision(project, number)
    plan, schedule = load_plan(row.document_id), load_schedule(row.document_id)
    standing = standing_of(project)
    measured = standing.current.over(plan).over(plan) if standing.current else plan
    keep = _within(plan, _kept(plan, schedule, text.casefold().strip(), critical_only), level, under)
    place = plan.row_of().get(at, -1)
    first = keep.index(place) // most * most if place in keep else max(0, offset)
    picked = keep[first : first + most]
    builder = _Rows(measured, schedule)
    return Gantt(
        revision=row.number,
        status=_instant(_status(row, plan)),
        start=_instant(schedule.project_start),
        finish=_instant(schedule.project_finish),
        baseline_words=row.summary.baseline_words,
        total=len(keep),
        rows=tuple(builder.row(index) for index in picked),
        first=first,
        rest=_rest(measured, schedule),
    )


def gantt_of(plan: Plan, schedule: Schedule, number: int) -> Gantt:
    """Return all tasks of a plan that need not be stored; ``number`` is the revision it stands beside."""
    builder = _Rows(plan, schedule)
    return Gantt(
        revision=number,
        status=_instant(plan.status_date),
        start=_instant(schedule.project_start),
        finish=_instant(schedule.project_finish),
        baseline_words="",
        total=len(plan.tasks),
        rows=tuple(builder.row(index) for index in range(len(plan.tasks))),
        rest=_rest(plan, schedule),
    )


def task_names(project: Project, number: object, uids: Iterable[str]) -> dict[str, str]:
    """Return the names of those of these tasks that a revision holds."""
    plan = load_plan(get_revision(project, number).document_id)
    rows = plan.row_of()
    return {uid: plan.tasks.name[rows[uid]] for uid in uids if uid in rows}


def _rest(plan: Plan, schedule: Schedule) -> tuple[tuple[date, date], ...]:
    """Return the stretches of days, around those of the tasks, on which the plan's own calendar does not work."""
    from conspectus.engine.calendars import shifts_of

    columns: list[Ints] = [schedule.start, schedule.finish, plan.tasks.deadline]
    baseline = plan.baselines.get(FILE_BASELINE)
    if baseline is not None:
        columns += [baseline.start, baseline.finish]
    instants = np.append(np.concatenate(columns), plan.status_date)
    known = instants[instants != NONE]
    if not len(known):
        return ()
    first, last = int(known.min()) // DAY - AROUND, int(known.max()) // DAY + AROUND
    if last - first > LONGEST:
        return ()
    shifts = shifts_of(plan.calendars[plan.calendar], first, last)
    worked = np.concatenate((shifts.starts // DAY, (shifts.ends - 1) // DAY))
    rest = np.setdiff1d(np.arange(first, last + 1), worked)
    runs = (run for run in np.split(rest, np.flatnonzero(np.diff(rest) > 1) + 1) if len(run))
    return tuple((_day(run[0]), _day(run[-1])) for run in runs)


def _day(number: int) -> date:
    return EPOCH.date() + timedelta(days=int(number))


def _status(row: PlanRevision, plan: Plan) -> int:
    """Return the status date: the one given with the file, else the file's own."""
    given = Said(status_date=row.status_given).given().instant
    return plan.status_date if given == NONE else given


def _kept(plan: Plan, schedule: Schedule, text: str, critical_only: bool) -> list[int]:
    """Return the rows a filter leaves, with all summaries above them."""
    tasks = plan.tasks
    if not text and not critical_only:
        return list(range(len(tasks)))
    keep = set()
    for row in range(len(tasks)):
        if text and text not in tasks.name[row].casefold() and text != tasks.uid[row].casefold():
            continue
        if critical_only and not schedule.critical[row]:
            continue
        while row >= 0 and row not in keep:
            keep.add(row)
            row = int(tasks.parent[row])
    return sorted(keep)


def _within(plan: Plan, rows: list[int], level: int, under: str) -> list[int]:
    """Return the rows of the outline's first levels, or of one task and all below it."""
    if not level and not under:
        return rows
    parents = plan.tasks.parent.tolist()
    top = plan.row_of().get(under, -1)
    kept = []
    for row in rows:
        depth, inside, above = 0, row == top, row
        while (above := parents[above]) >= 0 and depth < len(parents):
            depth, inside = depth + 1, inside or above == top
        if (inside or not under) and (not level or depth < level):
            kept.append(row)
    return kept


class _Rows:
    """Makes rows of one plan; lists are quicker to pick from than arrays."""

    def __init__(self, plan: Plan, schedule: Schedule) -> None:
        self.plan, self.schedule = plan, schedule
        baseline = plan.baselines.get(FILE_BASELINE)
        empty = [NONE] * len(plan.tasks)
        self.baseline_start = baseline.start.tolist() if baseline is not None else empty
        self.baseline_finish = baseline.finish.tolist() if baseline is not None else empty
        self.parents = plan.tasks.parent.tolist()
        self.links: dict[int, list[int]] = {}
        for index, after in enumerate(plan.links.after.tolist()):
            self.links.setdefault(after, []).append(index)

    def row(self, row: int) -> GanttRow:
        """Return one task."""
        tasks, dates = self.plan.tasks, self.schedule
        parent = self.parents[row]
        return GanttRow(
            row=row,
            uid=tasks.uid[row],
            name=tasks.name[row],
            wbs=tasks.wbs[row],
            level=self._level(row),
            parent=parent if parent >= 0 else None,
            kind=KINDS[Kind(int(tasks.kind[row]))],
            active=bool(tasks.active[row]),
            start=_instant(dates.start[row]),
            finish=_instant(dates.finish[row]),
            early_start=_instant(dates.early_start[row]),
            early_finish=_instant(dates.early_finish[row]),
            late_start=_instant(dates.late_start[row]),
            late_finish=_instant(dates.late_finish[row]),
            baseline_start=_instant(self.baseline_start[row]),
            baseline_finish=_instant(self.baseline_finish[row]),
            percent_complete=float(np.nan_to_num(tasks.percent_complete[row])),
            critical=bool(dates.critical[row]),
            total_float_days=self._days(row, int(dates.total_float[row])),
            free_float_days=self._days(row, int(dates.free_float[row])),
            note=tasks.note[row],
            links=tuple(self._link(index) for index in self.links.get(row, ())),
            deadline=_instant(tasks.deadline[row]),
        )

    def _level(self, row: int) -> int:
        level = 0
        while (row := self.parents[row]) >= 0 and level < len(self.parents):
            level += 1
        return level

    def _days(self, row: int, minutes: int) -> float | None:
        own = int(self.plan.tasks.calendar[row])
        calendar = self.plan.calendars[own if own >= 0 else self.plan.calendar]
        return None if minutes == NONE else round(minutes / (calendar.minutes_per_day or 480), 2)

    def _link(self, index: int) -> LinkView:
        links = self.plan.links
        return LinkView(
            before=self.plan.tasks.uid[links.before[index]],
            type=Link(int(links.type[index])).name,
            lag=lag_words(int(links.lag[index]), int(links.unit[index]), self.plan.options.minutes_per_day or 480),
            driving=bool(self.schedule.driving[index]),
        )


def _instant(minute: int) -> datetime | None:
    return None if minute == NONE else EPOCH + timedelta(minutes=int(minute))
