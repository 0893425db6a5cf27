"""Exceptions by page, API and command: asked for, written, decided, promised, closed; listed and taken along."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now
from tests.cast import Cast
from tests.doors.test_permission_matrix import entered

from conspectus.doors.cli import run
from conspectus.rooms.governance.models import ExceptionReport, Promise

JSON = "application/json"


def test_exceptions_by_every_door(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    alice, carol, mona = entered(cast.alice), entered(cast.carol), entered(cast.mona)
    here, today = f"/projects/{cast.project.pk}/recovery/", now().date()
    assert "No exceptions" in alice.get(here).content.decode()
    assert "Say it in a sentence" in alice.post(here, {"words": ""}).content.decode()
    assert alice.post(here, {"words": "The permit is late"}).status_code == 302
    row = ExceptionReport.objects.get()
    base = f"/exceptions/{row.pk}/"
    assert "Not written yet" in alice.get(base).content.decode()
    sent = {"revision": "1", "cause": "Permit", "effect": "June", "wanted": "Saturdays", "option-1": "Go on"}
    sent |= {"wanted_from": str(cast.carol.person_id), "wanted_by": str(today + timedelta(days=9))}
    refused = alice.post(f"{base}text/", sent)
    assert (refused.status_code, "2 to 9 options" in refused.content.decode()) == (422, True)
    sent |= {"option-3": "Work Saturdays", "cost-3": "12,000.50", "days-3": "-5"}
    assert alice.post(f"{base}text/", sent).status_code == 302
    assert alice.post(f"{base}text/", sent).status_code == 412
    shown = carol.get(base).content.decode()
    assert "12,000.50" in shown
    assert "12,000.50" not in entered(cast.grace).get(base).content.decode()
    assert carol.post(f"{base}decision/", {"revision": "2", "option": "2", "words": "Yes"}).status_code == 302
    day = str(today + timedelta(days=3))
    promise = {"words": "Crew found", "owner": str(cast.heidi.person_id), "promised_on": day}
    assert alice.post(f"{base}promise/", promise).status_code == 302
    made = Promise.objects.get()
    sent = {"promised_on": str(today + timedelta(days=5)), "reason": "Ill"}
    assert alice.post(f"/promises/{made.pk}/renewal/", sent).status_code == 302
    after = Promise.objects.get(replaces=made)
    assert alice.post(f"/promises/{after.pk}/done/", {"done_on": str(today)}).status_code == 302
    assert "1 kept, 0 missed, 0 open, 1 moved" in alice.get(base).content.decode()
    listed = mona.get("/recovery/?wanting=decision")
    assert "Nothing is found" in listed.content.decode()
    assert "Warehouse north" in mona.get("/recovery/?sort=-wanted_by").content.decode()
    assert b"Warehouse north" in mona.get("/recovery.csv").content
    assert mona.get("/recovery.xlsx").content.startswith(b"PK")
    assert mona.post(f"{base}closure/", {"revision": "3", "reason": "Re-planned"}).status_code == 302
    assert "Re-planned" in alice.get(base).content.decode()

    api = Client()
    api.force_login(cast.ivan, backend="conspectus.rooms.accounts.queries.SessionBackend")
    told = api.post(f"/api/v1/programmes/{cast.programme.pk}/exceptions", {"words": "Both late"}, content_type=JSON)
    assert (told.status_code, told.json()["state"]) == (201, "wanted")
    where = f"/api/v1/exceptions/{told.json()['exception_id']}"
    body = {"cause": "a", "effect": "b", "wanted": "c", "wanted_from": cast.mona.person_id, "wanted_by": day}
    body["options"] = [{"words": "One", "cost_minor": 5}, {"words": "Two", "days": 3}]
    match = {"If-Match": told.headers["ETag"]}
    told = api.put(where, body, content_type=JSON, headers=match)
    assert [one["number"] for one in told.json()["options"]] == [1, 2]
    own = api.post(f"{where}/decision", {"words": "x"}, content_type=JSON, headers={"If-Match": '"2"'})
    assert own.status_code == 403
    given = {"words": "Plan anew", "owner": cast.ivan.person_id, "promised_on": day, "dimension": "schedule"}
    told = api.post(f"{where}/promises", given, content_type=JSON)
    number = told.json()["promises"][0]["promise_id"]
    given = {"promised_on": str(today), "reason": "Sooner"}
    assert api.post(f"/api/v1/promises/{number}/renewal", given, content_type=JSON).status_code == 200
    refused = api.post(f"/api/v1/promises/{number}/done", {"done_on": str(today)}, content_type=JSON)
    assert refused.status_code == 403  # who manages the programme does not say that it is green
    assert [one["kind"] for one in api.get("/api/v1/exceptions").json()["items"]] == ["programme"]
    assert len(api.get("/api/v1/exceptions?state=all").json()["items"]) == 2

    _by_command(cast, str(today), capsys)


def _by_command(cast: Cast, today: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["recovery", "open", "WN-1", "--reason", "Late again"]) == 0
    number = str(ExceptionReport.objects.get(state="wanted").pk)
    words = ["--cause", "a", "--effect", "b", "--wanted", "c", "--from", str(cast.carol.person_id), "--by", today]
    assert run(["recovery", "write", number, *words, "--option", "One;price=1"]) == 2
    assert run(["recovery", "write", number, *words, "--option", "One;cost=1.50", "--option", "Two;days=-3"]) == 0
    decided = ["recovery", "decide", number, "--option", "1", "--reason", "Yes"]
    assert run(decided) == 2  # by who wrote it
    assert run([*decided, "--as", cast.carol.email]) == 0
    owner = ["--owner", str(cast.heidi.person_id), "--on", today]
    assert run(["recovery", "promise", number, "Crew", *owner]) == 0
    promise = str(Promise.objects.latest("pk").pk)
    assert run(["recovery", "renew", promise, "--on", today, "--reason", "Same day"]) == 0
    assert run(["recovery", "done", str(Promise.objects.latest("pk").pk), "--on", today]) == 0
    assert run(["recovery", "show", number]) == 0
    assert run(["recovery", "list"]) == 0
    assert run(["recovery", "close", number, "--reason", "Enough"]) == 0
    told = capsys.readouterr().out
    assert "One" in told
    assert "chosen" in told
