"""The API: portfolios and projects, strict bodies, revisions named, pages by cursor."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now
from tests import factories as make
from tests.cast import Cast
from tests.doors.test_permission_matrix import PLAN

from conspectus.rooms.accounts.actions import issue_token
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.actions.groups import arrange_programme
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.actions import import_plan, set_baseline


def program(user: User) -> Client:
    """Return a client with a token of this user."""
    token = issue_token(user=user, name="robot", scope="write", by=user, at=now()).text
    return Client(headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def bob(cast: Cast) -> Client:
    """Return the PMO's program."""
    return program(cast.bob)


def send(client: Client, path: str, text: Any, method: str = "post", **headers: str) -> Any:
    """Send a body as it is given: text stays as it is written."""
    body = text if isinstance(text, str) else json.dumps(text)
    call = getattr(client, method)
    return call(f"/api/v1{path}", body, content_type="application/json", headers=headers)


def new(cast: Cast, **more: Any) -> dict[str, Any]:
    """Return the body of a new project."""
    return {"code": "N-1", "name": "New", "portfolio": cast.portfolio.pk, **more}


def test_a_project_is_opened_read_and_changed_by_revision(cast: Cast, bob: Client) -> None:
    opened = send(bob, "/projects", new(cast, programme=cast.programme.pk, manager=cast.alice.person.pk))
    assert opened.status_code == 201, opened.content
    assert opened.headers["ETag"] == '"1"'
    at = f"/projects/{opened.json()['id']}"
    read = bob.get(f"/api/v1{at}")
    assert read.json() == opened.json()
    assert read.json()["manager"]["name"] == "Alice"
    assert send(bob, at, {"name": "Newer"}, "patch").status_code == 428
    assert send(bob, at, {"name": "Newer"}, "patch", **{"If-Match": '"9"'}).status_code == 412
    assert send(bob, at, {"name": "Newer"}, "patch", **{"If-Match": "junk"}).status_code == 412
    changed = send(bob, at, {"name": "Newer", "programme": None}, "patch", **{"If-Match": '"1"'})
    assert (changed.status_code, changed.json()["name"], changed.json()["revision"]) == (200, "Newer", 2)
    assert changed.json()["programme"] is None
    assert changed.headers["ETag"] == '"2"'
    moved = send(bob, f"{at}/state", {"state": "approved", "reason": "Funded"}, **{"If-Match": '"2"'})
    assert (moved.status_code, moved.json()["state"]) == (200, "approved")
    wrong = send(bob, f"{at}/state", {"state": "closed", "reason": "Done"}, **{"If-Match": '"3"'})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "state")
    assert [one["state"] for one in bob.get(f"/api/v1{at}/life").json()] == ["approved", "proposed"]
    send(bob, f"{at}/state", {"state": "stopped", "reason": "x", "successors": []}, **{"If-Match": '"3"'})
    decision = {"reason": "Funded again", "authority": "Board, 3 May"}
    again = send(bob, f"{at}/reopening", decision, **{"If-Match": '"4"'})
    assert (again.status_code, again.json()["state"]) == (200, "proposed")


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"is_superuser": True}, 422, "is_superuser"),
        ({"project_id": 7}, 422, "project_id"),
        ({"__proto__": {}}, 422, "__proto__"),
        ({"revision": 9}, 422, "revision"),
        ({"portfolio": True}, 422, "portfolio"),
        ({"portfolio": "5"}, 422, "portfolio"),
        ({"portfolio": 10**30}, 422, "portfolio"),
        ({"portfolio": 1.0}, 422, "portfolio"),
        ({"manager": -1}, 422, "manager"),
        ({"name": 5}, 422, "name"),
        ({"name": ["a"]}, 422, "name"),
        ({"name": "a\0b"}, 422, "name"),
        ({"name": "a\u202eb"}, 422, "name"),
        ({"name": "\ud800"}, 422, "name"),
        ({"name": "x" * 300}, 422, "name"),
        ({"name": "  "}, 422, "name"),
        ({"currency": "XXZ"}, 422, "currency"),
        ({"code": "wn-1"}, 422, "code"),
        ({"name": "warehouse  NORTH "}, 422, "name"),
    ],
)
def test_a_body_is_taken_strictly_or_not_at_all(cast: Cast, bob: Client, change: Any, status: int, field: str) -> None:
    before = Project.objects.count()
    response = send(bob, "/projects", new(cast, **change))
    told = response.json()
    assert (response.status_code, told["field"]) == (status, field), told
    assert told["words"]
    assert Project.objects.count() == before


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", 422),
        ("{", 400),
        ("\ufeff{}", 400),
        ('{"a": NaN}', 400),
        ('{"name": "a", "name": "b"}', 422),
        ("[]", 422),
        ('{"a":' * 20_000, 400),
        ('{"a": 1} tail', 400),
        ('{"name": "' + "x" * 3_000_000 + '"}', 413),
    ],
)
def test_what_is_no_good_json_is_refused(bob: Client, cast: Cast, text: str, status: int) -> None:
    response = send(bob, "/projects", text)
    assert (response.status_code, response.headers["Content-Type"]) == (status, "application/problem+json")
    assert response.json()["words"]


