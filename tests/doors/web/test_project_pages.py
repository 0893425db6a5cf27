"""Pages of one project: what they show, to whom, and what they refuse."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.cast import Cast

from conspectus.rooms.accounts.models import User

Enter = Callable[[User], Client]
PAGES = ("", "tasks/", "quality/", "earned-value/", "revisions/", "baselines/", "people/")


@pytest.mark.parametrize("page", PAGES)
def test_foreign_looks_like_missing(planned: Cast, enter: Enter, page: str) -> None:
    client = enter(planned.alice)
    foreign = client.get(f"/projects/{planned.other.pk}/{page}")
    missing = client.get(f"/projects/999999/{page}")
    assert (foreign.status_code, missing.status_code) == (404, 404)
    ids = [r.headers["X-Request-Id"] for r in (foreign, missing)]
    bodies = [r.content.decode().replace(i, "") for r, i in zip((foreign, missing), ids, strict=True)]
    assert bodies[0] == bodies[1]
    assert planned.other.name not in bodies[0]


@pytest.mark.parametrize("page", PAGES)
def test_strangers_are_sent_to_sign_in(planned: Cast, client: Client, page: str) -> None:
    answer = client.get(f"/projects/{planned.project.pk}/{page}")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["alice", "grace", "erin"])
def test_those_who_may_read_can(planned: Cast, enter: Enter, page: str, who: str) -> None:
    answer = enter(planned.users()[who]).get(f"/projects/{planned.project.pk}/{page}")
    assert answer.status_code == 200
    assert planned.project.name in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_a_project_without_a_plan_teach(cast: Cast, enter: Enter, page: str) -> None:
    answer = enter(cast.alice).get(f"/projects/{cast.project.pk}/{page}")
    assert answer.status_code == 200
    if page not in ("people/",):
        assert 'class="empty"' in answer.content.decode()


def test_overview_draws_every_task_with_its_dates(planned: Cast, enter: Enter) -> None:
    page = enter(planned.alice).get(f"/projects/{planned.project.pk}/").content.decode()
    for name in ("Design", "Order piles", "Drive piles", "Hand over"):
        assert page.count(name) >= 2  # in the table and in the drawing
    assert "on the critical path" in page
    assert "baseline" in page
    assert "style=" not in page


def test_money_is_hidden_from_those_who_may_not_see_it(costed: Cast, enter: Enter) -> None:
    seen = enter(costed.alice).get(f"/projects/{costed.project.pk}/earned-value/").content.decode()
    hidden = enter(costed.grace).get(f"/projects/{costed.project.pk}/earned-value/").content.decode()
    assert "115,000" in seen
    assert "By work breakdown" in seen
    assert "Estimates at completion" in seen
    assert "By work breakdown" not in hidden
    assert "115,000" not in hidden
    assert "you may not see it" in hidden


def test_a_comparison_asked_without_numbers_is_with_the_revision_before(planned: Cast, enter: Enter) -> None:
    page = enter(planned.alice).get(f"/projects/{planned.project.pk}/comparison/").content.decode()
    assert "from revision 1 to revision 2" in page


def test_quality_shows_each_check_over_the_revisions(planned: Cast, enter: Enter) -> None:
    page = enter(planned.alice).get(f"/projects/{planned.project.pk}/quality/").content.decode()
    trend = page[page.index('id="trend"') : page.index('id="findings"')]
    assert [f">Revision {number}<" in trend for number in (1, 2, 3)] == [True, True, False]
    assert trend.count(": unchanged at") + trend.count(": better, ") + trend.count(": worse, ") > 5
    first = enter(planned.alice).get(f"/projects/{planned.project.pk}/quality/?revision=1").content.decode()
    assert ">Revision 2<" not in first


def test_comparison_names_the_task_that_moved_the_finish(planned: Cast, enter: Enter) -> None:
    page = enter(planned.alice).get(f"/projects/{planned.project.pk}/comparison/?old=1&new=2").content.decode()
    assert "Drive piles" in page
    assert "4 working days" in page


def test_a_comparison_with_a_revision_there_is_not_is_not_found(planned: Cast, enter: Enter) -> None:
    for asked in ("old=1&new=9", "old=x&new=1", "old=1&new=" + "9" * 30):
        assert enter(planned.alice).get(f"/projects/{planned.project.pk}/comparison/?{asked}").status_code == 404


def test_an_older_revision_can_be_shown(planned: Cast, enter: Enter) -> None:
    page = enter(planned.alice).get(f"/projects/{planned.project.pk}/?revision=1").content.decode()
    assert "revision 1" in page
    assert enter(planned.alice).get(f"/projects/{planned.project.pk}/?revision=7").status_code == 404


@pytest.mark.parametrize("asked", ["zoom=nonsense", "from=-4", "from=99999999999", "level=x", "under=none", "show=no"])
def test_an_odd_address_still_answers(planned: Cast, enter: Enter, asked: str) -> None:
    assert enter(planned.alice).get(f"/projects/{planned.project.pk}/?{asked}").status_code == 200


def test_a_sponsor_sets_a_baseline_and_a_manager_may_not(planned: Cast, enter: Enter) -> None:
    where = f"/projects/{planned.project.pk}/baselines/"
    given = {"revision": "2", "source": "dates", "reason": "Agreed change"}
    assert enter(planned.alice).post(where, given).status_code == 403
    answer = enter(planned.carol).post(where, given, follow=True)
    assert "Baseline 2 is approved" in answer.content.decode()
    assert planned.project.baselines.count() == 2


def test_a_baseline_without_a_reason_keeps_what_was_chosen(planned: Cast, enter: Enter) -> None:
    where = f"/projects/{planned.project.pk}/baselines/"
    answer = enter(planned.carol).post(where, {"revision": "1", "source": "dates", "reason": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say why" in page
    assert '<option value="1" selected>' in page
    assert planned.project.baselines.count() == 1


def test_roles_are_given_and_taken(cast: Cast, enter: Enter) -> None:
    where = f"/projects/{cast.project.pk}/people/"
    client = enter(cast.bob)
    answer = client.post(where, {"person": str(cast.dave.person.pk), "role": "viewer"}, follow=True)
    assert "Dave has the role Viewer now" in answer.content.decode()
    assert enter(cast.dave).get(f"/projects/{cast.project.pk}/").status_code == 200
    role = cast.project.roles.get(person=cast.dave.person)
    assert enter(cast.grace).post(f"{where}{role.pk}/end/").status_code == 403
    assert client.post(f"{where}{role.pk}/end/").status_code == 302
    assert enter(cast.dave).get(f"/projects/{cast.project.pk}/").status_code == 404


def test_a_role_of_another_project_cannot_be_taken_through_this_one(cast: Cast, enter: Enter) -> None:
    role = cast.project.roles.first()
    assert role is not None
    assert enter(cast.bob).post(f"/projects/{cast.other.pk}/people/{role.pk}/end/").status_code == 404
    assert cast.project.roles.filter(pk=role.pk).exists()
