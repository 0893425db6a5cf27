"""Accounts and divisions: who opens and closes them, and what is refused."""

from __future__ import annotations

import pytest
from tests import factories as make
from tests.cast import Cast

from conspectus.kit.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from conspectus.rooms.accounts.actions import (
    change_organisation_role,
    change_person,
    create_division,
    create_first_administrator,
    create_person,
    create_user,
    deactivate_user,
    local_operator,
    set_password,
)
from conspectus.rooms.accounts.choices import ABILITIES, Role
from conspectus.rooms.accounts.models import Division, Person, User
from conspectus.rooms.accounts.queries import (
    all_people,
    get_division,
    get_person,
    get_token,
    get_user,
    has_users,
    only_user_never_entered,
    people,
    user_by_email,
    visible_users,
)

AT = make.AT


def test_every_role_has_abilities_and_all_read() -> None:
    assert set(ABILITIES) == set(Role)
    assert all("read" in abilities for abilities in ABILITIES.values())


def test_only_administrators_look_after_accounts(cast: Cast) -> None:
    able = set()
    for name, user in cast.users().items():
        try:
            create_user(email=f"{name}.new@example.org", name=name.title(), by=user, at=AT)
        except NotAllowed:
            continue
        able.add(name)
    assert able == {"frank"}


def test_others_see_their_own_account_only(cast: Cast) -> None:
    assert list(visible_users(cast.alice)) == [cast.alice]
    assert get_user(cast.frank, cast.alice.pk) == cast.alice
    with pytest.raises(NotFound):
        get_user(cast.alice, cast.bob.pk)
    with pytest.raises(NotFound):
        get_token(cast.alice, 1)


@pytest.mark.parametrize("email", ["ADA@example.org", " ada@EXAMPLE.org ", "ada@example.org"])
def test_an_address_has_one_account(db: None, email: str) -> None:
    make.user("Ada")
    with pytest.raises(Invalid, match="exists"):
        make_user(email)


@pytest.mark.parametrize("email", ["", "ada", "ada@", "@example.org", "a b@example.org", "a@b@c", "a\n@example.org", 5])
def test_what_is_no_address(db: None, email: str) -> None:
    with pytest.raises(Invalid) as caught:
        make_user(email)
    assert caught.value.field == "email"


def make_user(email: str) -> User:
    """Open an account for an address."""
    return create_user(email=email, name="Somebody", by=local_operator(), at=AT)


@pytest.mark.parametrize("name", ["", "  ", "a\u202eb", "x" * 201, None])
def test_a_user_has_a_name(db: None, name: str) -> None:
    with pytest.raises(Invalid) as caught:
        create_user(email="x@example.org", name=name, by=local_operator(), at=AT)
    assert caught.value.field == "name"
    assert not User.objects.filter(is_system=False).exists()


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "at least 12"),
        ("qwerty123456", "too common"),
        ("somebody@example.org", "similar"),
        ("x" * 5000, "4096 bytes"),
        ("ünïcödé" + "\ud800" * 9, "invalid characters"),
    ],
)
def test_weak_passwords(db: None, password: str, words: str) -> None:
    with pytest.raises(Invalid, match=words) as caught:
        create_user(email="somebody@example.org", name="S", password=password, by=local_operator(), at=AT)
    assert caught.value.field == "password"


def test_a_role_must_be_one(db: None) -> None:
    with pytest.raises(Invalid):
        create_user(email="x@example.org", name="X", role="emperor", by=local_operator(), at=AT)


def test_the_last_administrator_stays(db: None) -> None:
    first = create_first_administrator(at=AT)
    with pytest.raises(Conflict, match="last administrator"):
        deactivate_user(user=first, by=first, at=AT)
    with pytest.raises(Conflict, match="last administrator"):
        change_organisation_role(user=first, role="", by=first, at=AT)
    second = make.user("Second", role=Role.ADMINISTRATOR)
    deactivate_user(user=first, by=second, at=AT)
    assert not User.objects.get(pk=first.pk).is_active


def test_an_empty_house_gets_one_administrator_without_a_password(db: None) -> None:
    assert not has_users()
    first = create_first_administrator(at=AT)
    assert only_user_never_entered() == first
    assert not first.has_usable_password()
    with pytest.raises(Conflict):
        create_first_administrator(at=AT)
    set_password(user=first, password=make.PASSWORD, by=first, at=AT)
    assert only_user_never_entered() is None


def test_the_operator_is_one_and_never_signs_in(db: None) -> None:
    assert local_operator() == local_operator()
    assert not local_operator().has_usable_password()
    assert local_operator() not in visible_users(local_operator())
    with pytest.raises(NotFound):
        user_by_email(local_operator().email)
    assert "Command line" not in {person.name for person in people()}


def test_divisions_form_a_tree_of_different_names(db: None) -> None:
    top = make.division("Operations")
    below = make.division("Logistics", parent=top)
    assert below.path == f"/{top.pk}/{below.pk}/"
    assert make.division("Logistics", parent=below).path.startswith(below.path)
    for parent in (top, None):
        with pytest.raises(Invalid, match="exists here"):
            make.division("LOGISTICS" if parent else " operations", parent=parent)
    assert get_division(str(below.pk)) == below
    with pytest.raises(NotFound):
        get_division(10**9)


def test_divisions_are_not_bottomless(db: None) -> None:
    division = make.division("0")
    for level in range(1, 20):
        division = make.division(str(level), parent=division)
    with pytest.raises(Invalid, match="20 levels"):
        make.division("20", parent=division)
    assert Division.objects.count() == 20


def test_the_pmo_keeps_people_but_not_those_who_sign_in(db: None) -> None:
    pmo, eve = make.user("Pat", role="pmo_director"), make.user("Eve", role="portfolio_manager")
    nils = create_person(name="Nils", by=pmo, at=AT)
    given = {"email": "", "division": None, "revision": 1, "at": AT}
    assert change_person(person=nils, name="Nils Berg", by=pmo, **given).name == "Nils Berg"
    with pytest.raises(NotAllowed, match="Ask an administrator"):
        change_person(person=eve.person, name="Eva", by=pmo, **given)
    with pytest.raises(NotAllowed, match="Only the PMO"):
        create_person(name="Mine", by=eve, at=AT)
    pmo.reading_only = True
    with pytest.raises(NotAllowed):
        create_person(name="Mine", by=pmo, at=AT)
    assert nils in all_people(pmo)
    with pytest.raises(NotAllowed):
        all_people(eve)


def test_people_change_unless_somebody_was_faster(db: None) -> None:
    by = local_operator()
    person = create_person(name="Olga", email="olga@example.org", by=by, at=AT)
    changed = change_person(
        person=person, name="Olga N.", email="", division=make.division("X"), revision=1, by=by, at=AT
    )
    assert (changed.name, changed.revision) == ("Olga N.", 2)
    with pytest.raises(Stale) as caught:
        change_person(person=person, name="Helga", email="", division=None, revision=1, by=by, at=AT)
    assert caught.value.revision == 2
    assert get_person(person.pk).name == "Olga N."
    assert Person.objects.get(pk=person.pk).division is not None
    with pytest.raises(NotAllowed):
        create_division(name="Mine", by=make.user("Eve"), at=AT)
