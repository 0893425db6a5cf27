"""Tolerances by page, API and command: set, shown, refused in words."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.cast import AT, Cast
from tests.doors.test_permission_matrix import PLAN, an_open_period, entered

from conspectus.doors.cli import run
from conspectus.rooms.schedule.actions import import_plan
from conspectus.rooms.schedule.models import Tolerance


def text(answer: Any) -> str:
    page: str = answer.content.decode()
    return page


def test_a_tolerance_by_every_door(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    import_plan(project=cast.project, data=PLAN, name="a.csv", by=cast.alice, at=AT)
    an_open_period(cast)
    mona, alice = entered(cast.mona), entered(cast.alice)
    page = f"/tolerances/portfolio/{cast.portfolio.pk}/"
    assert "the usual limits count" in text(mona.get(page))
    assert "Set this tolerance" not in text(alice.get(page))
    given = {"slip_percent_green": "5", "slip_percent_amber": "3", "spi_t_green": "0.95", "spi_t_amber": "0.9"}
    given |= {"overrun_percent_green": "5", "overrun_percent_amber": "10", "reason": "Board of May", "name": ""}
    given |= {"change_percent_green": "5", "change_percent_amber": "10"}
    given |= {"acceptance_percent_green": "95", "acceptance_percent_amber": "85"}
    refused = mona.post(page, given)
    assert refused.status_code == 422
    assert "Amber ends beyond green" in text(refused)
    assert mona.post(page, given | {"slip_percent_amber": "8", "name": "Pilot"}).status_code == 302
    own = f"/tolerances/project/{cast.project.pk}/"
    assert mona.post(own, {"judged_by": "follows Pilot", "reason": "Agreed"}).status_code == 302
    assert Tolerance.objects.first().limits == {}
    assert "Set “Pilot”" in text(alice.get(own))
    carol = entered(cast.carol)
    assert "Set this tolerance" not in text(carol.get(own))
    assert carol.post(own, {"judged_by": "follows ", "reason": "Mine"}).status_code == 403
    api = Client()
    api.force_login(cast.mona, backend="conspectus.rooms.accounts.queries.SessionBackend")
    where = f"/api/v1/tolerances/project/{cast.project.pk}"
    assert api.get(where).json()["now"]["judge"] == "set"
    sent = {"limits": {"spi_t": [0.8, 0.7]}, "reason": "Its own"}
    answer = api.post(where, sent, content_type="application/json")
    assert (answer.status_code, answer.json()["now"]["judge"]) == (201, "project")
    bad = api.post(where, sent | {"limits": {"spi_t": [0.7, 0.8]}}, content_type="application/json")
    assert (bad.status_code, bad.json()["code"]) == (422, "beyond")
    assert api.get(f"/api/v1/tolerances/division/{cast.division.pk}").status_code == 422
    shown = text(alice.get(f"/projects/{cast.project.pk}/status/"))
    assert "Judged by: Own tolerance of the project" in shown
    capsys.readouterr()
    assert run(["tolerance", "set", "--project", "WN-1", "--slip", "7/9", "--reason", "Agreed"]) == 0
    assert run(["tolerance", "set", "--project", "WN-1", "--slip", "7", "--reason", "Agreed"]) == 2
    capsys.readouterr()
    assert run(["tolerance", "show", "--project", "WN-1"]) == 0
    said = capsys.readouterr().out
    assert "7/9%" in said
    assert "Tolerance set “Pilot”" in said
    assert run(["tolerance", "show", "--portfolio", str(cast.portfolio.pk)]) == 0
    assert run(["tolerance", "show", "--programme", str(cast.programme.pk)]) == 0


def test_which_actual_cost_goes_first_by_every_door(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    mona, alice = entered(cast.mona), entered(cast.alice)
    page = f"/portfolios/{cast.portfolio.pk}/actual-cost/"
    assert "The plan goes first" in text(alice.get(page))
    assert "Record this rule" not in text(alice.get(page))
    assert "Say why" in text(mona.post(page, {"first": "ledger"}))
    assert mona.post(page, {"first": "ledger", "reason": "Complete accounts"}).status_code == 302
    assert "The ledger goes first" in text(mona.get(page))
    assert page in text(mona.get(f"/tolerances/portfolio/{cast.portfolio.pk}/"))
    api = Client()
    api.force_login(cast.mona, backend="conspectus.rooms.accounts.queries.SessionBackend")
    where = f"/api/v1/portfolios/{cast.portfolio.pk}/actual-cost"
    assert api.get(where).json()["now"] == "ledger"
    sent = {"first": "plan", "reason": "Late accounts"}
    assert api.post(where, sent, content_type="application/json").json()["now"] == "plan"
    assert run(["tolerance", "cost", str(cast.portfolio.pk), "--first", "ledger"]) == 2
    assert run(["tolerance", "cost", str(cast.portfolio.pk), "--first", "ledger", "--reason", "x"]) == 0
    assert "The ledger goes first." in capsys.readouterr().out
