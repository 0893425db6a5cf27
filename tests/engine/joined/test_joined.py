"""Joined plans against a slow oracle: every plan scheduled whole, over and over, until nothing moves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.plans import MONDAY, at, plan, when

from conspectus.engine.calendars import WorkClock
from conspectus.engine.joined import Circle, Member, Tie, carry, circle_of, local_in
from conspectus.engine.network import schedule
from conspectus.engine.network.again import Prepared, held_back
from conspectus.engine.plan import NINE_TO_FIVE, NONE, Calendar, CalendarException, Link, Plan

SIX_DAYS = Calendar("2", "Six days", week=(((420, 720), (750, 1050)),) * 6 + ((),), minutes_per_day=600)
HOLIDAYS = Calendar("3", "Holidays", exceptions=(CalendarException(19_730, 19_737), CalendarException(19_760, 19_762)))
FOUR_DAYS = Calendar("4", "Four days", week=(NINE_TO_FIVE,) * 4 + ((),) * 3)
CALENDARS = (Calendar(), SIX_DAYS, HOLIDAYS, FOUR_DAYS)
ZONES = ("UTC", "Europe/Berlin", "Asia/Tokyo", "America/New_York")
MARKS = (
    "",
    "",
    "",
    "",
    "[snet 2024-01-15]",
    "[fnet 2024-02-01]",
    "[mso 2024-02-05 08:00]",
    "[snlt 2024-01-20]",
    "[alap]",
)


def member(held: Plan, zone: str = "UTC") -> Member:
    calendar = held.calendars[held.calendar]
    return Member(Prepared(held), WorkClock(calendar), calendar.minutes_per_day, zone)


def known_of(members: dict[int, Member]) -> dict[tuple[int, str], tuple[int, int]]:
    found = {}
    for number, one in members.items():
        dates = schedule(one.prepared.plan)
        for row, uid in enumerate(one.prepared.plan.tasks.uid):
            found[number, uid] = (int(dates.start[row]), int(dates.finish[row]))
    return found


def oracle(members: dict[int, Member], ties: list[Tie]) -> dict[tuple[int, str], tuple[int, int]]:
    """Return the dates of all tasks, every plan scheduled whole until nothing moves; names tie by tie, no laziness."""
    dates = known_of(members)
    while True:
        before = dict(dates)
        for number, one in members.items():
            rows = []
            for tie in ties:
                row = one.prepared.row_of.get(tie.taker_task)
                if tie.taker != number or row is None:
                    continue
                given = tie.at if not tie.giver else dates[tie.giver, tie.giver_task][tie.type in (Link.FS, Link.FF)]
                if tie.giver:
                    given = local_in(given, members[tie.giver].zone, one.zone)
                bound = one.clock.add(given, tie.lag_days * one.minutes_per_day)
                if bound > one.prepared.plan.start:
                    rows.append((row, Link.FF if tie.type in (Link.FF, Link.SF) else Link.FS, int(bound)))
            found = schedule(held_back(one.prepared.plan, rows)) if rows else schedule(one.prepared.plan)
            for row, uid in enumerate(one.prepared.plan.tasks.uid):
                dates[number, uid] = (int(found.start[row]), int(found.finish[row]))
        if dates == before:
            return dates


def random_plan(rng: np.random.Generator) -> Plan:
    size, parts = int(rng.integers(3, 12)), []
    for number in range(size):
        waits = [f"T{one} {rng.choice(['FS', 'FS', 'FS', 'SS', 'FF'])}" for one in range(number) if rng.random() < 0.3]
        length = "0d" if rng.random() < 0.2 else f"{rng.integers(1, 8)}d"
        mark = str(rng.choice(MARKS))
        if not number and rng.random() < 0.3:
            mark = "[start 2024-01-01 08:00]" + (" [finish 2024-01-05 17:00]" if rng.random() < 0.5 else "")
        parts.append(f"T{number} {length} {mark}" + (f" after {', '.join(waits)}" if waits else ""))
    calendars = (CALENDARS[int(rng.integers(0, 4))],)
    program = str(rng.choice(["microsoft", "microsoft", "primavera"]))
    start = MONDAY + 480 + int(rng.integers(0, 20)) * 1440
    return plan("; ".join(parts), calendars=calendars, program=program, start=start)


def random_house(seed: int) -> tuple[dict[int, Member], list[Tie]]:
    """Return a house without circles: a link leads from a project to one of a higher number."""
    rng = np.random.Generator(np.random.PCG64(seed))
    members = {number: member(random_plan(rng), str(rng.choice(ZONES))) for number in range(1, int(rng.integers(3, 8)))}
    ties = []
    for number in range(int(rng.integers(1, 12))):
        giver, taker = sorted(int(one) for one in rng.choice([0, *members], 2, replace=False))
        tasks = [str(rng.choice(members[one].prepared.plan.tasks.uid)) if one else "" for one in (giver, taker)]
        kind, lag = Link(int(rng.choice([0, 0, 0, 1, 2, 3]))), int(rng.choice([0, 0, 1, 5, -2]))
        event = MONDAY + int(rng.integers(0, 60)) * 1440 if not giver else NONE
        ties.append(Tie(number, giver, tasks[0], taker, tasks[1], Link.FS if not giver else kind, lag, event))
    return members, ties


@pytest.mark.parametrize("block", range(2))
def test_dates_are_those_of_every_plan_scheduled_whole_until_nothing_moves(block: int) -> None:
    moved = 0
    for seed in range(block * 20, block * 20 + 20):
        members, ties = random_house(seed)
        known = known_of(members)
        found = carry(ties, known, members.__getitem__)
        wanted = oracle(members, ties)
        told = {key: found.ends(*key, known) for key in known}
        assert told == wanted, seed
        assert found.runs <= len(ties) * len(members)
        moved += sum(told[key] != known[key] for key in known)
        victim = sorted(members)[0]
        changed = {
            victim: member(replace(members[victim].prepared.plan, start=MONDAY + 480 + 14_400), members[victim].zone)
        }
        found = carry(ties, known, members.__getitem__, changed)
        wanted = oracle(members | changed, ties)
        assert {key: found.ends(*key, known) for key in known} == wanted, (seed, "changed")
    assert moved > 10


def test_links_there_and_back_between_two_projects_settle() -> None:
    one = member(plan("A 5d; B 5d; C 5d after B"))
    two = member(plan("X 5d; Y 5d"))
    ties = [Tie(1, 1, "A", 2, "X"), Tie(2, 2, "X", 1, "B", lag_days=1), Tie(3, 1, "C", 2, "Y")]
    known = known_of({1: one, 2: two})
    found = carry(ties, known, {1: one, 2: two}.__getitem__)
    assert when(found.ends(2, "X", known)[0]) == "2024-01-08 08:00"
    assert when(found.ends(1, "B", known)[0]) == "2024-01-16 08:00"
    assert when(found.ends(2, "Y", known)[0]) == "2024-01-30 08:00"
    assert carry(ties[:0], known, {}.__getitem__).runs == 0  # nothing is loaded where nothing moves


def test_an_instant_is_carried_through_utc() -> None:
    assert when(local_in(at("2024-03-29 17:00"), "Europe/Berlin", "America/New_York")) == "2024-03-29 12:00"
    assert when(local_in(at("2024-04-02 17:00"), "Europe/Berlin", "America/New_York")) == "2024-04-02 11:00"
    ends = member(plan("A 5d"), "America/New_York")
    starts = member(plan("X 5d"), "Asia/Tokyo")
    known = known_of({1: ends, 2: starts})
    found = carry([Tie(1, 1, "A", 2, "X")], known, {1: ends, 2: starts}.__getitem__)
    assert when(found.ends(2, "X", known)[0]) == "2024-01-08 08:00"  # Friday evening there is Saturday morning here


def closure(plans: dict[int, Plan], ties: list[Tie]) -> tuple[dict[tuple[int, str], int], Any]:
    """Return which task waits for which in the end, by plain squaring of the whole matrix."""
    place = {
        node: row for row, node in enumerate((number, uid) for number, one in plans.items() for uid in one.tasks.uid)
    }
    reach = np.zeros((len(place), len(place)), dtype=bool)
    for number, one in plans.items():
        for before, after in zip(one.links.before.tolist(), one.links.after.tolist(), strict=True):
            reach[place[number, one.tasks.uid[before]], place[number, one.tasks.uid[after]]] = True
    for tie in ties:
        reach[place[tie.giver, tie.giver_task], place[tie.taker, tie.taker_task]] = True
    for _ in range(len(place).bit_length()):
        reach |= (reach.astype(np.int64) @ reach.astype(np.int64)) > 0
    return place, reach


def test_circles_over_projects_are_those_of_the_whole_network() -> None:
    rng = np.random.Generator(np.random.PCG64(7))
    seen = 0
    for _ in range(250):
        plans = {number: random_plan(rng) for number in range(1, 5)}
        ties: list[Tie] = []
        for number in range(int(rng.integers(2, 7))):
            giver, taker = (int(one) for one in rng.choice([1, 2, 3, 4], 2, replace=False))
            giver_task, taker_task = (str(rng.choice(plans[one].tasks.uid)) for one in (giver, taker))
            ties.append(Tie(number, giver, giver_task, taker, taker_task))
        place, reach = closure(plans, ties)
        circle = circle_of(ties, plans.__getitem__)
        assert bool(circle) == bool(reach.diagonal().any())
        for node, following in zip(circle, (*circle[1:], *circle[:1]), strict=True):
            assert reach[place[node], place[following]]
        seen += bool(circle)
    assert seen > 10


def test_dates_in_a_circle_never_settle_and_are_refused() -> None:
    one, two = member(plan("A 5d; B 5d after A")), member(plan("X 5d"))
    ties = [Tie(1, 1, "B", 2, "X"), Tie(2, 2, "X", 1, "A")]
    assert circle_of(ties, {1: one.prepared.plan, 2: two.prepared.plan}.__getitem__) == ((1, "B"), (2, "X"), (1, "A"))
    with pytest.raises(Circle) as refusal:
        carry(ties, known_of({1: one, 2: two}), {1: one, 2: two}.__getitem__)
    assert refusal.value.projects == (1, 2)
