"""An approved baseline over a plan that has moved on: tasks added, gone, renamed, re-dated, split up, folded."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.plans import at, plan

from conspectus.engine.baselines import Approved, from_file, lay_over, own_dates
from conspectus.engine.earned import measure
from conspectus.engine.network import schedule
from conspectus.engine.plan import NONE, Baseline, Plan
from conspectus.engine.status import dates

END = at("2024-12-31")


def costed(text: str, **cost: float) -> Plan:
    """Return a plan told in a line whose tasks cost what is given by name, 0 where nothing is."""
    made = plan(text)
    return replace(made, tasks=made.tasks.with_(cost=[cost.get(name, 0.0) for name in made.tasks.name]))


def laid(now: Plan, then: Plan) -> Approved:
    """Lay the dates and costs of one plan over another."""
    return lay_over(now, then, own_dates(then, schedule(then)), "approved baseline 3")


def budgets(now: Plan, approved: Approved) -> dict[str, float]:
    """Return the budget of each work package that has one."""
    got = measure(now, END, baseline=approved)
    return {uid: money for uid, money in zip(got.uid, got.budget.tolist(), strict=True) if money}


THEN = costed("A 5d; B 5d after A; C 5d after B", A=100.0, B=200.0, C=300.0)


def test_added_gone_renamed_and_moved_tasks() -> None:
    now = costed("A 9d; B 5d after A; D 5d after B", A=700.0, B=200.0, D=50.0)
    now = replace(now, tasks=now.tasks.with_(name=["Survey", "B", "D"]))
    approved = laid(now, THEN)
    assert budgets(now, approved) == {THEN.tasks.uid[0]: 100.0, THEN.tasks.uid[1]: 200.0, THEN.tasks.uid[2]: 300.0}
    assert approved.columns.finish.tolist() == [*schedule(THEN).finish[:2].tolist(), NONE]
    assert approved.gone_uid == (THEN.tasks.uid[2],)
    (said,) = approved.findings("baseline")
    assert said.words == "A task of approved baseline 3 is not in this plan: 'C'. Its budget still counts."
    assert measure(now, END, baseline=approved).source == "approved baseline 3"


def test_the_approved_finish_does_not_move_when_its_last_task_is_deleted() -> None:
    now = costed("A 5d; B 5d after A", A=100.0, B=200.0)
    found = dates(now, schedule(now), laid(now, THEN))
    assert found.approved_finish == schedule(THEN).project_finish
    assert found.slip.value == -5


def test_a_task_split_up_since_keeps_its_budget_once() -> None:
    now = costed("A 5d; B [summary] 5d; B1 2d after A [parent B]; B2 3d after B1 [parent B]; C 5d after B2")
    assert sum(budgets(now, laid(now, THEN)).values()) == 600.0
    assert budgets(now, laid(now, THEN))["B"] == 200.0


def test_a_summary_folded_into_one_task_is_not_counted_twice() -> None:
    then = costed("S [summary] 5d; S1 2d [parent S]; S2 3d after S1 [parent S]", S=500.0, S1=200.0, S2=300.0)
    now = costed("S 5d", S=500.0)
    assert budgets(now, laid(now, then)) == {"S1": 200.0, "S2": 300.0}


def test_a_file_that_kept_the_baseline_of_a_task_split_up_since() -> None:
    made = costed("B [summary] 5d; B1 2d [parent B]; B2 3d after B1 [parent B]")
    start, finish = schedule(made).start, schedule(made).finish
    known = np.array([True, False, False])
    stored = Baseline(
        start=np.where(known, start, NONE), finish=np.where(known, finish, NONE), cost=[900.0, np.nan, np.nan]
    )
    found = from_file(replace(made, baselines={0: stored}))
    assert found is not None
    assert found.label == "from file"
    assert found.span == (int(start[0]), int(finish[0]))
    assert budgets(made, found) == {"B": 900.0}


def test_what_was_not_active_is_not_approved() -> None:
    then = costed("A 5d; B 50d [inactive]", A=100.0, B=200.0)
    approved = laid(then, then)
    assert budgets(then, approved) == {"A": 100.0}
    assert approved.span[1] == schedule(then).finish[0]


def test_a_cut_of_scope_today_does_not_cut_the_budget() -> None:
    now = costed("A 5d; B 5d after A; C 5d after B [inactive]", A=100.0, B=200.0, C=300.0)
    assert sum(budgets(now, laid(now, THEN)).values()) == 600.0


@pytest.mark.parametrize("empty", [Plan(), costed("A 5d")])
def test_plans_without_tasks_or_costs(empty: Plan) -> None:
    approved = laid(empty, Plan())
    assert approved.span == (NONE, NONE)
    assert laid(Plan(), empty).gone_uid == tuple(empty.tasks.uid)
    assert approved.over(empty).baselines[0].start.tolist() == [NONE] * len(empty.tasks)
