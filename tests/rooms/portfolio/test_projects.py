"""Projects and their groups: opened, changed, moved; what is refused and with which words."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from tests import factories as make
from tests.cast import Cast

from conspectus.kit.errors import Invalid, NotAllowed, NotFound, Refusal, Stale
from conspectus.kit.manner import Manner, written_for
from conspectus.rooms.accounts.actions import authenticate_token, deactivate_user, issue_token, local_operator
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.portfolio.actions import (
    NewProject,
    change_portfolio,
    change_programme,
    change_project,
    create_portfolio,
    create_programme,
    create_project,
    end_grant,
    give_project_role,
    grant_role,
    take_project_role,
)
from conspectus.rooms.portfolio.models import Grant, Project
from conspectus.rooms.portfolio.queries import (
    ProjectFilter,
    find_projects,
    get_grant,
    get_portfolio,
    get_programme,
    get_scope,
    grants_over,
    project_by_code,
    project_people,
    visible_projects,
)
from conspectus.rooms.portfolio.rules import may

AT = make.AT


def refusal(code: str, action: object, **given: object) -> Refusal:
    """Return the refusal of this code that an action must end in."""
    with pytest.raises(Refusal) as caught:
        action(**given, at=AT)  # type: ignore[operator]  # any action
    assert caught.value.code == code, caught.value.words
    return caught.value


def test_a_project_is_opened_with_the_portfolios_currency_and_one_audit_line(cast: Cast) -> None:
    before = AuditLine.objects.count()
    new = NewProject(portfolio=cast.portfolio, programme=cast.programme, code=" WN-2 ", name="Warehouse  south")
    project = create_project(new=new, by=cast.ivan, at=AT)
    assert (project.code, project.currency, project.state, project.revision) == ("WN-2", "EUR", "proposed", 1)
    assert AuditLine.objects.count() == before + 1
    line = AuditLine.objects.latest("number")
    assert (line.actor_name, line.deed, line.subject_id) == ("Ivan", "create_project", str(project.pk))
    assert json.loads(line.body)["programme"] == cast.programme.pk


@pytest.mark.parametrize(
    ("code", "name", "refused"),
    [
        ("wn-1", "Another", "code_taken"),
        ("WN-9", "WAREHOUSE  NORTH ", "name_taken"),
        ("", "Another", "empty"),
        ("WN-9", "", "empty"),
        ("x" * 41, "Another", "too_long"),
        ("WN-9", "x" * 201, "too_long"),
        ("WN-9", "Ware\u200bhouse", "invisible"),
        ("WN\0", "Another", "zero_byte"),
    ],
)
def test_codes_and_names_refused(cast: Cast, code: str, name: str, refused: str) -> None:
    rows = Project.objects.count()
    refusal(refused, create_project, new=NewProject(cast.portfolio, code, name), by=cast.bob)
    assert Project.objects.count() == rows


def test_a_programme_of_another_portfolio_is_refused(cast: Cast) -> None:
    elsewhere = make.programme(portfolio=make.portfolio())
    new = NewProject(cast.portfolio, "X-1", "X", programme=elsewhere)
    refusal("programme", create_project, new=new, by=cast.bob)
    refusal("currency", create_project, new=NewProject(cast.portfolio, "X", "X", currency="DEM"), by=cast.bob)
    refusal("state", create_project, new=NewProject(cast.portfolio, "X", "X", state="lost"), by=cast.bob)


def test_who_opens_what(cast: Cast) -> None:
    openers: dict[str, set[str]] = {"portfolio": set(), "programme": set(), "project": set(), "elsewhere": set()}
    for name, user in cast.users().items():
        tries = {
            "portfolio": lambda u=user, n=name: create_portfolio(name=f"P {n}", currency="EUR", by=u, at=AT),
            "programme": lambda u=user, n=name: create_programme(portfolio=cast.portfolio, name=n, by=u, at=AT),
            "project": lambda u=user, n=name: create_project(
                new=NewProject(cast.portfolio, n, n, programme=cast.programme), by=u, at=AT
            ),
            "elsewhere": lambda u=user, n=name: create_project(
                new=NewProject(cast.other.portfolio, f"e{n}", f"e{n}"), by=u, at=AT
            ),
        }
        for what, attempt in tries.items():
            try:
                attempt()
            except (NotAllowed, NotFound):
                continue
            openers[what].add(name)
    assert openers == {
        "portfolio": {"bob", "frank"},
        "programme": {"bob", "frank", "mona"},
        "project": {"bob", "frank", "mona", "ivan"},
        "elsewhere": {"bob", "frank"},
    }


def test_a_manager_changes_particulars_and_no_more(cast: Cast) -> None:
    changed = change_project(project=cast.project, changes={"summary": "Brick"}, revision=1, by=cast.alice, at=AT)
    assert (changed.summary, changed.revision) == ("Brick", 2)
    for name, value in (("manager", cast.dave.person), ("sponsor", cast.alice.person), ("code", "Z")):
        refusal("not_allowed", change_project, project=changed, changes={name: value}, revision=2, by=cast.alice)


@pytest.mark.parametrize(
    "name", ["id", "revision", "state", "currency", "code_key", "created_at", "_state", "__class__"]
)
def test_nothing_else_can_be_set(cast: Cast, name: str) -> None:
    refused = refusal("unknown_field", change_project, project=cast.project, changes={name: 7}, revision=1, by=cast.bob)
    assert refused.field == name
    assert Project.objects.get(pk=cast.project.pk).revision == 1


def test_a_stale_change_is_refused_and_says_who_was_faster(cast: Cast) -> None:
    change_project(project=cast.project, changes={"name": "North"}, revision=1, by=cast.bob, at=AT)
    with pytest.raises(Stale) as caught:
        change_project(project=cast.project, changes={"name": "South"}, revision=1, by=cast.alice, at=AT)
    assert caught.value.words == "Bob changed this at 09:00 UTC. Look at the new values, then decide."
    assert caught.value.revision == 2
    with written_for(Manner("de", "de-DE", "Europe/Berlin")), pytest.raises(Stale, match="Bob hat dies um 09:00 UTC"):
        change_project(project=cast.project, changes={"name": "South"}, revision=1, by=cast.alice, at=AT)
    for revision in (None, True, "2", 2.0):
        refusal("revision", change_project, project=cast.project, changes={}, revision=revision, by=cast.alice)
    refusal("stale", change_project, project=cast.project, changes={}, revision=10**9, by=cast.alice)


def test_a_project_moves_only_where_its_mover_steers(cast: Cast) -> None:
    target = make.portfolio("Renewal")
    moves = {"portfolio": target, "programme": None}
    refusal("not_found", change_project, project=cast.project, changes=moves, revision=1, by=cast.mona)
    moved = change_project(project=cast.project, changes=moves, revision=1, by=cast.bob, at=AT)
    assert moved.portfolio == target
    assert not visible_projects(cast.mona).filter(pk=moved.pk).exists()


def test_nobody_becomes_the_approver_by_naming_themselves(cast: Cast) -> None:
    changes = {"sponsor": cast.ivan.person}
    refusal("not_allowed", change_project, project=cast.project, changes=changes, revision=1, by=cast.ivan)
    new = NewProject(cast.portfolio, "I", "I", programme=cast.programme, sponsor=cast.ivan.person)
    refusal("not_allowed", create_project, new=new, by=cast.ivan)


def test_groups_change_by_revision(cast: Cast) -> None:
    by = cast.mona
    change_portfolio(portfolio=cast.portfolio, name="Growth 2", purpose="", revision=1, by=by, at=AT)
    given = {"name": "Sheds", "purpose": "", "manager": None, "revision": 1}
    change_programme(programme=cast.programme, **given, by=by, at=AT)
    refusal("stale", change_programme, programme=cast.programme, **given, by=by)
    make.portfolio("Taken")
    refusal("name_taken", create_portfolio, name="taken", currency="EUR", by=cast.bob)
    refusal("name_taken", change_portfolio, portfolio=cast.portfolio, name="TAKEN", purpose="", revision=2, by=by)
    refusal("name_taken", create_programme, portfolio=cast.portfolio, name="sheds", by=by)


def test_a_role_opens_on_its_day_and_ends_at_once(cast: Cast) -> None:
    scope, person = cast.project, cast.dave.person
    tomorrow = AT.date().replace(day=7)
    grant = grant_role(person=person, role="viewer", scope=scope, starts_on=tomorrow, by=cast.bob, at=AT)
    assert not visible_projects(cast.dave, on=AT.date()).exists()
    assert list(visible_projects(cast.dave, on=tomorrow)) == [scope]
    assert get_grant(cast.bob, grant.pk) == grant
    assert list(grants_over(cast.bob, scope)) == [grant]
    later = AT.replace(day=8)
    end_grant(grant=grant, by=cast.bob, at=later)
    assert not visible_projects(cast.dave, on=later.date()).exists()
    assert Grant.objects.filter(pk=grant.pk).exists()
    refusal("ends_on", grant_role, person=person, role="viewer", scope=scope, ends_on=AT.date(), by=cast.bob)


def test_nobody_gives_more_than_they_have(cast: Cast) -> None:
    dave = cast.dave.person
    scope = cast.programme
    grant_role(person=dave, role=Role.PROJECT_MANAGER, scope=scope, by=cast.ivan, at=AT)
    for role in (Role.SPONSOR, Role.PMO_DIRECTOR, Role.ADMINISTRATOR, Role.AUDITOR):
        refusal("not_allowed", grant_role, person=dave, role=role, scope=scope, by=cast.ivan)
        refusal("not_allowed", give_project_role, project=cast.project, person=dave, role=role, by=cast.ivan)
    for giver in (cast.alice, cast.carol, cast.erin, cast.judy):
        refusal("not_allowed", grant_role, person=dave, role=Role.VIEWER, scope=cast.project, by=giver)
    refusal("not_found", grant_role, person=dave, role=Role.VIEWER, scope=cast.other, by=cast.ivan)
    refusal("not_allowed", grant_role, person=dave, role=Role.VIEWER, scope=cast.house, by=cast.mona)
    refusal("role", grant_role, person=dave, role="emperor", scope=scope, by=cast.bob)


def test_a_role_is_given_once_for_the_same_days_so_that_ending_it_ends_it(cast: Cast) -> None:
    given = {"person": cast.dave.person, "role": "viewer", "scope": cast.portfolio, "by": cast.bob, "at": AT}
    first = grant_role(**given, ends_on=AT.date() + timedelta(days=10))
    for days in ({}, {"ends_on": AT.date() + timedelta(days=3)}, {"starts_on": AT.date() + timedelta(days=9)}):
        with pytest.raises(Invalid) as refused:
            grant_role(**given, **days)
        assert (refused.value.code, refused.value.field) == ("already_given", "role")
    grant_role(**given, starts_on=first.ends_on)
    grant_role(**{**given, "role": "team_member"})
    grant_role(**{**given, "scope": cast.programme})
    end_grant(grant=grant_role(**{**given, "scope": cast.project}), by=cast.bob, at=AT)
    assert grant_role(**{**given, "scope": cast.project}).ends_on is None


def test_nobody_gives_themselves_a_role_that_outlasts_theirs(cast: Cast) -> None:
    mine = grant_role(person=cast.dave.person, role="portfolio_manager", scope=cast.portfolio, by=cast.mona, at=AT)
    for role in ("portfolio_manager", "viewer"):
        for scope in (cast.portfolio, cast.programme, cast.project):
            refusal("not_allowed", grant_role, person=cast.dave.person, role=role, scope=scope, by=cast.dave)
    end_grant(grant=mine, by=cast.mona, at=AT)
    assert not Grant.objects.filter(person=cast.dave.person, ends_on=None).exists()
    grant_role(person=cast.bob.person, role="portfolio_manager", scope=cast.portfolio, by=cast.bob, at=AT)


def test_a_foreign_grant_is_the_same_as_a_missing_one(cast: Cast) -> None:
    by = local_operator()
    grant = grant_role(person=cast.dave.person, role="viewer", scope=cast.other, by=by, at=AT)
    for wanted in (grant.pk, 10**9, "x"):
        with pytest.raises(NotFound):
            get_grant(cast.ivan, wanted)


def test_roles_within_a_project(cast: Cast) -> None:
    row = give_project_role(project=cast.project, person=cast.dave.person, role="viewer", by=cast.mona, at=AT)
    assert give_project_role(project=cast.project, person=cast.dave.person, role="viewer", by=cast.mona, at=AT) == row
    assert row in project_people(cast.project)
    assert visible_projects(cast.dave).get() == cast.project
    take_project_role(project_role=row, by=cast.mona, at=AT)
    assert not visible_projects(cast.dave).exists()
    refusal("gone", take_project_role, project_role=row, by=cast.mona)


def test_a_closed_account_sees_nothing_at_once(cast: Cast) -> None:
    for user in (cast.alice, cast.bob, cast.judy):
        closed = deactivate_user(user=user, by=cast.frank, at=AT)
        assert not visible_projects(closed).exists()
        with pytest.raises(NotFound):
            get_programme(closed, cast.programme.pk)
        with pytest.raises(NotFound):
            get_portfolio(closed, cast.portfolio.pk)
        refusal("not_found", change_project, project=cast.project, changes={}, revision=1, by=closed)


def test_a_reading_token_reads_and_does_not_write(cast: Cast) -> None:
    user = authenticate_token(issue_token(user=cast.bob, name="t", by=cast.bob, at=AT).text, at=AT)
    assert user is not None
    assert visible_projects(user).count() == 2
    assert not may(user, "change_project", cast.project)
    refusal("not_allowed", change_project, project=cast.project, changes={}, revision=1, by=user)


def test_lists_are_narrowed_and_ordered_by_known_words_only(cast: Cast) -> None:
    def codes(**wanted: object) -> list[str]:
        return [project.code for project in find_projects(cast.bob, ProjectFilter(**wanted))]  # type: ignore[arg-type]

    assert codes() == ["HO-1", "WN-1"]
    assert codes(sort="-code") == ["WN-1", "HO-1"]
    assert codes(text="NORTH") == codes(text="wn-") == codes(division=cast.house.pk) == ["WN-1"]
    assert codes(programme=cast.programme.pk, manager=cast.alice.person_id, state="active") == ["WN-1"]
    assert codes(text="%") == codes(text="_") == codes(portfolio=10**9) == []
    for wanted in ({"sort": "manager__user__password"}, {"sort": "user__password"}, {"state": "x' or 1=1"}):
        with pytest.raises(Invalid):
            codes(**wanted)
    assert project_by_code(cast.alice, "wn-1") == cast.project
    with pytest.raises(NotFound):
        project_by_code(cast.alice, "HO-1")


def test_scopes_by_name(cast: Cast) -> None:
    for kind, thing in (("portfolio", cast.portfolio), ("programme", cast.programme), ("project", cast.project)):
        assert get_scope(cast.alice, kind, thing.pk) == thing
    assert get_scope(cast.dave, "division", cast.house.pk) == cast.house
    with pytest.raises(Invalid):
        get_scope(cast.bob, "planet", 1)
