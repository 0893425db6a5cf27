"""Findings of compliance by page, API and command: listed, given, answered, decided on, taken along."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from tests import factories as make
from tests.cast import Cast
from tests.doors.areas.standards import adopted, published
from tests.doors.test_permission_matrix import entered

from conspectus.doors.cli import run
from conspectus.journeys.compliance_findings import follow_findings
from conspectus.journeys.home.look import home
from conspectus.rooms.facts.actions import record_facts
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.standards.models import ComplianceFinding

JSON = "application/json"


def failing(*projects: Project) -> None:
    """Let projects follow the small method without a sponsor and with a plan that is too old."""
    at, version = now(), published("small", "Small works")
    facts: dict[str, Any] = {"sponsor_named": False, "plan_tasks": 120, "plan_status_on": at.date() - timedelta(90)}
    for project in projects:
        adopted(project, version)
    record_facts(dict.fromkeys((one.pk for one in projects), facts), on=at.date(), source="test", at=at)
    follow_findings(at=at)


def test_findings_by_page(cast: Cast) -> None:
    alice, mona = entered(cast.alice), entered(cast.mona)
    assert "No open findings" in alice.get("/findings/").content.decode()
    failing(cast.project)
    row, today = ComplianceFinding.objects.get(policy="sponsor_named"), now().date()
    base = f"/findings/{row.pk}/"
    listed = alice.get("/findings/").content.decode()
    assert ("A sponsor is named" in listed, "Not answered" in listed, "WN-1" in listed) == (True, True, True)
    assert "No finding fits" in alice.get("/findings/?state=late").content.decode()
    assert alice.get("/findings/?state=never").status_code == 422
    assert "Every project has a sponsor." in alice.get(base).content.decode()
    assert "Finding</a>" in alice.get(f"/projects/{cast.project.pk}/compliance/").content.decode()
    owed = {"owner": str(cast.heidi.person_id), "due_on": str(today + timedelta(days=7)), "revision": "1"}
    assert "due_on" not in alice.get(f"{base}owner/").content.decode()  # the day is not hers to set
    assert mona.post(f"{base}owner/", owed).status_code == 302
    assert mona.post(f"{base}owner/", owed).status_code == 412
    sent = {"kind": "mend", "words": "Being sought", "revision": "2"}
    heidi = entered(cast.heidi)
    refused = heidi.post(f"{base}answer/", sent)
    assert (refused.status_code, "Say by which day" in refused.content.decode()) == (422, True)
    assert heidi.post(f"{base}answer/", sent | {"mend_by": str(today + timedelta(days=9))}).status_code == 302
    assert "Decide on the answer" in mona.get(base).content.decode()
    assert alice.get(f"{base}confirmation/").status_code == 403
    assert mona.post(f"{base}confirmation/", {"decision": "agreed", "revision": "3"}).status_code == 302
    shown = heidi.get(base).content.decode()
    assert ("Answer agreed" in shown, "Being sought" in shown, "Heidi" in shown) == (True, True, True)
    assert b"Being sought" in mona.get("/findings.csv").content
    assert mona.get("/findings.xlsx?sort=-opened").content.startswith(b"PK")
    waiting = [(one.what, one.words) for one in home(cast.alice, at=now()).todo]
    assert ("compliance", "1 finding of compliance has no answer") in waiting


def test_a_list_asks_as_often_for_many_as_for_one(cast: Cast) -> None:
    others = [make.project(f"Works {n}", code=f"W-{n}", portfolio=cast.portfolio) for n in range(6)]
    failing(cast.project, *others)
    mona = entered(cast.mona)
    mona.get("/findings/")  # what is asked once a session
    counts = []
    for narrowed in (f"?project={cast.project.pk}&policy=plan_fresh", f"?project={cast.project.pk}", "?"):
        with CaptureQueriesContext(connection) as asked:
            assert mona.get(f"/findings/{narrowed}").status_code == 200
        counts.append(len(asked))
    assert len(set(counts)) == 1, counts


def test_findings_by_api_and_command(cast: Cast, capsys: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(cast.project)
    api, today = Client(), now().date()
    api.force_login(cast.mona, backend="conspectus.rooms.accounts.queries.SessionBackend")
    found = api.get("/api/v1/findings?days=0&sort=clause").json()["items"]
    assert [one["clause"] for one in found] == ["1.1", "1.2"]
    where = f"/api/v1/findings/{found[0]['finding_id']}"
    told = api.get(where)
    body = {"owner": cast.heidi.person_id, "due_on": str(today)}
    assert api.put(f"{where}/owner", body, content_type=JSON).status_code == 428
    told = api.put(f"{where}/owner", body, content_type=JSON, headers={"If-Match": told.headers["ETag"]})
    assert (told.json()["finding"]["owner"], told.json()["steps"][-1]["kind"]) == ("Heidi", "assigned")
    answer = {"kind": "disagree", "words": "There is one"}
    told = api.post(f"{where}/answer", answer, content_type=JSON, headers={"If-Match": told.headers["ETag"]})
    agreed = {"agreed": True}
    own = api.post(f"{where}/confirmation", agreed, content_type=JSON, headers={"If-Match": told.headers["ETag"]})
    assert own.status_code == 403
    assert api.get("/api/v1/findings?colour=red").status_code == 422

    monkeypatch.chdir(tmp_path)
    number = str(found[0]["finding_id"])
    assert run(["finding", "confirm", number, "return"]) == 2
    assert run(["finding", "confirm", number, "return", "--words", "Show it"]) == 0
    assert run(["finding", "answer", number, "Sought", "--by", str(today), "--as", cast.heidi.email]) == 0
    assert run(["finding", "confirm", number, "agree"]) == 0
    assert run(["finding", "assign", number, "--manager"]) == 0
    capsys.readouterr()
    assert run(["finding", "show", number]) == 0
    assert "There is one" in capsys.readouterr().out
    assert run(["finding", "list", "--state", "agreed", "--project", "WN-1"]) == 0
    assert "1.1" in capsys.readouterr().out
    assert run(["finding", "list", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 2
    assert run(["finding", "export", "found.csv"]) == 0
    assert "A sponsor is named" in Path("found.csv").read_text()
    assert run(["finding", "export", "found.pdf"]) == 2
