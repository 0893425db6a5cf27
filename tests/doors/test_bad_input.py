"""The same bad files by every door: the same words, nothing stored, nothing told of the machinery."""

from __future__ import annotations

import gzip
import json
import re
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import Cast
from tests.doors.every_door import BACKEND, HEAD, Doors, rows, stored
from tests.formats.schedules import odd_files as odd
from tests.formats.schedules.passwords import lock
from tests.formats.schedules.test_refusals import BEFORE_ANY_PARSER, OLE, mspdi, task, zipped
from tests.formats.workbooks.sheets import workbook
from tests.trust.counts import daily
from tests.working import through

GIVES_AWAY = re.compile(
    r"Traceback|mpxj|jpype|java\.|org\.|openpyxl|calamine|lxml|/tmp/|/work|\.py\b|Exception|Error:", re.I
)
OTHERS = ("mpd", "mpt", "pod", "gan")
LINK = "<PredecessorLink><PredecessorUID>{}</PredecessorUID><Type>1</Type></PredecessorLink>"
NO_WORK = "".join(f"<WeekDay><DayType>{n}</DayType><DayWorking>0</DayWorking></WeekDay>" for n in range(1, 8))
CALENDAR = (
    "<CalendarUID>1</CalendarUID><Calendars><Calendar><UID>1</UID><Name>X</Name>"
    f"<IsBaseCalendar>1</IsBaseCalendar><WeekDays>{NO_WORK}</WeekDays></Calendar></Calendars>"
)
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "l"><!ENTITY b "&a;&a;&a;">]><Project>&b;</Project>'
BOMB = zipped({"[Content_Types].xml": b"x", "xl/workbook.xml": b"x", "xl/worksheets/sheet1.xml": b"\0" * (300 << 20)})


def circle(size: int) -> bytes:
    """Return tasks that wait for each other in a ring."""
    return rows(*(f"{n},T{n},1d,{(n - 2) % size + 1}" for n in range(1, size + 1)))


CASES: dict[str, tuple[bytes, str, str]] = {
    **{f"before any parser: {name}": case for name, case in BEFORE_ANY_PARSER.items()},
    "10 a bomb": (BOMB, "a.xlsx", "larger than the limit"),
    "13 a macro inside": (
        zipped({"[Content_Types].xml": b"x", "xl/vbaProject.bin": b"x"}),
        "a.xlsm",
        "Macro workbooks are not accepted",
    ),
    "9 an archive as a table": (gzip.compress(b"Id,Task"), "a.csv", "unpack the archive"),
    "22 one long line": ((HEAD + "1," + "x" * (3 << 20) + ",1d,\n").encode(), "a.csv", "longer than the limit"),
    "23 a quote that never ends": (rows("1,A,1d,", '2,"B,1d,', "3,C,1d,"), "a.csv", "starts a quote that never ends"),
    "26 a zero byte": (rows("1,A,1d,", "2,B\0,1d,"), "a.csv", "Line 3 contains a zero byte."),
    "38 the same id twice": (rows("1,A,1d,", "2,B,1d,", "1,C,1d,"), "a.csv", "Task id 1 is used"),
    "43 a lag beyond all plans": (rows("1,A,1d,", "2,B,1d,1FS+999999999d"), "a.csv", "problems"),
    "43 a duration beyond all plans": ((HEAD + "1,A,99999999999999999d,\n").encode(), "a.csv", "problems"),
    "45 progress of 101": (b"Id,Task,Duration,Progress\n1,A,1d,101\n2,B,1d,-1\n", "a.csv", "2 rows have problems"),
    **{
        f"46 {day}": (f"Id,Task,Start\n1,A,{day}\n".encode(), "a.csv", "problems")
        for day in ("0001-01-01", "9999-12-31", "2026-02-30", "2026-04-01 24:00", "now", "0")
    },
    **{f"82 a file of another tool: {end}": (b"x" * 99, f"a.{end}", "Save as .mpp or .xml.") for end in OTHERS},
    "7 quadratic": (
        b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "' + b"a" * 50_000 + b'">]><Project>' + b"&a;" * 50_000,
        "a.xml",
        "document type; such files are not accepted",
    ),
    "81 a table without a name": (
        odd.xer(odd.activity(1, 10)).replace(b"%T\tTASK\n", b""),
        "a.xer",
        "names fields of no table",
    ),
    "81 values without fields": (b"ERMHDR\t20\n%T\tTASK\n%R\t1\n%E\n", "a.xer", "values without field names"),
    "40 branches in a circle": (
        odd.xer(odd.activity(1, 11), odd.TOP + odd.node(11, "12") + odd.node(12, "11")),
        "a.xer",
        "W11 → W12 → W11",
    ),
    "40 a branch above itself": (odd.xer("", odd.TOP + odd.node(11, "11")), "a.xer", "W11 → W11"),
    "43 a lag no program holds": (
        mspdi(task(1) + task(2, more=odd.link(10**13))),
        "a.xml",
        "The lag of the link on line 6 is out of range.",
    ),
    "39 two wait": (circle(2), "a.csv", "T1 → T2 → T1"),
    "39 three wait": (circle(3), "a.csv", "These tasks wait for each other"),
    "39 a thousand wait": (circle(1000), "a.csv", "These tasks wait for each other"),
    "39 waits in a workbook": (
        workbook([["Id", "Task", "Duration", "Predecessors"], [1, "A", "1d", "2"], [2, "B", "1d", "1"]]),
        "a.xlsx",
        "A → B → A",
    ),
}
JAVA_CASES: dict[str, tuple[bytes, str, str]] = {
    "2 cut": (mspdi(task(1) + task(2))[:-60], "a.xml", "cut off or damaged"),
    "3 noise in an OLE file": (OLE + bytes(range(256)) * 90, "a.mpp", "not a Project file"),
    "38 the same id twice, XML": (mspdi(task(12) + "\n" + task(12)), "a.xml", "Task id 12 is used on lines"),
    "39 two wait, XML": (
        mspdi(task(1, "A", more=LINK.format(2)) + task(2, "B", more=LINK.format(1))),
        "a.xml",
        "A → B → A",
    ),
    "41 too deep": (mspdi("".join(task(n, level=n) for n in range(1, 60))), "a.xml", "deeper than 50 levels"),
    "49 a calendar without work": (mspdi(task(4), extra=CALENDAR), "a.xml", "has no working time"),
}


