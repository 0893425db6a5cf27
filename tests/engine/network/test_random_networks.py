"""Random networks against the slow oracle: not a minute apart."""

from __future__ import annotations

import random

import pytest
from tests.engine.network.oracle import Oracle
from tests.plans import MONDAY, when

from conspectus.engine.calendars import WorkClock
from conspectus.engine.network import schedule
from conspectus.engine.plan import (
    NONE,
    ROUND_THE_CLOCK,
    Calendar,
    CalendarException,
    Constraint,
    Kind,
    Link,
    Links,
    Options,
    Plan,
    Tasks,
)

START = MONDAY + 480
DAY_ = 1440
CALENDARS = (
    Calendar(name="five days"),
    Calendar(
        name="six days", week=(((420, 720), (780, 960)),) * 6 + ((),), exceptions=(CalendarException(19_733, 19_735),)
    ),
    Calendar(name="always", week=ROUND_THE_CLOCK),
    Calendar(
        name="nights",
        week=(((0, 240), (1320, 1440)),) * 7,
        exceptions=(CalendarException(19_730, 19_730, ((60, 90),)),),
    ),
)
BOUNDS = (
    Constraint.START_NO_EARLIER,
    Constraint.START_NO_LATER,
    Constraint.FINISH_NO_LATER,
    Constraint.MUST_START,
)


def random_links(rng: random.Random, size: int, kinds: list[Link]) -> Links:
    """Draw links that only lead on, so that there is no circle."""
    rows: set[tuple[int, int]] = set()
    for after in range(1, size):
        rows |= {(rng.randrange(max(0, after - 6), after), after) for _ in range(rng.choice([0, 1, 1, 2]))}
    drawn = [(b, a, rng.choice(kinds), rng.choice([0, 0, 0, 240, 960, -480])) for b, a in sorted(rows)]
    columns = list(zip(*drawn, strict=True)) or [(), (), (), ()]
    return Links(before=columns[0], after=columns[1], type=columns[2], lag=columns[3])


def random_plan(seed: int) -> tuple[Plan, str]:
    """Draw a plan: either convention, several calendars, lags, constraints; Primavera sometimes with progress."""
    rng = random.Random(seed)
    size = rng.randint(2, 24)
    mode = rng.choice(["microsoft", "primavera"])
    moving = mode == "primavera" and rng.random() < 0.4
    kinds = [Link.FS] if moving else [Link.FS, Link.FS, Link.SS, Link.FF, Link.SF]
    options = Options(program=mode, lag_calendar=rng.choice(["predecessor", "successor", "project", "24h"]))
    links = random_links(rng, size, kinds)
    rows = [_random_task(rng, row, moving) for row in range(size)]
    status = START + 14 * DAY_ if moving else NONE
    if moving:
        _advance(rng, rows, links, status)
    columns = {key: [row[key] for row in rows] for key in rows[0]}
    return Plan(
        start=START, status_date=status, calendars=CALENDARS, options=options, tasks=Tasks(**columns), links=links
    ), mode


def _random_task(rng: random.Random, row: int, moving: bool) -> dict[str, object]:
    kind = rng.choice([Kind.TASK] * 8 + [Kind.START_MILESTONE, Kind.FINISH_MILESTONE])
    duration = rng.choice([30, 240, 480, 960, 2400, 4801]) if kind == Kind.TASK else 0
    bound = rng.choice(BOUNDS) if rng.random() < 0.15 and not moving else Constraint.ASAP
    return {
        "uid": str(row + 1),
        "name": f"Task {row + 1}",
        "kind": kind,
        "calendar": rng.randrange(-1, len(CALENDARS)),
        "duration": duration,
        "remaining_duration": duration,
        "constraint": bound,
        "constraint_at": START + DAY_ * rng.randint(0, 30) if bound else NONE,
        "actual_start": NONE,
        "actual_finish": NONE,
        "actual_duration": 0,
    }


def _advance(rng: random.Random, rows: list[dict[str, object]], links: Links, status: int) -> None:
    """Let some tasks have begun or finished before the data date, in and out of sequence."""
    for row, task in enumerate(rows):
        waits = [rows[b]["actual_finish"] for b, a in zip(links.before, links.after, strict=True) if a == row]
        if (NONE in waits and rng.random() < 0.8) or rng.random() < 0.3:
            continue
        clock = WorkClock(CALENDARS[max(0, int(str(task["calendar"])))])
        begun = int(clock.next_start(START + DAY_ * rng.randint(0, 10)))
        task["actual_start"] = begun
        if task["kind"] != Kind.TASK or rng.random() < 0.6:
            done = min(status, int(clock.add(begun, int(str(task["duration"])))))
            task |= {"actual_finish": max(begun, done), "remaining_duration": 0}
        else:
            task |= {"remaining_duration": rng.choice([30, 480, 1440])}
        task["actual_duration"] = max(0, int(clock.between(begun, status)))


def check(seed: int) -> None:
    """Compare every early and late date of one random plan."""
    plan, mode = random_plan(seed)
    schedule_, oracle = schedule(plan, mode), Oracle(plan, mode)
    for name, column, expected in (
        ("early start", schedule_.early_start, oracle.es),
        ("early finish", schedule_.early_finish, oracle.ef),
        ("late start", schedule_.late_start, oracle.ls),
        ("late finish", schedule_.late_finish, oracle.lf),
    ):
        for row in range(len(plan.tasks)):
            assert column[row] == expected[row], (
                f"seed {seed} {mode}: {name} of task {row + 1} is {when(column[row])}, not {when(expected[row])}"
            )


@pytest.mark.parametrize("first", range(0, 500, 50))
def test_random_networks_agree_with_the_oracle(first: int) -> None:
    for seed in range(first, first + 50):
        check(seed)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(500, 10_500, 500))
def test_ten_thousand_random_networks_agree_with_the_oracle(first: int) -> None:
    for seed in range(first, first + 500):
        check(seed)
