"""The API: one scenario through every address of a plan, and refusals in one shape."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now
from tests.cast import Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.rooms.accounts.actions import issue_token
from conspectus.rooms.accounts.models import AuditLine, User
from conspectus.rooms.schedule.models import PlanRevision

pytestmark = pytest.mark.usefixtures("reader")
SHAPE = {"type", "title", "status", "code", "words", "field", "request_id"}


class Program:
    """A program that comes in with a token."""

    def __init__(self, user: User, scope: str = "write") -> None:
        token = issue_token(user=user, name="robot", scope=scope, by=user, at=now()).text
        self.client = Client(headers={"Authorization": f"Bearer {token}"})

    def get(self, path: str, status: int = 200, **query: Any) -> Any:
        """Return what an address answers."""
        response = self.client.get(f"/api/v1{path}", query)
        assert response.status_code == status, response.content[:600]
        return response.json()

    def send(self, path: str, body: Any, status: int, method: str = "post", **headers: str) -> Any:
        """Send JSON and return the answer."""
        send = getattr(self.client, method)
        response = send(f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=headers)
        assert response.status_code == status, response.content[:600]
        return response.json() if response.content else None

    def upload(self, path: str, data: bytes, status: int, name: str = "north.xml", **form: Any) -> Any:
        """Send a file and return the answer."""
        response = self.client.post(f"/api/v1{path}", {"file": SimpleUploadedFile(name, data), **form})
        assert response.status_code == status, response.content[:600]
        return response.json()


@pytest.fixture
def alice(cast: Cast) -> Program:
    """Return the project manager's program."""
    return Program(cast.alice)


def test_a_plan_is_previewed_imported_compared_and_approved(cast: Cast, alice: Program) -> None:
    at = f"/projects/{cast.project.pk}"
    first, later = file_of(house()), file_of(house((5, 15, 5)))
    preview = alice.upload(f"{at}/import/preview", first, 200)
    assert (preview["expected_revision"], preview["plan_uid"], preview["comparison"]) == (0, "WN-1", None)
    assert not PlanRevision.objects.exists()
    shown = {"digest": preview["digest"], "expected_revision": 0}
    assert alice.upload(f"{at}/import", first, 201, **shown)["revision"] == 1
    again = alice.upload(f"{at}/import", first, 200)
    assert (again["changed"], again["revision"]) == (False, 1)
    assert again["words"].endswith("0 changes.")
    assert alice.upload(f"{at}/import", later, 412, expected_revision=0)["code"] == "stale"
    assert alice.upload(f"{at}/import", later, 201)["revision"] == 2
    assert [row["number"] for row in alice.get(f"{at}/revisions")["items"]] == [2, 1]
    compared = alice.get(f"{at}/revisions/1/compare/2")
    assert compared["finish_moved_days"] == 5
    assert [cause["uid"] for cause in compared["causes"]] == ["2"]
    alice.send(f"{at}/baseline", {"revision": 1, "reason": "Agreed"}, 403)
    done = Program(cast.bob).send(f"{at}/baseline", {"revision": 1, "reason": "Agreed"}, 201)
    assert (done["number"], done["is_original"], done["bac"]) == (1, True, {"value": 400_000.0, "reason": None})
    assert len(alice.get(f"{at}/baseline")) == 1


