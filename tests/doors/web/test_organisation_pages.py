"""The organisation by page: opened, changed, closed; and two people who change the same thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now
from tests import factories as make
from tests.cast import Cast

from conspectus.rooms.accounts.actions import change_division, change_person, local_operator
from conspectus.rooms.accounts.models import Division, Person, SignInLink, User
from conspectus.rooms.portfolio.actions import change_portfolio, change_programme, change_project
from conspectus.rooms.portfolio.models import Grant, Portfolio, Programme, Project

Enter = Callable[[User], Client]


def text(answer: Any) -> str:
    page: str = answer.content.decode()
    return page


def test_portfolio_programme_and_project_are_opened_by_page(cast: Cast, enter: Enter) -> None:
    bob = enter(cast.bob)
    bob.post("/portfolios/", {"name": "Renewal", "currency": "SEK", "purpose": "Old to new"})
    portfolio = Portfolio.objects.get(name="Renewal")
    assert (portfolio.currency, portfolio.purpose) == ("SEK", "Old to new")
    bob.post(f"/portfolios/{portfolio.pk}/new-programme/", {"name": "Plants", "manager": cast.ivan.person_id})
    programme = Programme.objects.get(name="Plants")
    assert (programme.portfolio, programme.manager) == (portfolio, cast.ivan.person)
    assert "Plants" in text(bob.get("/portfolios/"))
    answer = bob.post(
        "/new-project/",
        {"code": "RN-1", "name": "Boiler", "portfolio": portfolio.pk, "programme": programme.pk, "manager": ""},
    )
    project = Project.objects.get(code="RN-1")
    assert answer.headers["Location"] == f"/projects/{project.pk}/"
    assert (project.currency, project.programme, project.state) == ("SEK", programme, "proposed")


def test_what_is_refused_stands_at_its_field_and_keeps_what_was_typed(cast: Cast, enter: Enter) -> None:
    bob = enter(cast.bob)
    answer = bob.post("/portfolios/", {"name": "GROWTH ", "currency": "EUR", "purpose": "typed text"})
    assert answer.status_code == 422
    assert "A portfolio with this name exists." in text(answer)
    assert "typed text" in text(answer)
    other = make.programme("Elsewhere", portfolio=make.portfolio())
    sent = {"code": "X-1", "name": "X", "portfolio": cast.portfolio.pk, "programme": other.pk}
    assert "This programme belongs to another portfolio." in text(bob.post("/new-project/", sent))


def test_who_may_not_open_is_not_offered_it(cast: Cast, enter: Enter) -> None:
    for who in (cast.grace, cast.alice, cast.dave):
        client = enter(who)
        assert "Open a portfolio" not in text(client.get("/portfolios/"))
        assert client.post("/portfolios/", {"name": "Mine", "currency": "EUR"}).status_code == 403
        assert "/persons/" not in text(client.get("/portfolios/"))
        assert client.get("/persons/").status_code == client.get("/accounts/").status_code == 403
    assert not Portfolio.objects.filter(name="Mine").exists()


def test_a_project_is_moved_through_its_life(cast: Cast, enter: Enter) -> None:
    mona, place = enter(cast.mona), f"/projects/{cast.project.pk}/life/"
    answer = mona.post(place, {"state": "paused", "reason": "", "revision": "1"})
    assert answer.status_code == 422
    assert "Say why; the reason is kept." in text(answer)
    assert mona.post(place, {"state": "paused", "reason": "Waiting for ground", "revision": "1"}).status_code == 302
    cast.project.refresh_from_db()
    assert cast.project.state == "paused"
    assert 'value="approved"' not in text(mona.get(place))  # cannot follow
    assert 'class="columns"' not in text(mona.get(place))  # the steps have the width of the page
    assert mona.post(place, {"state": "approved", "reason": "x", "revision": "2"}).status_code == 422
    heirs = {"state": "split", "reason": "Two grounds", "revision": "2"}
    assert "Name the two or more projects" in text(mona.post(place, {**heirs, "successors": cast.project.code}))
    unknown = text(mona.post(place, {**heirs, "successors": "NO-1"}))
    assert "There is no project with the code NO-1." in unknown
    mona.post(place, {"state": "stopped", "reason": "No ground", "authority": "Board, 3 May", "revision": "2"})
    assert "Save the changes" not in text(mona.get(f"/projects/{cast.project.pk}/particulars/"))  # it has ended
    page = text(mona.get(place))
    assert "Board, 3 May" in page
    assert "Waiting for ground" in page
    again = {"reason": "Ground found", "authority": "", "revision": "3"}
    bob, back = enter(cast.bob), f"/projects/{cast.project.pk}/reopening/"
    refused = text(bob.post(back, again))
    assert "Say whose decision it is" in refused
    assert 'value="archived"' in refused  # the next step is offered as before
    assert bob.post(back, {**again, "authority": "Board, 9 June"}).status_code == 302
    cast.project.refresh_from_db()
    assert cast.project.state == "proposed"
    assert "Only a" not in text(enter(cast.alice).get(place))


def test_a_planner_changes_name_and_summary_only(cast: Cast, enter: Enter) -> None:
    alice, place = enter(cast.alice), f"/projects/{cast.project.pk}/particulars/"
    sent = {"name": "Warehouse north, phase 1", "summary": "x", "code": "STOLEN", "manager": "", "revision": "1"}
    assert alice.post(place, sent).status_code == 302
    cast.project.refresh_from_db()
    assert (cast.project.code, cast.project.name) == ("WN-1", "Warehouse north, phase 1")
    assert cast.project.manager == cast.alice.person
    assert "Move the project" not in text(alice.get(place))
    assert enter(cast.grace).post(place, {**sent, "revision": "2"}).status_code == 403


CLASHES = ("portfolio", "programme", "project", "division", "person")


@pytest.mark.parametrize("kind", CLASHES)
def test_the_second_to_save_sees_both_values_and_decides(cast: Cast, enter: Enter, kind: str) -> None:
    by, at = local_operator(), now()
    more: dict[str, Any] = {"by": cast.mona if kind in ("portfolio", "programme", "project") else by, "at": at}
    row: Any
    if kind == "portfolio":
        row, address = cast.portfolio, f"/portfolios/{cast.portfolio.pk}/change/"
        change_portfolio(portfolio=row, name="Hers", purpose="", revision=1, **more)
    elif kind == "programme":
        row, address = cast.programme, f"/programmes/{cast.programme.pk}/change/"
        change_programme(programme=row, name="Hers", purpose="", manager=None, revision=1, **more)
    elif kind == "project":
        row, address = cast.project, f"/projects/{cast.project.pk}/particulars/"
        change_project(project=row, changes={"name": "Hers"}, revision=1, **more)
    elif kind == "division":
        row, address = cast.division, f"/divisions/{cast.division.pk}/change/"
        change_division(division=row, name="Hers", parent=cast.house, revision=1, **more)
    else:
        row, address = cast.dave.person, f"/persons/{cast.dave.person_id}/change/"
        change_person(person=row, name="Hers", email="", division=None, revision=1, **more)
    frank = enter(cast.frank)
    sent: dict[str, Any] = {"name": "Mine", "revision": "1", "is_active": "on"}
    if kind == "project":
        sent |= {"code": "WN-1", "portfolio": cast.portfolio.pk}
    answer = frank.post(address, sent)
    page = text(answer)
    assert answer.status_code == 412
    assert f"changed this at {at:%H:%M} UTC" in page
    assert more["by"].name in page
    assert "<td>Mine</td><td>Hers</td>" in page
    assert 'name="revision" value="2"' in page
    assert "Keep mine" in page
    assert 'value="Mine"' in page
    row.refresh_from_db()
    assert row.name == "Hers"
    assert 'value="Hers"' in text(frank.get(address))  # take theirs
    assert frank.post(address, {**sent, "revision": "2"}).status_code == 302  # keep mine
    row.refresh_from_db()
    assert (row.name, row.revision) == ("Mine", 3)


def test_a_form_without_its_revision_is_refused(cast: Cast, enter: Enter) -> None:
    for revision in ("", "x", "999999999"):
        answer = enter(cast.frank).post(f"/portfolios/{cast.portfolio.pk}/change/", {"name": "N", "revision": revision})
        assert answer.status_code in (412, 422)
    cast.portfolio.refresh_from_db()
    assert cast.portfolio.name == "Growth"


def test_divisions_and_people_by_page(cast: Cast, enter: Enter) -> None:
    frank = enter(cast.frank)
    frank.post("/divisions/", {"name": "Harbours", "parent": cast.house.pk})
    harbours = Division.objects.get(name="Harbours")
    assert harbours.path == f"/{cast.house.pk}/{harbours.pk}/"
    below = frank.post(f"/divisions/{cast.house.pk}/change/", {"name": "H", "parent": harbours.pk, "revision": "1"})
    assert below.status_code == 422  # not offered: it lies below itself
    frank.post(f"/divisions/{cast.division.pk}/change/", {"name": "Freight", "parent": harbours.pk, "revision": "1"})
    cast.division.refresh_from_db()
    assert cast.division.path == f"/{cast.house.pk}/{harbours.pk}/{cast.division.pk}/"
    frank.post("/persons/", {"name": "Nils Berg", "email": "nils@example.org", "division": harbours.pk})
    nils = Person.objects.get(name="Nils Berg")
    assert nils.division == harbours
    sent = {"name": "Nils Berg", "email": "", "division": "", "revision": "1"}
    frank.post(f"/persons/{nils.pk}/change/", sent)
    nils.refresh_from_db()
    assert (nils.is_active, nils.division) == (False, None)
    assert "(has left)" in text(frank.get("/persons/"))
    page = text(frank.post(f"/persons/{cast.dave.person_id}/change/", {"name": "Dave", "revision": "1"}))
    assert "This person has an open account. Close it first." in page


def test_accounts_by_page(cast: Cast, enter: Enter, client: Client) -> None:
    frank = enter(cast.frank)
    frank.post("/accounts/", {"email": "nina@example.org", "name": "Nina", "role": "viewer"})
    nina = User.objects.get(email="nina@example.org")
    base = f"/accounts/{nina.pk}"
    assert frank.post(f"{base}/", {"role": "finance"}).status_code == 302
    nina.refresh_from_db()
    assert nina.organisation_role == "finance"
    page = text(frank.post(f"{base}/link/"))
    link = page.split('<p class="secret" tabindex="0">')[1].split("<")[0]
    assert client.get(link.replace("http://testserver", "")).status_code == 302
    frank.post(f"{base}/close/")
    assert client.get("/profile/").status_code == 302
    assert "(closed)" in text(frank.get("/accounts/"))
    frank.post(f"{base}/reopen/")
    nina.refresh_from_db()
    assert nina.is_active
    assert frank.post(f"/accounts/{cast.frank.pk}/close/").status_code == 409  # the last administrator
    assert SignInLink.objects.filter(user=nina, used_at=None).count() == 0


@pytest.mark.parametrize("kind", ["portfolio", "programme", "project", "division"])
def test_roles_over_everything_by_page(cast: Cast, enter: Enter, kind: str) -> None:
    scope = getattr(cast, kind)
    frank, address = enter(cast.frank), f"/roles/{kind}/{scope.pk}/"
    assert (
        frank.post(address, {"person": cast.dave.person_id, "role": "viewer", "ends_on": "2099-01-01"}).status_code
        == 302
    )
    grant = Grant.objects.get(person=cast.dave.person, scope_kind=kind, scope_id=scope.pk)
    assert "Dave" in text(frank.get(address))
    assert enter(cast.grace).get(address).status_code == 403
    assert enter(cast.grace).post(f"/roles/{grant.pk}/end/").status_code == 404
    assert frank.post(f"/roles/{grant.pk}/end/").status_code == 302
    grant.refresh_from_db()
    assert grant.ends_on == now().date()
    assert frank.get("/roles/planet/1/").status_code == 404
