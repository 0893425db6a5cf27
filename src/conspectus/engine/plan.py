"""The one noun all methods share: a plan as frozen columns, ids only at the edge.

Times are int64 minutes since 1970-01-01T00:00 in the project's own local time,
durations int64 working minutes (elapsed minutes where a flag says so), money
float64 in minor units of the plan's currency (files hold fractions of a cent).
``NONE`` marks a missing integer, NaN a missing float. Rows of a table are
addressed by position; ``Tasks.uid`` is the identity that outlives a revision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np

from conspectus.engine.pricing import Expenses, Phases, Rates
from conspectus.engine.tables import DAY as DAY
from conspectus.engine.tables import NONE as NONE
from conspectus.engine.tables import Flags as Flags
from conspectus.engine.tables import Floats as Floats
from conspectus.engine.tables import Ints as Ints
from conspectus.engine.tables import Table as Table
from conspectus.engine.tables import Texts as Texts
from conspectus.engine.tables import column


class Kind(IntEnum):
    """What a task row is."""

    TASK = 0
    START_MILESTONE = 1
    FINISH_MILESTONE = 2
    SUMMARY = 3
    LEVEL_OF_EFFORT = 4
    RESOURCE_DEPENDENT = 5


class Link(IntEnum):
    """The four link types, predecessor's end first."""

    FS = 0
    SS = 1
    FF = 2
    SF = 3


class LagUnit(IntEnum):
    """What a lag's number counts."""

    WORKING = 0
    ELAPSED = 1
    PERCENT = 2  # of the predecessor's duration, working time
    ELAPSED_PERCENT = 3


class Constraint(IntEnum):
    """Date constraints; the P6 names that differ are noted."""

    ASAP = 0
    ALAP = 1
    START_NO_EARLIER = 2  # P6 "start on or after"
    START_NO_LATER = 3  # P6 "start on or before"
    FINISH_NO_EARLIER = 4
    FINISH_NO_LATER = 5
    START_ON = 6  # P6 "start on": both early and late, logic may still push
    FINISH_ON = 7
    MUST_START = 8  # MSP "must start on", P6 "mandatory start"
    MUST_FINISH = 9


class Percent(IntEnum):
    """Which percent a task's progress is measured by."""

    DURATION = 0
    PHYSICAL = 1
    UNITS = 2


class Accrual(IntEnum):
    """When a cost is planned, earned and spent."""

    UNSTATED = 0
    START = 1
    PRORATED = 2
    END = 3


class Technique(IntEnum):
    """Earned value technique of a task."""

    PERCENT = 0
    PHYSICAL = 1
    ZERO_HUNDRED = 2
    FIFTY_FIFTY = 3
    MILESTONES = 4
    UNITS = 5
    LEVEL_OF_EFFORT = 6


class ResourceKind(IntEnum):
    """What a resource is."""

    WORK = 0
    MATERIAL = 1
    COST = 2


