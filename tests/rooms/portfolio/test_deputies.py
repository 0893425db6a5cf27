"""Deputies: exactly what somebody may do in their duties, in the named days, told in the audit log; never more."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from tests import factories as make
from tests.cast import AT, Cast

from conspectus.journeys.home.look import home
from conspectus.journeys.leave import hand_over
from conspectus.journeys.notices.follow import follow_notices
from conspectus.journeys.notices.shown import shown
from conspectus.kit.errors import Invalid, NotAllowed, NotFound
from conspectus.kit.reading import only_reading
from conspectus.rooms.accounts.actions import deactivate_user
from conspectus.rooms.accounts.models import AuditLine, User
from conspectus.rooms.accounts.rules import keeps_people, may_administer
from conspectus.rooms.outbox.queries import notices_of
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.actions import (
    NewProject,
    change_programme,
    change_project,
    change_projects,
    create_programme,
    create_project,
    give_project_role,
    grant_role,
)
from conspectus.rooms.portfolio.actions.deputies import end_deputy, name_deputy
from conspectus.rooms.portfolio.models import Deputy
from conspectus.rooms.portfolio.queries import visible_portfolios, visible_programmes, visible_projects
from conspectus.rooms.portfolio.queries.deputies import get_deputy, visible_deputies
from conspectus.rooms.portfolio.rules import abilities_on, cost_visible, may, projects_with_cost, require
from conspectus.rooms.schedule.actions import NewTolerance, set_tolerance
from conspectus.rooms.status.actions import (
    Declared,
    accept_report,
    declare_status,
    end_override,
    override_status,
    submit_report,
)
from conspectus.rooms.status.models import Report

TODAY = AT.date()
GREEN = Declared("overall", "green")


def stand_in(person: User, deputy: User, **more: Any) -> Deputy:
    given = {"starts_on": TODAY, "last_on": TODAY + timedelta(days=9), "by": person, "at": AT} | more
    return name_deputy(person=person.person, deputy=deputy.person, **given)


def opened(cast: Cast) -> Period:
    (row,) = lay_periods(portfolio=cast.portfolio, starting=TODAY, through=TODAY, by=cast.mona, at=AT)
    return open_period(period=row, revision=1, by=cast.mona, at=AT)


def reported(cast: Cast, by: User, period: Period) -> Report:
    given = {"period": period, "declared": [GREEN], "revision": 0}
    row = declare_status(subject=cast.project, **given, by=by, at=AT)
    return submit_report(report=row, revision=row.revision, by=by, at=AT)


def last_line() -> tuple[str, str, Any]:
    row = AuditLine.objects.latest("number")
    return row.deed, row.actor_name, json.loads(row.body).get("for")


def test_a_deputy_sees_and_does_what_the_person_may_in_the_named_days_only(cast: Cast) -> None:
    with pytest.raises(NotFound):
        require(cast.dave, "submit_report", cast.project, TODAY)
    stand_in(cast.alice, cast.dave)
    for way in ("abilities", "set"):
        for day, seen in ((-1, False), (0, True), (9, True), (10, False)):
            on = TODAY + timedelta(days=day)
            if way == "abilities":
                assert (abilities_on(cast.dave, cast.project, on) == abilities_on(cast.alice, cast.project, on)) is seen
            else:
                with only_reading():
                    found = set(visible_projects(cast.dave, on))
                    assert found == (set(visible_projects(cast.alice, on)) if seen else set())
                    assert visible_portfolios(cast.dave, on).exists() is seen
                    assert visible_programmes(cast.dave, on).exists() is seen
                    assert projects_with_cost(cast.dave, on) == (frozenset({cast.project.pk}) if seen else frozenset())
    reported(cast, cast.dave, opened(cast))
    assert last_line() == ("submit_report", "Dave", ["Alice"])
    cast.dave.reading_only = True
    with pytest.raises(NotAllowed):
        require(cast.dave, "submit_report", cast.project, TODAY)


def test_what_one_may_do_oneself_is_told_as_ones_own(cast: Cast) -> None:
    stand_in(cast.alice, cast.mona)
    reported(cast, cast.mona, opened(cast))
    assert last_line() == ("submit_report", "Mona", None)
    assert cast.mona.stood_in is None


def test_roles_over_the_organisation_pass_but_for_the_administrators_and_the_auditors(cast: Cast) -> None:
    stand_in(cast.bob, cast.dave)
    assert set(visible_projects(cast.dave, TODAY)) == set(visible_projects(cast.bob, TODAY))
    assert cost_visible(cast.dave, TODAY) is None
    row = reported(cast, cast.alice, opened(cast))
    accept_report(report=row, revision=row.revision, by=cast.dave, at=AT)
    assert last_line() == ("accept_report", "Dave", ["Bob"])
    assert not keeps_people(cast.dave)
    for who in (cast.frank, cast.erin):
        stand_in(who, cast.grace)
    assert not may_administer(cast.grace)
    assert set(visible_projects(cast.grace, TODAY)) == {cast.project}
    assert not may(cast.grace, "submit_report", cast.project, TODAY)


def test_there_are_no_chains(cast: Cast) -> None:
    stand_in(cast.alice, cast.heidi)
    stand_in(cast.heidi, cast.dave)
    assert may(cast.heidi, "submit_report", cast.project, TODAY)
    assert not may(cast.dave, "submit_report", cast.project, TODAY)
    assert set(visible_projects(cast.dave, TODAY)) == {cast.project}


def test_a_deputy_gives_no_roles_and_decides_on_nothing_of_their_own(cast: Cast) -> None:
    stand_in(cast.mona, cast.alice)
    for deed, given in (
        (grant_role, {"role": "viewer", "scope": cast.portfolio}),
        (give_project_role, {"role": "viewer", "project": cast.project}),
    ):
        with pytest.raises(NotAllowed):
            deed(**given, person=cast.dave.person, by=cast.alice, at=AT)  # type: ignore[operator]  # two deeds
        assert not may(cast.alice, deed.__name__, next(reversed(given.values())), TODAY)  # type: ignore[arg-type]
    row = reported(cast, cast.alice, opened(cast))
    with pytest.raises(NotAllowed) as refused:
        accept_report(report=row, revision=row.revision, by=cast.alice, at=AT)
    assert "manage yourself" in refused.value.words
    other = make.project(portfolio=cast.portfolio)
    change_project(project=other, changes={"name": "Another"}, revision=1, by=cast.alice, at=AT)
    assert last_line() == ("change_project", "Alice", ["Mona"])


def test_a_deputy_takes_nothing_that_lasts(cast: Cast) -> None:
    stand_in(cast.mona, cast.dave)
    here = {"by": cast.dave, "at": AT}
    named: list[Any] = [
        lambda: change_project(project=cast.project, changes={"manager": cast.dave.person}, revision=1, **here),
        lambda: create_project(new=NewProject(cast.portfolio, "X-1", "X", manager=cast.dave.person), **here),
        lambda: create_programme(portfolio=cast.portfolio, name="X", manager=cast.dave.person, **here),
        lambda: change_programme(
            programme=cast.programme, name="X", purpose="", manager=cast.dave.person, revision=1, **here
        ),
        lambda: change_projects(chosen=[(cast.project, 1)], changes={"manager": cast.dave.person}, **here),
    ]
    for deed in named[:-1]:
        with pytest.raises(NotAllowed, match="in charge"):
            deed()
    (line,) = named[-1]()
    assert "in charge" in line.refusal
    change_project(project=cast.project, changes={"manager": cast.heidi.person}, revision=1, **here)
    assert not visible_projects(cast.dave, TODAY + timedelta(days=10)).exists()


def test_a_deputy_does_not_decide_by_what_their_own_project_is_judged(cast: Cast) -> None:
    override = override_status(
        subject=cast.project,
        dimension="overall",
        colour="red",
        computed="green",
        reason="Not to be believed",
        ends_on=TODAY + timedelta(days=9),
        by=cast.mona,
        at=AT,
    )
    stand_in(cast.mona, cast.alice)
    stand_in(cast.bob, cast.alice)
    for deed in (
        lambda: end_override(override=override, by=cast.alice, at=AT),
        lambda: set_tolerance(subject=cast.project, new=NewTolerance("Wider"), by=cast.alice, at=AT),
    ):
        with pytest.raises(NotAllowed, match="manage yourself"):
            deed()


def test_it_ends_by_either_by_leaving_and_with_the_account(cast: Cast) -> None:
    row = stand_in(cast.alice, cast.dave)
    with pytest.raises(NotAllowed):
        end_deputy(deputy=row, by=cast.mona, at=AT)
    end_deputy(deputy=row, by=cast.dave, at=AT)
    assert not visible_projects(cast.dave, TODAY).exists()
    lines = AuditLine.objects.count()
    end_deputy(deputy=row, by=cast.alice, at=AT)
    assert AuditLine.objects.count() == lines
    stand_in(cast.carol, cast.dave)
    deactivate_user(user=cast.carol, by=cast.frank, at=AT)
    assert not visible_projects(cast.dave, TODAY).exists()
    stand_in(cast.ivan, cast.dave)
    stand_in(cast.dave, cast.ivan)
    hand_over(person=cast.ivan.person, heir=cast.mona.person, by=cast.frank, at=AT)
    assert not visible_projects(cast.dave, TODAY).exists()
    assert not Deputy.objects.filter(ends_on__gt=TODAY).exclude(person=cast.carol.person).exists()


def test_who_names_whom_for_how_long(cast: Cast) -> None:
    stranger = make.person("No Account")
    for who, whom, by, days, field in (
        (cast.alice, cast.alice.person, cast.alice, (0, 1), "deputy"),
        (cast.alice, stranger, cast.alice, (0, 1), "deputy"),
        (cast.alice, cast.dave.person, cast.alice, (1, 0), "last_on"),
        (cast.alice, cast.dave.person, cast.alice, (-9, -1), "last_on"),
        (cast.alice, cast.dave.person, cast.alice, (0, 400), "last_on"),
    ):
        first, last = (TODAY + timedelta(days=one) for one in days)
        with pytest.raises(Invalid) as refused:
            name_deputy(person=who.person, deputy=whom, starts_on=first, last_on=last, by=by, at=AT)
        assert refused.value.field == field
    with pytest.raises(NotAllowed):
        stand_in(cast.alice, cast.dave, by=cast.bob)
    stand_in(cast.alice, cast.dave, by=cast.frank)
    with pytest.raises(Invalid):
        stand_in(cast.alice, cast.dave, starts_on=TODAY + timedelta(days=9), last_on=TODAY + timedelta(days=20))
    row = stand_in(cast.alice, cast.dave, starts_on=TODAY + timedelta(days=10), last_on=TODAY + timedelta(days=20))
    assert [visible_deputies(who).count() for who in (cast.alice, cast.dave, cast.erin, cast.mona)] == [2, 2, 2, 0]
    with pytest.raises(NotFound):
        get_deputy(cast.mona, row.pk)


def test_the_home_page_says_for_whom_and_the_deputy_is_told(cast: Cast) -> None:
    follow_notices(at=AT)
    opened(cast)
    stand_in(cast.alice, cast.dave, last_on=date(2024, 5, 12))
    stand_in(cast.mona, cast.dave)
    found = home(cast.dave, at=AT)
    assert [(one.name, one.last_on) for one in found.standing] == [
        ("Alice", date(2024, 5, 12)),
        ("Mona", TODAY + timedelta(days=9)),
    ]
    assert "Write the report for May 2024" in [one.words for one in found.standing[0].tasks]
    assert (found.todo, found.late) == ((), ())
    row = Report.objects.first() or reported(cast, cast.alice, Period.objects.get())
    assert row.state == "submitted"
    found = home(cast.dave, at=AT)
    assert [one.what for one in found.standing[1].tasks] == ["acceptance"]
    follow_notices(at=AT)
    told = [one.change.words for one in shown(cast.dave, list(notices_of(cast.dave)), TODAY)]
    assert told[-1].startswith("You stand in for Alice from 2024-05-06 through 2024-05-12")
