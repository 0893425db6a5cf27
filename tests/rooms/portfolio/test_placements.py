"""Reorganisation by effective date: the tree of any day, as known at an instant, and the trend under either."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.journeys.freeze_period import freeze_period
from conspectus.kit.errors import Refusal
from conspectus.rooms.accounts.actions import change_division, local_operator
from conspectus.rooms.accounts.models import Division, DivisionPlace
from conspectus.rooms.accounts.queries import DivisionTree, divisions_on
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.actions import change_project
from conspectus.rooms.portfolio.choices import PlaceKind
from conspectus.rooms.portfolio.models import Placement, Project
from conspectus.rooms.portfolio.queries import Placements, placed_on, placements_of
from conspectus.rooms.schedule.actions import import_plan
from conspectus.rooms.status.queries import division_trend, statuses

DAY = AT.date()


def move(project: Project, day: date | None = None, *, at: datetime = AT, **changes: Any) -> Project:
    """Change where a project belongs, at whatever revision it is."""
    row = Project.objects.get(pk=project.pk)
    by = local_operator()
    return change_project(project=row, changes=changes, effective_on=day, revision=row.revision, by=by, at=at)


def shift(division: Division, parent: Division | None, day: date, *, at: datetime = AT) -> None:
    """Put a division below another from a day on."""
    row = Division.objects.get(pk=division.pk)
    by = local_operator()
    change_division(division=row, name=row.name, parent=parent, effective_on=day, revision=row.revision, by=by, at=at)


def test_what_belonged_where_is_kept_from_its_day_on(cast: Cast) -> None:
    other = make.division("Elsewhere")
    move(cast.project, DAY - timedelta(days=10), division=other, name="New name")
    move(cast.project, programme=None, manager=cast.carol.person)
    move(cast.project, name="Newer name")
    told = [(row.kind, row.value.name if row.value else None, row.from_on) for row in placements_of(cast.project)]
    assert told == [
        ("manager", "Carol", DAY),
        ("programme", None, DAY),
        ("division", "Elsewhere", DAY - timedelta(days=10)),
        ("manager", "Alice", DAY),
        ("division", "Logistics", DAY),
        ("programme", "Warehouses", DAY),
    ]
    project = Project.objects.get(pk=cast.project.pk)
    then, now = (placed_on([project], day)[0] for day in (DAY - timedelta(days=11), DAY))
    assert (then.division, then.programme, then.manager) == (cast.division, cast.programme, cast.alice.person)
    assert (now.division, now.programme, now.manager) == (other, None, cast.carol.person)
    assert project.division == other


def test_a_day_to_come_is_refused_and_records_never_change(cast: Cast) -> None:
    for deed in (lambda day: move(cast.project, day, division=None), lambda day: shift(cast.division, None, day)):
        with pytest.raises(Refusal, match="when its day has come"):
            deed(DAY + timedelta(days=1))
    for rows in (Placement.objects.all(), DivisionPlace.objects.all()):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            rows.update(from_on=DAY - timedelta(days=99))
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            rows.first().delete()


def test_each_day_is_that_of_the_last_record_that_reaches_it(cast: Cast) -> None:
    places, dice = [None, *(make.division() for _ in range(3))], Random(5)
    before = cast.project.division_id
    expected = dict.fromkeys(range(60), before)
    versions: list[tuple[datetime, dict[int, int | None]]] = []
    for turn in range(100):
        day, place = dice.randrange(60), dice.choice(places)
        at = AT + timedelta(days=60, seconds=turn)
        if (place.pk if place else None) != Project.objects.get(pk=cast.project.pk).division_id:
            move(cast.project, DAY + timedelta(days=day), at=at, division=place)
            expected = {one: (place.pk if place else None) if one >= day else held for one, held in expected.items()}
        versions.append((at, expected))
    placements, project = Placements([cast.project.pk]), Project.objects.get(pk=cast.project.pk)
    for at, wanted in dice.sample(versions, 20):
        for day, place in wanted.items():
            held = placements.held(project, PlaceKind.DIVISION, DAY + timedelta(days=day), at)
            assert held == place
    assert placements.held(project, PlaceKind.DIVISION, DAY - timedelta(days=500)) == before


def test_the_tree_of_a_day_and_moves_dated_back_into_a_circle(cast: Cast) -> None:
    second = make.division("Second")
    shift(cast.division, second, DAY - timedelta(days=5))
    tree = {one.name: one.path for one in divisions_on(DAY - timedelta(days=6))}
    assert tree["Logistics"] == f"/{cast.house.pk}/{cast.division.pk}/"
    assert {one.name: one.path for one in divisions_on(DAY)}["Logistics"] == f"/{second.pk}/{cast.division.pk}/"
    shift(cast.division, None, DAY)
    shift(second, cast.division, DAY - timedelta(days=9))
    paths = DivisionTree().paths(DAY - timedelta(days=1))
    assert paths[second.pk] == f"/{cast.division.pk}/{second.pk}/"
    assert paths[cast.division.pk] == f"/{second.pk}/{cast.division.pk}/"


def frozen_april(cast: Cast, on: datetime) -> Period:
    """Freeze April 2024 at an instant."""
    day = date(2024, 4, 1)
    row = lay_periods(portfolio=cast.portfolio, starting=day, through=day, by=cast.mona, at=AT)[0]
    row = open_period(period=row, revision=1, by=cast.mona, at=AT)
    return freeze_period(period=row, revision=2, by=cast.mona, at=on)


def test_april_keeps_its_tree_and_the_trend_shows_either(cast: Cast, reader: None) -> None:  # noqa: F811
    import_plan(project=cast.project, data=file_of(house()), name="a.xml", by=cast.alice, at=AT)
    new = make.division("New house")
    reorganised, frozen = datetime(2024, 5, 10, 9, tzinfo=UTC), datetime(2024, 5, 15, 9, tzinfo=UTC)
    move(cast.project, date(2024, 5, 10), at=reorganised, division=new, manager=cast.carol.person, programme=None)
    period = frozen_april(cast, frozen)
    status = statuses(cast.bob, period, at=frozen)[0]
    assert (status.division, status.manager, status.programme) == ("Logistics", "Alice", "Warehouses")
    assert status.division_path == cast.division.path
    # Dated back after the freeze: today's April is another, the frozen one stays.
    later = datetime(2024, 6, 1, 9, tzinfo=UTC)
    move(cast.project, date(2024, 4, 1), at=later, division=cast.house)
    move(cast.project, date(2024, 4, 2), at=later + timedelta(hours=1), division=new)
    assert statuses(cast.bob, period, at=later)[0].division == "Logistics"

    def counted(division: Division, tree: str) -> list[int]:
        return [one.projects for one in division_trend(cast.bob, division, tree=tree, at=later)]

    assert (counted(cast.division, "then"), counted(cast.division, "now")) == ([1], [])
    assert (counted(cast.house, "then"), counted(new, "then")) == ([1], [])
    assert (counted(new, "now"), counted(cast.house, "now")) == ([1], [])
    point = division_trend(cast.bob, cast.house, at=later)[0]
    assert (point.period, point.red + point.amber + point.green + point.not_assessed) == ("Apr 2024", 1)
    seen = division_trend(cast.grace, cast.house, at=later)[0]
    assert (seen.hidden, seen.red + seen.amber + seen.green + seen.not_assessed) == (1, 0)
    assert division_trend(cast.dave, cast.house, at=later) == ()
    with pytest.raises(Refusal, match="of then or of now"):
        division_trend(cast.bob, new, tree="else", at=later)


def test_a_division_that_moved_counts_below_its_house_of_then(cast: Cast, reader: None) -> None:  # noqa: F811
    import_plan(project=cast.project, data=file_of(house()), name="a.xml", by=cast.alice, at=AT)
    new = make.division("New house")
    frozen_april(cast, AT)
    shift(cast.division, new, date(2024, 4, 2), at=AT + timedelta(days=9))
    at = AT + timedelta(days=10)
    found = {
        (one.name, tree): len(division_trend(cast.bob, one, tree=tree, at=at))
        for one in (cast.house, new)
        for tree in ("then", "now")
    }
    assert found == {
        ("Operations", "then"): 1,
        ("Operations", "now"): 0,
        ("New house", "then"): 0,
        ("New house", "now"): 1,
    }


def test_it_is_asked_as_often_for_thirty_as_for_one(cast: Cast) -> None:
    def asked() -> int:
        rows = list(Project.objects.filter(portfolio=cast.portfolio))
        with CaptureQueriesContext(connection) as context:
            placed_on(rows, DAY)
        return len(context)

    first = asked()
    for _ in range(30):
        make.project(portfolio=cast.portfolio, division=make.division(), manager=make.person())
    assert asked() == first
