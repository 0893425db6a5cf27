"""A stored plan, and any file, taken along as MSPDI by page, API and command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.test import Client
from django.utils.timezone import now
from tests.cast import Cast

from conspectus.doors.cli import run
from conspectus.formats.schedules import read
from conspectus.rooms.accounts.models import User
from conspectus.rooms.schedule.actions import import_plan

PLAN = b"Id,Task,Duration,Start,Predecessors,Cost\n1,Dig,10d,2024-04-01,,100\n2,Build,5d,,1FS+2d,50\n"


def entered(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def told(data: bytes) -> tuple[list[str], list[int], list[int], float]:
    """Return names, durations, lags and cost of the two tasks."""
    plan = read(data, "plan.xml").plans[0]
    kept = [row for row, name in enumerate(plan.tasks.name) if name in ("Dig", "Build")]
    durations = [int(plan.tasks.duration[row]) for row in kept]
    return (
        [plan.tasks.name[row] for row in kept],
        durations,
        plan.links.lag.tolist(),
        float(plan.tasks.cost[kept].sum()),
    )


def test_page_api_and_command_give_the_same_plan(cast: Cast, tmp_path: Path, capsys: Any) -> None:
    import_plan(project=cast.project, data=PLAN, name="a.csv", by=cast.alice, at=now())
    client = entered(cast.alice)
    page = client.get(f"/projects/{cast.project.pk}/revisions/1/plan.xml")
    api = client.get(f"/api/v1/projects/{cast.project.pk}/revisions/1/mspdi")
    (tmp_path / "a.csv").write_bytes(PLAN)
    out = tmp_path / "out.xml"
    assert run(["plan", "export", str(tmp_path / "a.csv"), str(out)]) == 0
    assert told(page.content) == told(api.content) == told(out.read_bytes())
    names, durations, lags, cost = told(page.content)
    assert (names, durations, lags) == (["Dig", "Build"], [4800, 2400], [960])
    assert cost == 15_000
    assert "attachment" in page.headers["Content-Disposition"]
    capsys.readouterr()
    assert run(["plan", "export", str(tmp_path / "a.csv"), str(out)]) == 2
    assert "is there already" in capsys.readouterr().err


def test_who_may_not_see_costs_gets_no_file(cast: Cast) -> None:
    import_plan(project=cast.project, data=PLAN, name="a.csv", by=cast.alice, at=now())
    address = f"/projects/{cast.project.pk}/revisions/1/plan.xml"
    assert entered(cast.users()["heidi"]).get(address).status_code == 403
    assert entered(cast.users()["dave"]).get(address).status_code == 404
    assert Client().get(address).status_code in (302, 401)
