"""A project serves several programmes and divisions in parts: who reads it, and whose money is whose."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.engine.measure import Reason
from conspectus.kit.errors import NotAllowed, NotFound, Refusal
from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.accounts.models import AuditLine, User
from conspectus.rooms.portfolio.actions import Part, grant_role, set_shares
from conspectus.rooms.portfolio.models import Project, Share
from conspectus.rooms.portfolio.queries import get_project, shares_on, visible_projects
from conspectus.rooms.portfolio.rules import abilities_on, projects_with_cost, roles_on, sees_cost
from conspectus.rooms.schedule.actions import import_plan
from conspectus.rooms.schedule.queries.shares import shared_projects, shared_sums

DAY = AT.date()


def share(
    project: Project, *parts: tuple[Any, int], kind: str = "programme", by: User | None = None, **more: Any
) -> None:
    """Set a project's parts of one kind, at whatever revision it is."""
    row = Project.objects.get(pk=project.pk)
    given = [Part(target, part) for target, part in parts]
    set_shares(project=row, kind=kind, parts=given, revision=row.revision, by=by or local_operator(), at=AT, **more)


def refused(code: str, project: Project, *parts: tuple[Any, int], **more: Any) -> str:
    with pytest.raises(Refusal) as caught:
        share(project, *parts, **more)
    assert caught.value.code == code, caught.value.words
    return caught.value.words


def test_the_parts_of_a_kind_add_to_the_whole(cast: Cast) -> None:
    second = make.programme("Second", portfolio=cast.portfolio)
    home = cast.programme
    assert "99.99 %" in refused("not_whole", cast.project, (home, 5_000), (second, 4_999))
    refused("not_whole", cast.project, (home, 5_000), (second, 5_001))
    refused("twice", cast.project, (home, 5_000), (home, 5_000))
    refused("part", cast.project, (home, 10_000), (second, 0))
    refused("kind", cast.project, (cast.division, 10_000))
    refused("kind", cast.project, (home, 10_000), kind="portfolio")
    assert not Share.objects.exists()
    share(cast.project, (home, 6_000), (second, 4_000))
    share(cast.project, (cast.division, 2_500), (cast.house, 7_500), kind="division")
    share(cast.project, (second, 10_000), starting=DAY + timedelta(days=10))
    share(cast.project, starting=DAY + timedelta(days=20))

    def held(days: int, kind: str) -> dict[str, int]:
        rows = shares_on([cast.project.pk], DAY + timedelta(days=days), kind).get(cast.project.pk, [])
        return {row.target.name: row.basis_points for row in rows}

    assert held(-1, "programme") == {}
    assert held(9, "programme") == {"Warehouses": 6_000, "Second": 4_000}
    assert held(10, "programme") == {"Second": 10_000}
    assert held(20, "programme") == {}
    assert held(20, "division") == {"Logistics": 2_500, "Operations": 7_500}
    line = AuditLine.objects.filter(deed="set_shares").order_by("number").first()
    assert line is not None
    assert (line.subject_kind, line.subject_id) == ("project", str(cast.project.pk))


