"""Gates by every door: asked for, held, decided by what was shown, a condition met and confirmed; lists of them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from tests import factories as make
from tests.cast import Cast
from tests.doors.areas.gates import GATES
from tests.doors.test_permission_matrix import entered
from tests.packs import pack

from conspectus.doors.cli import run
from conspectus.journeys.subjects import subject_of
from conspectus.rooms.accounts.models import User
from conspectus.rooms.files.actions import Content, Particulars, add_document
from conspectus.rooms.governance.actions import PlannedGate, Reviewing, plan_gate_review
from conspectus.rooms.governance.models import GateCondition, GateReview
from conspectus.rooms.governance.queries import GateFilter, find_gates, gate_rows
from conspectus.rooms.standards.actions import adopt_version, import_method, publish_method

JSON = "application/json"


def following(cast: Cast) -> Any:
    """Let the cast's project follow the small method today."""
    draft = import_method(data=pack(("decisions: [pass, stop]}", GATES)), by=cast.bob, at=now())
    version = publish_method(draft=draft, words="New", revision=draft.revision, by=cast.bob, at=now())
    adopt_version(projects=[cast.project], version=version, starts_on=now().date(), by=cast.bob, at=now())
    return version


def program(user: User) -> Client:
    """Return a program that is signed in as somebody."""
    client = Client()
    client.force_login(user, backend="conspectus.rooms.accounts.queries.SessionBackend")
    return client