@dataclass(frozen=True, eq=False)
class Tasks(Table):
    """One row a task, summaries included, in the file's outline order."""

    uid: Texts = column("")
    name: Texts = column("")
    wbs: Texts = column("")
    note: Texts = column("")
    parent: Ints = column(-1)  # row of the summary above, -1 at the top
    kind: Ints = column(Kind.TASK)
    active: Flags = column(True)
    manual: Flags = column(False)
    calendar: Ints = column(-1)  # row of plan.calendars, -1: the plan's own
    ignore_resource_calendars: Flags = column(False)
    duration: Ints = column(0)  # at completion, minutes of the task's calendar
    planned_duration: Ints = column(NONE)  # P6 original/target duration
    actual_duration: Ints = column(NONE)
    remaining_duration: Ints = column(NONE)
    elapsed: Flags = column(False)  # durations are elapsed minutes
    fixed_duration: Flags = column(False)  # MSP task type: resources' calendars do not move its dates
    estimated: Flags = column(False)
    percent_complete: Floats = column(0.0)  # of duration, 0..1
    physical_percent: Floats = column(np.nan)  # 0..1
    work_percent: Floats = column(np.nan)  # 0..1
    percent_type: Ints = column(Percent.DURATION)
    constraint: Ints = column(Constraint.ASAP)
    constraint_at: Ints = column(NONE)
    constraint2: Ints = column(Constraint.ASAP)
    constraint2_at: Ints = column(NONE)
    deadline: Ints = column(NONE)
    expected_finish: Ints = column(NONE)  # P6
    actual_start: Ints = column(NONE)
    actual_finish: Ints = column(NONE)
    stop: Ints = column(NONE)  # progress reaches to here (MSP), suspended at (P6)
    resume: Ints = column(NONE)
    levelling_delay: Ints = column(0)  # elapsed minutes
    work: Floats = column(np.nan)  # minutes of effort at completion
    actual_work: Floats = column(np.nan)
    technique: Ints = column(Technique.PERCENT)
    cost: Floats = column(np.nan)  # at completion, total, minor units
    actual_cost: Floats = column(np.nan)
    remaining_cost: Floats = column(np.nan)
    fixed_cost: Floats = column(np.nan)  # part of cost
    fixed_accrual: Ints = column(Accrual.UNSTATED)
    # What the file itself holds as computed by the program that wrote it; NONE where it holds nothing.
    stored_start: Ints = column(NONE)
    stored_finish: Ints = column(NONE)
    stored_early_start: Ints = column(NONE)
    stored_early_finish: Ints = column(NONE)
    stored_late_start: Ints = column(NONE)
    stored_late_finish: Ints = column(NONE)
    stored_total_float: Ints = column(NONE)
    stored_free_float: Ints = column(NONE)
    stored_critical: Ints = column(-1)  # 1 yes, 0 no, -1 not stored
    guid: Texts = column("")  # Microsoft's lasting id, which breaks ties after a renumbering


@dataclass(frozen=True, eq=False)
class Links(Table):
    """One row a link between two tasks of this plan."""

    before: Ints = column(-1)  # row of the predecessor
    after: Ints = column(-1)  # row of the successor
    type: Ints = column(Link.FS)
    lag: Ints = column(0)  # minutes, or hundredths of a percent where the unit is a percent
    unit: Ints = column(LagUnit.WORKING)


@dataclass(frozen=True, eq=False)
class OutsideLinks(Table):
    """Links whose other end is in another project: kept, not scheduled; without ``other`` only its date is known."""

    task: Ints = column(-1)
    is_predecessor: Flags = column(True)  # the outside task comes before ours
    project: Texts = column("")
    other: Texts = column("")
    type: Ints = column(Link.FS)
    lag: Ints = column(0)
    unit: Ints = column(LagUnit.WORKING)
    at: Ints = column(NONE)  # date of the outside end where the file holds one


@dataclass(frozen=True, eq=False)
class Segments(Table):
    """Working stretches of split tasks as the file stores them, in order."""

    task: Ints = column(-1)
    start: Ints = column(NONE)
    finish: Ints = column(NONE)
    done: Flags = column(False)


@dataclass(frozen=True, eq=False)
class Resources(Table):
    """One row a resource."""

    uid: Texts = column("")
    name: Texts = column("")
    kind: Ints = column(ResourceKind.WORK)
    calendar: Ints = column(-1)
    max_units: Floats = column(1.0)
    rate: Floats = column(np.nan)  # minor units an hour of work (a unit of material)
    overtime_rate: Floats = column(np.nan)
    cost_per_use: Floats = column(0.0)
    accrual: Ints = column(Accrual.PRORATED)


@dataclass(frozen=True, eq=False)
class Assignments(Table):
    """One row a resource on a task."""

    task: Ints = column(-1)
    resource: Ints = column(-1)  # -1: unassigned
    units: Floats = column(1.0)
    work: Floats = column(np.nan)  # minutes of effort (units of material)
    actual_work: Floats = column(np.nan)
    remaining_work: Floats = column(np.nan)
    cost: Floats = column(np.nan)
    actual_cost: Floats = column(np.nan)
    remaining_cost: Floats = column(np.nan)
    delay: Ints = column(0)  # working minutes after the task's start
    levelling_delay: Ints = column(0)
    start: Ints = column(NONE)
    finish: Ints = column(NONE)
    actual_start: Ints = column(NONE)
    actual_finish: Ints = column(NONE)
    overtime_work: Floats = column(np.nan)  # part of work
    rate_table: Ints = column(0)  # which of the resource's rate tables prices it, -1 none of them


