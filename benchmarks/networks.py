"""Networks to measure on, drawn from a seed: layered work with every kind of link and several calendars."""

from __future__ import annotations

import numpy as np

from conspectus.engine.plan import (
    DAY,
    NINE_TO_FIVE,
    Calendar,
    CalendarException,
    Kind,
    Link,
    Links,
    Options,
    Plan,
    Tasks,
)

FIRST_DAY = 20_454  # a Thursday in 2026, as days since 1970-01-01
_SIX_DAYS = (((420, 720), (750, 1050)),) * 6 + ((),)


def calendars(years: int = 40) -> tuple[Calendar, ...]:
    """Return three calendars with ten holidays a year."""
    holidays = tuple(
        CalendarException(FIRST_DAY + 365 * year + 36 * number, FIRST_DAY + 365 * year + 36 * number)
        for year in range(years)
        for number in range(10)
    )
    return (
        Calendar("1", "Office", exceptions=holidays),
        Calendar("2", "Six days", week=_SIX_DAYS, exceptions=holidays, minutes_per_day=600),
        Calendar("3", "Four days", week=(NINE_TO_FIVE,) * 4 + ((),) * 3, exceptions=holidays),
    )


def network(activities: int, *, links_each: int = 2, seed: int = 1, plain: bool = False, depth: int = 250) -> Plan:
    """Return a plan of so many activities in ``depth`` layers with ``links_each`` links an activity.

    ``plain`` keeps what every tool compared here can do: one calendar, finish-to-start links, whole days, no lags.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    width = max(1, activities // depth)
    after = np.repeat(np.arange(width, activities), links_each)
    before = np.clip(after - width - rng.integers(0, width // 2 + 1, len(after)), 0, after - 1)
    pairs = np.unique(np.stack([before, after]), axis=1)
    before, after = pairs[0], pairs[1]
    wanted = activities * links_each
    if len(before) < wanted:
        more = rng.integers(width, activities, 3 * (wanted - len(before)) + 10)
        back = rng.integers(1, 2 * width, len(more))
        pairs = np.concatenate([pairs, np.stack([np.maximum(more - back, 0), more])], axis=1)
        pairs = np.unique(pairs, axis=1)
        pairs = pairs[:, np.sort(rng.permutation(pairs.shape[1])[:wanted])]
        before, after = pairs[0], pairs[1]
    days = rng.integers(1, 6, activities)
    count = len(before)
    types = np.zeros(count, np.int64) if plain else rng.choice([Link.FS, Link.SS, Link.FF], count, p=[0.9, 0.05, 0.05])
    lag = np.zeros(count, np.int64) if plain else rng.choice([0, 480, 960], count, p=[0.9, 0.07, 0.03])
    tasks = Tasks(
        uid=tuple(map(str, range(1, activities + 1))),
        name=tuple(f"Activity {number}" for number in range(1, activities + 1)),
        wbs=tuple(map(str, range(1, activities + 1))),
        kind=np.full(activities, Kind.TASK),
        calendar=np.full(activities, -1) if plain else rng.integers(-1, 3, activities),
        duration=days * 480,
        remaining_duration=days * 480,
        actual_duration=np.zeros(activities, np.int64),
    )
    return Plan(
        uid="bench",
        name=f"Network of {activities}",
        start=FIRST_DAY * DAY + 480,
        options=Options(program="microsoft"),
        calendars=calendars()[:1] if plain else calendars(),
        tasks=tasks,
        links=Links(before=before, after=after, type=types, lag=lag),
    )
