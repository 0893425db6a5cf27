"""Holidays of the invented enterprise fall where the almanac has them."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from conspectus.journeys.demo.calendars import EPOCH, calendars, easter, holidays


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2008, 3, 23), (2019, 4, 21), (2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25)],
)
def test_easter_falls_on_its_sunday(year: int, month: int, day: int) -> None:
    assert easter(year) == date(year, month, day)


def test_every_easter_is_a_spring_sunday() -> None:
    days = [easter(year) for year in range(1970, 2100)]
    assert all(day.weekday() == 6 and (3, 22) <= (day.month, day.day) <= (4, 25) for day in days)


@pytest.mark.parametrize("region", ["continent", "isles", "north"])
def test_each_region_closes_on_days_of_its_own(region: str) -> None:
    closed = {first for first, _ in holidays(region, 2026)}
    assert {date(2026, 1, 1), date(2026, 4, 6), date(2026, 12, 25)} <= closed
    others = {"continent", "isles", "north"} - {region}
    assert all(closed != {first for first, _ in holidays(other, 2026)} for other in others)


def test_sites_rest_in_summer_and_offices_do_not() -> None:
    office, site, night = calendars("continent", range(2026, 2027))
    rest = date(2026, 8, 3).toordinal() - EPOCH
    covers = [any(e.first <= rest <= e.last for e in calendar.exceptions) for calendar in (office, site, night)]
    assert covers == [False, True, True]


def test_closed_spans_never_overlap() -> None:
    for calendar in calendars("north", range(2024, 2032)):
        spans = [(e.first, e.last) for e in calendar.exceptions]
        assert all(before[1] < after[0] for before, after in itertools.pairwise(spans))
