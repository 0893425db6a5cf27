"""The files handed in are read back as the plans they were made from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from conspectus.engine.plan import Kind, Plan
from conspectus.formats.schedules import read
from conspectus.journeys.demo.enterprise import SEEDS
from conspectus.journeys.demo.files import handed_in_file
from conspectus.journeys.demo.updates import Revision, revisions

NUMBER = 21  # the smallest project


@cache
def newest() -> Revision:
    return revisions(NUMBER, root=7, today=date(2026, 11, 22))[-1]


def read_back(kind: str) -> tuple[Plan, int]:
    name, data = handed_in_file(replace(SEEDS[NUMBER], handed_in=kind), newest())
    assert data == handed_in_file(replace(SEEDS[NUMBER], handed_in=kind), newest())[1]
    reading = read(data, name)
    assert reading.findings == ()
    return reading.plans[0], len(data)


@pytest.mark.java
def test_a_schedule_file_brings_every_date_and_sum_back() -> None:
    plan, (back, _) = newest().plan, read_back("mspdi")
    assert back.status_date == plan.status_date
    for name in ("stored_start", "stored_finish", "actual_start", "actual_finish", "percent_complete", "duration"):
        assert np.array_equal(getattr(back.tasks, name), getattr(plan.tasks, name)), name
    assert np.allclose(back.tasks.cost, plan.tasks.cost, atol=1)
    assert np.allclose(back.baselines[0].cost, plan.baselines[0].cost, atol=1)
    assert len(back.links) == len(plan.links)


@pytest.mark.parametrize("kind", ["csv", "workbook"])
def test_a_table_brings_outline_links_and_progress_back(kind: str) -> None:
    plan, (back, _) = newest().plan, read_back(kind)
    work = plan.tasks.kind != Kind.SUMMARY
    assert back.tasks.name == plan.tasks.name
    assert np.array_equal(back.tasks.parent, plan.tasks.parent)
    assert sorted(zip(back.links.before, back.links.after, back.links.type, strict=True)) == sorted(
        zip(plan.links.before, plan.links.after, plan.links.type, strict=True)
    )
    assert np.allclose(back.tasks.percent_complete[work], plan.tasks.percent_complete[work])
    assert np.allclose(back.tasks.actual_cost[work], plan.tasks.actual_cost[work], atol=1)
