"""Shares in programmes and divisions through the API, at the command line and by page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client
from tests import factories as make
from tests.cast import Cast
from tests.doors.api.test_periods_api import Caller
from tests.doors.cli.test_period_commands import say  # noqa: F401  # a fixture is used by its name
from tests.doors.web.conftest import enter  # noqa: F401  # likewise

from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project, Share

Enter = Callable[[User], Client]


def test_shares_by_api(cast: Cast) -> None:
    mona, page = Caller(cast.mona), f"/projects/{cast.project.pk}/shares"
    second = make.programme("Second", portfolio=cast.portfolio)
    parts = [{"target": cast.programme.pk, "basis_points": 6_000}, {"target": second.pk, "basis_points": 4_000}]
    body = {"kind": "programme", "parts": parts, "starting": "2024-01-01"}
    assert mona("put", page, body).status_code == 428
    assert mona("put", page, {**body, "kind": "x"}, 1).json()["field"] == "kind"
    assert mona("put", page, {**body, "parts": parts[:1]}, 1).json()["code"] == "not_whole"
    answer = mona("put", page, body, 1)
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    assert [(one["target"]["name"], one["basis_points"]) for one in answer.json()["items"]] == [
        ("Warehouses", 6_000),
        ("Second", 4_000),
    ]
    rows = mona("get", f"/programmes/{second.pk}/shares").json()["items"]
    assert [(one["code"], one["basis_points"], one["home"]) for one in rows] == [("WN-1", 4_000, "Warehouses")]
    rows = mona("get", f"/divisions/{cast.house.pk}/shares").json()["items"]
    assert [(one["code"], one["basis_points"]) for one in rows] == [("WN-1", 10_000)]


def test_a_foreign_programme_in_a_body_is_a_missing_one(cast: Cast) -> None:
    foreign = make.programme("Theirs", portfolio=cast.other.portfolio)
    for who in (cast.ivan, cast.mona):
        for number in (foreign.pk, 10**9):
            body = {"kind": "programme", "parts": [{"target": number, "basis_points": 10_000}]}
            answer = Caller(who)("put", f"/projects/{cast.project.pk}/shares", body, 1)
            assert (answer.status_code, answer.json()["words"]) == (422, "There is no such programme.")
    assert not Share.objects.exists()


def test_shares_by_command(cast: Cast, say: Any) -> None:  # noqa: F811  # the fixture
    second = make.programme("Second", portfolio=cast.portfolio)
    home = cast.programme.pk
    assert say("project", "share", "WN-1", "programme", f"{home}=60", f"{second.pk}=41")[0] == 2
    said = say("project", "share", "WN-1", "programme", f"{home}=60", f"{second.pk}=40", "--from", "2024-01-01")
    assert said == (0, "WN-1 serves Warehouses 60 %, Second 40 %.")
    assert "2024-01-01" in say("project", "shares", "WN-1")[1]
    assert "40 %" in say("programme", "shares", second.pk)[1]
    assert say("project", "share", "WN-1", "division", f"{cast.house.pk}=100")[0] == 0
    assert "100 %" in say("division", "shares", cast.house.pk)[1]
    assert say("project", "share", "WN-1", "programme")[1] == "WN-1 serves its home alone."


def test_shares_by_page(cast: Cast, enter: Enter) -> None:  # noqa: F811  # the fixture
    second = make.programme("Second", portfolio=cast.portfolio, manager=cast.dave.person)
    mona, page = enter(cast.mona), f"/projects/{cast.project.pk}/shares"
    assert "Second (Growth)" in mona.get(f"{page}/programme/").content.decode()
    assert mona.get(f"{page}/portfolio/").status_code == 404
    assert "Second" not in enter(cast.ivan).get(f"{page}/programme/").content.decode()
    assert enter(cast.dave).get(f"/projects/{cast.project.pk}/").status_code == 404
    sent = {"revision": "1", "starting": "2024-05-01", f"part-{cast.programme.pk}": "62.5", f"part-{second.pk}": "37"}
    answer = mona.post(f"{page}/programme/", sent)
    assert answer.status_code == 422
    assert "99.5 %" in answer.content.decode()
    assert mona.post(f"{page}/programme/", {**sent, f"part-{second.pk}": "37.5"}).status_code == 302
    assert "37.5 %" in mona.get(f"/projects/{cast.project.pk}/particulars/").content.decode()
    assert "37.5 %" in mona.get(f"/programmes/{second.pk}/").content.decode()
    assert enter(cast.dave).get(f"/projects/{cast.project.pk}/").status_code == 200
    assert enter(cast.dave).post(f"{page}/programme/", sent).status_code == 403
    assert mona.post(f"{page}/programme/", {**sent, f"part-{second.pk}": "37.5"}).status_code == 412
    assert Project.objects.get(pk=cast.project.pk).revision == 2


def test_the_page_of_a_division(cast: Cast, enter: Enter) -> None:  # noqa: F811  # the fixture
    shown = enter(cast.judy).get(f"/divisions/{cast.house.pk}/").content.decode()
    assert "Warehouse north" in shown
    assert "Logistics" in shown
    assert "In parts" not in shown
    empty = enter(cast.dave).get(f"/divisions/{cast.house.pk}/").content.decode()
    assert "Warehouse north" not in empty
    assert "No projects in this division" in empty
    mona = enter(cast.mona)
    sent = {"revision": "1", "starting": "2024-05-01", f"part-{cast.house.pk}": "40", f"part-{cast.division.pk}": "60"}
    assert mona.post(f"/projects/{cast.project.pk}/shares/division/", sent).status_code == 302
    assert "In parts" not in mona.get(f"/divisions/{cast.house.pk}/").content.decode()  # both lie in it: all of it
    assert "60 %" in mona.get(f"/divisions/{cast.division.pk}/").content.decode()
    assert mona.get("/divisions/999999/").status_code == 404