def by_page(doors: Doors) -> str:
    where, page = doors.upload()
    store = doors.client.post(where, {"deed": "store", "target-0": str(doors.cast.project.pk)})
    again = through(doors.client, store)[1].content.decode()
    assert GIVES_AWAY.search(re.sub(r"<[^>]+>", " ", page.partition("<main")[2])) is None
    assert "is now revision" not in again
    return unescape(page)


def by_api(doors: Doors) -> str:
    said = set()
    for path in ("import", "import/preview"):
        answer = doors.ask(path)
        assert answer.status_code == 422
        assert answer.headers["Content-Type"] == "application/problem+json"
        said.add(answer.json()["words"])
        assert GIVES_AWAY.search(answer.content.decode()) is None
    (words,) = said
    return words


def by_command(doors: Doors) -> str:
    for more in (["--preview"], ["--json"], []):
        ended, out, err = doors.command(*more)
        assert ended == 2
        assert GIVES_AWAY.search(out + err) is None
    return err


def by_review(doors: Doors) -> str:
    ended, out, err = doors.review()
    assert ended == 2
    refused = [row for row in json.loads(out)["findings"] if row["severity"] == "refused"]
    assert len(refused) == 1
    assert refused[0]["words"] in err
    assert GIVES_AWAY.search(err.replace(str(doors.path), "") + refused[0]["words"]) is None
    return str(refused[0]["words"])


def refused_everywhere(case: tuple[bytes, str, str], doors: Doors) -> None:
    data, name, words = case
    doors.take(data, name)
    answers = {
        "page": by_page(doors),
        "API": by_api(doors),
        "command": by_command(doors),
        "review": by_review(doors),
    }
    assert {door: words in text for door, text in answers.items()} == dict.fromkeys(answers, True), answers["API"]
    assert answers["review"] in answers["API"]
    assert answers["API"] in answers["command"]
    assert doors.nothing_is_stored()


@pytest.mark.parametrize("case", list(filter(daily, CASES)))
def test_is_refused_everywhere(doors: Doors, case: str) -> None:
    refused_everywhere(CASES[case], doors)


@pytest.mark.java
@pytest.mark.parametrize("case", list(filter(daily, JAVA_CASES)))
def test_is_refused_everywhere_by_the_reader(java: None, doors: Doors, case: str) -> None:
    refused_everywhere(JAVA_CASES[case], doors)


@pytest.mark.java
@pytest.mark.parametrize("how", ["password", "half", "end"])
def test_a_real_project_file_spoilt_is_refused_everywhere(
    java: None, shared_data: Path, doors: Doors, how: str
) -> None:
    data = (shared_data / "schedules" / "files" / "mpp14_fixed_cost.mpp").read_bytes()
    spoilt = {"password": lock(data), "half": data[: len(data) // 2], "end": data[:-70_000]}[how]
    words = "The file is password protected. Remove" if how == "password" else "cut off or damaged"
    refused_everywhere((spoilt, "a.mpp", words), doors)


def test_a_long_name_keeps_its_ending(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.alice, backend=BACKEND)
    for name in ("n" * 300 + ".csv", "n" * 249 + ".csv"):
        file = SimpleUploadedFile(name, rows("1,A,1d,"))
        _, page = through(client, client.post(f"/projects/{cast.project.pk}/upload/", {"plans": file}))
        assert "This is the first plan: 1 tasks." in page.content.decode()


@pytest.mark.parametrize("body", ['{"\\ud800":1,"\\ud800":2}', '{"\\ud800":1}', '{"name":"\\ud800","currency":"EUR"}'])
def test_half_a_letter_is_refused_in_words(cast: Cast, body: str) -> None:
    from django.utils.timezone import now

    from conspectus.rooms.accounts.actions import issue_token

    token = issue_token(user=cast.frank, name="x", scope="write", by=cast.frank, at=now()).text
    headers = {"Authorization": f"Bearer {token}"}
    answer = Client().post("/api/v1/portfolios", body, content_type="application/json", headers=headers)
    assert answer.status_code == 422
    assert answer.json()["words"]


def test_a_refused_file_opens_no_project(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.bob, backend=BACKEND)
    before = stored()
    where, _ = through(client, client.post("/upload/", {"plans": SimpleUploadedFile("new.csv", circle(2))}))
    chosen = {"deed": "store", "target-0": f"new-{cast.portfolio.pk}", "code-0": "NEW-1", "name-0": "New"}
    assert "T1 → T2 → T1" in unescape(through(client, client.post(where, chosen))[1].content.decode())
    assert stored() == before
