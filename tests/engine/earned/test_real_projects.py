"""Planned value, earned value and actual cost of real projects against what another tool exported."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.engine.earned.orlib import instant, number, plan_of, tables

from conspectus.engine.earned import Earned, measure, rounded

# One project's days off are not in the tables; they follow from its activities' starts in working hours.
DAYS_OFF = {
    "C2011-10": (
        "2011-08-15", "2011-10-31", "2011-11-01", "2011-11-02", "2011-11-03", "2011-11-04", "2011-11-11",
        "2011-12-26", "2011-12-27", "2011-12-28", "2011-12-29", "2011-12-30", "2012-01-02", "2012-01-03",
        "2012-01-04", "2012-01-05", "2012-01-06", "2012-04-06", "2012-04-09", "2012-04-10", "2012-04-11",
        "2012-04-12", "2012-04-13", "2012-04-30", "2012-05-01", "2012-05-17", "2012-05-18", "2012-05-28",
    )
}  # fmt: skip

# Status dates, and how many of them EV and AC reach: the tables hold the last report of each activity only, so what an
# earlier status date reported otherwise (a percent, a cost) cannot be known. PV and the last status date always agree.
TRACKED = {
    "C2011-05": (5, 5, 5),
    "C2011-07": (23, 21, 21),
    "C2011-10": (41, 41, 41),
    "C2011-12": (8, 3, 4),
    "C2012-13": (28, 20, 23),
    "C2012-15": (7, 7, 7),
    "C2012-17": (41, 41, 41),
}


@pytest.fixture
def folder(shared_data: Path) -> Path:
    return shared_data / "earned_value" / "real_projects"


def agree(ours: float | None, theirs: str) -> bool:
    """Within one in a million; the tables round to a cent."""
    assert ours is not None
    wanted = number(theirs) * 100
    return abs(ours - wanted) <= max(1e-6 * abs(wanted), 0.6)


@pytest.mark.parametrize("code", TRACKED)
def test_another_tools_values_at_every_status_date(folder: Path, code: str) -> None:
    plan = plan_of(folder, code, days_off=DAYS_OFF.get(code, ()))
    rows = tables(folder)["periods"][code]
    found = [measure(plan, instant(row["status_date"])) for row in rows]
    agreed = tuple(
        sum(agree(getattr(each, name).value, row[f"{name}_eur"]) for each, row in zip(found, rows, strict=True))
        for name in ("pv", "ev", "ac")
    )
    periods, earned, spent = TRACKED[code]
    assert len(rows) == periods
    assert agreed == (periods, earned, spent)
    last, row = found[-1], rows[-1]
    assert agree(last.ev.value, row["ev_eur"])
    assert agree(last.ac.value, row["ac_eur"])
    assert agree(last.bac.value, row["bac_eur"])


def test_budgets_of_all_thirty_projects(folder: Path) -> None:
    compared = 0
    for code, (project,) in tables(folder)["projects"].items():
        status = instant(project["baseline_finish"])
        found = measure(plan_of(folder, code, days_off=DAYS_OFF.get(code, ())), status)
        if not number(project["bac_eur"]):
            assert found.bac.value is None  # six of the thirty carry no costs
            continue
        assert agree(found.bac.value, project["bac_eur"])
        assert found.pv.value == pytest.approx(found.bac.value, rel=1e-9), code
        compared += 1
    assert compared == 24


def test_the_projects_that_finished_froze_their_earned_schedule(folder: Path) -> None:
    for code in TRACKED:
        last = tables(folder)["periods"][code][-1]
        found = measure(plan_of(folder, code, days_off=DAYS_OFF.get(code, ())), instant(last["status_date"]))
        assert found.es.value == found.pd.value
        assert found.ieac_t.value == pytest.approx(found.at.value)


def parts_add_up(stored: Earned) -> None:
    assert stored.by_period is not None
    for total, parts in (
        (stored.bac, stored.budget), (stored.pv, stored.planned_value), (stored.ev, stored.earned_value),
        (stored.ac, stored.actual_cost),
    ):  # fmt: skip
        assert total.value == parts.sum()
        assert (parts == parts.round()).all()


def test_stored_values_are_whole_and_add_up(folder: Path) -> None:
    plan = plan_of(folder, "C2012-17")
    for row in tables(folder)["periods"]["C2012-17"][::8]:
        exact = measure(plan, instant(row["status_date"]))
        stored = rounded(exact)
        parts_add_up(stored)
        assert stored.ev.value == pytest.approx(exact.ev.value, abs=len(plan.tasks))
