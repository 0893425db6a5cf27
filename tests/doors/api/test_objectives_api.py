"""Strategic objectives through the API, at the command line and by page: the same deeds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests import factories as make
from tests.cast import Cast
from tests.doors.api.test_periods_api import Caller
from tests.doors.cli.test_period_commands import say  # noqa: F401  # a fixture is used by its name
from tests.doors.web.conftest import enter  # noqa: F401  # likewise

from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Contribution, Objective

Enter = Callable[[User], Client]


def test_an_objective_from_setting_to_retirement_by_api(cast: Cast) -> None:
    mona, alice = Caller(cast.mona), Caller(cast.alice)
    place = f"/portfolios/{cast.portfolio.pk}/objectives"
    body = {"name": "On time", "owner": cast.carol.person_id, "target": 95, "unit": "%", "starts_on": "2024-01-01"}
    made = mona("post", place, body)
    assert made.status_code == 201
    told = made.json()
    assert (told["owner"]["name"], told["target"], told["starts_on"]) == ("Carol", 95.0, "2024-01-01")
    below = mona("post", place, {"name": "North", "parent": told["id"]}).json()
    where = f"/objectives/{told['id']}"
    assert mona("patch", where, {"weight": 2}).status_code == 428
    assert mona("patch", where, {"weight": 2}, 1).json()["weight"] == 2
    assert mona("patch", where, {"name": None}, 2).json()["field"] == "name"
    assert mona("patch", where, {"parent": 10**9}, 2).json()["field"] == "parent"
    parts = {"contributions": [{"objective": below["id"], "basis_points": 2_500, "words": "The hall"}]}
    page = f"/projects/{cast.project.pk}/contributions"
    revision = int(alice("get", page).headers["ETag"].strip('"'))
    answer = alice("put", page, parts, revision)
    assert [one["basis_points"] for one in answer.json()["items"]] == [2_500]
    assert alice("put", page, parts, revision).status_code == 412
    over = {"contributions": [{"objective": below["id"], "basis_points": 10_001}]}
    assert alice("put", page, over, revision + 1).json()["code"] == "part"
    rows = mona("get", place).json()["items"]
    assert [(one["name"], one["level"], one["projects"]) for one in rows] == [("On time", 1, 1), ("North", 2, 1)]
    assert [one["code"] for one in mona("get", where).json()["serving"]] == ["WN-1"]
    make.project("Second", code="S-1", portfolio=cast.portfolio)
    left = mona("get", f"{place}/unserved").json()
    assert ([one["code"] for one in left["projects"]], left["objectives"]) == (["S-1"], [])
    assert mona("post", f"{where}/retirement", {}, 2).json()["retired_on"] is not None
    assert mona("get", place).json()["items"] == []


def test_foreign_objectives_are_missing_ones_in_a_body(cast: Cast) -> None:
    foreign = make.objective("Theirs", portfolio=cast.other.portfolio)
    alice, mona, page = Caller(cast.alice), Caller(cast.mona), f"/projects/{cast.project.pk}/contributions"
    for number in (foreign.pk, 10**9, -1):
        sent = {"contributions": [{"objective": number, "basis_points": 100}]}
        answer = alice("put", page, sent, 1)
        assert (answer.status_code, answer.json()["words"]) == (422, "There is no such objective.")
        made = mona("post", f"/portfolios/{cast.portfolio.pk}/objectives", {"name": "Mine", "parent": number})
        assert (made.status_code, made.json()["field"]) == (422, "parent")
    assert not Contribution.objects.exists()


def test_objectives_by_command(cast: Cast, say: Any) -> None:  # noqa: F811  # the fixture
    place = cast.portfolio.pk
    given = ("--measure", "Orders on time", "--target", "95", "--unit", "%", "--owner", "carol@example.org")
    assert say("objective", "create", place, "On time", *given)[0] == 0
    row = Objective.objects.get()
    assert (row.target, row.unit, row.owner_id) == (95.0, "%", cast.carol.person_id)
    assert say("objective", "create", place, "North", "--below", row.pk)[0] == 0
    north = Objective.objects.get(name="North")
    assert say("objective", "change", north.pk, "--name", "Far north", "--below", "")[1] == f"{north.pk} Far north"
    assert say("objective", "serve", "WN-1", f"{row.pk}=40.5", f"{north.pk}=50%")[1] == (
        "WN-1 serves On time 40.5 %, Far north 50 %."
    )
    assert say("objective", "serve", "WN-1", f"{row.pk}=a")[0] == 2
    assert say("objective", "serve", "WN-1", f"{row.pk}=101")[0] == 2
    code, said = say("objective", "list", place)
    assert code == 0
    assert "On time" in said
    assert "40.5 %" in say("objective", "show", row.pk)[1]
    assert say("objective", "serve", "WN-1", f"{row.pk}=100")[0] == 0
    assert f"No project serves objective {north.pk} Far north" in say("objective", "unserved", place)[1]
    assert "is retired" in say("objective", "retire", row.pk)[1]
    assert "WN-1 Warehouse north serves no objective" in say("objective", "unserved", place)[1]
    assert say("objective", "list", place, "--as", "dave@example.org")[0] == 2


@pytest.mark.parametrize("who", ["mona", "bob"])
def test_objectives_by_page(cast: Cast, enter: Enter, who: str) -> None:  # noqa: F811  # the fixture
    mona, where = enter(cast.users()[who]), f"/objectives/?portfolio={cast.portfolio.pk}"
    assert "No objectives yet" in mona.get(where).content.decode()
    setting = f"/portfolios/{cast.portfolio.pk}/new-objective/"
    sent = {"name": "On time", "weight": "2", "target": "95", "unit": "%", "measure": "Orders on time"}
    assert mona.post(setting, {**sent, "name": ""}).status_code == 422
    assert mona.post(setting, sent).status_code == 302
    row = Objective.objects.get()
    changed = {**sent, "name": "Always on time", "revision": "1", "starts_on": "2024-01-01"}
    assert mona.post(f"/objectives/{row.pk}/change/", changed).status_code == 302
    assert mona.post(f"/objectives/{row.pk}/change/", changed).status_code == 412
    alice, page = enter(cast.alice), f"/projects/{cast.project.pk}/contributions/"
    shown = alice.get(page).content.decode()
    assert "Always on time" in shown
    sent = {"revision": "1", "starting": "2024-05-01", f"part-{row.pk}": "62.5", f"words-{row.pk}": "The new hall"}
    assert alice.post(page, {**sent, f"part-{row.pk}": "101"}).status_code == 422
    assert alice.post(page, sent).status_code == 302
    particulars = alice.get(f"/projects/{cast.project.pk}/particulars/").content.decode()
    assert "62.5 %" in particulars
    assert "The new hall" in particulars
    tree = mona.get(where).content.decode()
    assert "Every objective is served by a project." in tree
    assert "Warehouse north" in mona.get(f"/objectives/{row.pk}/").content.decode()
    assert enter(cast.grace).get(page).status_code == 403
    mona.post(f"/objectives/{row.pk}/retirement/", {"revision": "2"})
    assert "is retired" in mona.get(f"/objectives/{row.pk}/").content.decode()
    assert "Warehouse north" not in mona.get(f"/objectives/{row.pk}/").content.decode()
