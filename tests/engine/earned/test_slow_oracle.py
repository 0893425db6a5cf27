"""Random plans against a slow oracle: planned and earned value and actual cost at any instant, earned schedule."""

from __future__ import annotations

import random

import numpy as np
import pytest
from tests.engine.earned import slow
from tests.trust.counts import cases

from conspectus.engine.baselines import lay_over
from conspectus.engine.earned import earned_schedule, measure
from conspectus.engine.plan import NONE, Accrual, Assignments, Calendar, Plan, Resources, Segments, Tasks

ACCRUAL = {"start": Accrual.START, "prorated": Accrual.PRORATED, "end": Accrual.END}
NAMES = list(slow.CALENDARS)


def as_plan(jobs: list[slow.Job], status: int) -> Plan:
    """Return the jobs as a plan whose own dates are the baseline."""
    people = [(row, person) for row, each in enumerate(jobs) for person in each.people]
    weeks = [tuple(tuple(slow.CALENDARS[name].get(day, [])) for day in range(7)) for name in NAMES]
    known = [each.began is not None for each in jobs]
    rests = [(row, *part) for row, each in enumerate(jobs) for part in each.rest]
    return Plan(
        status_date=status,
        calendars=tuple(Calendar(name, name, week) for name, week in zip(NAMES, weeks, strict=True)),
        tasks=Tasks(
            uid=[f"t{row}" for row in range(len(jobs))],
            calendar=[NAMES.index(each.calendar) for each in jobs],
            stored_start=[each.start for each in jobs],
            stored_finish=[each.finish for each in jobs],
            cost=[each.budget for each in jobs],
            fixed_cost=[each.fixed for each in jobs],
            fixed_accrual=[ACCRUAL[each.fixed_accrual] for each in jobs],
            percent_complete=[each.percent for each in jobs],
            actual_start=[NONE if each.began is None else each.began for each in jobs],
            actual_finish=[NONE if each.ended is None else each.ended for each in jobs],
            actual_cost=[each.spent if begun else np.nan for each, begun in zip(jobs, known, strict=True)],
        ),
        segments=Segments(
            task=[row for row, _, _ in rests],
            start=[first for _, first, _ in rests],
            finish=[last for _, _, last in rests],
        ),
        resources=Resources(
            uid=[str(place) for place in range(len(people))],
            calendar=[NAMES.index(person.calendar) for _, person in people],
            accrual=[ACCRUAL[person.accrual] for _, person in people],
            cost_per_use=[person.per_use for _, person in people],
        ),
        assignments=Assignments(
            task=[row for row, _ in people],
            resource=list(range(len(people))),
            cost=[person.cost for _, person in people],
        ),
    )


@pytest.mark.parametrize("seed", range(cases(60, 600)))
def test_every_work_package_agrees_at_every_instant(seed: int) -> None:
    draw = random.Random(seed)
    status = slow.MONDAY + draw.randrange(10, 35) * 1440 + draw.choice([0, 600, 1020])
    jobs = [slow.job(draw, status) for _ in range(6)]
    plan = as_plan(jobs, status)
    baseline = lay_over(plan, plan)
    for at in (status, slow.MONDAY + draw.randrange(1, slow.DAYS * 48) * slow.STEP):
        got = measure(plan, at, baseline=baseline)
        if got.by_period is None:
            assert not any(each.budget for each in jobs)
            continue
        assert got.planned_value == pytest.approx([slow.planned(each, at) for each in jobs], abs=1e-6)
        if at > status:
            continue
        assert got.earned_value == pytest.approx([slow.earned(each, status, at) for each in jobs], abs=1e-6)
        if any(each.began is not None for each in jobs):
            assert got.actual_cost == pytest.approx([slow.spent(each, status, at) for each in jobs], abs=1e-6)


@pytest.mark.parametrize("seed", range(cases(20, 200)))
def test_split_tasks_agree_at_every_instant(seed: int) -> None:
    draw = random.Random(1000 + seed)
    status = slow.MONDAY + 20 * 1440
    each = slow.Job("office", slow.MONDAY + 480, slow.MONDAY + 18 * 1440 + 1020, 5000.0, "prorated")
    each.people.append(slow.Person("office", 250_000.0, "prorated", 0.0))
    stop = slow.moment(draw, "office", slow.MONDAY + 1440 * 2)
    again = min(stop + draw.randrange(48, 200) * slow.STEP, each.finish - 1440)
    if again <= stop:
        return
    each.rest = [(each.start, stop), (again, each.finish)]
    plan = as_plan([each], status)
    for _ in range(4):
        at = each.start + draw.randrange(1, 900) * slow.STEP
        got = measure(plan, at, baseline=lay_over(plan, plan))
        assert got.planned_value == pytest.approx([slow.planned(each, at)], abs=1e-6)


@pytest.mark.parametrize("seed", range(cases(40, 400)))
def test_earned_schedule_agrees_with_a_walk_along_the_curve(seed: int) -> None:
    draw = random.Random(seed)
    curve = np.cumsum([draw.choice([0.0, 10.0, 37.5, 80.0]) for _ in range(draw.randrange(2, 9))] + [5.0])
    ev = draw.uniform(0, float(curve[-1]) * 0.999)
    got = earned_schedule(curve, ev, 3.0, bac=float(curve[-1]), pd=float(len(curve)))
    assert got.es.value == pytest.approx(slow.earned_schedule(curve.tolist(), ev), abs=2e-5)
