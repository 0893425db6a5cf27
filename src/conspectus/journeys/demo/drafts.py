"""A project's plan before anything happened: dates, costs, crews and the first baseline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from conspectus.engine.calendars import WorkClock
from conspectus.engine.network import Schedule, schedule
from conspectus.engine.plan import (
    DAY,
    NONE,
    Accrual,
    Assignments,
    Baseline,
    Calendar,
    Flags,
    Floats,
    Ints,
    Kind,
    Links,
    Options,
    Plan,
    Resources,
    Tasks,
)
from conspectus.journeys.demo.blueprints import BLUEPRINTS, CREWS, RATES, Step
from conspectus.journeys.demo.calendars import DAY_MINUTES, EPOCH, ORDER, calendars
from conspectus.journeys.demo.enterprise import PRICE_LEVEL, Seed
from conspectus.journeys.demo.outline import Flow, Outline, lay_out, loosen, units_for
from conspectus.journeys.demo.stories import STORIES

MONTH_DAYS = 30.44
ALWAYS_WORKING = 21.0  # working days a month
FIRST_HOUR = 480


@dataclass(frozen=True, eq=False, slots=True)
class Draft:
    """A plan as first approved, with what its simulation needs beside it."""

    seed: Seed
    plan: Plan
    labour: Floats  # minor units of labour a task was planned to cost
    bought: Floats  # minor units bought with it
    share: Floats  # where in the project's planned time it begins, 0..1
    float_days: Floats  # total float in days of its calendar, as planned


def stream(seed: int, number: int, purpose: int = 0) -> np.random.Generator:
    """Return the random numbers of one project: the same for the same seed, whatever else was drawn."""
    return np.random.Generator(np.random.Philox(key=np.array([seed, number * 16 + purpose], dtype=np.uint64)))


def draft(seed: Seed, number: int, *, root: int, month_end: date) -> Draft:
    """Return the plan of one project as it was first approved.

    Parameters
    ----------
    seed, number : the row of the seed table and its place in it
    root : the demo's seed
    month_end : the last day of the newest month reported
    """
    rng = stream(root, number)
    outline = _outline(seed, rng)
    steps = [row.step for row in outline.rows]
    days = np.array([step.days if step else 0.0 for step in steps]) * rng.lognormal(0.0, 0.18, len(steps))
    wanted = seed.months * MONTH_DAYS
    start = month_end - timedelta(days=round(seed.elapsed * wanted))
    plan = _plan(seed, number, outline, start)
    for _ in range(3):  # holidays bend the length, so it is met in a few turns
        plan = replace(plan, tasks=plan.tasks.with_(duration=_minutes(steps, days)))
        found = schedule(plan)
        days = days * wanted * DAY / max(found.project_finish - found.project_start, DAY)
    plan = replace(plan, tasks=plan.tasks.with_(duration=_minutes(steps, days)))
    labour, bought, crew = _costs(seed, plan, steps, rng)
    plan = _staffed(plan, seed, steps, labour, bought, crew)
    found = schedule(plan)
    plan = with_baseline(with_dates(plan, found), 0)
    length = max(found.project_finish - found.project_start, 1)
    share = np.where(plan.tasks.stored_start == NONE, 0.0, (plan.tasks.stored_start - found.project_start) / length)
    per_day = np.array([DAY_MINUTES[step.calendar] if step else 480 for step in steps])
    slack = np.where(found.total_float == NONE, 0, found.total_float) / per_day
    return Draft(seed, plan, labour, bought, share, slack)


def rate_of(seed: Seed, role: str) -> int:
    """Return what an hour of a role costs in the project's currency, in minor units."""
    return round(RATES[role] * PRICE_LEVEL[seed.currency])


def leaves(plan: Plan) -> Flags:
    """Return which rows are no summaries."""
    return np.asarray(plan.tasks.kind != Kind.SUMMARY)


def clocks(plan: Plan) -> list[tuple[Calendar, WorkClock, Flags]]:
    """Return each calendar with its clock and the tasks that work by it."""
    own = np.where(plan.tasks.calendar < 0, plan.calendar, plan.tasks.calendar)
    return [(cal, WorkClock(cal), own == row) for row, cal in enumerate(plan.calendars)]


