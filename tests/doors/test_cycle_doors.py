"""A reporting cycle by page, API and command: asked for, handed on, chased, decided on many at once."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now
from tests.cast import Cast
from tests.doors.test_permission_matrix import entered as enter
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.doors.cli import run
from conspectus.rooms.periods.actions import lay_periods
from conspectus.rooms.periods.models import Period
from conspectus.rooms.status.actions import Declared, declare_status, return_report, submit_report
from conspectus.rooms.status.models import Cycle, Reminder, Report, ReportingRule, Request


def text(answer: Any) -> str:
    page: str = answer.content.decode()
    return page


@pytest.fixture
def period(cast: Cast) -> Period:
    """Return the month it is, planned."""
    today = now().date()
    (row,) = lay_periods(portfolio=cast.portfolio, starting=today, through=today, by=cast.mona, at=now())
    return row


def handed_in(cast: Cast, period: Period) -> Report:
    said = [Declared("overall", "green")]
    row = declare_status(subject=cast.project, period=period, declared=said, revision=0, by=cast.alice, at=now())
    answers = {("NO_PLAN", "plan"): "Not yet", ("SILENT", "words"): "As before"}
    return submit_report(report=row, answers=answers, revision=1, by=cast.alice, at=now())


def test_a_cycle_by_page(cast: Cast, period: Period) -> None:
    mona, alice = enter(cast.mona), enter(cast.alice)
    calendar, desk = f"/portfolios/{cast.portfolio.pk}/cycles/", f"/periods/{period.pk}/collection/"
    assert period.name in text(mona.get(calendar))
    assert "Keep this" not in text(alice.get(calendar))
    given = {"opens_day": "0", "due_day": "5", "reminder_days": "-1, soon", "revision": "0", "escalate_day": "2"}
    assert mona.post(calendar, given).status_code == 422
    assert mona.post(calendar, given | {"reminder_days": "2, -1"}).status_code == 302
    assert ReportingRule.objects.get().reminder_days == [-1, 2]
    assert mona.post(calendar, given | {"reminder_days": "3"}).status_code == 412  # somebody was faster
    assert "Nobody was asked yet" in text(mona.get(desk))
    assert mona.post(f"{desk}opening/", {"revision": "1"}).status_code == 302
    shown = text(mona.get(desk))
    assert "Warehouse north" in shown
    assert "Accept those ticked" in shown
    assert "Accept those ticked" not in text(alice.get(desk))
    request = Request.objects.get(project=cast.project)
    on = f"/requests/{request.pk}/delegation/"
    until = (now() + timedelta(days=3)).date().isoformat()
    assert alice.post(on, {"person": cast.dave.person_id, "until": until, "revision": "1"}).status_code == 422
    assert alice.post(on, {"person": cast.heidi.person_id, "until": until, "revision": "1"}).status_code == 302
    status = f"/projects/{cast.project.pk}/status/?period={period.pk}"
    assert "Submit this report" in text(enter(cast.heidi).get(status))
    assert "Submit this report" not in text(enter(cast.grace).get(status))
    due = (now() + timedelta(days=9)).date().isoformat()
    days = {"due_on": due, "reminders": due, "revision": "1", "answers_needed": "on"}
    assert mona.post(f"{desk}days/", days).status_code == 302
    assert Cycle.objects.get().due_on.isoformat() == due
    assert mona.post(f"{desk}decisions/", {"deed": "chase"}).status_code == 302
    assert Reminder.objects.count() == 2
    refused = mona.post(f"{desk}decisions/", {"deed": "return", "words": "Why gr"})
    assert refused.status_code == 422
    assert "Choose the reports first." in text(refused)
    assert "Why gr</textarea>" in text(refused)  # nothing that was typed is lost
    report = handed_in(cast, period)
    sent = {"deed": "return", "report": f"{report.pk}:2"}
    refused = mona.post(f"{desk}decisions/", sent)
    assert refused.status_code == 422
    assert "Say what is to be changed; whoever wrote the reports reads it." in text(refused)
    assert f'value="{report.pk}:2" checked' in text(refused)
    refused = mona.post(f"{desk}decisions/", sent | {"words": "Why green?", "report": f"{report.pk}:1"})
    assert "WN-1 Warehouse north: " in text(refused)  # by its name, not as the first of those ticked
    assert "Why green?</textarea>" in text(refused)
    assert mona.post(f"{desk}decisions/", sent | {"words": "Why green?"}).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.answer) == ("returned", "Why green?")
    assert "Nothing here" in text(mona.get(f"{desk}?state=accepted"))
    assert mona.get(f"{desk}?state=lost").status_code == 422
    assert "Warehouse north" in text(mona.get(f"/periods/{period.pk}/collection.csv"))
    assert mona.get(f"/periods/{period.pk}/collection.xlsx").content.startswith(b"PK")
    assert mona.get(f"/periods/{period.pk}/collection.doc").status_code == 404


def test_a_cycle_by_api(cast: Cast, period: Period) -> None:
    mona = enter(cast.mona)

    def send(method: str, path: str, body: Any = None, revision: int | None = None) -> Any:
        headers = {} if revision is None else {"If-Match": f'"{revision}"'}
        answer = getattr(mona, method)(
            f"/api/v1{path}", data=json.dumps(body), content_type="application/json", headers=headers
        )
        return answer.status_code, answer.json()

    rule, cycle = f"/portfolios/{cast.portfolio.pk}/reporting-rule", f"/periods/{period.pk}/cycle"
    assert mona.get(f"/api/v1{rule}").json()["due_day"] == 7
    assert send("put", rule, {"opens_day": 1, "due_day": 4, "reminder_days": [1]}, 0)[1]["revision"] == 1
    assert mona.get(f"/api/v1/portfolios/{cast.portfolio.pk}/cycles").json()[0]["name"] == period.name
    assert mona.get(f"/api/v1{cycle}").status_code == 404
    status, told = send("post", cycle)
    assert (status, told["stand"]["requested"]) == (201, 2)
    later = (now() + timedelta(days=9)).date().isoformat()
    assert send("put", cycle, {"due_on": later}, 1)[1]["due_on"] == later
    assert send("put", cycle, {"due_on": later}, 1)[0] == 412
    rows = mona.get(f"/api/v1/periods/{period.pk}/requests?q=north").json()["items"]
    [north] = rows
    assert (north["state"], north["manager"]) == ("asked", "Alice")
    on = {"person": cast.heidi.person_id, "until": later}
    assert send("put", f"/requests/{north['request_id']}/delegate", on, 1)[1]["delegate"] == "Heidi"
    assert send("post", f"/periods/{period.pk}/reminders", {})[1] == {"reminded": 2}
    report = handed_in(cast, period)
    where = f"/periods/{period.pk}/decisions"
    one = {"report": report.pk, "revision": 2}
    assert send("post", where, {"state": "draft", "reports": [one]})[0] == 422
    assert send("post", where, {"state": "accepted", "reports": [one, one | {"revision": 9}]})[0] == 422
    assert send("post", where, {"state": "accepted", "reports": [one]})[1]["reports"][0]["state"] == "accepted"


def test_an_update_by_page(cast: Cast, period: Period, reader: None) -> None:  # noqa: F811  # the fixture of that name
    mona, alice = enter(cast.mona), enter(cast.alice)
    mona.post(f"/periods/{period.pk}/collection/opening/", {"revision": "1"})
    where = f"/projects/{cast.project.pk}/update/"
    shown = text(alice.get(where))
    assert "Hand in the plan" in shown
    assert "No plan was handed in by the end of the period." in shown
    assert "Nothing changed" not in shown  # there is nothing to repeat
    assert enter(cast.grace).get(where).status_code == 403
    typed = {"revision": "0", "overall": "amber", "overall_words": "No plan yet", "summary": "We bu"}
    kept = alice.post(f"{where}draft/", typed | {"draft": "0", "seconds": "60"})
    assert kept.json() == {"draft": 1}
    assert alice.post(f"{where}draft/", typed | {"draft": "7"}).status_code == 412
    back = text(alice.get(where))
    assert "We bu" in back
    assert "is back" in back
    with_plan = typed | {"summary": "We built", "draft": "1", "deed": "plan"}
    assert "Choose a file." in text(alice.post(where, with_plan))
    unreadable = SimpleUploadedFile("north.xml", b"<Project>")
    refused = alice.post(where, with_plan | {"draft": "2", "plan": unreadable})
    assert (refused.status_code, "We built" in text(refused)) == (422, True)  # what was typed is there
    assert "What you typed is kept." in text(refused)
    assert alice.post(where, with_plan | {"draft": "1"}).status_code == 412  # typed on in another window
    assert enter(cast.grace).post(where, with_plan).status_code == 403
    sent = typed | {"summary": "We build", "deed": "submit"}
    refused = alice.post(where, sent)
    assert refused.status_code == 422
    assert "Answer what does not fit, below" in text(refused)
    assert text(refused).count("This wants an answer.") == 1
    refused = alice.post(where, sent | {"forecast": "twelve million"})
    assert (refused.status_code, "Enter an amount such as 1234.56." in text(refused)) == (422, True)
    assert "We build" in text(refused)  # and the form with what was typed is there
    assert "twelve million" in text(refused)
    assert alice.post(where, sent | {"deed": "keep"}).status_code == 302
    assert "We build" in text(alice.get(where))
    sent |= {"revision": "1", "answer NO_PLAN plan": "It comes in June"}
    assert alice.post(where, sent).status_code == 302
    report = Report.objects.get()
    assert (report.state, report.effort_minutes) == ("submitted", 1)
    assert alice.get(where).status_code == 302  # to the status, where it stands
    seen = text(mona.get(f"/projects/{cast.project.pk}/status/?period={period.pk}"))
    assert "It comes in June" in seen
    assert alice.post(f"{where}draft/", typed).status_code == 409
    return_report(report=report, words="And the plan?", revision=report.revision, by=cast.mona, at=now())
    [draft] = re.findall('name="draft" value="([0-9]+)"', text(alice.get(where)))
    with_plan |= {"draft": draft, "plan": SimpleUploadedFile("north.xml", file_of(house()))}
    assert alice.post(where, with_plan).status_code == 302
    shown = text(alice.get(where))
    assert "From revision 1" in shown
    assert "We built" in shown


def test_an_update_by_api_and_command(cast: Cast, period: Period, capsys: pytest.CaptureFixture[str]) -> None:
    def say(*words: object) -> str:
        run([str(word) for word in words])
        said = capsys.readouterr()
        return (said.out or said.err).strip()

    alice, code = enter(cast.alice), cast.project.code
    say("cycle", "open", period.pk)
    where = f"/api/v1/projects/{cast.project.pk}/reports/{period.pk}"
    assert [one["code"] for one in alice.get(f"{where}/findings").json()] == ["NO_PLAN", "SILENT"]
    finish = (now() + timedelta(days=99)).date().isoformat()
    said = ("--summary", "Well", "--finish", finish, "--decide", finish, "--forecast-minor", 700)
    assert "is written" in say("status", "declare", code, period.pk, "overall=green", *said)
    told = alice.get(where).json()["report"]
    assert (told["finish_on"], told["forecast_minor"]) == (finish, 700)
    body = json.dumps({"answers": [{"code": "NO_PLAN", "place": "plan", "answer": "In June"}]})
    headers = {"If-Match": '"1"'}
    answer = alice.put(f"{where}/findings", body, content_type="application/json", headers=headers)
    assert answer.json()["report"]["findings"][0]["answer"] == "In June"
    assert "NO_PLAN:plan" in say("status", "findings", code, period.pk)
    assert "1 findings" in say("status", "answer", code, period.pk, "NO_PLAN:plan=In July")
    assert "CODE:PLACE=WORDS" in say("status", "answer", code, period.pk, "NO_PLAN")
    assert "submitted" in say("status", "submit", code, period.pk, "--minutes", 7, "--answer", "NO_PLAN:plan=Late")
    assert "Nothing was reported before" in say("status", "repeat", code, period.pk)
    refused = alice.post(f"{where}/repetition", headers={"If-Match": '"4"'})
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_before")


def test_a_cycle_by_command(cast: Cast, period: Period, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    def say(*words: object) -> tuple[int, str]:
        code = run([str(word) for word in words])
        said = capsys.readouterr()
        return code, (said.out or said.err).strip()

    usual = "Growth: asked +1, due +7, reminders -2, +1, others told +3"
    assert say("cycle", "rule", cast.portfolio.pk) == (0, usual)
    assert "due +4" in say("cycle", "rule", cast.portfolio.pk, "--due-day", 4, "--opens-itself", "no")[1]
    assert period.name in say("cycle", "list", cast.portfolio.pk)[1]
    assert "2 reports" in say("cycle", "open", period.pk)[1]
    later = (now() + timedelta(days=9)).date().isoformat()
    assert f"due {later}" in say("cycle", "change", period.pk, "--due", later, "--escalate", "2999-01-01")[1]
    request = Request.objects.get(project=cast.project).pk
    said = say("cycle", "delegate", request, cast.heidi.person_id, "--until", later)[1]
    assert said.endswith("written by Heidi.")
    assert say("cycle", "chase", period.pk, request) == (0, "1 person is reminded.")
    report = handed_in(cast, period)
    assert "named twice" in say("cycle", "decide", period.pk, report.pk, report.pk)[1]
    assert "are returned" in say("cycle", "decide", period.pk, report.pk, "--return", "Why?")[1]
    assert "returned" in say("cycle", "show", period.pk)[1]
    assert say("cycle", "show", period.pk, "--out", tmp_path / "a.csv")[0] == 0
    assert "Warehouse north" in (tmp_path / "a.csv").read_text()
    assert say("cycle", "show", period.pk, "--state", "lost")[0] == 2
