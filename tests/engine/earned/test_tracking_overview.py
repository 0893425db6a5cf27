"""A commercial tool's tracking overview of one real project: earned schedule, durations and costs forecast."""

from __future__ import annotations

import csv
import datetime
import math
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.engine.earned.orlib import EPOCH, plan_of

from conspectus.engine.calendars import WorkClock
from conspectus.engine.earned import (
    EarnedSchedule,
    Indices,
    cost_forecasts,
    duration_forecasts,
    earned_schedule,
    indices,
    measure,
)

COSTS = {
    "planned": "EAC (PF=1)", "cpi": "EAC (PF=CPI)", "composite": "EAC (PF=SCI)", "weighted": "EAC (PF=0.8*CPI+0.2*SPI)",
    "spi": "EAC (PF=SPI)", "spi_t": "EAC (PF=SPI(t))", "cpi_spi_t": "EAC (PF=SCI(t))",
    "weighted_spi_t": "EAC (PF=0.8*CPI+0.2*SPI(t))",
}  # fmt: skip
DURATIONS = {
    "pv_1": "EAC(t)-PV (PF=1)", "pv_spi": "EAC(t)-PV (PF=SPI)", "pv_sci": "EAC(t)-PV (PF=SCI)",
    "ed_1": "EAC(t)-ED (PF=1)", "ed_spi": "EAC(t)-ED (PF=SPI)", "ed_sci": "EAC(t)-ED (PF=SCI)",
    "es_1": "EAC(t)-ES (PF=1)", "es_spi_t": "EAC(t)-ES (PF=SPI(t))", "es_sci_t": "EAC(t)-ES (PF=SCI(t))",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    given: dict[str, str]
    clock: WorkClock
    start: int
    sums: Indices
    exact: EarnedSchedule  # by the hourly curve
    hourly: EarnedSchedule  # as the tool shows it: whole hours

    def hours(self, column: str) -> float:
        return self.clock.between(self.start, instant(self.given[column])) / 60


def instant(text: str) -> int:
    at = datetime.datetime.strptime(text, "%Y-%m-%d %H:%M:%S")
    return ((at.date() - EPOCH).days * 24 + at.hour) * 60


@pytest.fixture
def rows(shared_data: Path) -> list[Row]:
    """Status dates but the first: on a plateau of the plan the tool counts to its start, we to its end."""
    folder = shared_data / "earned_value"
    plan = plan_of(folder / "real_projects", "C2011-12")
    clock, base = WorkClock(plan.calendars[0]), plan.baselines[0]
    start, finish = int(base.start.min()), int(base.finish.max())
    total = clock.between(start, finish) // 60
    measured = measure(plan, finish, periods=[clock.add(start, 60 * (hour + 1)) for hour in range(total)])
    curve, bac = measured.series.pv, measured.bac.value
    found = []
    with (folder / "protrack_C2011-12_tracking_overview.csv").open(encoding="utf-8") as file:
        for given in csv.DictReader(file):
            pv, ev, ac = (
                float(given[name]) * 100 for name in ("Planned Value (PV)", "Earned Value (EV)", "Actual Cost (AC)")
            )
            sums = indices(pv, ev, ac, bac)
            at = clock.between(start, instant(given["Status date"])) / 60
            exact = earned_schedule(curve, ev, at, bac=bac, pd=total)
            assert exact.es.value is not None
            whole = math.floor(exact.es.value + 1e-3)
            hourly = earned_schedule([float(n) for n in range(1, total + 1)], whole, at, bac=total, pd=total)
            found.append(Row(given, clock, start, sums, exact, hourly))
    assert len(found) == 8
    return found[1:]


def test_earned_schedule_to_the_hour(rows: list[Row]) -> None:
    for row in rows:
        assert row.hourly.es.value == row.hours("Earned Schedule (ES)")
        assert row.hourly.es.value == pytest.approx(row.exact.es.value, abs=1)
        percent = float(row.given["Schedule Performance Index (SPI(t))"].rstrip("%"))
        assert row.hourly.spi_t.value == pytest.approx(percent / 100, abs=0.0051)


def test_every_cost_estimate_in_single_precision(rows: list[Row]) -> None:
    for row in rows:
        ours = dict(row.sums.eac) | cost_forecasts(row.sums, row.hourly.spi_t)
        for name, column in COSTS.items():
            assert ours[name].value == pytest.approx(float(row.given[column]) * 100, rel=5e-7), (
                row.given["Name"],
                name,
            )


def test_every_duration_forecast_within_its_rounding_to_hours(rows: list[Row]) -> None:
    compared = 0
    for row in rows:
        finished = row.given["Name"] in ("Completion", "Finish")
        for name, value in duration_forecasts(row.hourly, row.sums).items():
            if finished and name.startswith("ed"):
                continue  # once finished the tool shows the actual duration, the formula goes back to the plan
            assert value.value == pytest.approx(row.hours(DURATIONS[name]), abs=1.5), (row.given["Name"], name)
            compared += 1
    assert compared == 57