def between(plan: Plan, starts: Ints, finishes: Ints) -> Ints:
    """Return working minutes between two instants a task, by each task's own calendar."""
    total = np.zeros(len(plan.tasks), dtype=np.int64)
    for _, clock, mine in clocks(plan):
        if mine.any():
            total[mine] = clock.between(starts[mine], finishes[mine])
    return total


def rolled_up(plan: Plan, values: Floats) -> Floats:
    """Return leaf values with every summary's sum filled in."""
    total = np.where(leaves(plan), values, 0.0)
    for row in range(len(total) - 1, -1, -1):  # children come after their parent
        if plan.tasks.parent[row] >= 0:
            total[plan.tasks.parent[row]] += total[row]
    return total


def with_dates(plan: Plan, found: Schedule) -> Plan:
    """Return the plan with computed dates stored, as a scheduling program saves them."""
    tasks = plan.tasks
    start, finish = np.array(found.start), np.array(found.finish)
    duration = np.array(tasks.duration)
    for row in np.flatnonzero(~leaves(plan))[::-1]:
        inside = np.flatnonzero(tasks.parent == row)
        start[row], finish[row] = start[inside].min(), finish[inside].max()
    summary = ~leaves(plan)
    duration[summary] = between(plan, start, finish)[summary]
    return replace(
        plan,
        tasks=tasks.with_(
            duration=duration,
            stored_start=start,
            stored_finish=finish,
            stored_early_start=found.early_start,
            stored_early_finish=found.early_finish,
            stored_late_start=found.late_start,
            stored_late_finish=found.late_finish,
            stored_total_float=found.total_float,
            stored_free_float=found.free_float,
            stored_critical=found.critical.astype(np.int64),
        ),
    )


def with_baseline(plan: Plan, number: int) -> Plan:
    """Return the plan with its present dates and costs kept as a baseline."""
    tasks = plan.tasks
    kept = Baseline(
        start=tasks.stored_start,
        finish=tasks.stored_finish,
        duration=tasks.duration,
        cost=tasks.cost,
        work=tasks.work,
        fixed_cost=tasks.fixed_cost,
    )
    return replace(plan, baselines={**plan.baselines, number: kept})


def _outline(seed: Seed, rng: np.random.Generator) -> Outline:
    blueprint = BLUEPRINTS[seed.blueprint]
    units = units_for(blueprint, seed.tasks)
    repeated = next(phase for phase in blueprint.phases if phase.each)
    cycle = sum(step.days for step in repeated.steps) / 2  # a crew has two units in hand
    crews = int(np.clip(round(units * cycle / (0.5 * seed.months * ALWAYS_WORKING)), 1, 9))
    units = max(2, round(units / crews)) * crews  # the same work for every crew, so that none waits for months
    outline = lay_out(blueprint, Flow(blueprint.unit, units, crews), rng)
    return loosen(outline, rng) if STORIES[seed.story].loose else outline


