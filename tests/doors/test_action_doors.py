"""Actions by page, API and command."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils.timezone import now
from tests.cast import Cast
from tests.doors.test_permission_matrix import entered

from conspectus.doors.cli import run
from conspectus.rooms.followup.models import Action


def test_actions_by_every_door(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    alice, late = entered(cast.alice), now().date() - timedelta(days=3)
    assert "No open actions" in alice.get("/actions/").content.decode()
    sent = {"words": "Ask the authority", "owner": str(cast.heidi.person_id), "due_on": late.isoformat()}
    assert alice.post(f"/subjects/project/{cast.project.pk}/new-action/", sent).status_code == 302
    row = Action.objects.get()
    for path in ("/actions/", f"/projects/{cast.project.pk}/", f"/actions/{row.pk}/", "/actions/?state=late&whose="):
        assert "Ask the authority" in alice.get(path).content.decode(), path
    assert "No action fits" in alice.get("/actions/?text=nothing").content.decode()
    assert alice.get("/actions.csv").content.decode("utf-8-sig").count("\n") == 2
    heidi = entered(cast.heidi)
    assert f"/actions/{row.pk}/" in heidi.get("/").content.decode()
    grace = entered(cast.grace)
    assert "Close this action" not in grace.get(f"/actions/{row.pk}/").content.decode()
    page = f"/actions/{row.pk}/change/"
    sent |= {"words": "Ask twice", "revision": "1"}
    assert alice.post(page, sent).status_code == 302
    assert alice.post(page, sent).status_code == 412
    close = {"state": "done", "answer": "", "revision": "2"}
    assert heidi.post(f"/actions/{row.pk}/", close).status_code == 422
    assert heidi.post(f"/actions/{row.pk}/", close | {"answer": "They agreed"}).status_code == 302
    assert alice.get(page).status_code == 409
    api, told = f"/api/v1/subjects/project/{cast.project.pk}/actions", {"content_type": "application/json"}
    assert alice.post(api, {"words": "By a program"}, **told).status_code == 201
    made = Action.objects.latest("pk")
    one = f"/api/v1/actions/{made.pk}"
    assert alice.patch(one, {"due_on": "2030-01-01"}, headers={"If-Match": '"1"'}, **told).json()["revision"] == 2
    assert [each["words"] for each in alice.get("/api/v1/actions").json()["items"]] == ["By a program"]
    closing = {"state": "dropped", "answer": "Not needed", "done_on": now().date().isoformat()}
    assert alice.post(f"{one}/closure", closing, **told).status_code == 428
    assert alice.post(f"{one}/closure", closing, headers={"If-Match": '"2"'}, **told).json()["state"] == "dropped"
    assert len(alice.get(api).json()["items"]) == 2
    mail = cast.alice.email
    assert run(["action", "open", "project", str(cast.project.pk), "By hand", "--owner", mail, "--as", mail]) == 0
    number = str(Action.objects.latest("pk").pk)
    assert run(["action", "change", number, "--due", "2030-01-01", "--as", mail]) == 0
    assert run(["action", "list", "--whose", "mine", "--as", mail]) == 0
    assert "By hand" in capsys.readouterr().out
    assert run(["action", "close", number, "Done it", "--as", mail]) == 0
    assert run(["action", "close", number, "Done it", "--as", mail]) == 2
    capsys.readouterr()
    assert run(["action", "list", "--state", "all", "--json", "--as", mail]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 3
