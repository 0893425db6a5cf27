"""Every real plan file is checked, measured, judged and compared with itself without failing."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from tests.conftest import need

from conspectus.engine.checks import inspect
from conspectus.engine.compare import compare
from conspectus.engine.earned import measure, rounded
from conspectus.engine.network import CycleError, schedule
from conspectus.engine.plan import Plan
from conspectus.engine.status import assess, dates

pytestmark = pytest.mark.java


@pytest.fixture(scope="module")
def plans(shared_data: Path) -> list[tuple[str, Plan]]:
    from conspectus.formats.schedules import iterate
    from conspectus.formats.schedules.java import NoJava, find_runtime

    try:
        find_runtime()
    except NoJava as problem:
        need("java", str(problem))
    files = [(path.name, path.read_bytes()) for path in sorted((shared_data / "schedules" / "files").iterdir())]
    return [(reading.name, plan) for reading in iterate(files) for plan in reading.plans]


def test_every_plan_goes_through(plans: list[tuple[str, Plan]]) -> None:
    seen = 0
    for name, plan in plans:
        try:
            computed = schedule(plan)
        except CycleError:
            continue
        quality = inspect(plan, computed)
        assert len(quality.checks) == 14, name
        earned = rounded(measure(plan, datetime.date(2020, 6, 30), schedule=computed))
        if earned.bac.value is not None:
            assert earned.budget.sum() == earned.bac.value, name
            assert (earned.planned_value <= earned.budget.clip(0) + 1).all(), name
            assert (earned.earned_value <= earned.budget.clip(0) + 1).all(), name
        status = assess(earned, dates(plan, computed), quality=quality, asked=datetime.date(2020, 7, 31))
        assert all(dimension.words.endswith(".") for dimension in status.dimensions), name
        assert compare(plan, plan, computed, computed).same, name
        seen += 1
    assert seen >= 40