def _plan(seed: Seed, number: int, outline: Outline, start: date) -> Plan:
    """Return the bare plan: rows, links, calendars, no durations yet."""
    monday = start - timedelta(days=start.weekday())
    first = (monday.toordinal() - EPOCH) * DAY + FIRST_HOUR
    years = range(monday.year, monday.year + seed.months // 12 + 4)
    rows = outline.rows
    own = _ints(ORDER.index(row.step.calendar) if row.step else 0 for row in rows)
    tasks = Tasks(
        uid=tuple(str(place + 1) for place in range(len(rows))),
        name=tuple(row.name for row in rows),
        wbs=tuple(row.wbs for row in rows),
        parent=_ints(row.parent for row in rows),
        kind=_ints(row.kind for row in rows),
        calendar=np.where(own == 0, -1, own),
        ignore_resource_calendars=own > 0,
    )
    ties = outline.ties
    links = Links(
        before=_ints(tie.before for tie in ties),
        after=_ints(tie.after for tie in ties),
        type=_ints(tie.type for tie in ties),
        lag=_ints(_lag(tie.lag_share, tie.lag_days, rows[tie.before].step) for tie in ties),
    )
    return Plan(
        uid=seed.code,
        name=seed.name,
        currency=seed.currency if STORIES[seed.story].costed else "",
        status_date=NONE,
        start=first,
        options=Options(program="microsoft"),
        calendars=calendars(seed.region, years),
        tasks=tasks,
        links=links,
    )


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def _lag(share: float, days: int, before: Step | None) -> int:
    """Return a lag in office minutes, a share being of the days the step before was meant to take."""
    return round((share * before.days if before else 0.0) + days) * DAY_MINUTES["office"]


def _minutes(steps: list[Step | None], days: Floats) -> Ints:
    """Return durations in minutes of each step's calendar: whole half-days, at least one day."""
    halves = np.maximum(np.round(days * 2), 2)
    per_day = np.array([DAY_MINUTES[step.calendar] if step else 0 for step in steps])
    return np.asarray(halves * per_day // 2, dtype=np.int64)


def _costs(seed: Seed, plan: Plan, steps: list[Step | None], rng: np.random.Generator) -> tuple[Floats, Floats, Ints]:
    """Return labour and bought cost of each task in minor units, and how many people do it.

    What is bought takes what the budget leaves beside labour, and at least a fifth of it.
    """
    rate = np.array([rate_of(seed, step.role) if step else 0 for step in steps], dtype=np.float64)
    crew = np.array([1 + rng.integers(0, CREWS.get(step.role, 2)) if step else 0 for step in steps])
    labour = np.round(plan.tasks.duration / 60 * rate * crew)
    weight = np.array([step.bought if step else 0.0 for step in steps]) * rng.lognormal(0.0, 0.12, len(steps))
    if STORIES[seed.story].front_loaded:
        weight = weight * np.where(np.arange(len(weight)) < _repeated_from(plan), 10.0, 0.5)
    budget = seed.budget * 1000 * 100
    left = max(budget - labour.sum(), 0.2 * budget)
    bought = np.round(weight * (left / max(weight.sum(), 1e-9)), -2)
    return labour, bought, crew


def _repeated_from(plan: Plan) -> int:
    """Return the first row of the repeated work: whatever stands two levels deep."""
    return next(row for row, wbs in enumerate(plan.tasks.wbs) if wbs.count(".") == 2)


def _staffed(plan: Plan, seed: Seed, steps: list[Step | None], labour: Floats, bought: Floats, crew: Ints) -> Plan:
    """Return the plan with resources, assignments and costs, where the project keeps costs."""
    if not STORIES[seed.story].costed:
        return plan
    roles = sorted({step.role for step in steps if step})
    resources = Resources(
        uid=tuple(str(place + 1) for place in range(len(roles))),
        name=tuple(roles),
        rate=np.array([rate_of(seed, role) for role in roles], dtype=np.float64),
        max_units=np.array([4.0 * CREWS.get(role, 2) for role in roles]),
    )
    rows = _ints(row for row, step in enumerate(steps) if step)
    work = (plan.tasks.duration * crew).astype(np.float64)
    assignments = Assignments(
        task=rows,
        resource=_ints(roles.index(step.role) for step in steps if step),
        units=crew[rows].astype(np.float64),
        work=work[rows],
        actual_work=np.zeros(len(rows)),
        remaining_work=work[rows],
        cost=labour[rows],
        actual_cost=np.zeros(len(rows)),
        remaining_cost=labour[rows],
    )
    accrual = np.where(bought > 0, np.where(plan.tasks.calendar < 0, Accrual.END, Accrual.PRORATED), Accrual.PRORATED)
    cost = rolled_up(plan, labour + bought)
    tasks = plan.tasks.with_(
        cost=cost,
        actual_cost=np.zeros(len(cost)),
        remaining_cost=cost,
        fixed_cost=bought,
        fixed_accrual=accrual,
        work=rolled_up(plan, work),
        actual_work=np.zeros(len(cost)),
    )
    return replace(plan, tasks=tasks, resources=resources, assignments=assignments)
