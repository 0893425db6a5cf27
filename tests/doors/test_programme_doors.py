"""A programme's report by page, API and command: written, handed in, accepted; its place in the tree."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now
from tests import factories as make
from tests.cast import AT, Cast
from tests.doors.test_permission_matrix import PLAN, an_open_period, entered

from conspectus.doors.cli import run
from conspectus.rooms.portfolio.models import Programme
from conspectus.rooms.schedule.actions import import_plan
from conspectus.rooms.status.models import Override, Report


def text(answer: Any) -> str:
    page: str = answer.content.decode()
    return page


def test_a_programme_reports_by_every_door(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    ivan, mona, pk = entered(cast.ivan), entered(cast.mona), cast.programme.pk
    page = f"/programmes/{pk}/status/"
    assert "No reporting period is open" in text(ivan.get(page))
    import_plan(project=cast.project, data=PLAN, name="a.csv", by=cast.alice, at=AT)
    period = an_open_period(cast)
    sent = {"revision": "0", "overall": "green", "overall_words": "Steady", "summary": "On course", "deed": "submit"}
    assert ivan.post(page, sent).status_code == 302
    report = Report.objects.get()
    assert (report.programme_id, report.state) == (pk, "submitted")
    assert "Accept this report" not in text(ivan.get(page))
    assert ivan.post(f"/reports/{report.pk}/acceptance/", {"revision": "2"}).status_code == 403
    shown = text(mona.get(page))
    assert "Accept this report" in shown
    assert "Steady" in shown
    assert mona.post(f"/reports/{report.pk}/acceptance/", {"revision": str(report.revision)}).status_code == 302
    outer = make.programme("Outer", portfolio=cast.portfolio)
    place = f"/programmes/{pk}/place/"
    assert "Own plan" in text(mona.get(place))
    given = {"parent": str(outer.pk), "own_plan": str(cast.project.pk), "revision": "1"}
    assert mona.post(place, given).status_code == 302
    assert Programme.objects.get(pk=pk).path == f"/{outer.pk}/{pk}/"
    whole = text(mona.get(f"/programmes/{pk}/"))
    assert "In the programme" in whole
    assert "Outer" in whole
    assert "WN-1" in text(mona.get(f"/programmes/{outer.pk}/status/"))
    api = Client()
    api.force_login(cast.mona, backend="conspectus.rooms.accounts.queries.SessionBackend")
    where = f"/api/v1/programmes/{pk}"
    told = api.get(f"{where}/reports/{period.pk}")
    assert (told.json()["report"]["state"], told.json()["own_plan"]["code"]) == ("accepted", "WN-1")
    tag = {"headers": {"If-Match": told.headers["ETag"]}, "content_type": "application/json"}
    back = api.post(f"{where}/reports/{period.pk}/state", {"state": "returned", "words": "Why"}, **tag)
    assert back.json()["report"]["state"] == "returned"
    tag["headers"] = {"If-Match": back.headers["ETag"]}
    body = {"declared": [{"dimension": "overall", "level": "red"}]}
    assert api.put(f"{where}/reports/{period.pk}", body, **tag).json()["dimensions"][0]["declared"] == "red"
    assert api.get(where).json()["parent"]["name"] == "Outer"
    tag["headers"] = {"If-Match": api.get(where).headers["ETag"]}
    assert api.put(f"{where}/place", {"parent": None, "own_plan": cast.project.pk}, **tag).status_code == 204
    for words in (
        ["declare", str(pk), str(period.pk), "overall=amber"],
        ["submit", str(pk), str(period.pk)],
        ["return", str(pk), str(period.pk), "--words", "Say why"],
        ["submit", str(pk), str(period.pk)],
        ["accept", str(pk), str(period.pk)],
        ["place", str(pk), "--under", str(outer.pk)],
        ["list"],
    ):
        assert run(["programme", *words]) == 0, words
    capsys.readouterr()
    assert run(["programme", "report", str(pk), str(period.pk)]) == 0
    said = capsys.readouterr().out
    assert "1 project: " in said
    assert "Amber" in said
    assert run(["programme", "place", str(outer.pk), "--under", str(pk)]) == 2
    assert run(["programme", "submit", str(outer.pk), str(period.pk)]) == 2


def test_its_own_budget_by_every_door(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    mona, ivan, pk = entered(cast.mona), entered(cast.ivan), cast.programme.pk
    page = f"/programmes/{pk}/budgets/"
    assert "Approve a budget" not in text(ivan.get(page))
    assert entered(cast.heidi).get(page).status_code == 403
    form = {"line-TOTAL_FORMS": "2", "line-INITIAL_FORMS": "0", "expected": "0", "reason": "Business case"}
    line = {"fiscal_year": "2024", "kind": "base", "nature": "capex", "amount": "900,000.00"}
    form |= {f"line-0-{name}": value for name, value in line.items()}
    assert mona.post(page, form).headers["Location"] == page
    assert "900,000.00" in text(ivan.get(page))
    api = Client()
    api.force_login(cast.mona, backend="conspectus.rooms.accounts.queries.SessionBackend")
    where = f"/api/v1/programmes/{pk}/budgets"
    more = {"fiscal_year": 2024, "kind": "contingency", "nature": "opex", "amount_minor": 5}
    sent = {"lines": [more], "reason": "More", "expected": 1}
    assert api.post(where, sent, content_type="application/json").json()["number"] == 2
    assert api.post(where, sent, content_type="application/json").status_code == 409
    assert run(["programme", "budget", str(pk), "2024:base:capex:120", "--reason", "Less"]) == 0
    assert "Budget 3 of Warehouses is approved: 120.00 EUR" in capsys.readouterr().out
    assert [one["number"] for one in api.get(where).json()] == [1, 2, 3]
    an_open_period(cast)
    shown = text(mona.get(f"/programmes/{pk}/status/"))
    assert "Not given to projects" in shown
    assert "Not given to projects" not in text(entered(cast.heidi).get(f"/programmes/{pk}/status/"))


def test_its_colour_is_set_aside_by_every_door(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    import_plan(project=cast.project, data=PLAN, name="a.csv", by=cast.alice, at=AT)
    an_open_period(cast)
    mona, ivan, pk = entered(cast.mona), entered(cast.ivan), cast.programme.pk
    page, until = f"/programmes/{pk}/overrides/", str(AT.date().replace(year=AT.year + 100))
    assert "Set it aside" not in text(ivan.get(page))
    given = {"dimension": "schedule", "colour": "amber", "reason": "Agreed by the board", "ends_on": until}
    assert ivan.post(page, given).status_code == 403
    assert "within a year" in text(mona.post(page, given))
    soon = str((now() + timedelta(days=20)).date())
    assert mona.post(page, given | {"ends_on": soon}).status_code == 302
    assert "Agreed by the board" in text(mona.get(page))
    assert "Agreed by the board" in text(mona.get(f"/programmes/{pk}/status/"))
    first = Override.objects.get()
    assert (first.programme_id, first.project_id) == (pk, None)
    assert mona.post(f"/overrides/{first.pk}/end/").headers["Location"] == page
    api = Client()
    api.force_login(cast.mona, backend="conspectus.rooms.accounts.queries.SessionBackend")
    where = f"/api/v1/programmes/{pk}/overrides"
    sent = given | {"ends_on": soon, "computed": "red"}
    number = api.post(where, sent, content_type="application/json").json()["id"]
    assert [one["id"] for one in api.get(where).json()["items"]] == [number, first.pk]
    assert api.delete(f"/api/v1/projects/{cast.project.pk}/overrides/{number}").status_code == 404
    assert api.delete(f"{where}/{number}").json()["ended_at"]
    given_words = ["--computed", "red", "--reason", "x", "--until", soon]
    assert run(["programme", "override", str(pk), "cost", "green", *given_words]) == 0
    assert run(["status", "lift", str(Override.objects.latest("pk").pk)]) == 0
    assert "counts as computed again" in capsys.readouterr().out