def test_another_content_type_is_refused(bob: Client) -> None:
    response = bob.post("/api/v1/projects", "<a/>", content_type="application/xml")
    assert response.status_code == 415


def test_lists_come_in_pages_and_refuse_what_they_do_not_know(cast: Cast, bob: Client) -> None:
    for number in range(5):
        make.project(f"Page {number}", code=f"PG-{number}", portfolio=cast.portfolio)
    codes, cursor = [], ""
    for _ in range(9):
        page = bob.get("/api/v1/projects", {"limit": 2, "cursor": cursor, "sort": "-code"}).json()
        codes += [item["code"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert codes == sorted(codes, reverse=True)
    assert len(codes) == 7
    bad = ({"limit": -1}, {"limit": 10**9}, {"cursor": "zz"}, {"sort": "user__password"}, {"state": "x"})
    for query in (*bad, {"filter": "cost__regex=(a+)+$"}, {"division": "true"}, {"manager": 10**30}):
        response = bob.get("/api/v1/projects", query)
        assert response.status_code in (422, 404), (query, response.content)
        assert response.json()["words"]


def test_a_list_shows_only_what_may_be_seen(cast: Cast) -> None:
    codes = {
        name: [one["code"] for one in program(user).get("/api/v1/projects").json()["items"]]
        for name, user in (("alice", cast.alice), ("dave", cast.dave), ("erin", cast.erin))
    }
    assert codes == {"alice": ["WN-1"], "dave": [], "erin": ["HO-1", "WN-1"]}


def test_a_foreign_row_in_a_body_is_unknown(cast: Cast) -> None:
    mona = program(cast.mona)
    words = {
        send(mona, "/projects", new(cast, portfolio=number)).json()["words"]
        for number in (cast.other.portfolio_id, 10**6)
    }
    assert words == {"There is no such portfolio."}


def test_portfolios_programmes_divisions_and_people(cast: Cast, bob: Client) -> None:
    opened = send(bob, "/portfolios", {"name": "Renewal", "currency": "EUR"})
    assert opened.status_code == 201
    number = opened.json()["id"]
    assert bob.get(f"/api/v1/portfolios/{number}").json()["name"] == "Renewal"
    made = send(bob, "/programmes", {"name": "Bridges", "portfolio": number})
    assert (made.status_code, made.json()["portfolio"]["name"]) == (201, "Renewal")
    assert "Bridges" in [one["name"] for one in bob.get("/api/v1/programmes").json()["items"]]
    tree = bob.get("/api/v1/divisions").json()["items"]
    assert {"Operations", "Logistics", "Premises"} <= {one["name"] for one in tree}
    assert send(program(cast.alice), "/portfolios", {"name": "Mine", "currency": "EUR"}).status_code == 403


def test_tokens_are_issued_once_and_revoked(cast: Cast) -> None:
    alice = program(cast.alice)
    issued = send(alice, "/tokens", {"name": "nightly", "days": 3})
    assert issued.status_code == 201
    text = issued.json()["text"]
    other = Client(headers={"Authorization": f"Bearer {text}"})
    assert other.get("/api/v1/me").json()["reading_only"] is True
    listed = alice.get("/api/v1/tokens").json()["items"]
    assert text not in json.dumps(listed)
    assert alice.delete(f"/api/v1/tokens/{issued.json()['id']}").status_code == 204
    assert other.get("/api/v1/me").status_code == 401
    assert program(cast.dave).delete(f"/api/v1/tokens/{issued.json()['id']}").status_code == 404


def test_the_audit_log_is_verified_for_auditors_only(cast: Cast) -> None:
    verdict = program(cast.erin).get("/api/v1/audit/verify")
    assert (verdict.status_code, verdict.json()["whole"]) == (200, True)
    assert program(cast.alice).get("/api/v1/audit/verify").status_code == 403


def test_every_other_address_and_method_has_one_shape(bob: Client) -> None:
    for path in ("/api/", "/api/v1/nothing", "/api/v2/me", "/api/v1/projects/1/"):
        response = bob.get(path)
        assert (response.status_code, response.json()["code"]) == (404, "not_found"), path
    response = bob.put("/api/v1/me")
    assert (response.status_code, response.json()["code"], response.headers["Allow"]) == (405, "method", "GET")


def test_the_table_is_narrowed_summed_and_handed_over(bob: Client) -> None:
    rows = bob.get("/api/v1/status?status=no_plan&sort=-slip").json()["items"]
    assert {row["code"] for row in rows} == {"WN-1", "HO-1"}
    assert bob.get("/api/v1/status?status=red").json()["items"] == []
    totals = bob.get("/api/v1/status/totals?text=warehouse").json()
    assert (totals["projects"], totals["unplanned"], totals["colours"]) == (1, 1, [["not_assessed", 1]])
    table = bob.get("/api/v1/status/file?kind=csv&columns=code,state&sort=code")
    assert table.headers["Content-Disposition"] == 'attachment; filename="portfolio.csv"'
    assert table.content.decode("utf-8-sig").split() == ["Code,State", "HO-1,Active", "WN-1,Active"]
    for wrong in ("status=blue", "stale=perhaps", "colour=red"):
        assert bob.get(f"/api/v1/status?{wrong}").status_code == 422
    assert bob.get("/api/v1/status/file?kind=exe").status_code == 422


def test_who_does_not_see_the_project_of_a_programmes_own_plan_is_not_told_its_name(cast: Cast) -> None:
    second = make.project("Zanzibar", code="ZZ-1", portfolio=cast.portfolio, programme=cast.programme)
    arrange_programme(programme=cast.programme, parent=None, own_plan=second, revision=1, by=cast.mona, at=now())
    for user, told in ((cast.alice, None), (cast.ivan, {"id": second.pk, "name": "Zanzibar"})):
        client = program(user)
        one = client.get(f"/api/v1/programmes/{cast.programme.pk}").json()
        listed = {row["id"]: row for row in client.get("/api/v1/programmes").json()["items"]}
        assert one["own_plan"] == listed[cast.programme.pk]["own_plan"] == told


def test_growth_is_told_by_currency_also_where_there_are_two(cast: Cast, bob: Client) -> None:
    quay = make.project("Quay", code="QU-1", portfolio=cast.portfolio, currency="GBP")
    for project in (cast.project, quay):
        plan = import_plan(project=project, data=PLAN, name="plan.csv", by=cast.bob, at=now()).revision
        set_baseline(project=project, revision=plan, reason="Approved", source="dates", by=cast.bob, at=now())
    answer = bob.get("/api/v1/status/growth")
    assert answer.status_code == 200
    assert sorted(one["currency"] for one in answer.json()) == ["EUR", "GBP"]


@pytest.mark.parametrize("path", ["/gate-reviews", "/gate-decisions", "/gate-rates", "/conditions", "/findings"])
def test_a_number_or_day_beyond_all_measure_is_no_fault_of_ours(cast: Cast, bob: Client, path: str) -> None:
    for asked in ({"portfolio": 10**30}, {"project": 10**30}, {"until": "0001-01-01"}):
        assert bob.get(f"/api/v1{path}", asked).status_code in (200, 404, 422), asked
