"""One plan assessed: scheduled, checked, measured and judged, each step with its findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from conspectus.engine.baselines import Approved
from conspectus.engine.calendars import WorkClock
from conspectus.engine.earned import Budgeted, Costs, Ledger, with_ledger
from conspectus.engine.findings import Finding, Severity
from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.engine.network import CycleError, Schedule, schedule
from conspectus.engine.plan import NONE, Flags, Kind, Plan
from conspectus.engine.status import Tolerances, dates
from conspectus.review.costing import cross_check
from conspectus.review.dates import of_file
from conspectus.review.grouped import child_of
from conspectus.review.judge import judge, judged_of
from conspectus.review.measured import curve_of, measured, money_of, work_of
from conspectus.review.milestones import milestones_of
from conspectus.review.quality import quality_of
from conspectus.review.result import NO_STATUS_DATE, Counts, Judged, Money, ProjectReview, StatusDate

_PLAN_WIDE = frozenset({"NO_STATUS_DATE", "NO_BASELINE"})
LEVELS = 3  # of the outline, that a review tells of; pages and commands go deeper where asked
_MILESTONES = (Kind.START_MILESTONE, Kind.FINISH_MILESTONE)


@dataclass(frozen=True, slots=True)
class Given:
    """What was handed in beside the plan."""

    id: str
    file: str
    kind: str
    status_date: StatusDate = NO_STATUS_DATE  # none given: the file says
    costs: Costs | None = None
    baseline: Approved | None = None  # none given: the one in the file
    budget: Budgeted | None = None  # planned amounts of a cost book
    tolerances: Tolerances = field(default_factory=Tolerances)
    held_to: Measure | None = None  # the approved budget in minor units; none: the budget at completion
    ledger: Ledger | None = None  # what was spent on it elsewhere


def assess(plan: Plan, given: Given) -> tuple[ProjectReview, tuple[Finding, ...]]:
    """Return the project's review and what was noticed on the way; a plan in a circle keeps its place, unassessed."""
    status = status_of(plan, given)
    try:
        computed = schedule(plan)
    except CycleError as refusal:
        return _unscheduled(plan, given, status), (refusal.finding,)
    plan = plan if given.baseline is None else given.baseline.over(plan)
    quality, checks, findings = quality_of(plan, computed, status)
    earned, money = measured(plan, computed, status, given.costs, given.baseline, given.budget)
    if given.ledger is not None:
        earned = with_ledger(earned, given.ledger)
        money = money_of(earned)
    found = dates(plan, computed, given.baseline)
    judged = judge(plan, earned, found, given.tolerances, given.held_to)
    dateless = computed.project_start == NONE
    project = ProjectReview(
        id=given.id,
        name=plan.name or given.file,
        file=given.file,
        kind=given.kind,
        mode=computed.mode,
        status_date=status,
        start=computed.project_start,
        finish=computed.project_finish if found.forecast_finish == NONE else found.forecast_finish,
        baseline_finish=found.approved_finish,
        slip_days=found.slip,
        float_days=least_float(plan, computed),
        quality=quality,
        counts=_counts(plan, computed.critical),
        money=money,
        baseline_source=earned.source,
        status=judged_of(judged),
        milestones=milestones_of(plan, computed, status.instant),
        checks=checks,
        curve=curve_of(earned),
        work=work_of(plan, earned, LEVELS),
        child=replace(child_of(plan.name, earned, found, judged), held_to=given.held_to),
    )
    noticed = [*computed.findings, *findings, *earned.findings, *cross_check(plan, earned, given.budget)]
    if dateless:
        noticed.append(_no_dates(plan))
    if status.instant == NONE and not any(item.code == "NO_STATUS_DATE" for item in noticed):
        noticed.append(no_status_date(plan))
    return project, _once(noticed)


def status_of(plan: Plan, given: Given) -> StatusDate:
    """Return up to when work counts: the date given, else the file's."""
    return given.status_date if given.status_date.instant != NONE else of_file(plan.status_date)


def _once(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Keep the first of what several steps say about the plan as a whole."""
    said: set[str] = set()
    kept = []
    for item in dict.fromkeys(findings):
        if item.code in _PLAN_WIDE and item.code in said:
            continue
        said.add(item.code)
        kept.append(item)
    return tuple(kept)


def leaves(plan: Plan) -> Flags:
    """Return which rows are active tasks with work or dates of their own."""
    found: Flags = (plan.tasks.kind != Kind.SUMMARY) & plan.tasks.active
    return found


def working_days(plan: Plan, start: int, finish: int) -> Measure:
    """Return the working days between two instants, negative where ``finish`` lies before."""
    calendar = plan.calendars[plan.calendar]
    clock = WorkClock(calendar)
    sign = 1 if finish >= start else -1
    minutes = clock.between(min(start, finish), max(start, finish))
    return value(sign * minutes / (calendar.minutes_per_day or plan.options.minutes_per_day or 480))


def least_float(plan: Plan, computed: Schedule) -> Measure:
    """Return the smallest total float of the unfinished tasks in working days of their calendars."""
    tasks = plan.tasks
    open_ = leaves(plan) & (tasks.actual_finish == NONE) & (computed.total_float != NONE)
    open_ &= tasks.kind != Kind.LEVEL_OF_EFFORT
    if not open_.any():
        return missing(Reason.NOT_APPLICABLE if leaves(plan).any() else Reason.NO_DATA)
    per_day = np.array([calendar.minutes_per_day or 480 for calendar in plan.calendars], dtype=np.float64)
    calendar = np.where(tasks.calendar < 0, plan.calendar, tasks.calendar)
    return value(float((computed.total_float[open_] / per_day[calendar[open_]]).min()))


def no_status_date(plan: Plan) -> Finding:
    """Return the finding that stands in place of measures."""
    words = "The plan has no status date, so nothing can be measured up to one."
    return Finding(Severity.WARNING, "NO_STATUS_DATE", plan.name, words, "Set it in the file, or give one.")


def _no_dates(plan: Plan) -> Finding:
    words = "The plan holds no date at all, so it has no start and no finish."
    return Finding(Severity.WARNING, "NO_DATES", plan.name, words, "Give the project a start date, and save it again.")


def _counts(plan: Plan, critical: Flags | None) -> Counts:
    tasks, leaf = plan.tasks, leaves(plan)
    done = leaf & (tasks.actual_finish != NONE)
    started = leaf & (tasks.actual_start != NONE) & ~done
    return Counts(
        tasks=int(leaf.sum()),
        done=int(done.sum()),
        started=int(started.sum()),
        critical=0 if critical is None else int((leaf & critical & ~done).sum()),
        milestones=int((leaf & np.isin(tasks.kind, _MILESTONES)).sum()),
        links=len(plan.links),
    )


def _unscheduled(plan: Plan, given: Given, status: StatusDate) -> ProjectReview:
    words = "The tasks wait for each other in a circle, so there are no dates."
    return ProjectReview(
        id=given.id,
        name=plan.name or given.file,
        file=given.file,
        kind=given.kind,
        status_date=status,
        counts=_counts(plan, None),
        money=Money(currency=plan.currency),
        status=tuple(Judged(d, "not_assessed", words) for d in ("schedule", "cost", "overall")),
    )
