"""Stakeholders and communication plans by page, API and command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cast import Cast
from tests.doors.test_permission_matrix import entered

from conspectus.doors.cli import run
from conspectus.rooms.stakeholders.models import Communication, Stakeholder

JSON = {"content_type": "application/json"}


def test_stakeholders_by_page(cast: Cast) -> None:
    alice, heidi, base = entered(cast.alice), entered(cast.heidi), f"/projects/{cast.project.pk}"
    page = alice.get(f"{base}/stakeholders/").content.decode()
    assert "No stakeholders yet" in page
    assert "No communication plan yet" in page
    new = {"name": "Mayor", "influence": "4", "interest": "2", "stance": "resistant", "wanted": "neutral"}
    assert alice.post(f"{base}/new-stakeholder/", new | {"influence": "7"}).status_code == 422
    assert alice.post(f"{base}/new-stakeholder/", new | {"is_confidential": "on"}).status_code == 302
    one = f"/stakeholders/{Stakeholder.objects.get().pk}/"
    told = {"influence": "4", "interest": "5", "stance": "unaware", "on": "2024-01-05", "words": "Visit"}
    assert alice.post(f"{one}assessment/", told).status_code == 422  # before the first
    assert alice.post(f"{one}assessment/", told | {"on": "2150-01-01"}).status_code == 422
    assert "Stance over time" not in alice.get(one).content.decode()  # nothing to compare yet
    page = alice.get(f"{base}/stakeholders/").content.decode()
    for words in ("Mayor", "2 steps short", "influence upward"):
        assert words in page
    hidden = heidi.get(f"{base}/stakeholders/").content.decode()
    assert "Mayor" not in hidden
    assert "Confidential stakeholders show only" in hidden
    assert heidi.get(one).status_code == 404
    change = {"name": "Lord Mayor", "wanted": "leading", "is_confidential": "", "revision": "1"}
    assert alice.post(f"{one}change/", change).status_code == 302
    assert alice.post(f"{one}change/", change | {"name": "Other"}).status_code == 412
    again = {"influence": "4", "interest": "5", "stance": "unaware", "words": "Visit"}
    assert (
        alice.post(f"{one}assessment/", again | {"on": Stakeholder.objects.get().assessments.get().on}).status_code
        == 302
    )
    assert "Stance over time: Resistant on" in alice.get(one).content.decode()
    assert "Stance wanted: Leading." in heidi.get(one).content.decode()
    line = {"audience": "Town", "what": "Letter", "channel": "mail", "cadence": "weekly", "next_on": "2024-01-01"}
    assert alice.post(f"{base}/new-communication/", line).status_code == 302
    row = Communication.objects.get()
    at = f"/communications/{row.pk}/"
    assert "late" in heidi.get("/communications/?due=overdue").content.decode()
    sent = {"on": "2024-01-03", "words": "First issue", "revision": "1"}
    assert heidi.post(f"{at}sending/", sent).status_code == 302
    row.refresh_from_db()
    assert row.next_on.isoformat() == "2024-01-08"
    assert "First issue" in heidi.get(at).content.decode()
    assert alice.post(f"{at}change/", line | {"is_ended": "on", "revision": "2"}).status_code == 302
    assert "ended" in alice.get(f"{base}/stakeholders/?gone=yes").content.decode()
    paste = {"what": "communications", "text": "what\taudience\nReport\tBoard\n"}
    assert alice.post(f"{base}/paste-stakeholders/", paste).status_code == 302
    paste = {"what": "stakeholders", "text": "name\tinfluence\tinterest\nUnion\t3\t3\n"}
    assert alice.post(f"{base}/paste-stakeholders/", paste).status_code == 302
    assert "Nothing fits" in alice.get("/communications/?due=7").content.decode()
    assert alice.get("/communications.csv").content.decode("utf-8-sig").count("\n") == 2


def test_stakeholders_by_program_and_command(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alice = entered(cast.alice)

    def call(method: str, path: str, body: object = None, revision: int | None = None) -> tuple[int, Any]:
        extra: Any = {} if revision is None else {"headers": {"If-Match": f'"{revision}"'}}
        sent = getattr(alice, method)(f"/api/v1{path}", json.dumps(body) if body is not None else None, **JSON, **extra)
        return sent.status_code, sent.json()

    def say(*words: str) -> str:
        assert run([*words, "--as", cast.alice.email]) == 0
        return capsys.readouterr().out

    base = f"/projects/{cast.project.pk}"
    stands = {"influence": 4, "interest": 2, "stance": "resistant"}
    status, made = call("post", f"{base}/stakeholders", {"rows": [{"name": "Mayor", "assessment": stands}]})
    assert (status, made[0]["gap"], made[0]["is_confidential"]) == (201, 3, True)
    one = f"/stakeholders/{made[0]['id']}"
    assert call("put", one, {"name": "Lord Mayor"})[0] == 428
    assert call("put", one, {"name": "Lord Mayor"}, 1)[1]["revision"] == 2
    assert call("post", f"{one}/assessments", stands | {"stance": "neutral"})[0] == 201
    assert [each["stance"] for each in call("get", one)[1]["assessments"]] == ["neutral", "resistant"]
    assert len(call("get", f"{base}/stakeholders")[1]["items"]) == 1
    new = {"audience": "Town", "what": "Letter", "cadence": "weekly", "next_on": "2024-01-01"}
    status, lines = call("post", f"{base}/communications", {"rows": [new]})
    line = f"/communications/{lines[0]['id']}"
    assert (status, call("get", "/communications?due=overdue")[1]["items"][0]["what"]) == (201, "Letter")
    assert call("post", f"{line}/sendings", {"document": 999_999}, 1)[0] == 422
    assert call("post", f"{line}/sendings", {"on": "2024-01-02"}, 1)[1]["next_on"] == "2024-01-08"
    assert call("put", line, new | {"is_ended": True}, 2)[1]["sendings"][0]["on"] == "2024-01-02"

    steps = ("--influence", "5", "--interest", "3")
    number = say("stakeholder", "create", "WN-1", "Union", *steps, "--open").split()[0]
    assert "Unions" in say("stakeholder", "change", number, "--name", "Unions", "--wanted", "leading")
    assert "supportive" in say("stakeholder", "assess", number, *steps, "--stance", "supportive", "--words", "Agreed")
    assert "Agreed" in say("stakeholder", "show", number)
    assert "Lord Mayor" in say("stakeholder", "list", "WN-1")
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("name,influence,interest\nBank,3,3\n", encoding="utf-8")
    assert "1 stakeholders entered" in say("stakeholder", "import", "WN-1", str(sheet))
    sheet.write_text("what,audience\nReport,Board\n", encoding="utf-8")
    assert "1 lines entered" in say("communication", "import", "WN-1", str(sheet))
    number = say("communication", "create", "WN-1", "Visit", "Union", "--next", "2024-01-01").split()[0]
    assert "Call: Union" in say("communication", "change", number, "--what", "Call")
    assert "was sent" in say("communication", "send", number, "--words", "Went well")
    assert "Went well" in say("communication", "show", number)
    assert "Report" in say("communication", "list", "--project", "WN-1")
    assert run(["communication", "send", number, "--document", "999", "--as", cast.alice.email]) == 2
