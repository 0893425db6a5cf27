"""Reorganisation by effective date through the API, at the command line and by page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client
from tests import factories as make
from tests.cast import AT, Cast
from tests.doors.api.test_periods_api import Caller
from tests.doors.cli.test_period_commands import say  # noqa: F401  # a fixture is used by its name
from tests.doors.web.conftest import enter  # noqa: F401  # likewise
from tests.rooms.portfolio.test_placements import frozen_april

from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project

Enter = Callable[[User], Client]


def test_a_move_by_api_and_the_tree_of_a_day(cast: Cast) -> None:
    frank, other = Caller(cast.frank), make.division("Elsewhere")
    page = f"/projects/{cast.project.pk}"
    body = {"division": other.pk, "effective_on": "2024-05-20"}
    assert frank("patch", page, {**body, "effective_on": "2999-01-01"}, 1).json()["field"] == "effective_on"
    assert frank("patch", page, body, 1).json()["division"]["name"] == "Elsewhere"
    row = frank("get", f"{page}/placements").json()["items"][0]
    assert (row["kind"], row["value"]["name"], row["from_on"]) == ("division", "Elsewhere", "2024-05-20")
    moved = frank("patch", f"/divisions/{cast.division.pk}", {"parent": other.pk, "effective_on": "2024-05-20"}, 1)
    assert moved.json()["parent"] == other.pk

    def parent(on: str) -> int | None:
        rows = frank("get", f"/divisions?on={on}").json()["items"]
        return next(one["parent"] for one in rows if one["id"] == cast.division.pk)

    assert (parent("2024-05-19"), parent("2024-05-20")) == (cast.house.pk, other.pk)
    assert frank("get", "/divisions?on=yesterday").status_code == 422
    frozen_april(cast, AT)
    trend = f"/divisions/{cast.house.pk}/trend"
    assert [one["projects"] for one in frank("get", trend).json()] == [1]
    assert frank("get", f"{trend}?tree=now").json() == []
    assert frank("get", f"{trend}?tree=x").status_code == 422


def test_a_move_by_command(cast: Cast, say: Any) -> None:  # noqa: F811  # the fixture
    other = make.division("Elsewhere")
    assert say("project", "change", "WN-1", "--division", other.pk, "--effective", "2024-05-20")[0] == 0
    assert "2024-05-20" in say("project", "placements", "WN-1")[1]
    assert say("division", "change", cast.division.pk, "--below", other.pk, "--effective", "2024-05-20")[0] == 0
    assert say("division", "list", "--on", "2024-05-19")[1] != say("division", "list")[1]
    frozen_april(cast, AT)
    assert "Apr 2024" in say("division", "trend", cast.house.pk)[1]
    assert "Apr 2024" in say("division", "trend", other.pk, "--tree", "now")[1]
    assert "Apr 2024" not in say("division", "trend", other.pk)[1]


def test_a_move_by_page(cast: Cast, enter: Enter) -> None:  # noqa: F811  # the fixture
    frank, other = enter(cast.frank), make.division("Elsewhere")
    page = f"/projects/{cast.project.pk}/particulars/"
    row = Project.objects.get(pk=cast.project.pk)
    sent = {"code": row.code, "name": row.name, "portfolio": row.portfolio_id, "programme": row.programme_id}
    sent |= {"manager": row.manager_id, "sponsor": row.sponsor_id, "division": other.pk, "revision": row.revision}
    assert frank.post(page, {**sent, "effective_on": "2999-01-01"}).status_code == 422
    assert frank.post(page, {**sent, "effective_on": "2024-05-20"}).status_code == 302
    assert "20 May 2024" in frank.get(page).content.decode()
    moved = {"name": "Logistics", "parent": "", "revision": 1, "effective_on": "2024-05-20"}
    assert frank.post(f"/divisions/{cast.division.pk}/change/", moved).status_code == 302
    assert ">\u2003Logistics</a>" in frank.get("/divisions/?on=2024-05-19").content.decode()
    assert ">\u2003Logistics</a>" not in frank.get("/divisions/").content.decode()
    assert frank.get("/divisions/?on=x").status_code == 422
    frozen_april(cast, AT)
    where = f"/divisions/{cast.house.pk}/"
    assert "Apr 2024" in frank.get(where).content.decode()
    assert "Apr 2024" not in frank.get(f"{where}?tree=now").content.decode()
    assert frank.get(f"{where}?tree=x").status_code == 422
    assert "effective_on" not in enter(cast.alice).get(page).content.decode()
