"""Limits of signing in by page: nobody writes their own address, and nobody shuts the door on all behind a proxy."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests import factories as make

from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.accounts.actions.users import set_password

WORDS = "correct horse battery staple"


def fails(client: Client, number: int, **headers: str) -> int:
    """Return the status of a wrong password for an account no other try was for."""
    sent = {"email": f"x{number}@example.org", "password": "wrong"}
    return client.post("/sign-in/", sent, headers=headers).status_code


def enters(client: Client, **headers: str) -> int:
    return client.post("/sign-in/", {"email": "ada@example.org", "password": WORDS}, headers=headers).status_code


@pytest.fixture
def ada(db: None) -> None:
    """Let ada have a password."""
    set_password(user=make.user("Ada"), password=WORDS, by=local_operator(), at=make.AT)


def test_an_address_written_by_the_client_counts_for_nothing(ada: None, client: Client) -> None:
    said = [fails(client, n, **{"X-Forwarded-For": f"10.0.0.{n}"}) for n in range(11)]
    assert said == [422] * 10 + [429]
    assert enters(client) == 429


def test_behind_a_proxy_each_caller_has_limits_of_their_own(ada: None, client: Client, settings: Any) -> None:
    settings.BEHIND_PROXY = True
    # What the caller wrote stands before what the proxy added.
    said = [fails(client, n, **{"X-Forwarded-For": f"10.0.0.{n}, 203.0.113.9"}) for n in range(11)]
    assert said == [422] * 10 + [429]
    assert enters(client, **{"X-Forwarded-For": "203.0.113.9"}) == 429
    assert enters(client, **{"X-Forwarded-For": "203.0.113.10"}) == 302
    assert fails(client, 99, **{"X-Forwarded-For": "no address"}) == 422
