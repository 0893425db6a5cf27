"""Quality by page, API and command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.utils.timezone import now
from tests.cast import Cast
from tests.doors.test_permission_matrix import entered

from conspectus.doors.cli import run
from conspectus.journeys.notices.follow import follow_notices
from conspectus.journeys.notices.shown import shown
from conspectus.rooms.outbox.models import Notice
from conspectus.rooms.quality.models import NonConformity

JSON = {"content_type": "application/json"}


def test_quality_by_page(cast: Cast) -> None:
    alice, heidi, base = entered(cast.alice), entered(cast.heidi), f"/projects/{cast.project.pk}"
    page = alice.get(f"{base}/project-quality/").content.decode()
    assert "No non-conformities yet" in page
    assert "No quality plan yet" in page
    check = {"name": "Welds", "criteria": "No pores", "method": "test", "planned_on": "2024-01-05"}
    assert alice.post(f"{base}/new-quality-check/", check).status_code == 302
    assert alice.post(f"{base}/new-quality-check/", check | {"name": ""}).status_code == 422
    assert "late" in alice.get(f"{base}/project-quality/").content.decode()
    number = cast.project.quality_checks.get().pk
    assert f'value="{number}" selected' in heidi.get(f"{base}/new-quality-review/?check={number}").content.decode()
    review = {"of_check": str(number), "held_on": "2024-01-06", "result": "failed"}
    assert heidi.post(f"{base}/new-quality-review/", review).status_code == 422
    assert heidi.post(f"{base}/new-quality-review/", review | {"words": "Pores"}).status_code == 302
    assert "last failed" in (page := alice.get("/quality-checks/?which=failed").content.decode())
    assert "Pores" in page
    assert "No check fits" in alice.get("/quality-checks/?which=passed").content.decode()
    assert alice.get("/quality-checks.xlsx").status_code == 200
    change = check | {"name": "Seams", "state": "planned", "revision": "1"}
    assert alice.post(f"/quality-checks/{number}/change/", change).status_code == 302
    assert alice.post(f"/quality-checks/{number}/change/", change | {"name": "Other"}).status_code == 412
    new = {"title": "Pores", "severity": "critical", "found_on": "2024-01-06", "origin": "work", "treatment": "rework"}
    new |= {"due_on": "2024-02-01", "owner": str(cast.heidi.person_id)}
    assert heidi.post(f"{base}/new-nonconformity/", new).status_code == 302
    row = NonConformity.objects.get()
    one = f"/nonconformities/{row.pk}/"
    page = alice.get(f"{base}/project-quality/").content.decode()
    for words in ("1 non-conformity critical and past due: NC-1 Pores.", "0 of 1 passed", "Failed", "Seams"):
        assert words in page
    assert alice.post(f"{one}rework/", {"planned": "1,200.00", "spent": "", "revision": "1"}).status_code == 302
    assert "1,200 EUR" in alice.get(one).content.decode()
    assert "1,200 EUR" not in heidi.get(one).content.decode()
    assert heidi.post(f"{one}change/", new | {"cause": "Wet", "revision": "2"}).status_code == 302
    assert heidi.post(f"{one}change/", new | {"cause": "Dry", "revision": "2"}).status_code == 412
    assert heidi.post(f"{one}escalation/", {"words": "Five projects", "revision": "3"}).status_code == 302
    assert "As an issue" in alice.get(one).content.decode()
    fixed = {"words": "Welded anew", "on": "2024-02-03", "revision": "4"}
    assert heidi.post(f"{one}correction/", fixed).status_code == 302
    verified = {"holds": "yes", "on": "2024-02-04", "revision": "5"}
    assert heidi.post(f"{one}verification/", verified).status_code == 403
    assert entered(cast.carol).post(f"{one}verification/", verified).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.planned_minor) == ("closed", 120_000)
    paste = {"what": "nonconformities", "text": "title\tseverity\nScratch\tminor\n"}
    assert alice.post(f"{base}/paste-quality/", paste).status_code == 302
    assert alice.post(f"{base}/paste-quality/", paste | {"what": "checks", "text": "name\nPaint\n"}).status_code == 302
    listed = alice.get("/nonconformities/?state=unsettled").content.decode()
    assert "Scratch" in listed
    assert "NC-1" not in listed
    assert "No non-conformity fits" in alice.get("/nonconformities/?due=30").content.decode()
    other = NonConformity.objects.get(number=2)
    drop = {"words": "Within limits", "revision": "1"}
    assert alice.post(f"/nonconformities/{other.pk}/drop/", drop).status_code == 302
    assert alice.get("/nonconformities.csv").content.decode("utf-8-sig").count("\n") == 3


def test_quality_by_api(cast: Cast) -> None:
    alice = entered(cast.alice)

    def call(method: str, path: str, body: object = None, revision: int | None = None) -> tuple[int, dict]:
        extra = {} if revision is None else {"headers": {"If-Match": f'"{revision}"'}}
        sent = getattr(alice, method)(f"/api/v1{path}", json.dumps(body) if body is not None else None, **JSON, **extra)
        return sent.status_code, sent.json()

    base = f"/projects/{cast.project.pk}"
    status, made = call("post", f"{base}/quality-checks", {"rows": [{"name": "Welds", "planned_on": "2024-01-05"}]})
    assert (status, made[0]["name"]) == (201, "Welds")
    check = made[0]["id"]
    status, review = call("post", f"{base}/quality-reviews", {"result": "passed", "check": check})
    assert (status, review["check"], review["name"]) == (201, check, "Welds")
    assert call("put", f"/quality-checks/{check}", {"name": "Seams"}, 1)[1]["result"] == "passed"
    assert call("get", f"{base}/quality-reviews")[1]["items"][0]["result"] == "passed"
    rows = [{"title": "Pores", "treatment": "rework"}, {"title": "Rust"}]
    status, made = call("post", f"{base}/nonconformities", {"rows": rows})
    assert [one["number"] for one in made] == [1, 2]
    one = f"/nonconformities/{made[0]['id']}"
    assert call("put", one, {"title": "Deep pores", "treatment": "rework"})[0] == 428
    assert call("put", one, {"title": "Deep pores", "treatment": "rework"}, 1)[1]["found_on"] == made[0]["found_on"]
    assert call("post", f"{one}/rework", {"planned_minor": 5000}, 2)[1]["rework_planned"]["value"] == 5000
    assert call("post", f"{one}/escalation", {"reason": "Everywhere"}, 3)[1]["issue"] is not None
    assert call("post", f"{one}/correction", {"words": "Anew"}, 4)[1]["state"] == "corrected"
    assert call("post", f"{one}/verification", {"holds": True}, 5)[0] == 403
    assert call("post", f"{one}/drop", {"words": "None"}, 5)[1]["steps"][0]["words"] == "None"
    assert len(call("get", "/nonconformities?state=unsettled")[1]["items"]) == 1
    assert call("get", "/quality-checks?which=held")[1]["items"][0]["reviews"] == 1
    assert call("post", f"{base}/quality-reviews", {"result": "passed", "check": 999_999})[0] == 422


def test_quality_by_command(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def say(*words: str) -> str:
        assert run([*words, "--as", cast.bob.email]) == 0
        return capsys.readouterr().out

    follow_notices(at=now())
    check = say("quality", "create", "WN-1", "Welds", "--planned", "2024-01-05").split()[0]
    assert "Seams" in say("quality", "change", check, "--name", "Seams")
    assert "Seams" in say("quality", "list", "--which", "overdue", "--text", "seam")
    assert "failed" in say("quality", "review", "WN-1", "failed", "--check", check, "--words", "Pores")
    assert "Pores" in say("quality", "reviews", "WN-1")
    words = ("--severity", "critical", "--treatment", "rework", "--owner", str(cast.heidi.person_id))
    number = say("nonconformity", "create", "WN-1", "Pores", *words).split()[0]
    assert "NC-1" in say("nonconformity", "change", number, "--cause", "Wet electrodes")
    say("nonconformity", "rework", number, "--planned", "1200.00")
    assert "issue" in say("nonconformity", "escalate", number, "--words", "Everywhere")
    assert "corrected" in say("nonconformity", "correct", number, "--words", "Anew")
    assert "open" in say("nonconformity", "verify", number, "--fails", "--words", "Still there")
    assert "dropped" in say("nonconformity", "drop", number, "--words", "None")
    assert "Still there" in say("nonconformity", "show", number)
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("title,severity\nRust,minor\n", encoding="utf-8")
    assert "1 non-conformities raised" in say("nonconformity", "import", "WN-1", str(sheet))
    sheet.write_text("name\nPaint\n", encoding="utf-8")
    assert "1 checks entered" in say("quality", "import", "WN-1", str(sheet))
    assert "Rust" in say("nonconformity", "list", "--state", "unsettled")
    follow_notices(at=now())
    told = [
        one.change.words for one in shown(cast.heidi, list(Notice.objects.filter(kind="nonconformity")), now().date())
    ]
    assert "You are to see to it" in told
    assert "It was given to the portfolio" in told