def test_what_is_shown_of_a_plan(cast: Cast, alice: Program) -> None:
    at = f"/projects/{cast.project.pk}"
    alice.get(f"{at}/plan", 404)
    alice.upload(f"{at}/import", file_of(house((5, 15, 5))), 201)
    plan = alice.get(f"{at}/plan")
    (project,) = plan["projects"]
    assert [task["uid"] for task in project["tasks"]] == ["1", "2", "3", "4"]
    assert set(project["tasks"][0]) == {
        *("uid", "name", "summary", "early_start", "early_finish", "late_start", "late_finish"),
        *("total_float_minutes", "free_float_minutes", "critical", "stored"),
    }
    assert alice.get(f"{at}/plan", 422, mode="guess")["field"] == "mode"
    quality = alice.get(f"{at}/quality")
    assert (len(quality["checks"]), quality["changes"], len(quality["trend"])) == (14, [], 1)
    earned = alice.get(f"{at}/earned-value")
    assert earned["measures"]["bac"]["value"] == 400_000
    assert earned["curve"]["planned"]
    assert {"eac_planned", "eac_weighted_spi_t", "duration_es_sci_t", "tspi", "vac_percent"} <= set(earned["measures"])
    work = alice.get(f"{at}/earned-value/work", levels=1)
    assert [row["name"] for row in work["rows"]][:2] == ["Dig", "Build"]
    assert sum(row["bac"]["value"] for row in work["rows"]) == 400_000
    assert work["total"]["bac"]["value"] == 400_000
    assert alice.get(f"{at}/earned-value/work", 422, levels=99)["field"] == "levels"
    status = alice.get(f"{at}/status")
    assert status["figures"]["schedule"]["colour"] == "red"
    assert status["milestones"][0]["name"] == "Hand over"
    assert alice.get(f"{at}/gantt", limit=2)["total"] == 4
    (row,) = alice.get("/status")["items"]
    assert (row["code"], row["figures"]["current_slip_days"]) == ("WN-1", 5)


def test_a_choice_among_projects_is_told_to_programs(cast: Cast, alice: Program) -> None:
    data = file_of(house(), house(uid="WS-2", name="Warehouse south"))
    at = f"/projects/{cast.project.pk}/import"
    told = alice.upload(at, data, 422, name="all.xer")
    assert told["code"] == "CHOOSE_PROJECT"
    assert [choice["uid"] for choice in told["choices"]] == ["WN-1", "WS-2"]
    assert alice.upload(at, data, 201, name="all.xer", project="WS-2")["changed"]


def test_a_refused_file_tells_its_findings(cast: Cast, alice: Program) -> None:
    told = alice.upload(f"/projects/{cast.project.pk}/import", b"GIF89a", 422, name="plan.mpp")
    assert set(told) == SHAPE | {"findings"}
    assert told["findings"][0]["severity"] == "refused"
    assert told["field"] == "file"


def test_foreign_is_the_same_as_missing_at_every_address(cast: Cast, alice: Program) -> None:
    bodies = set()
    for number in (cast.other.pk, 10**9, "0", "-1", "x", "9" * 40):
        for tail in ("", "/plan", "/revisions", "/revisions/1", "/quality", "/status", "/earned-value", "/baseline"):
            told = alice.get(f"/projects/{number}{tail}", 404)
            bodies.add((told["code"], told["words"], told["field"], told["status"]))
        for tail in ("/import", "/import/preview"):
            told = alice.upload(f"/projects/{number}{tail}", file_of(house()), 404)
            bodies.add((told["code"], told["words"], told["field"], told["status"]))
    assert bodies == {("not_found", "Not found.", "", 404)}


def test_money_is_hidden_from_a_viewers_program(cast: Cast, alice: Program) -> None:
    at = f"/projects/{cast.project.pk}"
    alice.upload(f"{at}/import", file_of(house(cost=77_700.0)), 201)
    grace = Program(cast.grace)
    for path in (f"{at}/earned-value", f"{at}/status", f"{at}/revisions", f"{at}/revisions/1", "/status"):
        assert "777" not in json.dumps(grace.get(path)), path
    assert grace.get(f"{at}/earned-value")["measures"]["bac"] == {"value": None, "reason": "HIDDEN"}
    work = grace.get(f"{at}/earned-value/work")
    assert (work["hidden"], work["rows"], work["total"]) == (True, [], None)
    pages = grace.get(f"/portfolios/{cast.portfolio.pk}/review")
    assert "777" not in json.dumps(pages)
    assert grace.upload(f"{at}/import", file_of(house((4, 10, 5))), 403)["code"] == "not_allowed"


