"""How work flows: throughput by week and sprint, what is in progress and how old, how long a piece of work takes."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from conspectus.engine.agile.backlog import Backlog, Item, ItemState, Unit
from conspectus.engine.measure import Measure, Reason, missing, value

WEEK = timedelta(days=7)
FEWEST_CYCLES = 5
SURE = 0.85


@dataclass(frozen=True, slots=True)
class Week:
    """What was accepted in a week, by the Monday it begins on; whole weeks only."""

    starts_on: date
    items: int
    points: float

    def amount(self, unit: Unit) -> float:
        """Return what was accepted in one unit."""
        return float(self.items) if unit is Unit.ITEMS else self.points


@dataclass(frozen=True, slots=True)
class SprintFlow:
    """What a sprint holds and what of it was accepted; items count in the last sprint they were in."""

    name: str
    starts_on: date | None
    ends_on: date | None
    items: int
    points: float
    items_accepted: int
    points_accepted: float


@dataclass(frozen=True, slots=True)
class Underway:
    """Work in progress on the day the backlog is of; ages in calendar days, the oldest first in ``oldest``."""

    items: int
    points: float
    undated: int  # of which nobody tells since when
    blocked: int
    age_median: Measure
    age_sure: Measure  # 85 % are no older
    oldest: tuple[tuple[Item, int], ...]


@dataclass(frozen=True, slots=True)
class Cycle:
    """Calendar days from start to done, both days counted, of accepted and done items that tell both."""

    items: int
    median: Measure
    sure: Measure  # 85 % took no longer


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def accepted_day(item: Item) -> date | None:
    """Return the day an accepted item counts on: that of its acceptance, else the day it was done."""
    if item.state is not ItemState.ACCEPTED:
        return None
    return item.accepted_on or item.done_on


def weeks(backlog: Backlog) -> tuple[Week, ...]:
    """Return the whole weeks from the first in which work began or was accepted to the last before ``as_of``.

    Weeks in which nothing was accepted are weeks too. The week of ``as_of`` counts when that is its Sunday.
    """
    days = [day for item in backlog.scope for day in (item.started_on, accepted_day(item)) if day is not None]
    days = [day for day in days if day <= backlog.as_of]
    if not days:
        return ()
    first, end = monday(min(days)), monday(backlog.as_of + timedelta(days=1))
    number = max((end - first) // WEEK, 0)
    items, points = [0] * number, [0.0] * number
    for item in backlog.scope:
        day = accepted_day(item)
        place = (monday(day) - first) // WEEK if day is not None else -1
        if 0 <= place < number:
            items[place] += 1
            points[place] += backlog.weight(item, Unit.POINTS)
    return tuple(Week(first + place * WEEK, items[place], points[place]) for place in range(number))


def sprints(backlog: Backlog) -> tuple[SprintFlow, ...]:
    """Return the sprints in their order, those without days last by name, Sprint 9 before Sprint 10."""
    known = {one.name: one for one in backlog.sprints}
    held: dict[str, list[Item]] = {one.name: [] for one in backlog.sprints}
    for item in backlog.scope:
        if item.sprint:
            held.setdefault(item.sprint, []).append(item)
    found = []
    for name, items in held.items():
        done = [item for item in items if item.state is ItemState.ACCEPTED]
        dated = known.get(name)
        found.append(
            SprintFlow(
                name,
                dated.starts_on if dated else None,
                dated.ends_on if dated else None,
                len(items),
                sum(backlog.weight(item, Unit.POINTS) for item in items),
                len(done),
                sum(backlog.weight(item, Unit.POINTS) for item in done),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.ends_on or one.starts_on or date.max, _counted(one.name))))


def _counted(name: str) -> list[tuple[int, str]]:
    """Return a name as it is ordered: its numbers by how large they are."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", name)]


def underway(backlog: Backlog, most: int = 10) -> Underway:
    """Return the work in progress and how old it is."""
    items = [item for item in backlog.scope if item.state is ItemState.IN_PROGRESS]
    dated = [(item, (backlog.as_of - item.started_on).days) for item in items if item.started_on is not None]
    dated = sorted(((item, age) for item, age in dated if age >= 0), key=lambda one: (-one[1], one[0].key))
    ages = sorted(age for _, age in dated)
    return Underway(
        items=len(items),
        points=sum(backlog.weight(item, Unit.POINTS) for item in items),
        undated=len(items) - len(dated),
        blocked=sum(item.blocked for item in items),
        age_median=_reached(ages, 0.5, 1),
        age_sure=_reached(ages, SURE, 1),
        oldest=tuple(dated[:most]),
    )


def cycle(backlog: Backlog) -> Cycle:
    """Return how long work took from its start until it was done."""
    days = []
    for item in backlog.scope:
        end = item.done_on or item.accepted_on
        if item.state in (ItemState.DONE, ItemState.ACCEPTED) and item.started_on and end and end >= item.started_on:
            days.append((end - item.started_on).days + 1)
    days.sort()
    return Cycle(len(days), _reached(days, 0.5, FEWEST_CYCLES), _reached(days, SURE, FEWEST_CYCLES))


def reached(ordered: Sequence[int], share: float) -> int:
    """Return the smallest of some ordered figures that at least this share of them do not exceed."""
    return ordered[max(math.ceil(share * len(ordered) - 1e-9), 1) - 1]


def _reached(ordered: Sequence[int], share: float, fewest: int) -> Measure:
    if len(ordered) < fewest:
        return missing(Reason.TOO_FEW if ordered else Reason.NO_DATA)
    return value(reached(ordered, share))
