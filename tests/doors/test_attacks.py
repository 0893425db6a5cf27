"""An attacker with an account: ids swapped for those of others, names that were never offered, paths bent."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from tests import factories as make
from tests.cast import Cast
from tests.doors.another_world import CANARY, rows, words_of
from tests.doors.test_permission_matrix import API, PAGES, Counted, address_of, call, entered
from tests.trust.counts import FULL, POSTGRES, daily, some

from conspectus.doors.api.urls import schema

NEVER = frozenset((
    "id", "pk", "project_id", "portfolio_id", "programme_id", "user_id", "person_id", "owner", "created_by",
    "by", "at", "is_superuser", "is_staff", "is_system", "is_admin", "admin", "roles", "permissions",
    "organisation_role", "abilities", "approved_by", "approved_at", "created_at", "changed_at",
    "deactivated_at", "name_key", "code_key", "email_key", "revision_number", "path", "password",
    "secret_hash", "prefix", "_connector", "_negated", "__class__", "__proto__", "constructor", "__init__",
    "self", "reading_only", "entered_at",
))  # fmt: skip
SOME_OFFER = {"owner", "roles"}  # who is responsible, and the roles a method speaks of
NAMES = 8  # of those, sent to an operation daily, by turns; all before a release
SWAPPED = ("project_id", "portfolio_id", "programme_id", "scope_id", "role_id", "grant_id", "token_id", "user_id")


def swaps(text: str, body: Any) -> list[str]:
    """Return which ids of an address or a body can be swapped."""
    inside = {one for one in body.values() if isinstance(one, str)} if isinstance(body, dict) else set()
    return [name for name in SWAPPED if f"{{{name}}}" in text or name in inside]


WHO = ("alice", "dave", "grace", "ivan", "mona")
DAILY = WHO if FULL else ("mona",) if POSTGRES else ("grace", "ivan", "mona")  # the others attack by swapped ids too


@pytest.mark.parametrize("who", DAILY)
def test_an_id_of_another_world_opens_nothing(
    cast: Cast,
    ids: dict[str, Any],  # the fixture of this name
    theirs: dict[str, Any],
    who: str,
    counted: Counted,
) -> None:
    client, before, tried = entered(cast.users()[who]), rows(), 0
    for operation, row in API.items():
        for name in swaps(operation, row.body):
            answer = call(client, operation, row, {**ids, name: theirs[name]})
            assert answer.status_code in (403, 404, 422), (operation, name, answer.status_code)
            assert CANARY not in words_of(answer), (operation, name)
            tried += 1
    for page, row in PAGES.items():
        address = address_of(page, {**ids, "project_id": "{project_id}"} | {name: f"{{{name}}}" for name in SWAPPED})
        for name in [name for name in SWAPPED if f"%7B{name}%7D" in address]:
            place = address_of(page, {**ids, name: theirs[name]})
            answer = client.get(place) if row.body is None else client.post(place)
            assert answer.status_code in (403, 404, 405), (page, name, answer.status_code)
            assert CANARY not in words_of(answer), (page, name)
            tried += 1
    asked = {"portfolio": "portfolio_id", "programme": "programme_id"}
    for path in ("/api/v1/projects", "/api/v1/status", "/", f"/projects/{cast.project.pk}/"):
        for parameter, name in asked.items():
            page_text = client.get(path, {parameter: theirs[name]}).content.decode()
            assert CANARY not in page_text, (path, parameter)
            tried += 1
    assert tried > 50
    counted(tried)
    assert rows() == before


def test_numbers_in_forms_that_were_not_offered_are_refused(cast: Cast, theirs: dict[str, Any]) -> None:
    client, before = entered(cast.mona), rows()
    base = {"code": "WN-1", "name": "Warehouse north", "revision": "1", "portfolio": cast.portfolio.pk}
    for name in ("portfolio", "programme"):
        sent = {**base, name: theirs[f"{name}_id"]}
        for address in (f"/projects/{cast.project.pk}/particulars/", "/new-project/"):
            answer = client.post(address, sent)
            assert answer.status_code == 422
            assert CANARY not in words_of(answer).replace(f"{CANARY} manager", "")  # people are known by name
    assert rows() == before


def test_no_body_takes_names_nobody_offered() -> None:
    """Described so, and the description is what refuses; beside it some names are sent to every operation."""
    told, taken = schema(), []
    for path, place in told["paths"].items():
        for method, operation in place.items():
            body = operation.get("requestBody", {"content": {}})["content"].get("application/json")
            shape = body and told["components"]["schemas"][body["schema"]["$ref"].rpartition("/")[2]]
            open_to = (NEVER - SOME_OFFER) & shape["properties"].keys() if shape else ()
            if open_to or (shape and shape["additionalProperties"] is not False):
                taken.append((method, path, open_to))
    assert taken == []


def test_names_nobody_offered_are_refused_by_name(cast: Cast, ids: dict[str, Any], counted: Counted) -> None:
    client, before, tried = entered(cast.frank), rows(), 0
    for operation, row in API.items():
        if not row.body or operation.startswith(("GET", "DELETE")) or not daily(operation):
            continue
        method, path = operation.split(" ")
        body = {name: ids.get(value, value) if isinstance(value, str) else value for name, value in row.body.items()}
        for name in some(NEVER - row.body.keys(), NAMES, operation):
            send = getattr(client, method.lower())
            sent = json.dumps({**body, name: "1"})
            headers = {"If-Match": '"1"'}
            answer = send("/api/v1" + path.format(**ids), sent, content_type="application/json", headers=headers)
            assert answer.status_code == 422, (operation, name, answer.content)
            assert answer.json()["field"].split(".")[-1] == name, (operation, name)
            tried += 1
    assert tried > 150
    counted(tried)
    assert rows() == before


def test_names_nobody_offered_change_nothing_by_form(cast: Cast) -> None:
    client = entered(cast.alice)
    extra = dict.fromkeys(NEVER, "1") | {"state": "", "manager": "", "sponsor": cast.alice.person_id, "code": "X"}
    extra |= {"portfolio": "9", "is_active": "", "organisation_role": "administrator"}
    extra.pop("state")
    sent = {**extra, "name": "Warehouse north", "summary": "new words", "revision": "1"}
    assert client.post(f"/projects/{cast.project.pk}/particulars/", sent).status_code == 302
    before = (cast.project.code, cast.project.manager_id, cast.project.sponsor_id, cast.project.portfolio_id)
    cast.project.refresh_from_db()
    now_ = (cast.project.code, cast.project.manager_id, cast.project.sponsor_id, cast.project.portfolio_id)
    assert (before, cast.project.summary) == (now_, "new words")
    cast.alice.refresh_from_db()
    assert cast.alice.organisation_role == ""


@pytest.mark.parametrize(
    "path",
    [
        "/%2e%2e/",
        "/..;/accounts/",
        "/accounts;/",
        "/accounts/;x",
        "/%00",
        "/accounts/%00/",
        "/static/../conspectus.sqlite3",
        "/static/%2e%2e/%2e%2e/settings.py",
        "/static/css/../../../settings.py",
        "/api/v1//me",
        "/api/v1/me;x",
        "/API/V1/ME",
        "/api/v1/../../accounts/",
        "/robots.txt",
        "/.env",
        "/admin/",
        "/" + "a" * 65_000,
        "/projects/1%0d%0aSet-Cookie:x=1/",
        "/projects/%F0%9F%92%A9/",
        "/accounts/１/",
        "/upload/../../etc/passwd/",
        "/review/%2e%2e%2f%2e%2e/board-pack.pdf",
    ],
    ids=lambda path: path[:40],
)
def test_bent_paths_lead_nowhere(cast: Cast, path: str) -> None:
    for client in (Client(), entered(cast.alice)):
        answer = client.get(path)
        assert answer.status_code in (301, 302, 400, 401, 403, 404, 414), answer.status_code
        if answer.status_code in (301, 302):  # to a path with its slash, or to sign in, and never elsewhere
            assert answer.headers["Location"].startswith("/")
            assert not answer.headers["Location"].startswith("//")
        assert "Set-Cookie:x" not in str(answer.headers)
        assert "Traceback" not in answer.content.decode()


@pytest.mark.parametrize(
    "place",
    [
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "https:evil.example",
        "http:///evil.example",
        "//evil.example%2f..",
        "\t//evil.example",
        " //evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://testserver@evil.example",
        "https://testserver.evil.example",
        "http://[::1",
        "//[::1]/",
        "HTTPS://EVIL.EXAMPLE",
        "/\n/evil.example",
        "ftp://testserver/",
        "https://evil.example#@testserver/",
        "//testserver:80@evil.example/",
    ],
)
def test_nobody_is_led_away_after_signing_in(db: None, place: str) -> None:
    from conspectus.rooms.accounts.models import User

    if not User.objects.filter(email_key="anna@example.org").exists():
        make.user("Anna", password=make.PASSWORD)
    sent = {"email": "anna@example.org", "password": make.PASSWORD, "next": place}
    answer = Client().post("/sign-in/", sent)
    assert answer.headers["Location"] == "/"
    forged = Client().post("/tokens/", {"name": "x"}, headers={"Referer": place.replace("\n", "").replace("\t", "")})
    assert "evil" not in forged.content.decode().casefold()