def test_a_reading_token_only_reads(cast: Cast) -> None:
    reading = Program(cast.alice, scope="read")
    before = AuditLine.objects.count()
    assert reading.get("/me")["reading_only"] is True
    told = reading.upload(f"/projects/{cast.project.pk}/import", file_of(house()), 403)
    assert told["words"] == "This token may only read. Use one that may write."
    reading.send("/tokens", {"name": "second", "scope": "write"}, 403)
    assert AuditLine.objects.count() == before


def test_nobody_comes_in_without_a_way(cast: Cast) -> None:
    for client in (Client(), Client(headers={"Authorization": "Bearer conspectus_0_0"})):
        for path in ("/me", "/projects", "/openapi.json", f"/projects/{cast.project.pk}/plan"):
            response = client.get(f"/api/v1{path}")
            assert response.status_code == 401
            assert response.headers["Content-Type"] == "application/problem+json"
            assert set(response.json()) >= SHAPE


def test_a_session_writes_only_with_its_csrf_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.alice, backend="conspectus.rooms.accounts.queries.SessionBackend")
    assert client.get("/api/v1/me").json()["name"] == "Alice"
    response = client.post("/api/v1/tokens", '{"name": "x"}', content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (403, "csrf")


def test_a_review_of_sent_files_and_of_stored_plans(cast: Cast, alice: Program) -> None:
    files = [SimpleUploadedFile("a.xml", file_of(house())), SimpleUploadedFile("b.bin", b"nonsense")]
    table = b"ID,Task,Duration,Start\r\n1,Dig,3d,2024-04-08\r\n"
    response = alice.client.post("/api/v1/review", {"files": [SimpleUploadedFile("t.csv", table), files[1]]})
    assert response.status_code == 200, response.content[:400]
    told = response.json()
    assert [one["name"] for one in told["projects"]] == ["t"]
    assert "refused" in {one["severity"] for one in told["findings"] if one["file"] == "b.bin"}
    at = f"/portfolios/{cast.portfolio.pk}/review"
    assert alice.get(at)["projects"] == []
    alice.upload(f"/projects/{cast.project.pk}/import", file_of(house()), 201)
    stored = alice.get(at)
    assert [(one["id"], one["name"]) for one in stored["projects"]] == [("WN-1", "Warehouse north")]
    assert alice.get(at, 422, status_date="soon")["field"] == "status_date"


def test_the_pack_of_a_portfolio_is_one_archive_with_the_same_bytes(cast: Cast, alice: Program) -> None:
    alice.upload(f"/projects/{cast.project.pk}/import", file_of(house()), 201)
    packs = [alice.client.get(f"/api/v1/portfolios/{cast.portfolio.pk}/review/pack") for _ in range(2)]
    assert packs[0].status_code == 200
    assert packs[0].headers["Content-Type"] == "application/zip"
    assert packs[0].content == packs[1].content
    names = zipfile.ZipFile(io.BytesIO(packs[0].content)).namelist()
    assert sorted(name.rpartition(".")[2] for name in names) == ["pdf", "pptx", "xlsx"]


def test_what_a_file_leaves_open_goes_with_it(cast: Cast, alice: Program) -> None:
    at = f"/projects/{cast.project.pk}"
    table = b"Task;Start;Duration;Cost\nDig;03/04/2026;5d;1.234\n"
    asked = alice.upload(f"{at}/import", table, 422, "a.csv")
    assert asked["code"] == "AMOUNT_LOCALE"
    said = {"amounts": "de", "date_order": "dmy", "status_date": "2026-04-07"}
    shown = alice.upload(f"{at}/import/preview", table, 200, "a.csv", **said)
    assert shown["after"]["status_on"] == "2026-04-07"
    assert alice.upload(f"{at}/import", table, 201, "a.csv", **said)["changed"]
    (row,) = alice.get(f"{at}/revisions")["items"]
    assert (row["status_given"], row["manner"]) == ("2026-04-07", "day first, amounts 1.234,56")
    wrong = alice.upload(f"{at}/import", table, 422, "a.csv", **said | {"status_date": "soon"})
    assert (wrong["code"], wrong["field"]) == ("status_date", "status_date")
