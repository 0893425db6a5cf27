"""The API's description is true: random requests meet no failure and no answer it does not describe."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.test import Client
from django.test.client import ClientHandler
from django.utils.timezone import now
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.cast import Cast
from tests.trust.counts import POSTGRES, cases, daily

from conspectus.doors.api.urls import schema
from conspectus.rooms.accounts.actions import issue_token

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EACH = 3 if POSTGRES else cases(5, 8)  # cases an operation
SLOW = {"/api/v1/review", "/api/v1/review/pack", "/api/v1/portfolios/{portfolio_id}/review/pack"}  # packs and children


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """Answer as the server does, but inside the test's own transaction."""
    response = ClientHandler()(environ)
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return [response.content]


def operations() -> list[tuple[str, str]]:
    """Return every path and method that is described."""
    return [(path, method) for path, place in schema()["paths"].items() for method in place]


@cache
def described() -> Any:
    """Return the description of the API, read once."""
    found = schemathesis.openapi.from_dict(json.loads(json.dumps(schema())))
    found.app = application
    return found


@pytest.fixture
def headers(cast: Cast) -> dict[str, str]:
    """Return what a token that may everything is sent in."""
    token = issue_token(user=cast.frank, name="robot", scope="write", by=cast.frank, at=now())
    return {"Authorization": f"Bearer {token.text}"}


@pytest.mark.parametrize(("path", "method"), [one for one in operations() if daily(" ".join(one))])
def test_random_requests_are_answered_as_described(
    headers: dict[str, str], ids: dict[str, Any], path: str, method: str
) -> None:
    operation = described()[path][method.upper()]
    turn = iter(range(10**6))

    @seed(20260)
    @settings(
        max_examples=2 if path in SLOW else EACH,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy())
    def ask(case: Any) -> None:
        if next(turn) % 2:  # every other request meets a row that is there
            case.path_parameters = {name: ids.get(name, value) for name, value in (case.path_parameters or {}).items()}
        case.headers.pop("Authorization", None)
        case.call_and_validate(headers=headers, checks=CHECKS)

    ask()


def test_every_operation_is_described_in_words(cast: Cast) -> None:
    for path, place in schema()["paths"].items():
        for method, operation in place.items():
            assert operation.get("description"), (path, method)
            assert {int(status) for status in operation["responses"]} >= {401, 403, 404, 422}, (path, method)


def test_the_description_is_for_those_who_may_come_in(headers: dict[str, str]) -> None:
    told = Client(headers=headers).get("/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert set(told["paths"]) == set(schema()["paths"])
    assert "application/problem+json" in told["paths"]["/api/v1/me"]["get"]["responses"]["401"]["content"]
