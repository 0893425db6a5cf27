"""Plans as hand-ins for tests of rows: a small plan, its file, and a reader that needs no child process."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from conspectus.engine.plan import NONE, Baseline, Kind, Links, Options, Plan, Tasks
from conspectus.formats import plans, schedules
from conspectus.formats.schedules import Reading

EPOCH = datetime(1970, 1, 1)
MONDAY = "2024-04-08T08:00"
STATUS = "2024-04-22T17:00"
AT = datetime(2024, 5, 6, 9, 0, tzinfo=UTC)
SEVERAL: dict[bytes, tuple[Plan, ...]] = {}  # files that hold several plans, by their bytes


def minute(text: str) -> int:
    """Return an instant as the engine counts it."""
    return int((datetime.fromisoformat(text) - EPOCH).total_seconds() // 60)


def house(
    days: tuple[int, ...] = (5, 10, 5),
    *,
    uid: str = "WN-1",
    name: str = "Warehouse north",
    cost: float = 100_000.0,
    baseline: tuple[str, ...] | None = ("2024-04-08", "2024-04-15", "2024-04-29", "2024-05-03"),
    uids: tuple[str, ...] = ("1", "2", "3", "4"),
) -> Plan:
    """Return dig, build, roof, hand over: each after the one before, dug and half built at the status date.

    ``baseline`` gives the days on which the three tasks start and the last one ends.
    """
    size = 4
    actual = np.full(size, NONE)
    finished = actual.copy()
    actual[0], finished[0], actual[1] = minute(MONDAY), minute("2024-04-12T17:00"), minute("2024-04-15T08:00")
    tasks = Tasks(
        uid=uids,
        name=("Dig", "Build", "Roof", "Hand over"),
        wbs=("1", "2", "3", "4"),
        kind=[Kind.TASK, Kind.TASK, Kind.TASK, Kind.FINISH_MILESTONE],
        duration=[*(count * 480 for count in days), 0],
        actual_duration=[days[0] * 480, 6 * 480, 0, 0],
        remaining_duration=[0, max(days[1] - 6, 1) * 480, days[2] * 480, 0],
        percent_complete=[1.0, 0.6, 0.0, 0.0],
        actual_start=actual,
        actual_finish=finished,
        cost=[cost, 2 * cost, cost, 0.0],
        actual_cost=[1.1 * cost, 1.3 * cost, 0.0, 0.0],
    )
    stored = {}
    if baseline is not None:
        starts = [minute(f"{day}T08:00") for day in baseline[:3]]
        ends = [minute("2024-04-12T17:00"), minute("2024-04-26T17:00"), minute(f"{baseline[3]}T17:00")]
        stored[0] = Baseline(
            start=[*starts, ends[-1]],
            finish=[*ends, ends[-1]],
            duration=[2400, 4800, 2400, 0],
            cost=[100_000.0, 200_000.0, 100_000.0, 0.0],
        )
    return Plan(
        uid=uid,
        name=name,
        currency="EUR",
        status_date=minute(STATUS),
        start=minute(MONDAY),
        options=Options(program="microsoft"),
        tasks=tasks,
        links=Links(before=[0, 1, 2], after=[1, 2, 3]),
        baselines=stored,
    )


def file_of(*held: Plan) -> bytes:
    """Return the bytes of a file that holds these plans."""
    if len(held) == 1:
        return plans.write_plan(held[0])
    data = b"several:" + b"".join(plans.digest(plans.write_plan(one)).encode() for one in held)
    SEVERAL[data] = held
    return data


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let plan documents pass for schedule files; all other bytes go to the real readers."""
    real = schedules.read

    def read(data: bytes, name: str, **more: Any) -> Reading:
        if data in SEVERAL:
            return Reading(name, "XER", SEVERAL[data])
        if data.startswith(b"\xff\xff\xff\xff"):
            with suppress(plans.UnreadablePlan):
                return Reading(name, "MSPDI", (plans.read_plan(data),))
        return real(data, name, **more)

    monkeypatch.setattr(schedules, "read", read, raising=False)