def test_the_database_keeps_a_share_to_one_kind(cast: Cast) -> None:
    row = Share(project=cast.project, kind="programme", division=cast.division, basis_points=10_000, starts_on=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_it_takes_steering_the_project_and_each_programme_but_the_home(cast: Cast) -> None:
    second = make.programme("Second", portfolio=cast.portfolio)
    elsewhere = make.programme("Elsewhere", portfolio=cast.other.portfolio)
    for who, refusal in (
        (cast.alice, NotAllowed),
        (cast.carol, NotAllowed),
        (cast.judy, NotAllowed),
        (cast.dave, NotFound),
    ):
        with pytest.raises(refusal):
            share(cast.project, (cast.programme, 10_000), by=who)
    share(cast.project, (cast.programme, 10_000), by=cast.ivan)
    for target in (second, elsewhere):
        with pytest.raises(NotFound):
            share(cast.project, (target, 10_000), by=cast.ivan)
    share(cast.project, (second, 10_000), by=cast.mona)
    with pytest.raises(NotFound):
        share(cast.project, (elsewhere, 10_000), by=cast.mona)


def test_who_steers_a_programme_reads_what_serves_it_on_the_day_and_no_money(cast: Cast, reader: None) -> None:  # noqa: F811
    import_plan(project=cast.other, data=file_of(house()), name="a.xml", by=cast.bob, at=AT)
    share(cast.other, (cast.programme, 4_000), (make.programme(portfolio=cast.other.portfolio), 6_000), starting=DAY)
    steering = {"ivan", "mona"}
    everywhere = {"bob", "erin", "frank"}
    for name, user in cast.users().items():
        sees = visible_projects(user, DAY).filter(pk=cast.other.pk).exists()
        assert sees == (name in steering | everywhere), name
        assert bool(roles_on(user, cast.other, DAY)) == sees, name
    for name in steering:
        user = cast.users()[name]
        assert get_project(user, cast.other.pk, DAY).code == "HO-1"
        assert roles_on(user, cast.other, DAY) == {Role.VIEWER}
        assert abilities_on(user, cast.other, DAY) == {"read"}
        assert not sees_cost(user, cast.other, DAY)
        assert cast.other.pk not in (projects_with_cost(user, DAY) or ())
        assert not visible_projects(user, DAY - timedelta(days=1)).filter(pk=cast.other.pk).exists()
        assert roles_on(user, cast.other, DAY - timedelta(days=1)) == frozenset()
        with pytest.raises(NotAllowed):
            share(cast.other, by=user)
    rows = {row.code: row for row in shared_projects(cast.ivan, cast.programme, at=AT)}
    assert (rows["HO-1"].basis_points, rows["HO-1"].budget.reason) == (4_000, Reason.HIDDEN)
    share(cast.other, starting=DAY)
    assert not visible_projects(cast.ivan, DAY).filter(pk=cast.other.pk).exists()


@pytest.mark.parametrize(("role", "sees"), [("programme_manager", True), ("viewer", False), ("finance", False)])
def test_a_grant_over_the_programme_counts_where_it_steers(cast: Cast, role: str, sees: bool) -> None:
    grant_role(person=cast.dave.person, role=role, scope=cast.programme, by=local_operator(), at=AT)
    share(cast.other, (cast.programme, 10_000))
    assert visible_projects(cast.dave, DAY).filter(pk=cast.other.pk).exists() == sees
    assert bool(roles_on(cast.dave, cast.other, DAY)) == sees


def test_money_in_parts_adds_to_the_whole_over_all_programmes(cast: Cast, reader: None) -> None:  # noqa: F811
    import_plan(project=cast.project, data=file_of(house(cost=1_000_001.0)), name="a.xml", by=cast.alice, at=AT)
    others = [make.programme(portfolio=cast.portfolio) for _ in range(2)]
    whole = shared_projects(cast.mona, cast.programme, at=AT)
    assert [row.basis_points for row in whole] == [10_000]
    budget = whole[0].budget.value
    assert budget
    share(cast.project, (cast.programme, 3_333), (others[0], 3_333), (others[1], 3_334))
    parts = [shared_projects(cast.mona, one, at=AT)[0] for one in (cast.programme, *others)]
    assert [one.basis_points for one in parts] == [3_333, 3_333, 3_334]
    assert sum(one.budget.value or 0 for one in parts) == budget
    assert [one.home for one in parts] == ["Warehouses"] * 3
    sums = shared_sums(parts)
    assert (sums[0].projects, sums[0].budget.value) == (3, budget)
    share(cast.project, (others[0], 10_000))
    nothing = shared_projects(cast.mona, cast.programme, at=AT)[0]
    assert (nothing.basis_points, nothing.budget.value) == (0, 0.0)
    assert shared_sums([nothing]) == ()


def test_a_division_counts_what_serves_those_below_it(cast: Cast) -> None:
    elsewhere = make.division("Elsewhere")
    share(cast.project, (cast.division, 2_000), (cast.house, 3_000), (elsewhere, 5_000), kind="division")
    found = {
        one.name: {row.code: row.basis_points for row in shared_projects(cast.bob, one, at=AT)}
        for one in (cast.house, cast.division, elsewhere)
    }
    assert found == {"Operations": {"WN-1": 5_000}, "Logistics": {"WN-1": 2_000}, "Elsewhere": {"WN-1": 5_000}}


def test_it_is_asked_as_often_for_thirty_as_for_one(cast: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as context:
            shared_projects(cast.mona, cast.programme, at=AT)
        return len(context)

    share(cast.project, (cast.programme, 10_000))
    first = asked()
    for _ in range(30):
        share(make.project(portfolio=cast.portfolio), (cast.programme, 10_000))
    assert asked() == first
