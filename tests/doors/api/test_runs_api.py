"""Programs that would rather not wait: 202 and an address to follow, cancel and take the result from."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now
from tests.cast import Cast
from tests.doors.web.conftest import plan_file
from tests.working import work_off

from conspectus.rooms.accounts.actions import issue_token
from conspectus.rooms.accounts.models import AuditLine, User

ASYNC = {"Prefer": "respond-async"}


def program(user: User, scope: str = "write") -> dict[str, Any]:
    token = issue_token(user=user, name="robot", scope=scope, by=user, at=now())
    return {"Authorization": f"Bearer {token.text}"}


def sent(name: str = "quay.csv", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, plan_file() if data is None else data)


def test_an_import_is_followed_to_its_revision(cast: Cast) -> None:
    headers, client = program(cast.alice), Client()
    where = f"/api/v1/projects/{cast.project.pk}/import"
    began = client.post(where, {"file": sent()}, headers=headers | ASYNC)
    assert began.status_code == 202
    assert began.headers["Preference-Applied"] == "respond-async"
    run = began.headers["Location"]
    assert run == f"/api/v1/runs/{began.json()['id']}"
    assert (began.json()["state"], began.json()["result"]) == ("waiting", None)
    work_off()
    done = client.get(run, headers=headers).json()
    assert (done["state"], done["words"]) == ("done", "quay.csv is now revision 1.")
    assert client.get(done["result"], headers=headers).json()["revision"]["number"] == 1
    assert AuditLine.objects.filter(deed="import_plan", actor=f"user:{cast.alice.pk}").count() == 1
    assert client.get("/api/v1/runs", headers=headers).json()["items"] == [done]


def test_a_refused_file_is_a_failed_run_in_the_same_words(cast: Cast) -> None:
    headers, client = program(cast.alice), Client()
    where = f"/api/v1/projects/{cast.project.pk}/import"
    at_once = client.post(where, {"file": sent(data=b"")}, headers=headers)
    assert at_once.status_code == 422
    run = client.post(where, {"file": sent(data=b"")}, headers=headers | ASYNC).headers["Location"]
    work_off()
    failed = client.get(run, headers=headers).json()
    assert (failed["state"], failed["words"]) == ("failed", at_once.json()["words"])


def test_a_review_is_the_same_sooner_or_later(cast: Cast) -> None:
    headers, client = program(cast.grace, "read"), Client()
    files = {"files": [sent(), sent("bad.csv", b"")], "status_date": "2024-05-01"}
    at_once = client.post("/api/v1/review", files, headers=headers)
    files["files"] = [sent(), sent("bad.csv", b"")]
    run = client.post("/api/v1/review", files, headers=headers | ASYNC).headers["Location"]
    assert client.get(f"{run}/review", headers=headers).status_code == 404
    work_off()
    done = client.get(run, headers=headers).json()
    assert (done["state"], done["result"]) == ("done", f"{run}/review")
    assert client.get(done["result"], headers=headers).json() == at_once.json()
    pack = client.get(f"{run}/pack", headers=headers)
    assert pack.headers["Content-Type"] == "application/zip"
    assert pack.content == client.get(f"{run}/pack", headers=headers).content


def test_a_bad_date_is_refused_before_anything_runs(cast: Cast) -> None:
    headers = program(cast.alice) | ASYNC
    answer = Client().post("/api/v1/review", {"files": [sent()], "status_date": "31.31.2026"}, headers=headers)
    assert (answer.status_code, answer.json()["field"]) == (422, "status_date")
    where = f"/api/v1/projects/{cast.project.pk}/import"
    answer = Client().post(where, {"file": sent(), "amounts": "xx"}, headers=headers)
    assert (answer.status_code, answer.json()["field"]) == (422, "amounts")
    assert work_off() == 0


def test_a_review_is_told_how_its_files_are_written(cast: Cast) -> None:
    headers, client = program(cast.alice), Client()
    table = b"Task,Start,Duration\nDig,03/04/2026,5d\n"
    for order, start in (("dmy", "2026-04-03"), ("mdy", "2026-03-04")):
        asked = {"files": [sent("a.csv", table)], "date_order": order}
        at_once = client.post("/api/v1/review", asked, headers=headers).json()
        assert at_once["projects"][0]["start"].startswith(start)
        asked = {"files": [sent("a.csv", table)], "date_order": order}
        run = client.post("/api/v1/review", asked, headers=headers | ASYNC).headers["Location"]
        work_off()
        assert client.get(f"{run}/review", headers=headers).json() == at_once
    answer = client.post("/api/v1/review", {"files": [sent()], "encoding": "klingon"}, headers=headers)
    assert (answer.status_code, answer.json()["field"]) == (422, "encoding")


def test_deleting_a_run_cancels_it(cast: Cast) -> None:
    headers, client = program(cast.alice), Client()
    run = client.post("/api/v1/review", {"files": [sent()]}, headers=headers | ASYNC).headers["Location"]
    assert client.delete(run, headers=headers).json()["state"] == "cancelled"
    assert work_off() == 0
    assert client.delete(run, headers=headers).json()["state"] == "cancelled"
    assert client.delete(run, headers=program(cast.bob)).status_code == 404


def test_without_the_wish_the_answer_is_at_once(cast: Cast) -> None:
    headers, where = program(cast.alice), f"/api/v1/projects/{cast.project.pk}/import"
    assert Client().post(where, {"file": sent()}, headers=headers | {"Prefer": "wait=10"}).status_code == 201
    assert work_off() == 0


def test_nobody_begins_an_import_they_may_not_do(cast: Cast) -> None:
    where = f"/api/v1/projects/{cast.project.pk}/import"
    for who, status in ((cast.grace, 403), (cast.dave, 404)):
        assert Client().post(where, {"file": sent()}, headers=program(who) | ASYNC).status_code == status
    assert work_off() == 0
