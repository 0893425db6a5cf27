"""Rates by date, phased amounts and expenses as files hold them, and sums that do not agree."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.plans import at, plan

from conspectus.engine.baselines import lay_over
from conspectus.engine.earned import measure
from conspectus.engine.plan import Assignments
from conspectus.engine.pricing import Phase
from conspectus.formats import schedules
from conspectus.formats.schedules import pricing
from conspectus.formats.schedules.columns import Columns, Spans

SPANS = Spans()


def rate(start: str, end: str, hour: str) -> str:
    """Return one row of a rate table as the reader writes it."""
    return (
        f"[CostRateTableEntry range=[LocalDateTimeRange start={start} end={end}] costPerUse=0.0 rates={hour}/h, 0.0/h]"
    )


def people(*rows: str) -> Columns:
    """Return one resource with these rates."""
    return Columns({"size": 1, "columns": {"NAME": "Mason", "RATES": "".join(rows)}}, SPANS)


def read(shared: Path, name: str) -> schedules.Reading:
    """Read a file of others."""
    return schedules.read((shared / "schedules" / "files" / name).read_bytes(), name)


@pytest.mark.parametrize(
    ("second", "code"),
    [("2024-01-01T00:00", None), ("2023-12-01T00:00", "RATES_OVERLAP"), ("2024-03-01T00:00", "RATES_GAP")],
)
def test_rates_that_overlap_or_leave_gaps_are_told(second: str, code: str | None) -> None:
    first = rate("1984-01-01T00:00", "2023-12-31T23:59", "10.0")
    one = Assignments(task=[0], resource=[0])
    found, findings = pricing.rates(
        people(first, rate(second, "2049-12-31T23:59", "20.0")), one, 100.0, primavera=False
    )
    assert found.standard.tolist() == [1000.0, 2000.0]
    assert [item.code for item in findings] == ([code] if code else [])


def test_one_rate_for_ever_needs_no_table() -> None:
    once = people(rate("1984-01-01T00:00", "2049-12-31T23:59", "10.0"))
    assert len(pricing.rates(once, Assignments(task=[0], resource=[0]), 1.0, primavera=False)[0]) == 0


def test_phased_sums_are_held_against_their_totals() -> None:
    sent = [[0, "ACTUAL_COST", "[[TimephasedItem start=2024-01-01T08:00 totalAmount=99.9 finish=2024-01-01T17:00 x]]"]]
    made = replace(
        plan("A 5d"),
        assignments=Assignments(task=[0], actual_cost=[10_000.0], work=[2400.0]),
        phases=pricing.phases(sent, {0: 0}, 100.0, SPANS),
    )
    (said,) = pricing.sums(made, Columns({"size": 1, "columns": {}}, SPANS), 100.0)
    assert said.code == "PHASED_TOTAL"
    assert said.words.startswith("Phased actual cost 99.90 ≠ total 100.00 in task 'A'; the total counts")
    right = replace(made, assignments=made.assignments.with_(actual_cost=[9_990.0]))
    assert list(pricing.sums(right, Columns({"size": 1, "columns": {}}, SPANS), 100.0)) == []


def test_a_curve_becomes_parts_of_its_assignment() -> None:
    values = ",".join(str(each) for each in [2.0, *([4.9] * 20)])
    found = pricing.phases([[7, "CURVE", values], [9, "CURVE", values]], {7: 3}, 1.0, SPANS)
    assert set(found.assignment.tolist()) == {3}
    assert found.start.tolist() == [0, *range(0, 10_000, 500)]
    assert found.amount.sum() == pytest.approx(100.0)


def test_rates_that_change_reach_planned_value_day_by_day(shared_data: Path) -> None:
    made = read(shared_data, "mpp14_timephased_multirate.mpp").plans[0]
    days = [measure(made, at(f"2026-02-0{day} 17:00"), baseline=lay_over(made, made)) for day in (4, 5, 6)]
    of = {name: [round(day.planned_value[row] / 100, 2) for day in days] for row, name in enumerate(made.tasks.name)}
    # 10 an hour to Wednesday 13:00, then 11; worked out by hand from the file's hours
    assert of["Task 1"] == [84, 172, 260]
    assert of["Task 3"] == [172, 172, 172]  # accrues at the start
    assert of["Task 6"] == [0, 0, 260]  # and at the end
    assert of["Task 8"] == [91.67, 187.67, 283.67]  # two hours of overtime
    assert of["Task 10"] == [84, 84, 172]  # a day of rest in the middle
    assert of["Task 11"] == [80, 168, 256]  # dearer from the next day on


def test_expenses_are_read_with_their_accrual(shared_data: Path) -> None:
    made = read(shared_data, "pmxml_primavera_multi.xml").plans[0]
    e = made.expenses
    of = np.array(made.tasks.uid)[e.task]
    assert [(uid, int(how)) for uid, how, cost in zip(of, e.accrual, e.cost, strict=True) if cost] == [
        ("PD1030", 3), ("PD1040", 2), ("PD1040", 2), ("PD1050", 2), ("PD1060", 2),
    ]  # fmt: skip
    assert made.expenses.cost.sum() == pytest.approx(np.nansum(made.tasks.fixed_cost[made.tasks.kind != 3]))


def test_contours_are_carried_over(shared_data: Path) -> None:
    reading = read(shared_data, "mspdi_timephased_segments.xml")
    made = reading.plans[0]
    contoured = set(made.phases.assignment[made.phases.kind == Phase.WORK].tolist())
    assert len(contoured) == 9
    assert "LOST_CONTOURS" not in {item.code for item in reading.findings}


def test_every_shared_files_planned_value_ends_at_its_budget(shared_data: Path) -> None:
    costed = 0
    for path in sorted((shared_data / "schedules" / "files").iterdir()):
        for made in read(shared_data, path.name).plans:
            baseline = lay_over(made, made)
            span = baseline.span
            got = measure(made, max(span[1], 0) + 1, baseline=baseline)
            if got.pv.value is None:
                continue
            costed += 1
            assert got.pv.value == pytest.approx(got.bac.value), path.name
            total = np.nansum(made.tasks.cost[(made.tasks.kind != 3) & made.tasks.active])
            assert got.bac.value == pytest.approx(total, rel=1e-6), path.name
    assert costed >= 10