@dataclass(frozen=True, eq=False)
class Baseline(Table):
    """One stored baseline: a row a task, parallel to ``Tasks``."""

    start: Ints = column(NONE)
    finish: Ints = column(NONE)
    duration: Ints = column(NONE)
    cost: Floats = column(np.nan)
    work: Floats = column(np.nan)
    fixed_cost: Floats = column(np.nan)


Shift = tuple[int, int]  # minutes of the day, 0 <= from < to <= 1440
Week = tuple[tuple[Shift, ...], ...]  # Monday first, seven days


@dataclass(frozen=True, slots=True)
class CalendarException:
    """Days first..last (days since 1970-01-01, inclusive) with these shifts; none: not working."""

    first: int
    last: int
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True)
class WeekSpan:
    """Days first..last that follow another week than the usual one."""

    first: int
    last: int
    week: Week


NINE_TO_FIVE: tuple[Shift, ...] = ((480, 720), (780, 1020))
STANDARD_WEEK: Week = (NINE_TO_FIVE,) * 5 + ((), ())
ROUND_THE_CLOCK: Week = (((0, 1440),),) * 7


@dataclass(frozen=True, slots=True)
class Calendar:
    """A working-time calendar, inheritance already resolved."""

    uid: str = ""
    name: str = "Standard"
    week: Week = STANDARD_WEEK
    spans: tuple[WeekSpan, ...] = ()  # later rows win
    exceptions: tuple[CalendarException, ...] = ()  # later rows win, over spans and week
    minutes_per_day: int = 480


@dataclass(frozen=True, slots=True)
class Options:
    """Conventions of the program that wrote the plan, as far as the file tells.

    ``program`` is ``microsoft``, ``primavera`` or ``other``; it decides the mode
    ``auto``. ``lag_calendar`` is ``predecessor``, ``successor``, ``project`` or
    ``24h``. ``progress`` is ``retained_logic``, ``progress_override`` or ``actual_dates``.
    ``total_float`` is ``start``, ``finish`` or ``smallest``. ``extra`` keeps what only one program knows.
    """

    program: str = "other"
    lag_calendar: str = "successor"
    progress: str = "retained_logic"
    total_float: str = "smallest"
    critical_float: int = 0  # minutes: critical when total float <= this
    critical_by_longest_path: bool = False
    use_expected_finish: bool = False
    open_ends_critical: bool = False
    from_finish: bool = False  # schedule backwards from the project finish
    multiple_critical_paths: bool = False
    honour_constraints: bool = True
    split_in_progress: bool = True
    default_start: int = 480  # minute of the day
    default_finish: int = 1020
    minutes_per_day: int = 480
    minutes_per_week: int = 2400
    days_per_month: int = 20
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Plan:
    """A plan as one document; see the module's text for units."""

    uid: str = ""
    name: str = ""
    currency: str = ""  # ISO 4217, "" where the file names none
    status_date: int = NONE  # the instant up to which work counts (P6 data date)
    start: int = NONE  # project start
    finish: int = NONE  # project finish where scheduled from it
    must_finish: int = NONE  # P6 project "must finish by"
    calendar: int = 0  # row of calendars: the plan's own
    options: Options = field(default_factory=Options)
    calendars: tuple[Calendar, ...] = (Calendar(),)
    tasks: Tasks = field(default_factory=Tasks)
    links: Links = field(default_factory=Links)
    outside: OutsideLinks = field(default_factory=OutsideLinks)
    segments: Segments = field(default_factory=Segments)
    resources: Resources = field(default_factory=Resources)
    assignments: Assignments = field(default_factory=Assignments)
    rates: Rates = field(default_factory=Rates)
    phases: Phases = field(default_factory=Phases)
    expenses: Expenses = field(default_factory=Expenses)
    baselines: Mapping[int, Baseline] = field(default_factory=dict)  # 0..10

    def row_of(self) -> dict[str, int]:
        """Map each task uid to its row."""
        return {uid: row for row, uid in enumerate(self.tasks.uid)}
