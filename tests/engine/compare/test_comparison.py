"""Two revisions compared: every kind of change, and what moved the finish."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.checks.test_points import CHAIN, at, plan

from conspectus.engine.compare import KINDS, Comparison, compare
from conspectus.engine.measure import Reason
from conspectus.engine.network import schedule
from conspectus.engine.plan import (
    NONE,
    STANDARD_WEEK,
    Baseline,
    Calendar,
    CalendarException,
    Constraint,
    Kind,
    LagUnit,
    Link,
    Tasks,
)

OLD = plan([2, 3, 4, 1], CHAIN)


def kinds(got: Comparison) -> dict[str, int]:
    return {kind: count for kind, count in got.counts.items() if count}


def test_the_same_plan_twice() -> None:
    got = compare(OLD, OLD)
    assert got.same
    assert got.words == "Nothing changed."
    assert got.finish_moved.value == 0
    assert got.causes == ()


def test_a_longer_task_moves_what_waits_for_it() -> None:
    got = compare(OLD, plan([2, 5, 4, 1], CHAIN))
    assert kinds(got) == {"longer": 1, "moved": 3}
    assert {change.uid: change.delta for change in got.of("moved")} == {"b": 2, "c": 2, "d": 2}
    assert got.of("longer")[0].words == "“B” takes 2 working days longer: 5 instead of 3."
    assert got.finish_moved.value == 2
    assert [(cause.uid, cause.days, cause.measured) for cause in got.causes] == [("b", 2, True)]
    assert got.words == (
        "The finish moved 2 working days later, from 2024-01-12 to 2024-01-16; this task did it: "
        "“B” (longer): 2 working days later. Tasks: 3 moved, 1 longer."
    )


def test_weekends_do_not_count_as_movement() -> None:
    got = compare(plan([5], []), plan([6], []))
    assert got.of("moved")[0].delta == 1
    assert got.of("moved")[0].words == "“A” finishes 1 working day later, on 2024-01-08."


def test_the_largest_effect_is_named_first() -> None:
    got = compare(OLD, plan([3, 3, 8, 1], [(0, 1, 2), (1, 2), (2, 3)]))
    assert [(cause.uid, cause.days) for cause in got.causes] == [("c", 4), ("b", 2), ("a", 1)]
    assert "these 3 tasks did it: “C”" in got.words
    assert got.causes[1].what == ("link_changed",)


def test_what_is_not_on_the_path_did_not_do_it() -> None:
    old = plan([2, 3, 4, 1], [(0, 1), (1, 3), (0, 2)])
    new = plan([2, 6, 5, 1], [(0, 1), (1, 3), (0, 2)])
    assert [cause.uid for cause in compare(old, new).causes] == ["b"]


def test_an_earlier_finish_has_causes_too() -> None:
    got = compare(plan([2, 5, 4, 1], CHAIN), OLD)
    assert got.finish_moved.value == -2
    assert [(cause.uid, cause.days) for cause in got.causes] == [("b", -2)]
    assert "moved 2 working days earlier" in got.words


def test_links_added_removed_and_changed() -> None:
    old = plan([1, 1, 1, 1], [(0, 1), (1, 2), (0, 3)])
    new = plan([1, 1, 1, 1], [(0, 1, 2), (0, 3, 0, Link.SS), (2, 3)])
    got = compare(old, new)
    assert [(c.kind, c.uid, c.before, c.after) for c in got.of("link_added", "link_removed", "link_changed")] == [
        ("link_changed", "b", "FS", "FS+2d"),
        ("link_changed", "d", "FS", "SS"),
        ("link_added", "d", "", "FS"),
        ("link_removed", "c", "FS", ""),
    ]
    assert got.of("link_removed")[0].words == "The link FS from “B” to “C” was removed."


@pytest.mark.parametrize(
    ("unit", "lag", "text"),
    [(LagUnit.ELAPSED, 1440, "FS+1ed"), (LagUnit.PERCENT, 5000, "FS+50%"), (LagUnit.WORKING, -240, "FS-0.5d")],
)
def test_lags_are_written_as_planners_do(unit: LagUnit, lag: int, text: str) -> None:
    new = replace(OLD, links=OLD.links.with_(lag=[lag, 0, 0], unit=[unit, 0, 0]))
    assert compare(OLD, new).of("link_changed")[0].after == text


def test_added_removed_and_renamed_tasks() -> None:
    tasks = Tasks(
        uid=["s", "a", "b", "x"], name=["Phase", "A", "Bee", "X"], kind=[Kind.SUMMARY, 0, 0, 0],
        parent=[-1, 0, 0, 0], duration=[0, 960, 1440, 480],
    )  # fmt: skip
    got = compare(OLD, replace(OLD, tasks=tasks, links=replace(OLD.links).with_(
        before=[1, 2], after=[2, 3], type=[0, 0], lag=[0, 0], unit=[0, 0])))  # fmt: skip
    assert [c.uid for c in got.of("added")] == ["s", "x"]
    assert got.of("added")[0].words == "Summary “Phase” was added."
    assert [c.uid for c in got.of("removed")] == ["c", "d"]
    assert got.of("renamed")[0].words == "“B” is now called “Bee”."
    assert "c" in {cause.uid for cause in got.causes}


def test_an_added_task_on_the_path_did_it() -> None:
    old = plan([2, 4], [(0, 1)])
    new = plan([2, 4, 3], [(0, 2), (2, 1)])
    got = compare(old, new)
    assert got.finish_moved.value == 3
    added = next(cause for cause in got.causes if cause.uid == "c")
    assert added.days == 3
    assert "added" in added.what


def test_constraints_deadlines_and_calendars() -> None:
    new = plan([2, 3, 4, 1], CHAIN, constraint=[0, Constraint.START_NO_EARLIER, 0, 0],
               constraint_at=[NONE, at("2024-01-10"), NONE, NONE],
               deadline=[NONE, NONE, NONE, at("2024-02-01")])  # fmt: skip
    got = compare(OLD, new)
    assert [c.after for c in got.of("constraint")] == [
        "start no earlier than 2024-01-10",
        "as soon as possible, deadline 2024-02-01",
    ]
    assert [(cause.uid, cause.what) for cause in got.causes] == [("b", ("constraint",))]
    off = at("2024-01-03") // 1440
    closed = Calendar(week=STANDARD_WEEK, exceptions=(CalendarException(off, off + 1),))
    got = compare(OLD, replace(OLD, calendars=(closed,)))
    assert kinds(got)["calendar"] == 1
    assert got.finish_moved.value == 2
    assert [(cause.uid, cause.name) for cause in got.causes] == [("", "calendar “Standard”")]
    assert "this change did it" in got.words
    other = replace(OLD, calendars=(Calendar(), Calendar(uid="2", name="Nights")),
                    tasks=OLD.tasks.with_(calendar=[-1, 1, -1, -1]))  # fmt: skip
    assert compare(OLD, other).of("calendar")[0].words == "“B” follows calendar “Nights” instead of “Standard”."


def test_cost_progress_baseline_and_status_date() -> None:
    base = Baseline(start=[NONE] * 4, finish=[at("2024-01-02", 17)] * 4, cost=[1.0] * 4)
    old = replace(plan([2, 3, 4, 1], CHAIN, cost=[100.0, 100.0, np.nan, 5.0]), baselines={0: base})
    new = replace(
        plan([2, 3, 4, 1], CHAIN, status="2024-01-02", cost=[150.0, 100.4, np.nan, 0.0], percent_complete=[1, 0, 0, 0],
             actual_start=[at("2024-01-01"), NONE, NONE, NONE], actual_finish=[at("2024-01-02", 17), NONE, NONE, NONE]),
        baselines={0: base.with_(finish=[at("2024-01-02", 17)] * 3 + [at("2024-01-04", 17)])},
    )  # fmt: skip
    got = compare(old, new)
    assert [(c.uid, c.delta) for c in got.of("cost")] == [("a", 50), ("d", -5)]
    assert got.of("cost")[0].words == "“A” costs more than before (50.0 %)."
    assert (got.cost_before.value, got.cost_after.value) == (205, pytest.approx(250.4))
    assert got.of("progress")[0].after == "100%, started 2024-01-01, finished 2024-01-02"
    assert got.of("progress")[0].delta == 100
    assert [(c.uid, c.delta) for c in got.of("baseline")] == [("d", 2)]
    assert got.of("status_date")[0].words == "The status date is now 2024-01-02; before: no date."
    assert compare(OLD, new).cost_before.reason is Reason.NO_DATA
    assert compare(OLD, new).of("baseline")[0].words == "The file now holds a baseline."


def test_late_progress_moved_the_finish() -> None:
    new = plan([2, 3, 4, 1], CHAIN, status="2024-01-05", percent_complete=[1, 0, 0, 0],
               actual_start=[at("2024-01-03"), NONE, NONE, NONE],
               actual_finish=[at("2024-01-04", 17), NONE, NONE, NONE])  # fmt: skip
    got = compare(OLD, new)
    assert (got.finish_moved.value or 0) >= 2
    assert "a" in {cause.uid for cause in got.causes} or "" in {cause.uid for cause in got.causes}


def test_circles_compare_by_stored_dates() -> None:
    loop = replace(plan([1, 1], [(0, 1), (1, 0)]), name="Loop")
    got = compare(loop, loop)
    assert got.same
    longer = replace(loop, tasks=loop.tasks.with_(duration=[480, 960]))
    got = compare(loop, longer)
    assert got.words == "The finish cannot be compared, because a plan has no dates. Tasks: 1 longer."
    assert got.finish_moved.reason is Reason.NO_DATA


def test_rows_are_plain_values() -> None:
    got = compare(OLD, plan([2, 5, 4, 1], CHAIN))
    back = json.loads(json.dumps(got.to_dict()))
    assert back["finish_after"] == "2024-01-16T17:00"
    assert back["counts"]["longer"] == 1
    assert list(back["counts"]) == list(KINDS)
    assert back["changes"][0].keys() == {"kind", "uid", "name", "before", "after", "delta", "unit", "words"}
    assert back["causes"][0]["what"] == ["longer"]


def many(count: int) -> dict[str, Any]:
    return {"days": [1.0] * count, "links": [(i, i + 1) for i in range(count - 1)]}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), min_size=1, max_size=8))
def test_in_a_chain_the_causes_add_up_to_the_movement(lengths: list[tuple[int, int]]) -> None:
    links = many(len(lengths))["links"]
    old, new = plan([a for a, _ in lengths], links), plan([b for _, b in lengths], links)
    got = compare(old, new, schedule(old), schedule(new))
    assert got.finish_moved.value == sum(b - a for a, b in lengths)
    if got.finish_moved.value:
        assert sum(cause.days for cause in got.causes) == got.finish_moved.value


def test_a_plan_too_large_to_try_everything_reads_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conspectus.engine.compare.causes.MOST_RUNS", 1)
    got = compare(OLD, plan([3, 5, 4, 1], CHAIN))
    assert [(cause.uid, cause.days, cause.measured) for cause in got.causes] == [("b", 2, True), ("a", 1, False)]


def test_delays_side_by_side_are_told_together() -> None:
    old, new = plan([2, 2, 1], [(0, 2), (1, 2)]), plan([4, 4, 1], [(0, 2), (1, 2)])
    got = compare(old, new)
    assert got.finish_moved.value == 2
    assert [(cause.uid, cause.days, cause.measured) for cause in got.causes] == [("a", 2, False), ("b", 2, False)]
    assert "these 2 tasks did it" in got.words


def test_a_movement_without_a_change_of_its_own_names_nobody() -> None:
    got = compare(OLD, OLD, reschedule=schedule, new_schedule=schedule(plan([2, 3, 6, 1], CHAIN)))
    assert got.finish_moved.value == 2
    assert "no single change did it" in got.words


def test_a_baseline_changes_by_a_cent_and_not_by_less() -> None:
    def held(cost: float) -> Any:
        return replace(plan([2], []), baselines={0: Baseline(start=[NONE], finish=[NONE], cost=[cost])})

    assert [len(compare(held(100.0), held(cost)).of("baseline")) for cost in (101.0, 100.4, 99.0)] == [1, 0, 1]
