"""Periods, reports and overrides through the API."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.utils.timezone import now
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.rooms.accounts.actions import issue_token
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.actions import change_project
from conspectus.rooms.schedule.actions import import_plan

ROOT = "/api/v1"


class Caller:
    """Somebody with a token."""

    def __init__(self, user: User) -> None:
        self.token = issue_token(user=user, name="robot", scope="write", by=user, at=now()).text

    def __call__(self, method: str, path: str, body: Any = None, revision: int | None = None) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"}
        if revision is not None:
            headers["If-Match"] = f'"{revision}"'
        kind = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(Client(), method)(ROOT + path, headers=headers, **kind)


def test_a_period_from_calendar_to_freeze(cast: Cast, reader: None) -> None:  # noqa: F811  # the fixture
    import_plan(project=cast.project, data=file_of(house()), name="north.xml", by=cast.alice, at=AT)
    mona, alice = Caller(cast.mona), Caller(cast.alice)
    place = f"/portfolios/{cast.portfolio.pk}"
    assert mona("get", f"{place}/calendar").json()["revision"] == 0
    body = {"kind": "months", "first_month": 4, "zone": "Europe/Berlin"}
    assert mona("put", f"{place}/calendar", body).status_code == 428
    assert mona("put", f"{place}/calendar", body, 0).json()["revision"] == 1
    laid = mona("post", f"{place}/periods", {"starting": "2024-04-01", "through": "2024-04-01"})
    assert laid.status_code == 201
    period = laid.json()[0]
    assert (period["name"], period["fiscal_year"], period["number"]) == ("Apr 2024", 2024, 1)
    where = f"/periods/{period['id']}"
    assert mona("post", f"{where}/state", {"state": "open"}, 1).json()["state"] == "open"
    report = f"/projects/{cast.project.pk}/reports/{period['id']}"
    told = {"declared": [{"dimension": "overall", "level": "green"}], "summary": "On course"}
    answer = alice("put", report, told, 0)
    assert answer.status_code == 200
    assert answer.headers["ETag"] == '"1"'
    assert answer.json()["dimensions"][0]["gap"] == 2
    assert alice("post", f"{report}/state", {"state": "submitted"}, 1).json()["report"]["state"] == "submitted"
    assert mona("post", f"{report}/state", {"state": "accepted"}, 2).json()["report"]["state"] == "accepted"
    gaps = mona("get", f"{where}/gaps").json()
    assert (gaps["whole"]["pairs"], gaps["whole"]["optimism"]["value"]) == (1, 1)
    frozen = mona("post", f"{where}/state", {"state": "frozen"}, 2).json()
    assert (frozen["state"], frozen["version"]) == ("frozen", 1)
    assert len(frozen["freezes"][0]["digest"]) == 64
    rows = mona("get", f"{where}/status?version=1").json()["items"]
    assert [row["code"] for row in rows] == ["WN-1"]
    assert alice("put", report, told, 3).status_code == 409
    again = mona("post", f"{where}/state", {"state": "open", "reason": "Costs"}, 3).json()
    assert again["reopenings"][0]["reason"] == "Costs"


def test_two_periods_are_compared(cast: Cast) -> None:
    mona = Caller(cast.mona)
    laid = mona("post", f"/portfolios/{cast.portfolio.pk}/periods", {"starting": "2024-04-01", "through": "2024-05-01"})
    april, may = (f"/periods/{one['id']}" for one in laid.json())
    assert mona("get", f"{may}/changes").json()["field"] == "with"
    mona("post", f"{april}/state", {"state": "open"}, 1)
    mona("post", f"{april}/state", {"state": "frozen"}, 2)
    change_project(project=cast.project, changes={"name": "Warehouse south"}, revision=1, by=cast.alice, at=AT)
    found = mona("get", f"{may}/changes").json()
    assert (found["old"], found["old_version"], found["new_version"]) == ("Apr 2024", 1, 0)
    assert [(one["name"], one["name_before"]) for one in found["projects"]] == [("Warehouse south", "Warehouse north")]
    assert mona("get", f"{may}/changes?with={laid.json()[0]['id']}").json() == found
    assert mona("get", f"{may}/changes?with={laid.json()[1]['id']}").status_code == 409
    assert Caller(cast.dave)("get", f"{may}/changes").status_code == 404


def test_bad_values_are_named(cast: Cast) -> None:
    mona = Caller(cast.mona)
    place = f"/portfolios/{cast.portfolio.pk}"
    for body, field in (
        ({"starting": "2024-13-01", "through": "2024-04-01"}, "starting"),
        ({"starting": 20240401, "through": "2024-04-01"}, "starting"),
        ({"starting": "2024-04-02", "through": "2024-04-01"}, "through"),
    ):
        answer = mona("post", f"{place}/periods", body)
        assert answer.status_code == 422
        assert field in answer.json()["field"]
    body = {"dimension": "cost", "colour": "red", "computed": "green", "reason": "x", "ends_on": "2020-01-01"}
    answer = mona("post", f"/projects/{cast.project.pk}/overrides", body)
    assert (answer.status_code, answer.json()["field"]) == (422, "ends_on")


def test_an_override_of_another_project_is_missing(cast: Cast) -> None:
    from datetime import timedelta

    bob = Caller(cast.bob)
    end = (now() + timedelta(days=9)).date().isoformat()
    body = {"dimension": "cost", "colour": "red", "computed": "green", "reason": "Claims", "ends_on": end}
    made = bob("post", f"/projects/{cast.other.pk}/overrides", body)
    assert made.status_code == 201
    number = made.json()["id"]
    assert bob("delete", f"/projects/{cast.project.pk}/overrides/{number}").status_code == 404
    assert bob("delete", f"/projects/{cast.other.pk}/overrides/{number}").json()["ended_at"]
    assert bob("get", f"/projects/{cast.other.pk}/overrides").json()["items"][0]["reason"] == "Claims"
