"""The way without instructions: where one is, what one is offered, what to do where nothing is there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests import factories as make
from tests.cast import Cast

from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.portfolio.models import Portfolio

Enter = Callable[[User], Client]


def text(answer: Any) -> str:
    page: str = answer.content.decode()
    return page


def places(cast: Cast) -> dict[str, str]:
    """Return each page below a list, and the page that its last crumb leads to."""
    portfolio, programme, project = cast.portfolio.pk, cast.programme.pk, cast.project.pk
    return {
        f"/portfolios/{portfolio}/change/": "/portfolios/",
        f"/portfolios/{portfolio}/new-programme/": "/portfolios/",
        f"/programmes/{programme}/": "/portfolio/",
        f"/programmes/{programme}/change/": f"/programmes/{programme}/",
        f"/divisions/{cast.division.pk}/change/": "/divisions/",
        f"/persons/{cast.dave.person_id}/change/": "/persons/",
        f"/accounts/{cast.dave.pk}/": "/accounts/",
        f"/roles/portfolio/{portfolio}/": "/portfolios/",
        f"/roles/programme/{programme}/": f"/programmes/{programme}/",
        f"/roles/project/{project}/": f"/projects/{project}/",
        f"/roles/division/{cast.division.pk}/": "/divisions/",
        "/new-project/": "/portfolio/",
        "/tokens/": "/profile/",
        "/audit/": "/profile/",
    }


def test_every_page_below_a_list_says_where_it_lies(cast: Cast, enter: Enter) -> None:
    frank = enter(cast.frank)
    for address, above in places(cast).items():
        crumbs = re.search(r'<nav class="crumbs".*?</nav>', text(frank.get(address)), re.S)
        assert crumbs, address
        assert re.findall(r'href="([^"]+)"', crumbs[0])[-1] == above, address


def test_nobody_gets_a_role_because_they_stand_first_in_the_list(cast: Cast, enter: Enter) -> None:
    bob = enter(cast.bob)
    for address in (f"/roles/portfolio/{cast.portfolio.pk}/", f"/projects/{cast.project.pk}/people/"):
        assert '<option value="" selected>choose a person</option>' in text(bob.get(address))
        answer = bob.post(address, {"person": "", "role": "viewer"})
        assert answer.status_code == 422
        assert "Choose a person." in text(answer)


def test_only_roles_that_may_be_given_are_offered_with_what_they_open(cast: Cast, enter: Enter) -> None:
    for address in (f"/roles/portfolio/{cast.portfolio.pk}/", f"/projects/{cast.project.pk}/people/"):
        page = text(enter(cast.bob).get(address))
        assert '<option value="administrator"' not in page
        assert '<option value="sponsor"' in page
        assert "<dt>Sponsor</dt><dd>Read, See cost, Approve a baseline.</dd>" in page
        assert '<option value="administrator"' in text(enter(cast.frank).get(address))
        assert (
            enter(cast.bob).post(address, {"person": cast.dave.person_id, "role": "administrator"}).status_code == 403
        )


def test_a_page_that_refuses_begins_at_the_first_wrong_field(cast: Cast, enter: Enter) -> None:
    page = text(enter(cast.bob).post("/new-project/", {"code": "N-1", "currency": "xx"}))
    assert len(re.findall(r"<(?:input|select|textarea)[^>]* autofocus", page)) == 1
    assert re.search(r'<input[^>]* name="name"[^>]* autofocus', page)


@pytest.mark.parametrize(("who", "offered"), [("bob", True), ("ivan", True), ("mona", True), ("alice", False)])
def test_a_project_is_offered_to_whoever_may_open_one(cast: Cast, enter: Enter, who: str, offered: bool) -> None:
    client = enter(getattr(cast, who))
    assert ('href="/new-project/"' in text(client.get("/portfolio/"))) is offered
    here = f"/new-project/?portfolio={cast.portfolio.pk}&amp;programme={cast.programme.pk}"
    assert (here in text(client.get(f"/programmes/{cast.programme.pk}/"))) is offered


def test_a_portfolio_leads_to_its_projects_and_narrows_to_them(cast: Cast, enter: Enter) -> None:
    bob, here = enter(cast.bob), f"/portfolio/?portfolio={cast.portfolio.pk}"
    assert f'href="{here}"' in text(bob.get("/portfolios/"))
    page = text(bob.get(here))
    assert f'<option value="{cast.portfolio.pk}" selected>Growth</option>' in page
    assert "Warehouse north" in page
    assert "Head office move" not in page


def test_an_empty_place_says_what_comes_first(db: None, enter: Enter) -> None:
    root, new = enter(make.user("Root", role="administrator")), enter(make.user("New"))
    assert "No portfolio yet" in text(root.get("/portfolio/"))
    assert "No portfolio is open to you" in text(new.get("/portfolios/"))
    root.post("/portfolios/", {"name": "First", "currency": "EUR"})
    assert Portfolio.objects.get().name == "First"
    assert "No projects yet" in text(root.get("/portfolio/"))
    assert "No project is open to you" in text(new.get("/portfolio/"))


def test_roles_over_a_division_are_offered_to_whoever_may_give_them(cast: Cast, enter: Enter) -> None:
    link = f"/roles/division/{cast.division.pk}/"
    assert link in text(enter(cast.bob).get("/divisions/"))
    assert link not in text(enter(cast.alice).get("/divisions/"))


def test_the_audit_log_speaks_plainly(cast: Cast, enter: Enter) -> None:
    enter(cast.bob).post(
        f"/roles/portfolio/{cast.portfolio.pk}/",
        {"person": cast.dave.person_id, "role": "viewer", "ends_on": "2099-03-31"},
    )
    page = text(enter(cast.erin).get("/audit/"))
    assert f'<span class="muted">scope</span> portfolio {cast.portfolio.pk}' in page
    assert '<span class="muted">ends on</span> 31 Mar 2099' in page


def test_the_pmo_enters_a_person_and_names_them_in_a_project(cast: Cast, enter: Enter) -> None:
    bob = enter(cast.bob)
    page = text(bob.get("/persons/"))
    assert 'href="/accounts/"' not in page
    assert f'href="/persons/{cast.dave.person_id}/change/"' not in page  # he signs in
    bob.post("/persons/", {"name": "Nils Berg", "email": "", "division": ""})
    nils = Person.objects.get(name="Nils Berg")
    assert f'href="/persons/{nils.pk}/change/"' in text(bob.get("/persons/"))
    assert bob.get(f"/persons/{cast.dave.person_id}/change/").status_code == 403
    sent = {"code": "N-1", "name": "New", "portfolio": cast.portfolio.pk, "sponsor": nils.pk}
    assert bob.post("/new-project/", sent).status_code == 302


def test_what_somebody_typed_stays_when_they_may_not_do_it(cast: Cast, enter: Enter) -> None:
    sent = {"code": "N-1", "name": "Typed for a long time", "portfolio": cast.portfolio.pk}
    answer = enter(cast.ivan).post("/new-project/", sent)  # he steers a programme, and named none
    assert answer.status_code == 403
    assert "Typed for a long time" in text(answer)
    assert "You may not do this. Ask your PMO" in text(answer)
    assert enter(cast.ivan).post("/new-project/", {**sent, "programme": cast.programme.pk}).status_code == 302
    answer = enter(cast.bob).post(
        f"/roles/portfolio/{cast.portfolio.pk}/", {"person": cast.dave.person_id, "role": "administrator"}
    )
    assert "You may not give the role Administrator: it may do more than you may here." in text(answer)
    assert f'<option value="{cast.dave.person_id}" selected>' in text(answer)


def test_days_of_a_token_are_asked_in_words(cast: Cast, enter: Enter) -> None:
    for days in ("", "0", "999", "many"):
        answer = enter(cast.alice).post("/tokens/", {"name": "nightly", "scope": "read", "days": days})
        assert answer.status_code == 422
        assert "Enter 1 to 366 days." in text(answer)
