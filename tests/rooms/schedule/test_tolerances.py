"""Tolerances judge from their day on: by portfolio, by set, by project; frozen periods keep what judged them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from tests import factories as make
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.journeys.freeze_period import freeze_period
from conspectus.journeys.review_portfolio import review_portfolio
from conspectus.kit.errors import Invalid, NotAllowed, NotFound
from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.accounts.models import User
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.portfolio.actions import grant_role
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.schedule.actions import NewTolerance, import_plan, set_tolerance
from conspectus.rooms.schedule.bridge.judging import judged
from conspectus.rooms.schedule.bridge.tolerances import USUAL
from conspectus.rooms.schedule.models import PlanSummary, Tolerance
from conspectus.rooms.schedule.queries.tolerances import tolerances_of
from conspectus.rooms.status.queries import statuses

WIDE = {"slip_percent": (60.0, 80.0), "spi_t": (0.2, 0.1), "overrun_percent": (60.0, 80.0)}
BAD: list[tuple[dict[str, Any], str]] = [
    ({"slip_percent": (10.0, 5.0)}, "leaves no room for amber. Amber ends beyond green"),
    ({"spi_t": (0.9, 0.95)}, "Amber begins below green"),
    ({"overrun_percent": (-1.0, 5.0)}, "cannot be negative"),
    ({"overrun_percent": (5.0, float("nan"))}, "give figures"),
    ({"overrun_percent": (5.0, True)}, "give figures"),
    ({"slip_percent": (5.0, 1e9)}, "at most"),
    ({"slip_percent": (5.0,)}, "two figures"),
    ({"weather": (5.0, 6.0)}, "no limit 'weather'"),
]


def newest() -> PlanSummary:
    return PlanSummary.objects.get(is_current=True)


def colours(cast: Cast, period: Any) -> tuple[str, str, str]:
    row = statuses(cast.bob, period, at=AT)[0]
    assert row.tolerance is not None
    return row.dimension("schedule").colour, row.dimension("cost").colour, row.tolerance.judge


def test_limits_judge_from_their_day_on_and_frozen_periods_keep_theirs(
    cast: Cast,
    reader: None,  # noqa: F811  # the fixture of the same name
) -> None:
    import_plan(project=cast.project, data=file_of(house()), name="north.xml", by=cast.alice, at=AT)
    rows = lay_periods(
        portfolio=cast.portfolio, starting=date(2024, 4, 1), through=date(2024, 5, 1), by=cast.mona, at=AT
    )
    april = open_period(period=rows[0], revision=1, by=cast.mona, at=AT)
    may = open_period(period=rows[1], revision=1, by=cast.mona, at=AT)
    before = newest()
    again = judged(before, USUAL)
    assert again is not None  # judged from what is kept, word for word as from the plan
    assert [(one.colour.value, one.words) for one in again] == [
        (before.schedule_colour, before.schedule_words),
        (before.cost_colour, before.cost_words),
    ]
    assert colours(cast, april) == ("red", "amber", "usual")
    freeze_period(period=april, revision=april.revision, by=cast.mona, at=AT)
    april.refresh_from_db()

    def wide(subject: Portfolio | Programme | Project, name: str = "", **more: Any) -> Tolerance:
        new = NewTolerance(**{"reason": "Agreed", "limits": WIDE, "name": name, **more})
        return set_tolerance(subject=subject, new=new, by=cast.mona, at=AT)

    row = wide(cast.portfolio, from_on=AT.date() - timedelta(days=1))
    assert (newest().schedule_colour, newest().cost_colour) == ("green", "green")
    assert newest().tolerance_id == row.pk
    assert "green to 60 %" in newest().cost_words
    assert colours(cast, may) == ("green", "green", "portfolio")
    assert colours(cast, april) == ("red", "amber", "usual")
    with pytest.raises(Invalid, match="no tolerance set “Pilot”"):
        wide(cast.project, "Pilot", limits={})
    wide(cast.portfolio, "Pilot", limits={})
    wide(cast.project, "pilot", limits={})
    assert colours(cast, may) == ("red", "amber", "set")
    set_tolerance(
        subject=Project.objects.get(pk=cast.project.pk),
        new=NewTolerance("Its own", {"overrun_percent": (10, 90)}),
        by=cast.mona,
        at=AT,
    )
    assert colours(cast, may) == ("red", "green", "project")
    project = review_portfolio(by=cast.bob, at=AT).projects[0]
    assert project.colour("cost") == "green"
    import_plan(project=cast.project, data=file_of(house((5, 11, 5))), name="b.xml", by=cast.alice, at=AT)
    assert newest().cost_colour == "green"
    wide(cast.project, limits={})
    assert colours(cast, may) == ("green", "green", "portfolio")
    found = tolerances_of(cast.project, AT.date())
    assert [len(one.limits) for one in found.recorded] == [0, 5, 0]
    assert [one.name for one in found.sets] == ["Pilot"]
    for spoil in (lambda: Tolerance.objects.update(reason="x"), Tolerance.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil()


def test_what_cannot_judge_is_refused_in_words(cast: Cast) -> None:
    for limits, words in BAD:
        with pytest.raises(Invalid, match=words):
            set_tolerance(subject=cast.project, new=NewTolerance("Why", limits), by=cast.mona, at=AT)
    for new, words in (
        (NewTolerance(" ", WIDE), "Say why"),
        (NewTolerance("Why", WIDE, "Pilot"), "not both"),
        (NewTolerance("Why", WIDE, from_on=AT.date() + timedelta(days=1)), "its day has come"),
    ):
        with pytest.raises(Invalid, match=words):
            set_tolerance(subject=cast.project, new=new, by=cast.mona, at=AT)
    for nobody in (cast.alice, cast.ivan):
        with pytest.raises(NotAllowed):
            set_tolerance(subject=cast.project, new=NewTolerance("Why", WIDE), by=nobody, at=AT)
    assert not Tolerance.objects.exists()


def test_limits_are_set_from_above_and_not_by_a_part_in_the_thing(cast: Cast) -> None:
    deep = make.project(portfolio=cast.portfolio, programme=cast.programme, sponsor=cast.carol.person)
    alone = make.project(portfolio=cast.portfolio, sponsor=cast.carol.person)
    kim, scopes = cast.kim, (deep, cast.programme, cast.portfolio)

    def may_set(by: User) -> list[bool]:
        found = []
        for subject in (deep, alone, cast.programme, cast.portfolio):
            try:
                set_tolerance(subject=subject, new=NewTolerance("Agreed", WIDE), by=by, at=AT)
            except (NotAllowed, NotFound):
                found.append(False)
            else:
                found.append(True)
        return found

    assert may_set(cast.mona) == [True] * 4
    assert may_set(cast.carol) == [False] * 4
    for scope, able in zip(scopes, ([0, 0, 0, 0], [1, 0, 0, 0], [1, 1, 1, 1]), strict=True):
        grant_role(person=kim.person, role=Role.SPONSOR, scope=scope, by=local_operator(), at=AT)
        assert may_set(kim) == [bool(one) for one in able]
    with pytest.raises(NotAllowed, match="who approves over what the project or programme lies in"):
        set_tolerance(subject=deep, new=NewTolerance("Agreed", WIDE), by=cast.carol, at=AT)


def test_one_question_more_for_any_number_of_projects(cast: Cast, django_assert_num_queries: Any) -> None:
    from conspectus.rooms.schedule.bridge.tolerances import tolerances_on

    projects = [make.project(portfolio=cast.portfolio) for _ in range(3)]
    for some in (projects[:1], projects):
        with django_assert_num_queries(1):
            assert {one.judge for one in tolerances_on(some, AT.date()).values()} == {"usual"}
