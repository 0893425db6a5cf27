"""The closure of a project by every door: pages, API and commands, to its decision by somebody else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from tests.cast import AT, Cast
from tests.doors.test_permission_matrix import entered

from conspectus.doors.cli import run
from conspectus.kit.subjects import Subject
from conspectus.rooms.closure.models import Benefit, Closure
from conspectus.rooms.followup.actions import ActionParticulars, open_action
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.risks.actions import Particulars, open_register_entry

LATER = "2149-01-31"


def test_a_closure_by_its_pages(cast: Cast) -> None:
    alice, carol = entered(cast.alice), entered(cast.carol)
    here = f"/projects/{cast.project.pk}/closure/"
    assert "Not begun" in alice.get(here).content.decode()
    assert "No closures here" in alice.get("/closures/").content.decode()
    risk = open_register_entry(
        place=cast.project, new=Particulars(kind="threat", title="Ground water"), by=cast.alice, at=AT
    )
    assert alice.post(f"{here}begin/").status_code == 302
    shown = alice.get(here).content.decode()
    assert "Ground water" in shown
    assert "Begin the closure" not in shown
    refused = alice.post(f"{here}submission/", {"words": "Done", "revision": 1})
    assert (refused.status_code, "points are open" in refused.content.decode()) == (422, True)
    hand = {"picked": f"registerentry/{risk.pk}", "way": "handed_over", "words": "The operator has it"}
    refused = alice.post(f"{here}handover/", hand)
    assert (refused.status_code, "has it from now on" in refused.content.decode()) == (422, True)
    assert alice.post(f"{here}handover/", hand | {"person": cast.ivan.person_id}).status_code == 302
    assert alice.post(f"{here}cost/", {"words": "Nothing was booked"}).status_code == 302
    named = {"words": "Less handling", "owner": cast.carol.person_id}
    assert alice.post(f"{here}benefit/", named).status_code == 302
    benefit = Benefit.objects.get()
    assert "Accept or decline" in carol.get(here).content.decode()
    assert carol.post(f"/closures/benefits/{benefit.pk}/", {"accepted": "yes", "words": "I do"}).status_code == 302
    review = {"words": "What did it bring?", "owner": cast.carol.person_id, "due_on": LATER}
    assert alice.post(f"{here}review/", review).status_code == 302
    assert entered(cast.mona).post(f"{here}release/", {"words": ""}).status_code == 302
    assert carol.post(f"{here}left/", {"point": "lessons", "reason": "A small one"}).status_code == 302
    assert alice.post(f"{here}submission/", {"words": "All is done", "revision": 1}).status_code == 302
    assert "Decision wanted" in carol.get("/closures/").content.decode()
    decided = {"confirmed": "yes", "words": "Well done", "revision": 2}
    assert carol.post(f"{here}decision/", decided).status_code == 302
    shown = carol.get(here).content.decode()
    assert all(words in shown for words in ("Confirmed by Carol", "Closure report", "I do", "A small one"))
    assert Project.objects.get(pk=cast.project.pk).state == "closed"
    report = Closure.objects.get().decision.document_id
    assert carol.get(f"/documents/{report}/versions/1/").status_code == 200
    (paper,) = re.findall(r'href="(/documents/\d+/versions/1/)">PDF', carol.get(here).content.decode())
    assert carol.get(paper).content.startswith(b"%PDF")
    assert "WN-1" in carol.get("/closures/?state=confirmed").content.decode()
    assert "WN-1" in carol.get("/closures.csv?state=confirmed").content.decode()
    ended = Project.objects.filter(code=cast.other.code)
    ended.update(state="closed")  # as a list brings it
    for place in (f"/projects/{cast.other.pk}/life/", f"/projects/{cast.other.pk}/closure/", "/closures/"):
        assert "Completed without a closure" in entered(cast.bob).get(place).content.decode()
    hidden = entered(cast.mona).get(here).content.decode()
    assert "Approved budget" in hidden


def test_a_closure_by_api_and_command(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    api, kind = Client(), "application/json"
    api.force_login(cast.bob, backend="conspectus.rooms.accounts.queries.SessionBackend")
    where = f"/api/v1/projects/{cast.project.pk}/closure"
    subject = Subject("project", str(cast.project.pk), "Warehouse north", cast.project.pk)
    new = ActionParticulars("Send the keys", cast.heidi.person)
    action = open_action(subject=subject, new=new, by=cast.alice, at=AT)
    assert api.get(where).status_code == 404
    assert run(["closure", "show", "WN-1"]) == 2
    assert run(["closure", "missing"]) == 0
    assert "0 completed without a closure" in capsys.readouterr().out
    assert api.get("/api/v1/closures/missing").json()["items"] == []
    assert run(["closure", "begin", "WN-1"]) == 0
    assert run(["closure", "handover", "WN-1", f"action/{action.pk}", "--close", "--words", "Not needed"]) == 0
    assert run(["closure", "handover", "WN-1", "action", "--words", "x"]) == 2
    assert run(["closure", "withdraw", "WN-1", "--reason", "Too soon"]) == 0
    told = api.post(where, content_type=kind)
    assert (told.status_code, told.json()["number"], told.json()["state"]) == (201, 2, "begun")
    given: tuple[tuple[str, dict[str, Any]], ...] = (
        ("cost", {"words": "Nothing was booked"}),
        ("benefits", {"words": "Less handling", "owner": cast.bob.person_id}),
        ("release", {}),
        ("review", {"words": "What did it bring?", "owner": cast.carol.person_id, "due_on": LATER}),
        ("left", {"point": "lessons", "reason": "A small one"}),
    )
    for name, body in given:
        assert api.post(f"{where}/{name}", body, content_type=kind).status_code == 200, name
    answer = f"/api/v1/closures/benefits/{Benefit.objects.get().pk}/answer"
    assert api.post(answer, {"accepted": False, "words": "Not mine"}, content_type=kind).status_code == 200
    assert run(["closure", "benefit", "WN-1", "--words", "Quicker", "--owner", str(cast.carol.person_id)]) == 0
    newest = str(Benefit.objects.latest("pk").pk)
    assert run(["closure", "accept", newest, "--words", "Yes"]) == 2  # not in person
    assert run(["closure", "accept", newest, "--words", "Yes", "--as", "carol@example.org"]) == 0
    assert run(["closure", "list"]) == 0
    sent = api.post(f"{where}/submission", {"words": "Done"}, content_type=kind, headers={"If-Match": '"1"'})
    assert sent.status_code == 200, sent.json()
    mine = api.post(
        f"{where}/decision", {"confirmed": True, "words": "x"}, content_type=kind, headers={"If-Match": '"2"'}
    )
    assert mine.status_code == 403
    assert run(["closure", "decide", "WN-1", "--words", "Say more", "--return", "--as", "carol@example.org"]) == 0
    assert run(["closure", "submit", "WN-1", "--words", "Said"]) == 0
    assert run(["closure", "decide", "WN-1", "--words", "Yes", "--as", "carol@example.org"]) == 0
    assert "completed from" in capsys.readouterr().out
    rows = api.get("/api/v1/closures?state=confirmed").json()["items"]
    assert [(one["code"], one["number"]) for one in rows] == [("WN-1", 2)]
