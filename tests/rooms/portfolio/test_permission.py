"""Who may do what: the cast against every deed on a project of their own, on another, and above it."""

from __future__ import annotations

import pytest
from tests.cast import Cast

from conspectus.kit.errors import NotAllowed, NotFound
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.portfolio.queries import (
    get_project,
    visible_portfolios,
    visible_programmes,
    visible_projects,
)
from conspectus.rooms.portfolio.rules import abilities_on, may, require, sees_cost

# person: (reads, changes particulars, steers, sees cost, sees people) on their own project
EXPECTED = {
    "alice": (True, True, False, True, False),
    "bob": (True, True, True, True, True),
    "carol": (True, False, False, True, False),
    "dave": (False, False, False, False, False),
    "erin": (True, False, False, True, True),
    "frank": (True, True, True, True, True),
    "grace": (True, False, False, False, False),
    "heidi": (True, False, False, False, False),
    "ivan": (True, True, True, True, False),
    "judy": (True, False, False, True, True),
    "kim": (True, False, False, False, True),
    "liam": (True, False, False, True, False),
    "mona": (True, True, True, True, False),
}
EVERYWHERE = {"bob", "erin", "frank"}


def test_everybody_on_the_project(cast: Cast) -> None:
    found = {
        name: (
            visible_projects(user).filter(pk=cast.project.pk).exists(),
            may(user, "change_project", cast.project),
            may(user, "change_project_state", cast.project),
            sees_cost(user, cast.project),
            Ability.SEE_PEOPLE in abilities_on(user, cast.project),
        )
        for name, user in cast.users().items()
    }
    assert found == EXPECTED


def test_the_other_project_shows_only_to_those_who_see_everything(cast: Cast) -> None:
    seen = {name for name, user in cast.users().items() if visible_projects(user).filter(pk=cast.other.pk).exists()}
    assert seen == EVERYWHERE


def test_foreign_is_the_same_as_missing(cast: Cast) -> None:
    refusals = []
    for wanted in (cast.other.pk, 10**9, 10**30, -1, 0, "' or 1=1", "", "²", None, True, 1.5, str(cast.other.pk)):
        with pytest.raises(NotFound) as caught:
            get_project(cast.alice, wanted)
        refusals.append((caught.value.code, caught.value.words))
    assert set(refusals) == {("not_found", "Not found.")}


def test_require_refuses_as_missing_what_is_invisible_and_as_forbidden_what_is_seen(cast: Cast) -> None:
    with pytest.raises(NotFound):
        require(cast.dave, "change_project", cast.project)
    with pytest.raises(NotAllowed):
        require(cast.grace, "change_project", cast.project)
    require(cast.alice, "change_project", cast.project)


def test_programmes_and_portfolios_show_with_their_projects(cast: Cast) -> None:
    expected = set(cast.users()) - {"dave"}
    seen = {name for name, user in cast.users().items() if cast.programme in visible_programmes(user)}
    assert seen == expected
    assert {name for name, user in cast.users().items() if cast.portfolio in visible_portfolios(user)} == expected


def test_asking_costs_the_same_for_few_and_many(cast: Cast, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(7):  # type: ignore[operator]  # the plugin's fixture is untyped
        for project in visible_projects(cast.judy):
            str(project.manager), str(project.division), str(project.programme)
