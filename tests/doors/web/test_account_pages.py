"""Signing in, one's account, tokens and the audit log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now
from tests import factories as make
from tests.cast import Cast

from conspectus.rooms.accounts.actions import issue_sign_in_link, local_operator
from conspectus.rooms.accounts.models import ApiToken, User

Enter = Callable[[User], Client]


@pytest.fixture
def anna(db: None) -> User:
    return make.user("Anna", password=make.PASSWORD)


def test_signing_in_and_out(anna: User, client: Client) -> None:
    answer = client.post("/sign-in/", {"email": "ANNA@example.org ", "password": make.PASSWORD, "next": "/tokens/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/tokens/")
    assert client.get("/profile/").status_code == 200
    assert client.post("/sign-out/").status_code == 302
    assert client.get("/profile/").status_code == 302


def test_a_wrong_password_keeps_the_e_mail_and_says_no_more(anna: User, client: Client) -> None:
    known = client.post("/sign-in/", {"email": "anna@example.org", "password": "wrong"})
    unknown = client.post("/sign-in/", {"email": "nobody@example.org", "password": "wrong"})
    for answer, email in ((known, "anna@example.org"), (unknown, "nobody@example.org")):
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "E-mail or password is wrong." in page
        assert f'value="{email}"' in page
        assert "wrong" not in page.replace("is wrong", "")  # the password typed does not come back


def test_ten_wrong_tries_are_enough(anna: User, client: Client) -> None:
    for _ in range(10):
        client.post("/sign-in/", {"email": "anna@example.org", "password": "wrong"})
    answer = client.post("/sign-in/", {"email": "anna@example.org", "password": make.PASSWORD})
    assert answer.status_code == 429
    assert "Too many tries" in answer.content.decode()


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil"])
def test_nobody_is_sent_elsewhere(anna: User, client: Client, place: str) -> None:
    answer = client.post("/sign-in/", {"email": "anna@example.org", "password": make.PASSWORD, "next": place})
    assert answer.headers["Location"] == "/"


def test_a_link_signs_in_once(anna: User, client: Client) -> None:
    secret = issue_sign_in_link(user=anna, by=local_operator(), at=now())
    assert client.head(f"/sign-in/{secret}/").status_code == 200  # a look ahead does not spend it
    assert client.get(f"/sign-in/{secret}/").headers["Location"] == "/"
    assert client.get("/profile/").status_code == 200
    again = Client().get(f"/sign-in/{secret}/")
    assert again.status_code == 403
    assert "spent or too old" in again.content.decode()


def test_deployed_a_link_waits_for_the_button(anna: User, client: Client, settings: Any) -> None:
    settings.DEPLOYED = True
    secret = issue_sign_in_link(user=anna, by=local_operator(), at=now())
    assert client.get(f"/sign-in/{secret}/").status_code == 200
    assert client.get("/profile/").status_code == 302
    assert client.post(f"/sign-in/{secret}/").status_code == 302
    assert client.get("/profile/").status_code == 200


def test_a_token_is_shown_once_and_revoked(anna: User, enter: Enter) -> None:
    client = enter(anna)
    page = client.post("/tokens/", {"name": "nightly", "scope": "read", "days": "30"}).content.decode()
    token = ApiToken.objects.get(name="nightly")
    assert f"conspectus_{token.prefix}_" in page
    assert f"conspectus_{token.prefix}_" not in client.get("/tokens/").content.decode()
    assert "is revoked" in client.post(f"/tokens/{token.pk}/revoke/", follow=True).content.decode()
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_the_token_of_another_is_not_found(anna: User, cast: Cast, enter: Enter) -> None:
    enter(anna).post("/tokens/", {"name": "mine", "scope": "read", "days": "30"})
    token = ApiToken.objects.get(name="mine")
    assert enter(cast.grace).post(f"/tokens/{token.pk}/revoke/").status_code == 404
    assert enter(cast.grace).post("/tokens/none/revoke/").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None


@pytest.mark.parametrize("days", ["0", "9999", "x", ""])
def test_a_bad_token_form_keeps_what_was_typed(anna: User, enter: Enter, days: str) -> None:
    answer = enter(anna).post("/tokens/", {"name": "nightly import", "scope": "write", "days": days})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="nightly import"' in page
    assert 'aria-invalid="true"' in page
    assert not ApiToken.objects.exists()


def test_the_password_is_changed_by_giving_the_present_one(anna: User, enter: Enter, client: Client) -> None:
    inside = enter(anna)
    new = "another walk along the shore"
    assert inside.post("/profile/", {"current": "no", "password": new}).status_code == 422
    assert inside.post("/profile/", {"current": make.PASSWORD, "password": "short"}).status_code == 422
    assert inside.post("/profile/", {"current": make.PASSWORD, "password": new}).status_code == 302
    assert inside.get("/profile/").status_code == 200
    assert client.post("/sign-in/", {"email": "anna@example.org", "password": new}).status_code == 302


def test_the_audit_log_is_for_auditors(cast: Cast, enter: Enter) -> None:
    assert enter(cast.alice).get("/audit/").status_code == 403
    assert "/audit/" not in enter(cast.alice).get("/profile/").content.decode()
    for who in (cast.erin, cast.frank):
        assert "/audit/" in enter(who).get("/profile/").content.decode()
        page = enter(who).get("/audit/?verify=1").content.decode()
        assert "The audit log is whole" in page
        assert "grant_role" in page


def test_older_lines_of_the_log_are_a_page_away(cast: Cast, enter: Enter) -> None:
    page = enter(cast.erin).get("/audit/?before=3").content.decode()
    assert page.count("<tr>") == 3  # the head and two lines
