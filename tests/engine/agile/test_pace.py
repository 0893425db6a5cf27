"""Figures of agile delivery: against a slow oracle, NumPy, and tables worked out by hand."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from conspectus.engine.agile import Backlog, Item, ItemState, Sprint, Unit, Week, compare, measure_pace
from conspectus.engine.agile.flow import cycle, reached, weeks
from conspectus.engine.agile.forecast import Params, forecast
from conspectus.engine.agile.growth import burn_up
from conspectus.engine.measure import Reason, missing, value
from conspectus.engine.plan import NONE
from conspectus.engine.status import PaceFacts, Tolerances, assess_throughput

FIRST = date(2026, 1, 5)  # a Monday
DONE, OPEN, DOING = ItemState.ACCEPTED, ItemState.NOT_STARTED, ItemState.IN_PROGRESS


def item(key: str, state: ItemState = OPEN, points: float | None = 1.0, *, start: int = -1, end: int = -1) -> Item:
    days = [FIRST + timedelta(days=place) if place >= 0 else None for place in (start, end)]
    return Item(key, "Story", key, state, points=points, created_on=FIRST, started_on=days[0], accepted_on=days[1])


def backlog(accepted: Sequence[int], left: int) -> Backlog:
    """Return a backlog in which so many items were accepted week by week, on the Wednesday, and some are left."""
    done = [
        item(f"D{week}-{place}", DONE, start=7 * week, end=7 * week + 2)
        for week, number in enumerate(accepted)
        for place in range(number)
    ]
    as_of = FIRST + timedelta(days=7 * len(accepted) - 1)
    return Backlog((*done, *(item(f"L{place}") for place in range(left))), as_of)


def oracle(history: Sequence[int], left: int, chance: float, furthest: int = 520) -> int:
    """Return the first week by which the sum of drawn weeks reaches what is left that likely: by exact convolution."""
    sums = {0: 1.0}
    for week in range(1, furthest + 1):
        following: dict[int, float] = defaultdict(float)
        for held, likely in sums.items():
            for amount in history:
                following[min(held + amount, left)] += likely / len(history)
        sums = following
        if sums.get(left, 0.0) >= chance - 1e-12:
            return week
    return furthest + 1


@pytest.mark.parametrize(
    ("history", "left"),
    [((3, 5, 0, 4, 2, 6, 3), 40), ((1, 0, 0, 2, 0, 1), 9), ((10,) * 6, 35), ((0, 0, 0, 0, 0, 7), 60)],
)
def test_the_range_agrees_with_an_exact_convolution(history: tuple[int, ...], left: int) -> None:
    held = backlog(history, left)
    # A first week without anything accepted is a week of history all the same.
    past = [Week(FIRST, number, float(number)) for number in history]
    found = forecast(held, past, Params())
    for chance, day in found.days:
        assert day is not None
        drawn = (day - held.as_of).days // 7
        # 10,000 draws put a quantile within two standard errors of the exact one.
        share = chance / 100
        error = 2.5 * math.sqrt(share * (1 - share) / 10_000)
        assert oracle(history, left, share - error) <= drawn <= oracle(history, left, share + error)
    assert found == forecast(held, past, Params())


def test_a_steady_pace_has_one_finish() -> None:
    found = measure_pace(backlog([4] * 8, 12)).forecast
    assert [day for _, day in found.days] == [FIRST + timedelta(days=7 * 11 - 1)] * 4
    assert (found.weeks, found.mean, found.remaining, found.why) == (8, 4.0, 12.0, "")


def test_what_cannot_be_forecast_says_why() -> None:
    assert measure_pace(backlog([4] * 5, 12)).forecast.why == "few_weeks"
    assert measure_pace(Backlog((item("A"),), FIRST)).forecast.why == "nothing_accepted"
    assert measure_pace(Backlog((), FIRST)).forecast.why == "no_scope"
    assert measure_pace(backlog([1, 0, 0, 0, 0, 0], 400)).forecast.why == "too_far"
    done = measure_pace(backlog([2, 1], 0)).forecast
    assert (done.finished, done.by(80), done.why) == (True, FIRST + timedelta(days=9), "")
    # Only the last 26 weeks say what the pace is.
    assert measure_pace(backlog([9, *[0] * 26], 4)).forecast.why == "nothing_accepted"


def test_weeks_are_whole_and_empty_ones_count() -> None:
    held = backlog([2, 0, 1], 1)
    assert [week.items for week in weeks(held)] == [2, 0, 1]
    assert [week.items for week in weeks(replace(held, as_of=held.as_of - timedelta(days=1)))] == [2, 0]
    assert weeks(Backlog((item("A"),), FIRST)) == ()
    undated = Backlog((item("A", DONE),), FIRST + timedelta(days=30))
    assert weeks(undated) == ()


def test_cycle_times_are_nearest_ranks() -> None:
    generator = np.random.default_rng(4)
    days = generator.integers(1, 60, 37).tolist()
    held = Backlog(tuple(item(str(n), DONE, start=0, end=d - 1) for n, d in enumerate(days)), date(2026, 6, 1))
    found = cycle(held)
    for share, measure in ((50, found.median), (85, found.sure)):
        assert measure.value == np.percentile(days, share, method="inverted_cdf")
    assert reached([1, 2, 3, 4], 0.5) == 2
    few = cycle(Backlog(held.items[:4], held.as_of))
    assert (few.items, few.median) == (4, missing(Reason.TOO_FEW))


def test_work_in_progress_ages() -> None:
    items = (item("A", DOING, start=0), item("B", DOING, start=6), item("C", DOING), item("D"))
    found = measure_pace(Backlog(items, FIRST + timedelta(days=10))).underway
    assert (found.items, found.undated, found.age_median.value, found.age_sure.value) == (3, 1, 4, 10)
    assert [(one.key, age) for one, age in found.oldest] == [("A", 10), ("B", 4)]


def test_scope_grows_by_what_came_less_what_went() -> None:
    old = Backlog((item("A", DONE, 5, end=1), item("B", points=3), item("C", points=2)), FIRST)
    new = Backlog((item("A", DONE, 5, end=1), item("B", DOING, points=5), item("E", points=4)), FIRST)
    found = compare(old, new, Unit.POINTS)
    assert (found.before, found.after, found.growth_percent.value) == (10, 14, 40)
    assert [one.key for one in (*found.added, *found.removed)] == ["E", "C"]
    assert [(one.key, was) for one, was in found.estimated] == [("B", 3)]
    assert [(one.key, was) for one, was in found.moved] == [("B", OPEN)]
    assert compare(Backlog((), FIRST), new, Unit.ITEMS).growth_percent.reason is Reason.DIV_ZERO
    assert measure_pace(new, since=old).growth == found


def test_points_stand_for_items_only_where_half_are_estimated() -> None:
    held = Backlog((item("A", points=None), item("B", points=4), item("C", points=None)), FIRST)
    assert (measure_pace(held).unit, measure_pace(held).scope) == (Unit.ITEMS, 3)
    assert measure_pace(held, Unit.POINTS).scope == 12  # the mean stands in
    half = Backlog((*held.items, item("D", DONE, points=2, end=0)), FIRST)
    assert (measure_pace(half).unit, measure_pace(half).scope, measure_pace(half).unestimated) == (Unit.POINTS, 12, 2)


def test_the_burn_up_ends_where_the_backlog_stands() -> None:
    held = replace(backlog([2, 0, 1], 1), as_of=FIRST + timedelta(days=22))
    points = burn_up(held, Unit.ITEMS)
    assert [(one.on - FIRST).days for one in points] == [6, 13, 20, 22]
    assert [(one.scope, one.accepted) for one in points] == [(4, 2), (4, 2), (4, 3), (4, 3)]
    later = replace(held.items[3], created_on=FIRST + timedelta(days=8))
    assert [one.scope for one in burn_up(replace(held, items=(*held.items[:3], later)), Unit.ITEMS)] == [3, 4, 4, 4]
    old = replace(held.items[0], created_on=date(1970, 1, 1))
    assert len(burn_up(replace(held, items=(old,)), Unit.ITEMS)) == 157


def test_sprints_and_epics_hold_their_items() -> None:
    items = (
        replace(item("A", DONE, 5, end=3), sprint="Two", epic="E"),
        replace(item("B", points=3), sprint="Two", epic="E"),
        replace(item("C", DONE, 2, end=3), sprint="One"),
        replace(item("D", ItemState.REMOVED, 9), sprint="Two", epic="E"),
    )
    sprints = (Sprint("One", FIRST, FIRST + timedelta(days=6)), Sprint("Two", FIRST + timedelta(days=7)))
    found = measure_pace(Backlog(items, FIRST + timedelta(days=9), sprints, (("E", "Epic"), ("F", "Empty"))))
    told = [(one.name, one.items, one.points, one.items_accepted, one.points_accepted) for one in found.sprints]
    assert told == [("One", 1, 2, 1, 2), ("Two", 2, 8, 1, 5)]
    undated = tuple(replace(item(str(number), points=1), sprint=f"Sprint {number}") for number in (10, 9, 1))
    named = measure_pace(Backlog(undated, FIRST, (), ())).sprints
    assert [one.name for one in named] == ["Sprint 1", "Sprint 9", "Sprint 10"]
    assert [(one.key, one.title, one.items, one.points_accepted) for one in found.epics] == [
        ("E", "Epic", 2, 5), ("F", "Empty", 0, 0), ("", "", 1, 2),
    ]  # fmt: skip


def test_the_schedule_is_judged_by_the_range() -> None:
    start, finish = ((day - date(1970, 1, 1)).days * 1440 for day in (date(2024, 4, 8), date(2024, 5, 4)))
    facts = PaceFacts(date(2024, 5, 3), date(2024, 5, 6), "", value(12.34), start, finish)
    found = assess_throughput(facts, Tolerances())
    assert (found.colour.value, found.inputs["slip_days"].value, found.inputs["slip_percent"].value) == ("green", 1, 5)
    assert found.words == (
        "Finish by throughput (80 %) 2024-05-06 is 1 working day (5 %) after the approved finish 2024-05-03; "
        "green to 5 %. Half likely by 2024-05-03. Scope grew by 12.3 %."
    )
    assert assess_throughput(replace(facts, sure=date(2024, 5, 7)), Tolerances()).colour.value == "amber"
    assert assess_throughput(replace(facts, sure=date(2024, 4, 30)), Tolerances()).inputs["slip_days"].value == -3
    for lacking in (
        replace(facts, why="few_weeks"),
        PaceFacts(),
        replace(facts, finish=NONE),
        replace(facts, finish=start),
    ):
        assert assess_throughput(lacking, Tolerances()).colour.value == "not_assessed"
