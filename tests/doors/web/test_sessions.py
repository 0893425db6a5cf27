"""Sessions end, say so, and lose nothing that was typed; giving power takes a fresh sign-in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils.timezone import now
from tests import factories as make
from tests.cast import Cast

from conspectus.rooms.accounts.actions import deactivate_user
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.queries import lines_about
from conspectus.rooms.portfolio.models import ProjectRole

Enter = Callable[[User], Client]
HOUR = 3600


@pytest.fixture
def anna(db: None) -> User:
    return make.user("Anna", password=make.PASSWORD)


def sign_in(user: User, client: Client, **more: Any) -> Any:
    return client.post("/sign-in/", {"email": user.email, "password": make.PASSWORD, **more})


def age(client: Client, **marks: int) -> None:
    """Put the marks of a session back by seconds."""
    session = client.session
    for name, seconds in marks.items():
        session[name] = int(now().timestamp()) - seconds
    session.save()


def test_deployed_a_session_ends_after_eight_hours_without_use(anna: User, client: Client, settings: Any) -> None:
    settings.SESSION_IDLE_SECONDS = 8 * HOUR
    sign_in(anna, client)
    age(client, entered_at=9 * HOUR, used_at=7 * HOUR)
    assert client.get("/profile/").status_code == 200  # used in time, and noted as used
    age(client, entered_at=17 * HOUR)
    assert client.get("/profile/").status_code == 200
    age(client, used_at=8 * HOUR)
    answer = client.get("/profile/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in/?next=/profile/&ended=1")
    assert not Session.objects.exists()
    assert "Your session has ended" in client.get(answer.headers["Location"]).content.decode()


def test_a_session_ends_after_seven_days_however_much_it_is_used(anna: User, client: Client) -> None:
    sign_in(anna, client)
    age(client, entered_at=7 * 24 * HOUR - 60, used_at=10)
    assert client.get("/profile/").status_code == 200
    age(client, entered_at=7 * 24 * HOUR, used_at=10)
    assert client.get("/profile/").status_code == 302
    assert client.get("/api/v1/me").status_code == 401


def test_use_is_written_down_every_five_minutes_only(
    anna: User, client: Client, django_assert_num_queries: Any
) -> None:
    sign_in(anna, client)
    with django_assert_num_queries(4):  # the session, the user, the guide of the form, and how many notices wait
        client.get("/profile/")
    age(client, used_at=301)
    client.get("/profile/")
    assert now().timestamp() - client.session["used_at"] < 60


def test_somebody_who_never_was_in_is_told_nothing_of_sessions(client: Client, db: None) -> None:
    location = client.get("/profile/").headers["Location"]
    assert location == "/sign-in/?next=/profile/"
    assert "session" not in client.get(location).content.decode()


def test_what_was_typed_outlives_the_session(anna: User, client: Client) -> None:
    sign_in(anna, client)
    age(client, entered_at=8 * 24 * HOUR)
    typed = {"name": "nightly <import>", "scope": "write", "days": "30"}
    answer = client.post("/tokens/", typed, headers={"Referer": "http://testserver/tokens/?from=menu"})
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "what you typed is kept" in page
    assert 'name="next" value="/tokens/?from=menu"' in page
    kept = re.search(r'name="kept" value="([^"]+)"', page)
    assert kept
    wrong = client.post("/sign-in/", {"email": anna.email, "password": "no", "kept": kept[1]}).content.decode()
    assert kept[1] in wrong  # a slip of the fingers does not lose it either
    back = sign_in(anna, client, kept=kept[1], next="/tokens/?from=menu")
    assert back.headers["Location"] == "/tokens/?from=menu"
    page = client.get("/tokens/?from=menu").content.decode()
    assert 'value="nightly &lt;import&gt;"' in page
    assert 'value="30"' in page
    assert not anna.tokens.exists()
    assert "import&gt;" not in client.get("/tokens/").content.decode()  # once


def test_a_forged_text_is_not_put_back_and_no_password_is_kept(anna: User, client: Client) -> None:
    sign_in(anna, client, kept="forged:text:here")
    assert "kept" not in client.session
    age(client, entered_at=8 * 24 * HOUR)
    sent = {"current": make.PASSWORD, "password": "another walk by the shore"}
    assert 'name="kept"' not in client.post("/profile/", sent).content.decode()


def test_a_closed_account_meets_the_sign_in_page_with_its_text(cast: Cast, enter: Enter) -> None:
    client = enter(cast.grace)
    deactivate_user(user=cast.grace, by=cast.frank, at=now())
    answer = client.post("/tokens/", {"name": "mine", "scope": "read", "days": "1"})
    assert answer.status_code == 401
    assert 'name="kept"' in answer.content.decode()


def test_deployed_giving_a_role_takes_the_password_again(cast: Cast, client: Client, settings: Any) -> None:
    settings.REENTER_SECONDS = 900
    by = make.user("Root", role="administrator", password=make.PASSWORD)
    sign_in(by, client)
    place, sent = f"/projects/{cast.project.pk}/people/", {"person": cast.dave.person.pk, "role": "viewer"}
    age(client, entered_at=901)
    answer = client.post(place, sent)
    assert answer.status_code == 401
    assert "take your password again" in answer.content.decode()
    assert not ProjectRole.objects.filter(person=cast.dave.person).exists()
    kept = re.search(r'name="kept" value="([^"]+)"', answer.content.decode())
    assert kept
    sign_in(by, client, kept=kept[1], next=place)
    assert f'<option value="{cast.dave.person.pk}" selected>' in client.get(place).content.decode()
    assert client.post(place, sent).status_code == 302
    assert ProjectRole.objects.filter(person=cast.dave.person).exists()
    assert lines_about("project", cast.project.pk)[0].deed == "give_project_role"


def test_deployed_the_api_asks_the_same_of_a_session_and_not_of_a_token(cast: Cast, settings: Any) -> None:
    from conspectus.rooms.accounts.actions import issue_token

    settings.REENTER_SECONDS = 900
    by = make.user("Root", role="administrator", password=make.PASSWORD)
    client = Client()
    sign_in(by, client)
    age(client, entered_at=901)
    address, body = f"/api/v1/projects/{cast.project.pk}/baseline", {"revision": 1, "reason": "x"}
    assert client.post(address, body, content_type="application/json").status_code == 422  # there is no revision
    from tests.doors.web.conftest import plan_file

    from conspectus.rooms.schedule.actions import import_plan

    import_plan(project=cast.project, data=plan_file(), name="q.csv", by=by, at=now() - timedelta(seconds=1))
    answer = client.post(address, body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "sign_in_again")
    token = issue_token(user=by, name="t", scope="write", by=by, at=now()).text
    sent = Client().post(address, body, content_type="application/json", headers={"Authorization": f"Bearer {token}"})
    assert sent.status_code == 201


def test_deployed_naming_who_decides_and_issuing_a_token_takes_the_password_again(cast: Cast, settings: Any) -> None:
    settings.REENTER_SECONDS = 900
    by, client = make.user("Root", role="administrator", password=make.PASSWORD), Client()
    sign_in(by, client)
    deactivate_user(user=cast.grace, by=by, at=now())
    before = (cast.project.sponsor_id, cast.project.manager_id, cast.programme.manager_id)
    age(client, entered_at=901)
    dave, headers = cast.dave.person.pk, {"If-Match": '"1"'}
    asked = (
        ("patch", f"/projects/{cast.project.pk}", {"sponsor": dave}),
        ("patch", f"/projects/{cast.project.pk}", {"manager": dave}),
        ("patch", f"/programmes/{cast.programme.pk}", {"manager": dave}),
        ("post", "/tokens", {"name": "kept", "scope": "write"}),
        ("post", f"/users/{cast.grace.pk}/reopen", {}),
    )
    for method, path, body in asked:
        send = getattr(client, method)
        answer = send(f"/api/v1{path}", body, content_type="application/json", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "sign_in_again"), path
    assert client.post("/tokens/", {"name": "kept", "scope": "write", "days": "9"}).status_code == 401
    for row in (cast.project, cast.programme, cast.grace):
        row.refresh_from_db()
    assert before == (cast.project.sponsor_id, cast.project.manager_id, cast.programme.manager_id)
    assert not by.tokens.exists()
    assert not cast.grace.is_active
    summary = client.patch(f"/api/v1/projects/{cast.project.pk}", {"summary": "x"}, "application/json", headers=headers)
    assert summary.status_code == 200
