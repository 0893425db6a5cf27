"""Durations a file leaves out: what is done and what is left where that is told, else the time between the dates."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.formats.schedules import odd_files as odd
from tests.plans import at, plan

from conspectus.engine.findings import Finding
from conspectus.engine.plan import NONE, Plan
from conspectus.formats.schedules import durations, read

START, FINISH = at("2024-01-01 08:00"), at("2024-01-03 17:00")


def without(**columns: int) -> tuple[Plan, tuple[Finding, ...]]:
    """Return a task without duration, its other columns as given, after it was completed."""
    bare = plan("A 0d")
    told = {"stored_start": START, "stored_finish": FINISH, "duration": NONE, "remaining_duration": NONE, **columns}
    tasks = bare.tasks.with_(**{name: np.array([value]) for name, value in told.items()})
    return durations.complete(replace(bare, tasks=tasks), np.array([True]))


@pytest.mark.parametrize(
    ("columns", "duration", "remaining"),
    [
        ({"remaining_duration": 960}, 960, 960),  # not started: what is left is the whole
        ({"remaining_duration": 0}, 0, 0),
        ({"remaining_duration": 960, "actual_start": START, "actual_duration": 480}, 1440, 960),
    ],
)
def test_what_is_done_and_left_goes_before_the_dates(columns: dict[str, int], duration: int, remaining: int) -> None:
    found, said = without(**columns)
    assert (found.tasks.duration.tolist(), found.tasks.remaining_duration.tolist()) == ([duration], [remaining])
    assert said == ()


@pytest.mark.parametrize(
    ("columns", "remaining"),
    [({}, 1440), ({"remaining_duration": 960, "actual_start": START}, 960)],
    ids=["nothing told", "begun, and not told how much is done"],
)
def test_else_the_time_between_the_dates_counts_and_is_said(columns: dict[str, int], remaining: int) -> None:
    found, (said,) = without(**columns)
    assert (found.tasks.duration.tolist(), found.tasks.remaining_duration.tolist()) == ([1440], [remaining])
    assert said.code == "DURATION_FROM_DATES"


@pytest.mark.java
def test_an_activity_not_started_takes_its_remaining_duration() -> None:
    row = odd.activity(1, 10)
    assert row.endswith("\t40\t40\t1\n")
    tasks = read(odd.xer(row.replace("\t40\t40\t1\n", "\t\t24\t1\n")), "a.xer").plans[0].tasks
    assert (tasks.duration[-1], tasks.remaining_duration[-1]) == (1440, 1440)
