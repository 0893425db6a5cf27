"""The generated plans: the same for the same seed, schedulable, of the promised size, dated from the given day."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
import pytest

from conspectus.engine.network import schedule
from conspectus.engine.plan import DAY, NONE, Kind, Plan
from conspectus.journeys.demo.blueprints import BLUEPRINTS, RATES
from conspectus.journeys.demo.calendars import EPOCH
from conspectus.journeys.demo.enterprise import DIVISIONS, MANAGERS, PROGRAMMES, SEEDS, manager_of
from conspectus.journeys.demo.months import month_ends
from conspectus.journeys.demo.outline import Flow, lay_out, units_for
from conspectus.journeys.demo.stories import STORIES
from conspectus.journeys.demo.updates import Revision, revisions

TODAY = date(2026, 11, 22)
ROOT = 7
NUMBERS = [5, 14, 17, 20]  # small projects of four stories


@cache
def made(number: int, root: int = ROOT, today: date = TODAY) -> tuple[Revision, ...]:
    return revisions(number, root=root, today=today)


def same(a: Plan, b: Plan) -> bool:
    tables = ("tasks", "links", "resources", "assignments")
    return a.status_date == b.status_date and all(
        np.array_equal(getattr(getattr(a, table), name), value, equal_nan=getattr(value, "dtype", None) == np.float64)
        for table in tables
        for name, value in vars(getattr(b, table)).items()
        if isinstance(value, np.ndarray)
    )


def test_the_enterprise_is_as_large_as_promised() -> None:
    assert (len(SEEDS), len(PROGRAMMES), len(DIVISIONS)) == (24, 4, 6)
    assert len({seed.code for seed in SEEDS}) == len({seed.name for seed in SEEDS}) == 24
    assert {seed.programme for seed in SEEDS} == {key for key, *_ in PROGRAMMES}
    assert {seed.division for seed in SEEDS} == {key for key, *_ in DIVISIONS}
    assert {seed.story for seed in SEEDS} == set(STORIES)
    assert {manager_of(number) for number in range(24)} == set(MANAGERS)
    assert 2 <= len({seed.currency for seed in SEEDS}) <= 3


def test_every_role_of_a_blueprint_has_a_rate() -> None:
    roles = {step.role for blueprint in BLUEPRINTS.values() for phase in blueprint.phases for step in phase.steps}
    assert roles == set(RATES)


@pytest.mark.parametrize("name", sorted(BLUEPRINTS))
def test_only_the_first_and_the_last_row_of_an_outline_are_open(name: str) -> None:
    outline = lay_out(BLUEPRINTS[name], Flow("Unit", 6, 2), np.random.default_rng(1))
    work = {place for place, row in enumerate(outline.rows) if row.kind != Kind.SUMMARY}
    without_before = work - {tie.after for tie in outline.ties}
    without_after = work - {tie.before for tie in outline.ties}
    assert without_before == {1}
    assert without_after == {len(outline.rows) - 1}


def test_more_rows_mean_more_units() -> None:
    counts = [units_for(BLUEPRINTS["network"], rows) for rows in (60, 120, 400)]
    assert counts == sorted(set(counts))


@pytest.mark.parametrize("number", NUMBERS)
def test_the_same_seed_makes_the_same_plans(number: int) -> None:
    again = revisions(number, root=ROOT, today=TODAY)
    assert [revision.handed_in_on for revision in again] == [revision.handed_in_on for revision in made(number)]
    assert all(same(a.plan, b.plan) for a, b in zip(again, made(number), strict=True))


def test_another_seed_makes_other_plans() -> None:
    assert not same(made(5)[0].plan, made(5, 8)[0].plan)


def test_a_project_does_not_depend_on_its_neighbours() -> None:
    alone = revisions(5, root=ROOT, today=TODAY, seeds=SEEDS[:6])
    assert same(alone[-1].plan, made(5)[-1].plan)


@pytest.mark.parametrize("number", NUMBERS)
def test_plans_can_be_scheduled_and_hold_the_dates_that_come_out(number: int) -> None:
    for revision in made(number):
        plan = revision.plan
        found = schedule(plan)
        work = plan.tasks.kind != Kind.SUMMARY
        assert 60 <= len(plan.tasks) <= 400
        assert len(plan.calendars) == 3
        assert np.array_equal(plan.tasks.stored_start[work], found.start[work])
        assert np.array_equal(plan.tasks.stored_finish[work], found.finish[work])


@pytest.mark.parametrize("number", NUMBERS)
def test_nothing_has_happened_after_the_status_date_and_nothing_is_planned_before_it(number: int) -> None:
    for revision in made(number)[1:]:
        tasks, at = revision.plan.tasks, revision.plan.status_date
        work = tasks.kind != Kind.SUMMARY
        begun = tasks.actual_start != NONE
        assert (tasks.actual_finish[tasks.actual_finish != NONE] <= at).all()
        assert (tasks.actual_start[begun] < at).all() or (tasks.duration[begun & (tasks.actual_start >= at)] == 0).all()
        assert (tasks.stored_start[work & ~begun] >= at).all()
        assert (tasks.stored_finish[work & begun & (tasks.actual_finish == NONE)] > at).all()


def test_status_dates_follow_the_given_day() -> None:
    def days(today: date) -> list[date]:
        plans = [revision.plan for revision in revisions(5, root=ROOT, today=today)[1:]]
        return [date.fromordinal(plan.status_date // DAY + EPOCH) for plan in plans]

    # Each quarter of the twelve months, then the newest three.
    assert days(date(2026, 11, 22)) == [
        date(2025, 11, 30),
        date(2026, 2, 28),
        date(2026, 5, 31),
        date(2026, 8, 31),
        date(2026, 9, 30),
        date(2026, 10, 31),
    ]
    assert days(date(2027, 3, 1))[-3:] == [date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28)]


def test_month_ends_are_whole_months_before_the_day() -> None:
    assert month_ends(date(2026, 3, 31), 2) == [date(2026, 1, 31), date(2026, 2, 28)]


@pytest.mark.parametrize("number", NUMBERS)
def test_sums_of_cost_hold_on_every_level(number: int) -> None:
    plan = made(number)[-1].plan
    tasks = plan.tasks
    if not STORIES[SEEDS[number].story].costed:
        assert np.isnan(tasks.cost).all()
        assert plan.currency == ""
        return
    work = tasks.kind != Kind.SUMMARY
    assert np.allclose(tasks.cost, tasks.actual_cost + tasks.remaining_cost)
    for row in np.flatnonzero(~work):
        assert np.isclose(tasks.cost[row], tasks.cost[tasks.parent == row].sum())
    assigned = np.zeros(len(tasks))
    np.add.at(assigned, plan.assignments.task, plan.assignments.cost)
    assert np.allclose((tasks.cost - tasks.fixed_cost)[work], assigned[work])
