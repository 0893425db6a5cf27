"""Files that are taken with a word about them: the same word at every door, and a preview stores nothing."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import Cast
from tests.doors.every_door import BACKEND, Doors, rows, stored
from tests.formats.schedules import odd_files as odd
from tests.formats.schedules.test_refusals import mspdi, task
from tests.trust.counts import daily
from tests.working import through

from conspectus.doors.cli import run
from conspectus.rooms.schedule.models import PlanRevision

BACKWARDS = "<Start>2026-05-01T08:00:00</Start><Finish>2026-04-01T17:00:00</Finish>"
TABLES: dict[str, tuple[bytes, str, str]] = {
    "44 finish before start": (
        b"Id,Task,Start,Finish\n31,A,2026-05-01,2026-04-01\n", "a.csv", "Finish lies before start in task 31.",
    ),
    "45 in the future": (
        b"Status date:,2026-04-10\nId,Task,Duration,Actual start\n1,A,3d,2026-04-20\n", "a.csv",
        "Task 1 has an actual date after the status date.",
    ),
    "45 done without an end": (
        b"Id,Task,Duration,Progress\n1,A,3d,100%\n", "a.csv", "Task 1 is 100 % complete but has no actual finish.",
    ),
}  # fmt: skip
NATIVE: dict[str, tuple[bytes, str, str]] = {
    "40 an activity of no branch": (odd.xer(odd.activity(1, 99)), "a.xer", "Task A1 names parent 99, which is not in"),
    "40 a branch of no branch": (
        odd.xer(odd.activity(1, 11), odd.TOP + odd.node(11, "77")), "a.xer", "names parent 77, which is not in",
    ),
    "43 a lag of decades": (
        mspdi(task(1, "A") + task(2, "B", more=odd.link(-48_000_000))), "a.xml", "The lag of link A→B is out of range.",
    ),
    "44 finish before start": (mspdi(task(31, more=BACKWARDS)), "a.xml", "Finish lies before start in task 31."),
    "44 a milestone that lasts": (
        mspdi(task(1, more="<Milestone>1</Milestone>")), "a.xml", "Task 1 is marked as a milestone but has a duration",
    ),
    "45 progress of 150": (
        mspdi(task(1, more="<PercentComplete>150</PercentComplete>")), "a.xml", "Progress must be 0–100 (task 1).",
    ),
    "46 the 30th of February": (
        mspdi(task(1, more="<ActualStart>2026-02-30T08:00:00</ActualStart>")), "a.xml",
        "Line 5 gives '2026-02-30T08:00:00' as ActualStart, which is no date",
    ),
    "46 now": (mspdi(task(1, more="<Deadline>now</Deadline>")), "a.xml", "Line 5 gives 'now' as Deadline"),
    "46 the year 9999": (
        mspdi(task(1, more="<ActualStart>9999-12-31T08:00:00</ActualStart>")), "a.xml",
        "The date must lie between 1970 and 2149 (task 1); it was left out.",
    ),
    "49 exceptions that overlap": (
        odd.shifts("08:00:00", "17:00:00", odd.OVERLAP), "a.xml", "Calendar 'X' has two exceptions for",
    ),
    "51 too many units": (odd.assigned(500), "a.xml", "Units must be 0–1000 %"),
    "51 negative units": (odd.assigned(-1), "a.xml", "Units must be 0–1000 %"),
    "81 too many values": (
        odd.xer(odd.activity(1, 10).rstrip("\n") + "\tmore\n"), "a.xer", "1 row has more values than its table",
    ),
    "81 a newer version": (
        odd.xer(odd.activity(1, 10), version="99.1"), "a.xer", "The file was written by Primavera 99.1, newer than",
    ),
    "81 a flood of user fields": (
        odd.xer(odd.activity(1, 10), more=odd.FLOOD + "%R\t5\t1\t7\tv\n" * 50_000), "a.xer",
        "50000 values of user-defined fields were not carried over.",
    ),
}  # fmt: skip


def warned_everywhere(case: tuple[bytes, str, str], doors: Doors) -> None:
    data, name, words = case
    doors.take(data, name)
    assert words in unescape(doors.upload()[1])
    answer = doors.ask("import/preview")
    assert answer.status_code == 200
    assert any(words in one["words"] for one in answer.json()["findings"])
    ended, out, _ = doors.command("--preview", "--json")
    assert ended == 0
    assert any(words in one["words"] for one in json.loads(out)["findings"])
    ended, out, _ = doors.review()
    assert ended == 0
    assert sum(words in one["words"] for one in json.loads(out)["findings"]) == 1
    assert doors.nothing_is_stored()


@pytest.mark.parametrize("case", list(filter(daily, TABLES)))
def test_a_table_is_taken_with_a_word(doors: Doors, case: str) -> None:
    warned_everywhere(TABLES[case], doors)


@pytest.mark.java
@pytest.mark.parametrize("case", list(filter(daily, NATIVE)))
def test_a_file_is_taken_with_a_word(java: None, doors: Doors, case: str) -> None:
    warned_everywhere(NATIVE[case], doors)


def test_invisible_signs_in_task_names_are_seen(cast: Cast, tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    """A name that turns or hides what follows is kept as it is, and shown with its signs on every page."""
    name = "pay\u202efdp.exe\u200b"
    data = rows(f"1,{name},1d,", "2,B,1d,1")
    client = Client()
    client.force_login(cast.alice, backend=BACKEND)
    at = f"/api/v1/projects/{cast.project.pk}"
    assert client.post(f"{at}/import", {"file": SimpleUploadedFile("a.csv", data)}).status_code == 201
    shown = 0
    for page in ("", "tasks/", "quality/", "revisions/"):
        text = client.get(f"/projects/{cast.project.pk}/{page}").content.decode()
        assert "\u202e" not in text
        assert "\u200b" not in text
        shown += "pay[U+202E]fdp.exe[U+200B]" in text
    assert shown >= 2
    tasks = client.get(f"{at}/plan").json()["projects"][0]["tasks"]
    assert tasks[0]["name"] == name
    (tmp_path / "a.csv").write_bytes(data)
    assert run(["plan", "show", str(tmp_path / "a.csv")]) == 0
    assert "pay[U+202E]fdp.exe[U+200B]" in capsys.readouterr().out


def test_project_names_refuse_invisible_signs(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.bob, backend=BACKEND)
    where, _ = through(client, client.post("/upload/", {"plans": SimpleUploadedFile("new.csv", rows("1,A,1d,"))}))
    before = stored()
    chosen = {"deed": "store", "target-0": f"new-{cast.portfolio.pk}", "code-0": "N-1", "name-0": "Pay\u202eroll"}
    page = unescape(through(client, client.post(where, chosen))[1].content.decode())
    assert "The name contains invisible characters." in page
    assert PlanRevision.objects.count() == 0
    assert stored() == before


def test_the_same_file_twice_says_who_and_when(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.alice, backend=BACKEND)
    at = f"/api/v1/projects/{cast.project.pk}/import"
    data = rows("1,A,1d,")
    assert client.post(at, {"file": SimpleUploadedFile("a.csv", data)}).status_code == 201
    before = stored()
    again = client.post(at, {"file": SimpleUploadedFile("b.csv", data)})
    assert again.status_code == 200
    assert "This file was imported by Alice at" in again.json()["words"]
    assert "0 changes" in again.json()["words"]
    assert stored() == before
