"""Strategic objectives: a tree, what serves each in projects, money and status, and what serves none."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.engine.measure import Reason
from conspectus.kit.errors import NotAllowed, NotFound, Refusal
from conspectus.rooms.accounts.models import AuditLine, User
from conspectus.rooms.portfolio.actions import (
    Move,
    Serves,
    change_objective,
    change_project_state,
    retire_objective,
    set_contributions,
)
from conspectus.rooms.portfolio.models import Contribution, Objective, Project
from conspectus.rooms.portfolio.queries import contributions_on, get_objective, objectives_of
from conspectus.rooms.schedule.actions import import_plan
from conspectus.rooms.schedule.queries.objectives import objectives_view

DAY = AT.date()


def serve(project: Project, *parts: tuple[Objective, int], by: User, **more: Any) -> Project:
    """Say what a project serves, at whatever revision it is."""
    given = [Serves(objective, part) for objective, part in parts]
    now = Project.objects.get(pk=project.pk)
    return set_contributions(project=now, contributions=given, revision=now.revision, by=by, at=AT, **more)


def refused(code: str, action: Any, **given: Any) -> str:
    with pytest.raises(Refusal) as caught:
        action(**given, at=AT)
    assert caught.value.code == code, caught.value.words
    return caught.value.words


def test_a_tree_is_listed_by_name_with_what_lies_below(cast: Cast) -> None:
    top = make.objective("Growth", portfolio=cast.portfolio)
    other = make.objective("Calm", portfolio=cast.portfolio)
    below = make.objective("Asia", portfolio=cast.portfolio, parent=top, target=95.0, unit="%", measure="Share")
    deep = make.objective("Japan", portfolio=cast.portfolio, parent=below)
    assert [one.name for one in objectives_of(cast.portfolio, DAY)] == ["Calm", "Growth", "Asia", "Japan"]
    assert deep.path == f"/{top.pk}/{below.pk}/{deep.pk}/"
    change_objective(objective=below, changes={"parent": other}, revision=1, by=cast.mona, at=AT)
    assert [one.name for one in objectives_of(cast.portfolio, DAY)] == ["Calm", "Asia", "Japan", "Growth"]
    assert Objective.objects.get(pk=deep.pk).path == f"/{other.pk}/{below.pk}/{deep.pk}/"
    line = AuditLine.objects.order_by("number").last()
    assert line is not None
    assert (line.deed, line.subject_kind) == ("change_objective", "objective")


def test_what_cannot_be_is_refused(cast: Cast) -> None:
    top = make.objective("Growth", portfolio=cast.portfolio)
    below = make.objective("Asia", portfolio=cast.portfolio, parent=top)
    foreign = make.objective("Theirs", portfolio=cast.other.portfolio)
    change = {"objective": top, "revision": 1, "by": cast.mona}
    refused("own_parent", change_objective, changes={"parent": below}, **change)
    refused("parent", change_objective, changes={"parent": foreign}, **change)
    refused("weight", change_objective, changes={"weight": 0}, **change)
    refused("target", change_objective, changes={"target": float("nan")}, **change)
    refused("ends_on", change_objective, changes={"starts_on": DAY, "ends_on": DAY}, **change)
    refused("unknown_field", change_objective, changes={"path": "/"}, **change)
    refused("stale", change_objective, changes={}, objective=top, revision=3, by=cast.mona)
    with pytest.raises(Refusal, match="exists here"):
        make.objective("  growth ", portfolio=cast.portfolio)
    place = below
    for _ in range(6):
        place = make.objective(portfolio=cast.portfolio, parent=place)
    with pytest.raises(Refusal, match="8 levels deep"):
        make.objective(portfolio=cast.portfolio, parent=place)


def test_parts_add_to_at_most_the_whole_of_objectives_of_the_own_portfolio(cast: Cast) -> None:
    one, two = (make.objective(name, portfolio=cast.portfolio) for name in ("One", "Two"))
    foreign = make.objective("Theirs", portfolio=cast.other.portfolio)
    base = {"project": cast.project, "revision": 1, "by": cast.alice}
    refused("more_than_whole", set_contributions, contributions=[Serves(one, 6_000), Serves(two, 4_001)], **base)
    refused("twice", set_contributions, contributions=[Serves(one, 1), Serves(one, 1)], **base)
    refused("part", set_contributions, contributions=[Serves(one, 0)], **base)
    refused("part", set_contributions, contributions=[Serves(one, True)], **base)
    refused("objective", set_contributions, contributions=[Serves(foreign, 1)], **base)
    assert not Contribution.objects.exists()
    for who, refusal in ((cast.grace, NotAllowed), (cast.dave, NotFound)):
        with pytest.raises(refusal):
            serve(cast.project, (one, 10_000), by=who)


def test_a_set_from_a_day_on_leaves_the_days_before_as_they_were(cast: Cast) -> None:
    one, two = (make.objective(name, portfolio=cast.portfolio) for name in ("One", "Two"))
    serve(cast.project, (one, 10_000), by=cast.alice, starting=DAY - timedelta(days=30))
    serve(cast.project, (one, 4_000), (two, 6_000), by=cast.alice)
    serve(cast.project, by=cast.alice, starting=DAY + timedelta(days=30))

    def held(day: date) -> dict[str, int]:
        found = contributions_on([cast.project.pk], day).get(cast.project.pk, [])
        return {each.objective.name: each.basis_points for each in found}

    assert held(DAY - timedelta(days=31)) == {}
    assert held(DAY - timedelta(days=1)) == {"One": 10_000}
    assert held(DAY) == {"Two": 6_000, "One": 4_000}
    assert held(DAY + timedelta(days=30)) == {}
    serve(cast.project, (two, 10_000), by=cast.alice, starting=DAY - timedelta(days=10))
    assert [held(DAY + timedelta(days=days)) for days in (-11, -10, 0, 40)] == [{"One": 10_000}, *[{"Two": 10_000}] * 3]


def test_each_day_is_that_of_the_last_set_that_reaches_it(cast: Cast) -> None:
    row, dice = make.objective("One", portfolio=cast.portfolio), Random(7)
    expected: dict[int, int] = {}
    for _ in range(25):
        day, part = dice.randrange(40), dice.choice([0, dice.randint(1, 10_000)])
        parts = [(row, part)] if part else []
        serve(cast.project, *parts, by=cast.alice, starting=DAY + timedelta(days=day))
        expected.update(dict.fromkeys(range(day, 60), part))
    for day in range(60):
        held = contributions_on([cast.project.pk], DAY + timedelta(days=day)).get(cast.project.pk, [])
        assert [one.basis_points for one in held] == ([expected[day]] if expected.get(day) else [])


def test_an_objective_counts_what_serves_those_below_it(cast: Cast, reader: None) -> None:  # noqa: F811
    import_plan(project=cast.project, data=file_of(house(cost=1_000_001.0)), name="a.xml", by=cast.alice, at=AT)
    top = make.objective("Growth", portfolio=cast.portfolio, weight=3)
    below = make.objective("Asia", portfolio=cast.portfolio, parent=top)
    idle = make.objective("Idle", portfolio=cast.portfolio)
    second = make.project("Second", code="S-1", portfolio=cast.portfolio)
    serve(cast.project, (top, 3_333), (below, 3_333), by=cast.alice)
    view = objectives_view(cast.mona, cast.portfolio, at=AT)
    by_name = {one.name: one for one in view.tree}
    parts = {one.objective: one.budget.value for one in view.serving}
    growth, asia = by_name["Growth"], by_name["Asia"]
    assert (growth.projects, asia.projects, by_name["Idle"].projects) == (1, 1, 0)
    assert growth.budgets[0].budget == sum(part for part in parts.values() if part is not None)
    assert asia.budgets[0].budget == parts["Asia"]
    assert growth.weight_ratio == 0.75
    assert [one.name for one in view.unserved] == [idle.name]
    assert [row.code for row in view.aimless] == [second.code]
    assert {one.objective for one in view.serving_of(top.pk)} == {"Growth", "Asia"}
    assert [count for _, count in growth.colours] == [1]
    hidden = {one.name: one for one in objectives_view(cast.grace, cast.portfolio, at=AT).tree}["Growth"]
    assert (hidden.projects, hidden.budgets, hidden.hidden) == (1, (), 1)
    assert {one.budget.reason for one in objectives_view(cast.grace, cast.portfolio, at=AT).serving} == {Reason.HIDDEN}
    change_project_state(project=second, move=Move("stopped", "x"), revision=second.revision, by=cast.mona, at=AT)
    assert objectives_view(cast.mona, cast.portfolio, at=AT).aimless == ()


def test_what_is_retired_counts_no_more_and_its_name_is_free(cast: Cast) -> None:
    top = make.objective("Growth", portfolio=cast.portfolio)
    below = make.objective("Asia", portfolio=cast.portfolio, parent=top)
    serve(cast.project, (below, 10_000), by=cast.alice)
    retire_objective(objective=top, revision=1, by=cast.mona, at=AT)
    view = objectives_view(cast.mona, cast.portfolio, at=AT)
    assert (view.tree, [row.code for row in view.aimless]) == ((), ["WN-1"])
    assert [one.name for one in objectives_of(cast.portfolio, DAY - timedelta(days=1))] == ["Growth", "Asia"]
    row = get_objective(cast.mona, below.pk)
    assert row.retired_on == DAY
    refused("retired", retire_objective, objective=row, revision=row.revision, by=cast.mona)
    refused("retired", change_objective, objective=row, changes={}, revision=row.revision, by=cast.mona)
    refused(
        "retired", set_contributions, project=cast.project, contributions=[Serves(row, 1)], revision=2, by=cast.alice
    )
    make.objective("Growth", portfolio=cast.portfolio)


def test_only_those_who_steer_the_portfolio_set_objectives_and_only_who_sees_it_reads_them(cast: Cast) -> None:
    row = make.objective("Growth", portfolio=cast.portfolio)
    for who in (cast.alice, cast.carol, cast.grace, cast.ivan, cast.judy):
        assert get_objective(who, row.pk).name == "Growth"
        with pytest.raises(NotAllowed):
            change_objective(objective=row, changes={"name": "Mine"}, revision=1, by=who, at=AT)
    for missing in (row.pk, 10**9, "x"):
        with pytest.raises(NotFound):
            get_objective(cast.dave, missing)
    with pytest.raises(NotFound):
        change_objective(objective=row, changes={}, revision=1, by=cast.dave, at=AT)


def test_the_view_asks_as_often_for_thirty_as_for_one(cast: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as context:
            objectives_view(cast.mona, cast.portfolio, at=AT)
        return len(context)

    rows = [make.objective(portfolio=cast.portfolio)]
    serve(cast.project, (rows[0], 100), by=cast.alice)
    first = asked()
    for number in range(30):
        rows.append(make.objective(portfolio=cast.portfolio, parent=rows[number // 4]))
        serve(make.project(portfolio=cast.portfolio), (rows[-1], 5_000), by=cast.mona)
    assert asked() == first
