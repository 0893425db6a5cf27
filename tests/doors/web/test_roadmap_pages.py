"""The pages of the roadmap and of the milestones, the file, the feed; the same by API and at the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import icalendar
from django.test import Client
from django.utils.timezone import now
from tests.cast import Cast
from tests.doors.api.test_periods_api import Caller
from tests.doors.cli.test_period_commands import say  # noqa: F401  # a fixture is used by its name

from conspectus.journeys.home.look import home
from conspectus.journeys.subjects import subject_of
from conspectus.rooms.accounts.actions import issue_token, revoke_token
from conspectus.rooms.accounts.models import ApiToken, User
from conspectus.rooms.followup.actions import ActionParticulars, open_action
from conspectus.rooms.schedule.models import Milestone

Enter = Callable[[User], Client]


def test_the_roadmap_shows_what_is_asked_for(planned: Cast, enter: Enter) -> None:
    client, place = enter(planned.bob), planned.project.pk

    def page(query: str = "") -> str:
        answer = client.get(f"/roadmap/{query}")
        assert answer.status_code == 200
        return str(answer.content.decode())

    whole = page()
    assert "Warehouses" in whole
    assert "No programme" in whole
    assert "Warehouse north" in whole
    assert "Head office move" in whole
    assert "no plan yet" in whole
    assert whole.count('class="mark mark-due"') == 2  # the diamond, and the key beneath
    assert "milestones: 1 due, not reported" in whole
    assert 'class="mark' not in page("?level=project").split("gantt-key")[0]
    assert "Warehouse north" not in page("?level=programme").split('class="gantt-key"')[0]
    assert "Drive piles" not in whole
    opened = page(f"?open={place}")
    assert "Drive piles" in opened
    assert f"open={place}" not in opened.split('<div class="gantt">')[1]  # pressed once more it closes
    assert "Drive piles" not in page("?open=999999,x")
    assert "Alice" in page("?group=manager")
    assert "Head office move" not in page("?text=north")
    assert "No project fits" in page("?text=zzz")
    table = page("?show=table")
    assert "Hand over" in table
    assert "<svg width" not in table.split("<main")[1].split("ledger")[0]
    assert client.get("/roadmap/?programme=x").status_code == 422
    assert "Nothing to draw yet" in enter(planned.dave).get("/roadmap/").content.decode()


def test_milestones_by_month_as_a_grid_and_as_a_file(planned: Cast, enter: Enter) -> None:
    client = enter(planned.alice)
    listed = client.get("/milestones/").content.decode()
    on = Milestone.objects.get(revision__summary__is_current=True).on
    assert on is not None
    assert f"{on:%B %Y}" in listed
    assert "due, not reported" in listed
    grid = client.get(f"/milestones/?as=grid&month={on:%Y-%m}").content.decode()
    assert "WN-1: Hand over" in grid
    assert "1 milestone in" in grid
    assert client.get("/milestones/?as=grid").status_code == 200
    assert "No milestone fits" in client.get("/milestones/?text=zzz").content.decode()
    assert "No milestones yet" in enter(planned.dave).get("/milestones/").content.decode()
    assert client.get("/milestones/?month=soon").status_code == 422
    Milestone.objects.update(name="=cmd()")
    table = client.get("/milestones.csv").content.decode("utf-8-sig").splitlines()
    assert table[0].startswith("Code,Project,")
    assert ",'=cmd()," in table[1]


def test_a_calendar_is_fed_by_a_secret_address_that_opens_nothing_else(planned: Cast, enter: Enter) -> None:
    client = enter(planned.alice)
    assert "feed=text%3Dhand" in client.get("/milestones/?text=hand").content.decode()
    sent = {"name": "My calendar", "scope": "calendar", "days": "366"}
    page = client.post("/tokens/?feed=text%3Dhand", sent).content.decode()
    address = page.split("http://testserver")[1].split("</p>")[0]
    assert address.endswith(".ics?text=hand")
    answer = Client().get(address)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["SUMMARY"] == "WN-1: Hand over"
    assert event.decoded("DTSTART") == Milestone.objects.get(revision__summary__is_current=True).on
    secret = address.removeprefix("/milestones/feed/").split(".ics")[0]
    new = ActionParticulars("Call the mill", planned.alice.person, now().date())
    open_action(subject=subject_of(planned.project), new=new, by=planned.alice, at=now())
    mine = (
        client.post("/tokens/?due=", sent | {"name": "Due", "scope": "due"})
        .content.decode()
        .split("http://testserver")[1]
    )
    due = icalendar.Calendar.from_ical(Client().get(mine.split("</p>")[0]).content).walk("VEVENT")
    tasks = home(planned.alice, at=now())
    assert [event.decoded("DTSTART") for event in due] == [
        one.due_on for one in (*tasks.late, *tasks.todo) if one.due_on
    ]
    assert "Call the mill" in str(due[-1]["SUMMARY"])
    assert Client().get(f"/due/feed/{secret}.ics").status_code == 404  # each opens its own feed alone
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    assert Client().get("/api/v1/me", **bearer).status_code == 401  # type: ignore[arg-type]  # headers by name
    reading = issue_token(user=planned.alice, name="read", by=planned.alice, at=now()).text
    assert Client().get(f"/milestones/feed/{reading}.ics").status_code == 404
    assert Client().get("/milestones/feed/nonsense.ics").status_code == 404
    token = ApiToken.objects.filter(scope="calendar").earliest("pk")
    revoke_token(token=token, by=planned.alice, at=now())
    assert Client().get(address).status_code == 404


def test_the_same_by_api_and_command(planned: Cast, say: Any, tmp_path: Any) -> None:  # noqa: F811  # the fixture
    alice = Caller(planned.alice)
    found = alice("get", "/roadmap").json()
    assert [one["code"] for one in found["groups"][0]["projects"]] == ["WN-1"]
    assert found["groups"][0]["projects"][0]["milestones"][0]["state"] == "due"
    assert alice("get", "/roadmap?colour=red").status_code == 422
    page = alice("get", "/milestones?state=due&limit=1").json()
    assert [row["name"] for row in page["items"]] == ["Hand over"]
    assert alice("get", "/milestones/file?state=done").content.decode("utf-8-sig").count("\n") == 1
    assert json.loads(say("portfolio", "roadmap", "--json")[1])["total"] == 2
    assert "WN-1" in say("portfolio", "roadmap", "--group", "division")[1]
    assert "Hand over" in say("portfolio", "milestones", "--state", "due")[1]
    assert json.loads(say("portfolio", "milestones", "--json", "--window", "all")[1])[0]["code"] == "WN-1"
    for kind in ("csv", "ics"):
        assert say("portfolio", "milestones", "--out", tmp_path / f"m.{kind}")[0] == 0
    assert b"BEGIN:VEVENT" in (tmp_path / "m.ics").read_bytes()
    assert say("portfolio", "roadmap", "--group", "mood")[0] == 2
