"""Actions by page, API and command."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
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


def test_a_sheet_of_actions_at_every_door(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = b"Action,Owner,Due,Status\nDig,Heidi,2030-01-01,\nBuild,Nobody Known,soon,\n"
    mona, place = entered(cast.mona), f"/projects/{cast.project.pk}/import-actions/"
    assert f"/portfolios/{cast.portfolio.pk}/import-actions/" in mona.get("/actions/").content.decode()
    assert place in mona.get(f"/projects/{cast.project.pk}/").content.decode()
    assert "paste rows" in mona.post(place, {"mapping": ""}).content.decode()
    both = {"mapping": "", "rows": "Dig", "file": SimpleUploadedFile("list.csv", sheet)}
    refused = mona.post(place, both)
    assert (refused.status_code, "not both" in refused.content.decode()) == (422, True)
    sent = {"mapping": "", "file": SimpleUploadedFile("list.csv", sheet)}
    there = mona.post(place, sent).headers["Location"]
    shown = mona.get(there).content.decode()
    assert "1 new, 0 changed, 0 there already, 1 refused" in shown
    digest, found = parse_qs(urlparse(there).query)["digest"][0], re.search('name="shown" value="([^"]*)"', shown)
    assert found
    form = {"digest": digest, "name": "list.csv", "shown": found[1]}
    saved = mona.post(place, form | {"deed": "save", "mapping_name": "Site"}).content.decode()
    assert "is saved for" in saved
    assert mona.post(place, form | {"deed": "take", "shown": "x"}).status_code == 422
    taken = mona.post(place, form | {"deed": "take"})
    assert (taken.status_code, "1 action taken." in mona.get(taken.headers["Location"]).content.decode()) == (302, True)
    assert "0 new, 0 changed, 1 there already" in mona.get(there).content.decode()
    there = mona.post(place, {"mapping": "", "rows": "Paint\tAlice\t2030-02-01\nClean"}).headers["Location"]
    assert "2 new, 0 changed" in mona.get(there).content.decode()

    api = f"/api/v1/projects/{cast.project.pk}/action-list"
    later = sheet.replace(b"2030-01-01", b"2030-01-15")
    looked = mona.post(f"{api}/preview", {"file": SimpleUploadedFile("list.csv", later)}).json()
    assert (looked["counts"]["change"], looked["tables"][0]["columns"][1]["field"]) == (1, "owner")
    sent = {"file": SimpleUploadedFile("list.csv", later), "shown": looked["digest"]}
    assert mona.post(api, sent).json()["changed"] == [Action.objects.get().pk]
    for where in (f"programmes/{cast.programme.pk}", f"portfolios/{cast.portfolio.pk}"):
        above = {"file": SimpleUploadedFile("list.csv", later.replace(b"Dig", b"Steer"))}
        assert len(mona.post(f"/api/v1/{where}/action-list", above).json()["opened"]) == 1
    assert mona.get("/api/v1/actions/file?form=csv").content.count(b"\n") == 4
    assert mona.get("/api/v1/actions/file?form=pdf").status_code == 422
    assert mona.get("/actions.xlsx").content[:2] == b"PK"
    assert mona.get("/actions.pdf").status_code == 404

    mail, book = cast.mona.email, tmp_path / "actions.xlsx"
    assert run(["action", "export", str(book), "--project", str(cast.project.pk), "--as", mail]) == 0
    capsys.readouterr()
    assert run(["action", "import", "project", str(cast.project.pk), str(book), "--as", mail]) == 2
    assert "anything new" in "".join(capsys.readouterr())
    file = tmp_path / "list.csv"
    file.write_bytes(b"Was,Wer,Ampel\nStreichen,Heidi,erledigt\n")
    given = ["action", "import", "portfolio", str(cast.portfolio.pk), str(file), "--map", "Ampel=state", "--as", mail]
    assert run([*given, "--preview", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["lines"][0]["state"] == "done"
    assert run([*given, "--save-mapping", "Ampeln"]) == 0
    assert "1 taken, 0 changed, 0 there already." in capsys.readouterr().out
    assert run([*given, "--mapping", "No such"]) == 2
