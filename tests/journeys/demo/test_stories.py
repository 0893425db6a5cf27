"""Each declared story can be found in the plans by measuring, and only there."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np

from conspectus.engine.plan import Kind, Plan
from conspectus.journeys.demo.drafts import leaves
from conspectus.journeys.demo.enterprise import SEEDS
from conspectus.journeys.demo.stories import STORIES
from conspectus.journeys.demo.updates import Revision, revisions

TODAY = date(2026, 11, 22)


@cache
def told(story: str) -> tuple[Revision, ...]:
    number = next(place for place, seed in enumerate(SEEDS) if seed.story == story)
    return revisions(number, root=7, today=TODAY)


def slip(story: str) -> float:
    """Return by what share of the planned time the newest forecast is later than first approved."""
    first, newest = told(story)[0].plan.tasks, told(story)[-1].plan.tasks
    planned = first.stored_finish.max() - first.stored_start.min()
    return float((newest.stored_finish.max() - first.stored_finish.max()) / planned)


def cost_index(plan: Plan) -> float:
    """Return value earned by percent complete over actual cost."""
    work = leaves(plan)
    earned = (plan.tasks.percent_complete * plan.baselines[0].cost)[work].sum()
    return float(earned / plan.tasks.actual_cost[work].sum())


def finished_of_due(revision: Revision, first: Plan) -> float:
    """Return finished tasks over tasks that the first baseline wanted finished."""
    plan = revision.plan
    due = leaves(plan) & (first.baselines[0].finish <= plan.status_date)
    return float((leaves(plan) & (plan.tasks.percent_complete == 1)).sum() / due.sum())


def share_begun_at_nine_tenths(plan: Plan) -> float:
    percent = plan.tasks.percent_complete[leaves(plan) & (plan.tasks.kind == Kind.TASK)]
    begun = percent[(percent > 0) & (percent < 1)]
    return float((begun >= 0.85).mean())


def test_steady_work_is_near_its_plan() -> None:
    assert abs(slip("steady")) < 0.04
    assert 0.95 < cost_index(told("steady")[-1].plan) < 1.08


def test_late_work_is_late_and_quick_work_is_early() -> None:
    assert slip("late") > 0.1
    assert slip("ahead") < -0.03


def test_cost_creeps_while_dates_hold() -> None:
    indices = [cost_index(revision.plan) for revision in told("cost_creep")[1:]]
    assert indices == sorted(indices, reverse=True)
    assert indices[-1] < 0.95
    assert abs(slip("cost_creep")) < 0.05


def test_costly_work_admits_it() -> None:
    first, newest = told("costly")[0].plan, told("costly")[-1].plan
    assert newest.tasks.cost[leaves(newest)].sum() > 1.15 * first.tasks.cost[leaves(first)].sum()


def test_float_is_eaten_while_the_finish_holds() -> None:
    first, newest = told("float_eaten")[0].plan.tasks, told("float_eaten")[-1].plan.tasks
    open_with_float = (newest.percent_complete < 1) & (first.stored_total_float > 5 * 480)
    open_with_float &= newest.kind != Kind.SUMMARY
    left = newest.stored_total_float[open_with_float] / first.stored_total_float[open_with_float]
    assert abs(slip("float_eaten")) < 0.05
    assert float(np.median(left)) < 0.85


def test_squeezed_work_keeps_its_finish_by_getting_shorter() -> None:
    first, newest = told("squeezed")[0].plan, told("squeezed")[-1].plan
    waiting = leaves(newest) & (newest.tasks.percent_complete == 0) & (first.tasks.duration > 0)
    assert slip("squeezed") < 0.05
    assert newest.tasks.duration[waiting].sum() < 0.9 * first.tasks.duration[waiting].sum()
    assert finished_of_due(told("squeezed")[-1], first) < 0.9


def test_almost_done_work_stays_at_nine_tenths() -> None:
    first, newest = told("almost_done")[0].plan, told("almost_done")[-1]
    stuck, moving = (
        np.mean([share_begun_at_nine_tenths(revision.plan) for revision in told(story)[1:]])
        for story in ("almost_done", "steady")
    )
    assert stuck > 1.5 * moving
    assert finished_of_due(newest, first) < 0.9


def test_front_loaded_value_is_mostly_earned_early() -> None:
    plan = told("front_loaded")[-1].plan
    value = (plan.tasks.percent_complete * plan.baselines[0].cost)[leaves(plan)].sum()
    counted = plan.tasks.percent_complete[leaves(plan)].mean()
    assert value / plan.baselines[0].cost[leaves(plan)].sum() > counted + 0.1


def test_a_moved_baseline_hides_the_slip_from_its_own_file() -> None:
    plan = told("moved_baseline")[-1].plan
    assert plan.baselines[0].finish.max() == plan.tasks.stored_finish.max()
    assert told("moved_baseline")[-1].approves == ""
    assert slip("moved_baseline") > 0.1


def test_a_second_baseline_is_approved_and_the_first_is_kept() -> None:
    handed_in = told("rebaselined")
    assert [bool(revision.approves) for revision in handed_in] == [True, False, False, False, True, False]
    newest = handed_in[-1].plan
    assert np.array_equal(newest.baselines[1].finish, handed_in[0].plan.baselines[0].finish)
    assert newest.baselines[0].finish.max() > newest.baselines[1].finish.max()


def test_a_stale_plan_is_three_months_behind_the_others() -> None:
    months = [(revision.handed_in_on.year, revision.handed_in_on.month) for revision in told("stale")]
    assert months[-1] == (2026, 7)


def test_loose_logic_leaves_ends_open_and_overlaps_by_leads() -> None:
    plan = told("loose_logic")[0].plan
    work = set(np.flatnonzero(leaves(plan)))
    assert len(work - set(plan.links.before)) > 0.05 * len(work)
    assert (plan.links.lag < 0).any()


def test_stories_that_look_green_are_those_whose_headline_holds() -> None:
    hidden = {name for name, story in STORIES.items() if story.looks_green} - {"moved_baseline"}
    assert hidden == {"cost_creep", "float_eaten", "squeezed", "almost_done", "front_loaded"}
    assert all(slip(name) < 0.08 for name in hidden)
