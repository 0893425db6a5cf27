"""The roadmap and the milestones across projects: what is told, to whom, and how often the database is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from tests import factories as make
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, minute, reader  # noqa: F401  # a fixture is used by its name
from tests.rooms.schedule.test_portfolio_view import asked

from conspectus.engine.plan import Link, OutsideLinks
from conspectus.kit.errors import Invalid
from conspectus.rooms.periods.actions import lay_periods
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.actions import import_plan, set_baseline
from conspectus.rooms.schedule.models import OutsideLink
from conspectus.rooms.schedule.queries import (
    GridFilter,
    MilestoneFilter,
    Roadmap,
    by_month,
    milestones,
    month_of,
    roadmap,
)
from conspectus.rooms.schedule.queries.milestones import milestone_state

pytestmark = pytest.mark.usefixtures("reader")
TODAY = date(2024, 5, 6)
BY = GridFilter(group="programme")


def outside(task: int, project: str, other: str, *, first: bool = True, at: str = "2024-05-20T17:00") -> OutsideLinks:
    """Return one link of a task with a task of another plan."""
    return OutsideLinks(
        task=[task], is_predecessor=[first], project=(project,), other=(other,), type=[Link.FS], at=[minute(at)]
    )


def two(cast: Cast, links: OutsideLinks | None = None) -> Project:
    """Hand in a plan of alice's project and of a second one beside it, which holds links to others."""
    import_plan(project=cast.project, data=file_of(house((5, 15, 5))), name="north.xml", by=cast.alice, at=AT)
    second = make.project(
        "Fit out", code="FO-1", portfolio=cast.portfolio, programme=cast.programme, manager=cast.alice.person
    )
    plan = house((5, 10, 5), uid="FO-1", name="Fit out")
    data = file_of(replace(plan, outside=links) if links else plan)
    import_plan(project=second, data=data, name="fit.xml", by=cast.alice, at=AT)
    return second


def codes(found: Roadmap) -> list[tuple[str, list[str]]]:
    return [(group.name, [one.code for one in group.projects]) for group in found.groups]


def test_projects_stand_in_groups_with_span_baseline_and_milestones(cast: Cast) -> None:
    two(cast)
    found = roadmap(cast.bob, BY, at=AT)
    assert codes(found) == [("Warehouses", ["FO-1", "WN-1"]), ("", ["HO-1"])]
    group = found.groups[0]
    north = group.projects[1]
    assert (north.start_on, north.finish_on) == (date(2024, 4, 8), date(2024, 5, 10))
    assert (north.baseline_start_on, north.baseline_finish_on) == (date(2024, 4, 8), date(2024, 5, 3))
    assert (north.slip_days, north.colour, north.done_ratio) == (5, "red", 0.25)
    assert [(one.name, one.on, one.state) for one in north.milestones] == [
        ("Hand over", date(2024, 5, 10), "late")
    ]  # its baseline was 3 May
    assert (group.start_on, group.finish_on) == (date(2024, 4, 8), date(2024, 5, 10))
    assert dict(group.colours)["red"] >= 1
    bare = found.groups[1].projects[0]
    assert (bare.colour, bare.start_on, bare.milestones, bare.baseline_finish_on) == ("", None, (), None)
    assert codes(roadmap(cast.bob, at=AT)) == [("", ["FO-1", "HO-1", "WN-1"])]
    assert codes(roadmap(cast.bob, GridFilter(group="manager"), at=AT))[0] == ("Alice", ["FO-1", "WN-1"])
    assert codes(roadmap(cast.bob, GridFilter(sort="-code", group="programme"), at=AT))[0][1] == ["WN-1", "FO-1"]
    part = roadmap(cast.bob, BY, at=AT, offset=1, most=1, milestones=False)
    assert (codes(part), part.total, part.first) == ([("Warehouses", ["WN-1"])], 3, 1)
    assert part.groups[0].projects[0].milestones == ()
    with pytest.raises(Invalid):
        roadmap(cast.bob, GridFilter(group="mood"), at=AT)


def test_what_one_may_not_see_is_not_drawn_and_leaves_no_trace(cast: Cast) -> None:
    second = two(cast, outside(2, "WN-1", "4"))
    assert codes(roadmap(cast.dave, at=AT)) == []
    seen = roadmap(cast.carol, BY, at=AT)  # sponsor of the one, outside the other
    assert codes(seen) == [("Warehouses", ["WN-1"])]
    assert seen.links == ()
    assert second.name not in str(seen)
    assert milestones(cast.dave, at=AT) == ()
    assert {row.code for row in milestones(cast.carol, at=AT)} == {"WN-1"}


@pytest.mark.parametrize("name", ["WN-1", "warehouse NORTH", r"C:\plans\north.mpp", "Depot plan"])
def test_a_link_to_another_plan_is_drawn_by_any_name_of_it(cast: Cast, name: str) -> None:
    from conspectus.rooms.portfolio.actions import add_alias

    add_alias(project=cast.project, name="Depot plan", by=cast.alice, at=AT)
    second = two(cast, outside(2, name, "4", at="2024-04-20T17:00"))
    row = OutsideLink.objects.get()
    assert (row.on, row.other_on) == (date(2024, 4, 29), date(2024, 4, 20))  # Roof starts; as the file holds the other
    (link,) = roadmap(cast.bob, at=AT).links
    assert (link.before, link.after, link.late) == (cast.project.pk, second.pk, True)
    # The other end is where the other plan's milestone lies today, not where the file last saw it.
    assert (link.before_on, link.before_task, link.after_task) == (date(2024, 5, 10), "4", "Roof")


