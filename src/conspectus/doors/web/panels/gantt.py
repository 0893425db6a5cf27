"""A Gantt chart as frozen rows and links, taken from a plan and its schedule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from conspectus.engine.plan import NONE, Flags, Ints, Kind, Plan

from ..words import day, percent, plain
from .outline import Ask, Window, depths, window

MILESTONES = (Kind.START_MILESTONE, Kind.FINISH_MILESTONE)


class Dates(Protocol):
    """What a schedule has to know, parallel to the plan's tasks and links."""

    @property
    def start(self) -> Ints: ...
    @property
    def finish(self) -> Ints: ...
    @property
    def late_finish(self) -> Ints: ...
    @property
    def total_float(self) -> Ints: ...
    @property
    def critical(self) -> Flags: ...
    @property
    def driving(self) -> Flags: ...


@dataclass(frozen=True, slots=True)
class GanttRow:
    """One task as it is drawn; instants are engine minutes, ``NONE`` where unknown."""

    uid: str
    name: str
    depth: int
    shape: str  # task, summary, milestone
    start: int
    finish: int
    share: float  # complete, 0 to 1
    base_start: int = NONE
    base_finish: int = NONE
    late_finish: int = NONE
    float_days: float | None = None
    critical: bool = False
    active: bool = True
    deadline: int = NONE

    @property
    def words(self) -> str:
        """The row in one sentence, for the tool tip and for screen readers."""
        said = [f"{self.name}: {day(self.start)} to {day(self.finish)}, {percent(self.share)} complete"]
        if self.critical:
            said.append("on the critical path")
        elif self.float_days is not None:
            said.append(f"{plain(self.float_days)} days of float")
        if self.base_finish != NONE:
            said.append(f"baseline {day(self.base_start)} to {day(self.base_finish)}")
        if self.deadline != NONE:
            said.append(f"deadline {day(self.deadline)}")
        return "; ".join(said)


@dataclass(frozen=True, slots=True)
class GanttLink:
    """A link between two shown rows; ``type`` counts FS, SS, FF, SF."""

    before: int
    after: int
    type: int
    critical: bool


@dataclass(frozen=True, slots=True)
class GanttView:
    """All a drawing needs, the plan left behind."""

    rows: tuple[GanttRow, ...]
    links: tuple[GanttLink, ...]
    status_date: int
    today: int
    rest: frozenset[int]  # weekdays not worked, Monday 0
    first: int
    last: int
    total: int
    zoom: str


def gantt_view(plan: Plan, schedule: Dates, ask: Ask, *, today: int = NONE) -> GanttView:
    """Return the window of the plan that ``ask`` names."""
    depth = depths(plan)
    shown = window(plan, ask, depth=depth, critical=schedule.critical, finish=schedule.finish)
    week = plan.calendars[plan.calendar].week if plan.calendars else ()
    return GanttView(
        rows=tuple(_rows(plan, schedule, shown, depth)),
        links=tuple(_links(plan, schedule, shown)),
        status_date=plan.status_date,
        today=today,
        rest=frozenset(weekday for weekday, shifts in enumerate(week) if not shifts),
        first=shown.first + 1 if shown.total else 0,
        last=shown.last,
        total=shown.total,
        zoom=ask.zoom,
    )


def minutes_a_day(plan: Plan) -> Ints:
    """Return the working minutes a day of each task's calendar."""
    each = np.array([calendar.minutes_per_day or 480 for calendar in plan.calendars] or [480])
    own = np.where(plan.tasks.calendar >= 0, plan.tasks.calendar, plan.calendar)
    return np.asarray(each[np.clip(own, 0, len(each) - 1)], dtype=np.int64)


def _rows(plan: Plan, schedule: Dates, shown: Window, depth: Ints) -> list[GanttRow]:
    tasks, base = plan.tasks, plan.baselines.get(0)
    minutes = minutes_a_day(plan)
    made = []
    for row in shown.rows.tolist():
        slack = int(schedule.total_float[row])
        done = tasks.actual_finish[row] != NONE
        made.append(
            GanttRow(
                uid=tasks.uid[row],
                name=tasks.name[row] or "(no name)",
                depth=min(int(depth[row]), 6),
                shape=_shape(int(tasks.kind[row])),
                start=int(schedule.start[row]),
                finish=int(schedule.finish[row]),
                share=1.0 if done else float(np.nan_to_num(tasks.percent_complete[row])),
                base_start=int(base.start[row]) if base else NONE,
                base_finish=int(base.finish[row]) if base else NONE,
                late_finish=NONE if done else int(schedule.late_finish[row]),
                float_days=None if slack == NONE or done else slack / int(minutes[row]),
                critical=bool(schedule.critical[row]) and not done,
                active=bool(tasks.active[row]),
                deadline=int(tasks.deadline[row]),
            )
        )
    return made


def _shape(kind: int) -> str:
    if kind == Kind.SUMMARY:
        return "summary"
    return "milestone" if kind in MILESTONES else "task"


def _links(plan: Plan, schedule: Dates, shown: Window) -> list[GanttLink]:
    place = np.full(len(plan.tasks), -1, dtype=np.int64)
    place[shown.rows] = np.arange(len(shown.rows))
    links = plan.links
    inside = np.flatnonzero((place[links.before] >= 0) & (place[links.after] >= 0)) if len(links) else []
    hot = schedule.critical
    return [
        GanttLink(
            before=int(place[links.before[row]]),
            after=int(place[links.after[row]]),
            type=int(links.type[row]),
            critical=bool(schedule.driving[row] and hot[links.before[row]] and hot[links.after[row]]),
        )
        for row in inside
    ]