def test_a_gate_by_pages(cast: Cast) -> None:
    alice, carol, grace = entered(cast.alice), entered(cast.carol), entered(cast.grace)
    here, today = f"/projects/{cast.project.pk}/gates/", now().date()
    assert "No gates" in alice.get(here).content.decode()
    assert "No gate is planned" in alice.get("/gates/").content.decode()
    following(cast)
    assert "0 of 1 are there" in alice.get(here).content.decode()
    new = Particulars("Charter of the hall", "other", cast.carol.person)
    paper = add_document(
        subject=subject_of(cast.project), new=new, content=Content("c.txt", b"Why"), by=cast.alice, at=now()
    )
    assert "is called so. Choose it as evidence" in alice.get(here).content.decode()
    choosing = alice.get(f"{here}evidence/?gate=g1").content.decode()
    assert f'<option value="document/{paper.pk}" selected>Charter of the hall (document)' in choosing
    kept = alice.post(f"{here}evidence/?gate=g1", {"revision": "0", "for-charter": f"document/{paper.pk}"})
    assert kept.status_code == 302
    assert alice.post(f"{here}evidence/?gate=g1", {"revision": "0", "for-charter": ""}).status_code == 412
    assert alice.post(f"{here}evidence/?gate=g1", {"revision": "x", "for-charter": "document/9"}).status_code == 422
    assert alice.get(f"{here}evidence/?gate=g9").status_code == 422
    assert "1 of 1 are there" in alice.get(here).content.decode()
    assert run(["gate", "choose", "WN-1", "charter", "--nothing"]) == run(["gate", "evidence", "WN-1"]) == 0
    where = f"/api/v1/projects/{cast.project.pk}/evidence"
    read = alice.get(where)
    assert [one["chosen"] for one in read.json()["items"]] == [None]
    body = {"chosen": [{"evidence": "charter", "document": paper.pk}]}
    told = alice.put(where, body, content_type=JSON, headers={"If-Match": read.headers["ETag"]})
    assert told.json()["items"][0]["chosen"]["name"] == "Charter of the hall"
    assert run(["gate", "choose", "WN-1", "charter", "--nothing"]) == 0
    sent = {"gate": "g1", "planned_on": str(today), "reviewer-1": str(cast.grace.person_id), "role-1": "sponsor"}
    assert "Name one to 20" in alice.post(f"{here}new/", sent | {"reviewer-1": ""}).content.decode()
    assert alice.post(f"{here}new/", sent).status_code == 302
    row = GateReview.objects.get()
    at = f"/gate-reviews/{row.pk}/"
    changed = sent | {"revision": "1", "planned_on": str(today - timedelta(days=2))}
    assert alice.post(f"{at}change/", changed).status_code == 302
    assert alice.post(f"{at}change/", changed).status_code == 412
    assert "overdue" in alice.get(at).content.decode()
    assert grace.post(f"{at}held/", {"revision": "2", "held_on": str(today), "rating": "red", "findings": "Thin"})
    page = carol.get(f"{at}decision/").content.decode()
    assert "Something blocks this gate" in page
    shown = page.split('name="shown" value="')[1].split('"')[0]
    given = {"revision": "3", "shown": shown, "decision": "pass_with_conditions", "reason": "Agreed"}
    assert "Choose one of these." in carol.post(f"{at}decision/", given | {"decision": ""}).content.decode()
    assert "Blocked by" in carol.post(f"{at}decision/", given | _condition(cast)).content.decode()
    given |= _condition(cast) | {"despite": "It is being signed"}
    assert carol.post(f"{at}decision/", given).status_code == 302
    condition = GateCondition.objects.get()
    assert "Sign the charter" in (board := alice.get("/gates/conditions/").content.decode())
    assert '<td lang="en">' in board  # the gate as its method names it
    met = f"/gate-conditions/{condition.pk}/"
    assert alice.post(f"{met}met/", {"revision": "1", "words": "Signed today"}).status_code == 302
    assert carol.post(f"{met}judgement/", {"revision": "2", "state": "confirmed", "words": "Seen"}).status_code == 302
    page = alice.get(at).content.decode()
    for words in ("Signed today", "Despite what blocked", "The stage “Build” begins", "as it was shown"):
        assert words in page
    ask = page.split(">Record a lesson<")[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    form = alice.get(ask).content.decode()
    stage = form.split('name="stage" value="')[1].split('"')[0]
    lesson = {
        "title": "Sign before the gate",
        "happened": "It was late",
        "advice": "Ask early",
        "category": "governance",
    }
    assert alice.post(ask, lesson | {"stage": stage}).status_code == 302
    assert "Sign before the gate" in grace.get(at).content.decode()
    assert "Record a lesson" not in entered(cast.dave).get(at).content.decode()
    assert "100 %" in (board := alice.get("/gates/decisions/").content.decode())
    assert '<a lang="en" href="/gate-reviews/' in board
    assert board.count('<th scope="row" class="wide" lang="en">') == 2  # the gate and its method among the pass rates
    assert "pass_with_conditions" in alice.get("/gates/decisions.csv").content.decode()


def _condition(cast: Cast) -> dict[str, str]:
    due = str(now().date() + timedelta(days=9))
    return {"condition-1": "Sign the charter", "owner-1": str(cast.heidi.person_id), "due-1": due}


def test_a_gate_by_programs_and_commands(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    alice, carol, today = program(cast.alice), program(cast.carol), str(now().date())
    where = f"/api/v1/projects/{cast.project.pk}"
    assert alice.get(f"{where}/gates").status_code == 409
    following(cast)
    assert alice.get(f"{where}/gates").json()["next_gate"] == "g1"
    body: dict[str, Any] = {"gate": "g1", "planned_on": today, "reviewers": [{"person": cast.grace.person_id}]}
    row = alice.post(f"{where}/gate-reviews", body, content_type=JSON).json()
    at, ahead = f"/api/v1/gate-reviews/{row['gate_review_id']}", alice.get("/api/v1/gate-reviews").json()["items"]
    assert [(one["present"], one["asked"], one["ready"]) for one in ahead] == [(0, 1, False)]
    held = {"held_on": today, "rating": "green", "findings": "All there"}
    told = program(cast.grace).post(f"{at}/held", held, content_type=JSON, headers={"If-Match": '"1"'})
    assert told.json()["state"] == "held"
    shown = carol.get(f"{where}/readiness").json()["digest"]
    decision = {"decision": "pass", "reason": "Go", "shown": shown, "despite": "The charter is at the printer's"}
    match = {"If-Match": told.headers["ETag"]}
    refused = alice.post(f"{at}/decision", decision, content_type=JSON, headers=match)
    assert refused.status_code == 403
    done = carol.post(f"{at}/decision", decision, content_type=JSON, headers=match).json()
    assert (done["decision"], done["opened_stage"], done["readiness"]["ready"]) == ("pass", "Build", False)
    rates = alice.get("/api/v1/gate-rates").json()
    assert (rates["total"]["first_rate"], rates["total"]["first"], rates["gates"][0]["name"]) == (
        1,
        1,
        "Small works: Go",
    )
    assert len(alice.get("/api/v1/gate-decisions").json()["items"]) == 1
    again = ["--gate", "g2", "--on", today, "--reviewer", str(cast.heidi.person_id)]
    assert run(["gate", "plan", "WN-1", *again]) == 0
    number = str(GateReview.objects.get(state="planned").pk)
    assert run(["gate", "change", number, "--on", today, "--reviewer", f"{cast.grace.person_id}=sponsor"]) == 0
    assert run(["gate", "hold", number, "--rating", "red", "--findings", "Nobody uses it"]) == 0
    assert run(["gate", "decide", number, "--decision", "repeat", "--reason", "Again"]) == 2  # asked for by oneself
    assert run(["gate", "withdraw", number, "--reason", "Too early"]) == 0
    assert run(["gate", "ready", "WN-1"]) == run(["gate", "list"]) == run(["gate", "show", number]) == 0
    assert run(["gate", "rates"]) == run(["gate", "conditions", "--overdue"]) == 0
    assert "Small works: Go" in capsys.readouterr().out
    assert json.loads(alice.get(f"{where}/gate-reviews").content)["items"][0]["state"] == "withdrawn"


def test_the_board_asks_as_often_for_many(cast: Cast) -> None:
    version, counts = following(cast), []
    for number in (1, 2, 6):
        for _ in range(number):
            project = make.project(portfolio=cast.portfolio, manager=cast.alice.person)
            adopt_version(projects=[project], version=version, starts_on=now().date(), by=cast.bob, at=now())
            new = PlannedGate(now().date(), [Reviewing(cast.grace.person)])
            plan_gate_review(project=project, gate="g1", new=new, by=cast.alice, at=now())
        with CaptureQueriesContext(
            connection,
        ) as asked:
            rows = gate_rows(find_gates(cast.bob, GateFilter(), now().date()), now().date())
        counts.append(len(asked))
    assert len(rows) == 9
    assert counts[0] == counts[1] == counts[2]