def test_plans_stored_before_links_were_kept_get_theirs(cast: Cast) -> None:
    two(cast, outside(2, "WN-1", "4"))
    before = list(OutsideLink.objects.values())
    OutsideLink.objects.all().delete()
    told = import_module("conspectus.rooms.schedule.migrations.0010_links_of_stored_plans")
    for _ in range(2):  # twice is once
        told.tell(apps)
        assert [row | {"id": 0} for row in OutsideLink.objects.values()] == [row | {"id": 0} for row in before]
    assert len(before) == 1


def test_links_that_lead_nowhere_or_both_ways_are_drawn_once_or_not(cast: Cast) -> None:
    second = two(cast, outside(3, "WN-1", "Paint", first=False))
    (link,) = roadmap(cast.bob, at=AT).links
    assert (link.before, link.after, link.after_on, link.late) == (
        second.pk,
        cast.project.pk,
        date(2024, 5, 20),
        False,
    )
    OutsideLink.objects.update(other_plan="Nobody's plan")
    assert roadmap(cast.bob, at=AT).links == ()


@pytest.mark.parametrize(
    ("on", "base", "done", "state"),
    [
        (date(2024, 4, 1), date(2024, 4, 1), True, "done"),
        (date(2024, 4, 30), None, False, "missed"),
        (date(2024, 6, 1), date(2024, 4, 30), False, "missed"),
        (date(2024, 5, 1), date(2024, 5, 1), False, "due"),
        (date(2024, 6, 1), date(2024, 5, 1), False, "late"),
        (date(2024, 6, 3), date(2024, 5, 31), False, "late"),
        (date(2024, 5, 6), date(2024, 5, 6), False, "on_time"),
        (None, None, False, "on_time"),
    ],
)
def test_how_a_milestone_stands(on: date | None, base: date | None, done: bool, state: str) -> None:
    assert milestone_state(on, base, done=done, status_on=date(2024, 4, 30), today=TODAY) == state
    unknown = {"missed": "due" if on and on < TODAY else "late"}.get(state, state)
    assert milestone_state(on, base, done=done, status_on=None, today=TODAY) == unknown


def test_how_far_milestones_moved_and_what_they_are_narrowed_by(cast: Cast) -> None:
    lay_periods(portfolio=cast.portfolio, starting=date(2024, 4, 1), through=date(2024, 5, 1), by=cast.mona, at=AT)
    before = AT - timedelta(days=12)
    first = import_plan(project=cast.project, data=file_of(house((5, 12, 5))), name="a.xml", by=cast.alice, at=before)
    set_baseline(project=cast.project, revision=first.revision, reason="Gate", source="dates", by=cast.carol, at=before)
    later = replace(house((5, 16, 5)), status_date=minute("2024-05-03T17:00"))
    import_plan(project=cast.project, data=file_of(later), name="b.xml", by=cast.alice, at=AT)
    (row,) = milestones(cast.alice, at=AT)
    assert (row.name, row.period, row.period_on, row.baseline_on) == (
        "Hand over",
        "Apr 2024",
        date(2024, 5, 7),
        date(2024, 5, 7),
    )
    assert row.on is not None
    assert (row.moved_days, row.state) == ((row.on - date(2024, 5, 7)).days, "late")

    def count(**wanted: object) -> int:
        return len(milestones(cast.alice, MilestoneFilter(**wanted), at=AT))  # type: ignore[arg-type]  # by name

    kept = [{"slipped": "period"}, {"slipped": "baseline"}, {"state": "late"}, {"window": "30"}, {"month": "2024-05"}]
    kept += [{"mine": True}, {"text": "HAND"}, {"text": "wn-1"}, {"window": "all"}, {"programme": cast.programme.pk}]
    assert [count(**wanted) for wanted in kept] == [1] * len(kept)
    left_out = [{"state": "done"}, {"state": "missed"}, {"month": "2024-04"}, {"text": "roof"}, {"manager": 10**9}]
    assert [count(**wanted) for wanted in left_out] == [0] * len(left_out)
    assert len(milestones(cast.bob, MilestoneFilter(mine=True), at=AT)) == 0
    for wrong in ({"window": "7"}, {"slipped": "x"}, {"state": "x"}, {"month": "2024-13"}, {"month": "9999-12"}):
        with pytest.raises(Invalid):
            count(**wrong)
    assert [(month, len(rows)) for month, rows in by_month([row, replace(row, on=None)])] == [
        (row.on.replace(day=1), 1),
        (None, 1),
    ]
    assert month_of("2024-02") == (date(2024, 2, 1), date(2024, 3, 1))


def test_one_project_and_many_ask_the_database_as_often(cast: Cast) -> None:
    two(cast, outside(2, "WN-1", "4"))
    few = asked(lambda: roadmap(cast.alice, at=AT)), asked(lambda: milestones(cast.alice, at=AT))
    for number in range(4):
        place = make.project(portfolio=cast.portfolio, programme=cast.programme, manager=cast.alice.person)
        data = file_of(replace(house(), uid=f"P{number}", outside=outside(2, "WN-1", "4")))
        import_plan(project=place, data=data, name=f"{number}.xml", by=cast.alice, at=AT)
    assert (asked(lambda: roadmap(cast.alice, at=AT)), asked(lambda: milestones(cast.alice, at=AT))) == few
