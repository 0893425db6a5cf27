"""Random Microsoft plans beside an independent scheduler: no date differs where both follow the same rules.

Left out is what the method page lists: milestones on the way, predecessors of tasks under way, starts outside
working time, elapsed durations, levelling, options it does not know.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import need
from tests.plans import MONDAY, when

from conspectus.engine.calendars import WorkClock
from conspectus.engine.network import schedule
from conspectus.engine.plan import (
    NONE,
    Calendar,
    CalendarException,
    Constraint,
    Kind,
    LagUnit,
    Link,
    Links,
    Plan,
    Tasks,
)
from conspectus.formats.schedules import read, write_mspdi
from conspectus.formats.schedules.java import NoJava, find_runtime

pytestmark = pytest.mark.java

START = MONDAY + 480
CALENDARS = (
    Calendar("1", "Standard", exceptions=(CalendarException(19_737, 19_738),)),
    Calendar("2", "Six days", week=(((420, 720), (750, 1050)),) * 6 + ((),)),
    Calendar("3", "Late shift", week=((), *((((840, 1080), (1110, 1350)),) * 5), ())),
)
AT_START = (Constraint.START_NO_EARLIER, Constraint.START_NO_LATER, Constraint.MUST_START)
AT_FINISH = (Constraint.FINISH_NO_EARLIER, Constraint.FINISH_NO_LATER, Constraint.MUST_FINISH)
FIELDS = ("early_start", "early_finish", "late_start", "late_finish")


def random_plan(seed: int) -> Plan:
    """Draw a plan with summaries, three calendars, links, lags, constraints, deadlines and finished tasks."""
    rng = random.Random(seed)
    rows: list[dict[str, object]] = []
    above, room = -1, 0
    while len(rows) < 24:
        if room <= 0:
            above, room = -1, rng.randint(1, 5)
            if rng.random() < 0.6:
                above = len(rows)
                rows.append(_row(rng, len(rows), -1, Kind.SUMMARY))
        rows.append(_row(rng, len(rows), above, Kind.TASK))
        room -= 1
    links = _links(rng, rows)
    _finish_some(rng, rows, links)
    columns = {key: [row[key] for row in rows] for key in rows[0]}
    before, after, kind, lag, unit = zip(*links, strict=True)
    made = Links(before=before, after=after, type=kind, lag=lag, unit=unit)
    return Plan(name="Random", start=START, calendars=CALENDARS, tasks=Tasks(**columns), links=made)


def _row(rng: random.Random, number: int, parent: int, kind: Kind) -> dict[str, object]:
    task = kind == Kind.TASK
    calendar = rng.choice([-1, -1, -1, 1, 2]) if task else -1
    length = rng.choice([60, 240, 480, 960, 2400]) if task else 0
    clock = WorkClock(CALENDARS[max(0, calendar)])
    begin = int(clock.next_start(START + 1440 * rng.randint(0, 40)))
    end = int(clock.add(begin, 480))
    bound, at = Constraint.ASAP, NONE
    if task and rng.random() < 0.15:
        bound = rng.choice(AT_START + AT_FINISH)
        at = begin if bound in AT_START else end
    return {
        "uid": str(number + 1),
        "name": f"Task {number + 1}",
        "parent": parent,
        "kind": kind,
        "calendar": calendar,
        "duration": length,
        "remaining_duration": length,
        "actual_duration": 0,
        "constraint": bound,
        "constraint_at": at,
        "deadline": end if task and rng.random() < 0.1 else NONE,
        "actual_start": NONE,
        "actual_finish": NONE,
        "percent_complete": 0.0,
    }


def _links(rng: random.Random, rows: list[dict[str, object]]) -> list[tuple[int, int, int, int, int]]:
    links = {}
    for after in range(1, len(rows)):
        for before in rng.sample(range(max(0, after - 8), after), k=min(after, rng.choice([0, 1, 1, 2]))):
            summaries = [row for row in (before, after) if rows[row]["kind"] == Kind.SUMMARY]
            if rows[after]["parent"] == before or (summaries and rng.random() < 0.5):
                continue
            kind = rng.choice([Link.FS, Link.FS, Link.FS, Link.SS, Link.FF])
            lag, unit = rng.choice([(0, 0), (0, 0), (0, 0), (480, 0), (-240, 0), (1440, 1), (5000, 2)])
            if unit == LagUnit.PERCENT and summaries:
                lag, unit = 0, 0
            links[before, after] = (before, after, int(kind), lag, unit)
    return list(links.values())


def _finish_some(
    rng: random.Random, rows: list[dict[str, object]], links: list[tuple[int, int, int, int, int]]
) -> None:
    """Let some of the tasks that wait for nothing open be finished."""
    if rng.random() < 0.5:
        return
    for number, row in enumerate(rows):
        waits = [rows[before] for before, after, *_ in links if after == number]
        if row["kind"] == Kind.SUMMARY or row["parent"] != -1 or rng.random() < 0.5:
            continue
        if any(other["actual_finish"] == NONE for other in waits):
            continue
        clock = WorkClock(CALENDARS[max(0, int(str(row["calendar"])))])
        begun = int(clock.next_start(START + 1440 * rng.randint(0, 6)))
        length = int(str(row["duration"]))
        row |= {"actual_start": begun, "actual_finish": int(clock.add(begun, length)), "percent_complete": 1.0}
        row |= {"remaining_duration": 0, "actual_duration": length}


def test_random_plans_agree_with_the_foreign_scheduler(tmp_path: Path) -> None:
    try:
        runtime = find_runtime()
    except NoJava as problem:
        need("java", str(problem))
    for seed in range(40):
        (tmp_path / f"{seed}.xml").write_bytes(write_mspdi(random_plan(seed)))
    names = sorted(str(file) for file in tmp_path.glob("*.xml"))
    command = [sys.executable, str(Path(__file__).with_name("foreign.py")), str(runtime.library)]
    ran = subprocess.run(
        [*command, *map(str, runtime.archives)], input=json.dumps(names), capture_output=True, text=True, check=True
    )
    theirs = json.loads(ran.stdout)
    compared, wrong = 0, []
    for name in names:
        if theirs[name] is None:
            continue
        plan = read(Path(name).read_bytes(), "random.xml").plans[0]
        made, row_of = schedule(plan, "microsoft"), plan.row_of()
        for uid, dates in theirs[name].items():
            for field, date in zip(FIELDS, dates, strict=True):
                ours = when(int(getattr(made, field)[row_of[uid]])).replace(" ", "T")
                compared += 1
                if ours != date:
                    wrong.append(f"plan {Path(name).stem}: {field} of task {uid} is {ours}, not {date}")
    assert wrong == []
    assert compared > 2000
