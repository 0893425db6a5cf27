"""Write a plan as Microsoft Project's XML (MSPDI); the same plan gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Protocol

import numpy as np

from conspectus.engine.plan import NONE, Accrual, Constraint, Ints, Kind, Percent, Plan, Technique
from conspectus.engine.plan import ResourceKind as R
from conspectus.formats import currencies
from conspectus.formats.schedules import mspdi_calendars, mspdi_rates
from conspectus.formats.schedules.mspdi_links import Ghosts, predecessor
from conspectus.formats.schedules.mspdi_splits import Splits
from conspectus.formats.schedules.xmltext import Lines, block, number, span, stamp, tag, when

NAMESPACE = "http://schemas.microsoft.com/project"
CONSTRAINTS: dict[int, int] = {
    Constraint.ASAP: 0,
    Constraint.ALAP: 1,
    Constraint.MUST_START: 2,
    Constraint.START_ON: 2,
    Constraint.MUST_FINISH: 3,
    Constraint.FINISH_ON: 3,
    Constraint.START_NO_EARLIER: 4,
    Constraint.START_NO_LATER: 5,
    Constraint.FINISH_NO_EARLIER: 6,
    Constraint.FINISH_NO_LATER: 7,
}
ACCRUALS: dict[int, int] = {Accrual.START: 1, Accrual.END: 2, Accrual.PRORATED: 3, Accrual.UNSTATED: 3}
KINDS: dict[int, int] = {R.MATERIAL: 0, R.WORK: 1, R.COST: 2}
OWN_ID_FIELD = "188743731"  # the free text field that keeps ids that are not numbers


class Dates(Protocol):
    """What is used of a computed schedule."""

    start: Ints
    finish: Ints
    early_start: Ints
    early_finish: Ints
    late_start: Ints
    late_finish: Ints
    total_float: Ints
    free_float: Ints


def write_mspdi(plan: Plan, schedule: Dates | None = None) -> bytes:
    """Return the plan as an MSPDI file.

    Parameters
    ----------
    plan
        The plan. Of two constraints the first is written; links to other plans where their file and task are
        named; splits of tasks without an assignment are not.
    schedule
        Computed dates and floats to write in place of the stored ones.

    Returns
    -------
    bytes
        UTF-8 XML.
    """
    return ("\n".join(_Writer(plan, schedule).lines()) + "\n").encode("utf-8")


def _numbers(uids: tuple[str, ...]) -> list[int]:
    """Return ids as numbers where all of them are numbers the format can hold, else nothing."""
    fit = all(u.isascii() and u.isdigit() and len(u) < 10 for u in uids)
    found = [int(u) for u in uids] if fit else []
    return found if len(set(found)) == len(uids) else []


class _Writer:
    def __init__(self, plan: Plan, schedule: Dates | None) -> None:
        self.plan, self.schedule = plan, schedule
        self.calendars = mspdi_calendars.Numbers(plan)
        self.splits = Splits(plan)
        # The format's amounts are hundredths whatever the currency.
        self.unit = 10.0 ** currencies.decimals(plan.currency)
        uids = plan.tasks.uid
        self.numeric = bool(_numbers(uids))
        self.task_ids = [int(u) for u in uids] if self.numeric else list(range(1, len(uids) + 1))
        self.people_ids = _numbers(plan.resources.uid) or list(range(1, len(plan.resources) + 1))
        self.has_root = self.numeric and bool(uids) and uids[0] == "0" and plan.tasks.kind[0] == Kind.SUMMARY
        self.level, self.outline = self._outline()
        self.ghosts = Ghosts(plan.outside, self.task_ids)
        self.links: dict[int, list[int]] = {}
        for row, after in enumerate(plan.links.after.tolist()):
            self.links.setdefault(after, []).append(row)

    def _outline(self) -> tuple[list[int], list[str]]:
        levels, numbers, children = list[int](), list[str](), dict[int, int]()
        for row, parent in enumerate(self.plan.tasks.parent.tolist()):
            if row == 0 and self.has_root:
                levels.append(0)
                numbers.append("0")
                continue
            above = -1 if self.has_root and parent == 0 else parent
            children[above] = children.get(above, 0) + 1
            levels.append(1 if above < 0 else levels[above] + 1)
            numbers.append(str(children[above]) if above < 0 else f"{numbers[above]}.{children[above]}")
        return levels, numbers

    def lines(self) -> Iterator[str]:
        """Yield the whole file, line by line."""
        yield '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        yield f'<Project xmlns="{NAMESPACE}">'
        yield from self._head()
        if not self.numeric:
            inside = [tag("FieldID", OWN_ID_FIELD), tag("FieldName", "Text1"), tag("Alias", "Activity ID")]
            yield from block("ExtendedAttributes", block("ExtendedAttribute", inside))
        yield from block("Calendars", mspdi_calendars.write(self.plan, self.calendars))
        tasks = (line for row in range(len(self.plan.tasks)) for line in self._task(row))
        yield from block("Tasks", chain(tasks, self.ghosts.lines()))
        yield from block("Resources", (line for row in range(len(self.plan.resources)) for line in self._resource(row)))
        rows = range(len(self.plan.assignments))
        yield from block("Assignments", (line for row in rows for line in self._assignment(row)))
        yield "</Project>"

    def _head(self) -> Iterator[str]:
        plan, options = self.plan, self.plan.options
        yield tag("SaveVersion", 14)
        yield tag("Name", plan.name)
        yield tag("Title", plan.name)
        yield tag("ScheduleFromStart", not options.from_finish)
        yield from when("StartDate", self._first_start())
        yield from when("FinishDate", plan.finish)
        yield tag("CriticalSlackLimit", round(options.critical_float / max(options.minutes_per_day, 1)))
        yield tag("CurrencyDigits", currencies.decimals(plan.currency))
        if plan.currency:
            yield tag("CurrencySymbol", plan.currency)
            yield tag("CurrencyCode", plan.currency)
        yield tag("CalendarUID", plan.calendar + 1)
        yield tag("DefaultStartTime", stamp(options.default_start % 1440)[11:])
        yield tag("DefaultFinishTime", stamp(options.default_finish % 1440)[11:])
        yield tag("MinutesPerDay", options.minutes_per_day)
        yield tag("MinutesPerWeek", options.minutes_per_week)
        yield tag("DaysPerMonth", options.days_per_month)
        yield tag("HonorConstraints", options.honour_constraints)
        yield tag("MultipleCriticalPaths", options.multiple_critical_paths)
        yield tag("SplitsInProgressTasks", options.split_in_progress)
        yield from when("StatusDate", plan.status_date)

    def _first_start(self) -> int:
        if self.plan.start != NONE:
            return self.plan.start
        starts = self._dates("start")
        known = starts[starts != NONE]
        return int(known.min()) if len(known) else NONE

    def _dates(self, name: str) -> Ints:
        source = self.plan.tasks if self.schedule is None else self.schedule
        column: Ints = getattr(source, f"stored_{name}" if self.schedule is None else name)
        return column

    def _money(self, name: str, amount: float) -> Lines:
        return [] if np.isnan(amount) else [tag(name, number(amount / self.unit * 100))]

    def _task(self, row: int) -> Iterator[str]:
        yield "<Task>"
        yield from self._identity(row)
        yield from self._timing(row)
        yield from self._progress(row)
        yield from self._limits(row)
        yield from self._predecessors(row)
        if not self.numeric:
            inside = [tag("FieldID", OWN_ID_FIELD), tag("Value", self.plan.tasks.uid[row])]
            yield from block("ExtendedAttribute", inside)
        yield from self._baselines(row)
        yield "</Task>"

    def _identity(self, row: int) -> Iterator[str]:
        t = self.plan.tasks
        yield tag("UID", self.task_ids[row])
        if t.guid[row]:
            yield tag("GUID", t.guid[row])
        yield tag("ID", row if self.has_root else row + 1)
        yield tag("Name", t.name[row])
        yield tag("Active", bool(t.active[row]))
        yield tag("Manual", bool(t.manual[row]))
        yield tag("Type", int(t.fixed_duration[row]))
        yield tag("IsNull", 0)
        if t.wbs[row]:
            yield tag("WBS", t.wbs[row])
        yield tag("OutlineNumber", self.outline[row])
        yield tag("OutlineLevel", self.level[row])

    def _timing(self, row: int) -> Iterator[str]:
        t = self.plan.tasks
        elapsed = bool(t.elapsed[row])
        yield from when("Start", int(self._dates("start")[row]))
        yield from when("Finish", int(self._dates("finish")[row]))
        yield tag("Duration", span(int(t.duration[row])))
        yield tag("DurationFormat", 8 if elapsed else 7)
        if not np.isnan(t.work[row]):
            yield tag("Work", span(float(t.work[row])))
        yield from when("Stop", int(t.stop[row]))
        yield from when("Resume", int(t.resume[row]))
        yield tag("Estimated", bool(t.estimated[row]))
        yield tag("Milestone", int(t.kind[row]) in (Kind.START_MILESTONE, Kind.FINISH_MILESTONE))
        yield tag("Summary", int(t.kind[row]) == Kind.SUMMARY)
        for name in ("Early_Start", "Early_Finish", "Late_Start", "Late_Finish"):
            yield from when(name.replace("_", ""), int(self._dates(name.lower())[row]))
        for name in ("Free", "Total"):
            minutes = int(self._dates(f"{name.lower()}_float")[row])
            if minutes != NONE:
                yield tag(f"{name}Slack", minutes * 10)
        yield from self._money("FixedCost", float(t.fixed_cost[row]))
        if t.fixed_accrual[row] != Accrual.UNSTATED:
            yield tag("FixedCostAccrual", ACCRUALS[int(t.fixed_accrual[row])])

    def _progress(self, row: int) -> Iterator[str]:
        t = self.plan.tasks
        yield tag("PercentComplete", round(float(t.percent_complete[row]) * 100))
        if not np.isnan(t.work_percent[row]):
            yield tag("PercentWorkComplete", round(float(t.work_percent[row]) * 100))
        yield from self._money("Cost", float(t.cost[row]))
        yield from when("ActualStart", int(t.actual_start[row]))
        yield from when("ActualFinish", int(t.actual_finish[row]))
        if (actual := self._actual_duration(row)) != NONE:
            yield tag("ActualDuration", span(actual))
        yield from self._money("ActualCost", float(t.actual_cost[row]))
        if not np.isnan(t.actual_work[row]):
            yield tag("ActualWork", span(float(t.actual_work[row])))
        if t.remaining_duration[row] != NONE:
            yield tag("RemainingDuration", span(int(t.remaining_duration[row])))
        yield from self._money("RemainingCost", float(t.remaining_cost[row]))

    def _actual_duration(self, row: int) -> int:
        """Return the stored one, else what follows from the progress: other programs ask for it."""
        t = self.plan.tasks
        duration, left = int(t.duration[row]), int(t.remaining_duration[row])
        if t.actual_duration[row] != NONE:
            return int(t.actual_duration[row])
        if t.actual_start[row] == NONE:
            return 0
        if t.actual_finish[row] != NONE:
            return duration
        return max(duration - left, 0) if left != NONE else round(duration * float(t.percent_complete[row]))

    def _limits(self, row: int) -> Iterator[str]:
        t = self.plan.tasks
        yield tag("ConstraintType", CONSTRAINTS[int(t.constraint[row])])
        yield tag("CalendarUID", int(t.calendar[row]) + 1 if t.calendar[row] >= 0 else -1)
        yield from when("ConstraintDate", int(t.constraint_at[row]))
        yield from when("Deadline", int(t.deadline[row]))
        if t.levelling_delay[row]:
            yield tag("LevelingDelay", int(t.levelling_delay[row]) * 10)
            yield tag("LevelingDelayFormat", 8)
        yield tag("IgnoreResourceCalendar", bool(t.ignore_resource_calendars[row]))
        if t.note[row]:
            yield tag("Notes", t.note[row])
        if not np.isnan(t.physical_percent[row]):
            yield tag("PhysicalPercentComplete", round(float(t.physical_percent[row]) * 100))
        physical = int(t.technique[row]) == Technique.PHYSICAL or int(t.percent_type[row]) == Percent.PHYSICAL
        yield tag("EarnedValueMethod", int(physical))

    def _predecessors(self, row: int) -> Iterator[str]:
        links = self.plan.links
        for link in self.links.get(row, []):
            kind, lag, unit = int(links.type[link]), int(links.lag[link]), int(links.unit[link])
            yield from predecessor(self.task_ids[int(links.before[link])], kind, lag, unit)
        yield from self.ghosts.before(row)

    def _baselines(self, row: int) -> Iterator[str]:
        for key, baseline in sorted(self.plan.baselines.items()):
            inside = [*when("Start", int(baseline.start[row])), *when("Finish", int(baseline.finish[row]))]
            if baseline.duration[row] != NONE:
                inside += [tag("Duration", span(int(baseline.duration[row]))), tag("DurationFormat", 7)]
            if not np.isnan(baseline.work[row]):
                inside.append(tag("Work", span(float(baseline.work[row]))))
            inside += self._money("Cost", float(baseline.cost[row]))
            inside += self._money("FixedCost", float(baseline.fixed_cost[row]))
            if inside:
                yield from block("Baseline", [tag("Number", key), *inside])

    def _resource(self, row: int) -> Iterator[str]:
        r = self.plan.resources
        yield "<Resource>"
        yield tag("UID", self.people_ids[row])
        yield tag("ID", row + 1)
        yield tag("Name", r.name[row])
        yield tag("Type", KINDS[int(r.kind[row])])
        yield tag("IsNull", 0)
        yield tag("MaxUnits", number(float(r.max_units[row])))
        yield tag("AccrueAt", ACCRUALS[int(r.accrual[row])])
        for name, rate in (("StandardRate", r.rate[row]), ("OvertimeRate", r.overtime_rate[row])):
            if not np.isnan(rate):
                yield tag(name, number(float(rate) / self.unit))
                yield tag(f"{name}Format", 2)
        yield from self._money("CostPerUse", float(r.cost_per_use[row]))
        if row in self.calendars.of_resource:
            yield tag("CalendarUID", self.calendars.of_resource[row])
        yield from mspdi_rates.write(self.plan, row, self.unit)
        yield "</Resource>"

    def _assignment(self, row: int) -> Iterator[str]:
        a = self.plan.assignments
        resource = int(a.resource[row])
        scale = 60.0 if resource >= 0 and self.plan.resources.kind[resource] == R.MATERIAL else 1.0
        yield "<Assignment>"
        yield tag("UID", row + 1)
        yield tag("TaskUID", self.task_ids[int(a.task[row])])
        yield tag("ResourceUID", self.people_ids[resource] if resource >= 0 else -65535)
        yield from self._money("ActualCost", float(a.actual_cost[row]))
        yield from when("ActualFinish", int(a.actual_finish[row]))
        yield from when("ActualStart", int(a.actual_start[row]))
        yield from self._work("ActualWork", float(a.actual_work[row]) * scale)
        yield from self._money("Cost", float(a.cost[row]))
        if 0 < a.rate_table[row] < mspdi_rates.TABLES:
            yield tag("CostRateTable", int(a.rate_table[row]))
        yield tag("Delay", int(a.delay[row]) * 10)
        yield from when("Finish", int(a.finish[row]))
        yield tag("LevelingDelay", int(a.levelling_delay[row]) * 10)
        yield from self._work("OvertimeWork", float(a.overtime_work[row]))
        yield from self._money("RemainingCost", float(a.remaining_cost[row]))
        yield from self._work("RemainingWork", float(a.remaining_work[row]) * scale)
        yield from when("Start", int(a.start[row]))
        yield tag("Units", number(float(a.units[row])))
        yield from self._work("Work", float(a.work[row]) * scale)
        yield from self.splits.write(row)
        yield "</Assignment>"

    def _work(self, name: str, minutes: float) -> Lines:
        return [] if np.isnan(minutes) else [tag(name, span(minutes))]
