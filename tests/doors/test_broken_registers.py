"""Broken files at the doors of registers and actions: refused in words, nothing stored; rows there, and twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import Cast
from tests.doors.every_door import stored
from tests.doors.test_permission_matrix import entered
from tests.formats.workbooks.sheets import repacked, workbook

from conspectus.doors.cli import run
from conspectus.rooms.risks.models import RegisterEntry

ROWS: list[list[Any]] = [["ID", "Risk", "Probability", "Action"], ["R-1", "Ice", "high", "Salt"]]
BOOK, OLE = workbook(ROWS), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXT = b"ID,Risk,Probability\nR-1,Ice,high\n"
BROKEN = {
    "empty": (b"", "list.csv", "empty"),
    "cut off": (BOOK[: len(BOOK) // 2], "list.xlsx", "cut off or damaged"),
    "encrypted": (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600, "list.xlsx", "password"),
    "picture": (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 4, "list.csv", ""),
    "bomb": (repacked(BOOK, {"xl/media/a.bin": b"\0" * (201 << 20)}), "list.xlsx", "limit of 200 MB"),
    "macros": (b"PK\x03\x04" + b"\0" * 40, "list.xlsm", "damaged"),
    "zero byte": (TEXT.replace(b"Ice", b"I\0e"), "list.csv", "Line 2 contains a zero byte."),
    "open quote": (TEXT + b'R-2,"Heat,low\n', "list.csv", "Line 3 starts a quote that never ends."),
    "wrong letters": (b"ID,Risk,Probability\nR-1,K\xe4\x81\xff\xfe\x90lte,high\n", "list.csv", "not UTF-8"),
    "plan": (b"ERMHDR\t8.2\t2020\n%T\tPROJECT\n%F\tname\n", "plan.xer", "not a list"),
}


@pytest.mark.parametrize("which", BROKEN)
@pytest.mark.parametrize(("of", "area", "command"), [("register", "entries", "risk"), ("action", "actions", "action")])
@pytest.mark.rows
@pytest.mark.django_db
def test_a_broken_file_is_refused_in_words_and_stores_nothing(
    cast: Cast, which: str, of: str, area: str, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, name, words = BROKEN[which]
    alice, place = entered(cast.alice), f"/api/v1/projects/{cast.project.pk}/{of}-list"
    page = f"/projects/{cast.project.pk}/import-{area}/"
    before = stored()
    for path in (f"{place}/preview", place):
        answer = alice.post(path, {"file": SimpleUploadedFile(name, data)})
        assert answer.status_code in (400, 413, 422)
        assert words in answer.content.decode()
        assert "Traceback" not in answer.content.decode()
    sent = alice.post(page, {"kind": "threat", "mapping": "", "file": SimpleUploadedFile(name, data)})
    shown = sent if sent.status_code != 302 else alice.get(sent.headers["Location"])
    assert shown.status_code in (400, 413, 422)
    assert words.lower() in shown.content.decode().lower()
    assert 'name="file"' in shown.content.decode()  # the way to another file
    file = tmp_path / name
    file.write_bytes(data)
    assert run([command, "import", "project", str(cast.project.pk), str(file), "--as", cast.alice.email]) == 2
    assert words.lower() in "".join(capsys.readouterr()).lower()
    assert stored() == before


@pytest.mark.rows
@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_text_with_its_mark_is_read_and_rows_there_or_twice_are_told(cast: Cast, encoding: str) -> None:
    alice, place = entered(cast.alice), f"/api/v1/projects/{cast.project.pk}/register-list"
    text = "ID,Risk,Probability,Owner\nR-1,Kälte,hoch,Alice\nR-2,Heat,low,\nR-1,Kälte,low,\n"
    sent = {"file": SimpleUploadedFile("list.csv", text.encode(encoding))}
    found = alice.post(place, sent).json()
    assert (len(found["opened"]), found["refused"]) == (2, 1)
    assert RegisterEntry.objects.get(key="R-1").title == "Kälte"
    again = text.replace("Heat,low", "Heat,high").encode(encoding)
    looked = alice.post(f"{place}/preview", {"file": SimpleUploadedFile("list.csv", again)}).json()
    assert looked["counts"] == {"new": 0, "change": 1, "same": 1, "refused": 1}
    assert "Row 2" in looked["lines"][2]["refused"]
    assert looked["lines"][1]["changes"][0] | {"field": ""} == {
        "field": "", "label": "Probability", "before": "2", "after": "4",
    }  # fmt: skip


@pytest.mark.rows
@pytest.mark.django_db
def test_letters_that_are_unclear_are_chosen_on_the_page_without_the_file_again(cast: Cast) -> None:
    alice, page = entered(cast.alice), f"/projects/{cast.project.pk}/import-entries/"
    data = "ID,Risk,Probability\nR-1,K\u0105t \u0141,high\n".encode("cp1250")
    there = alice.post(page, {"kind": "threat", "file": SimpleUploadedFile("list.csv", data)}).headers["Location"]
    shown = alice.get(there)
    assert (shown.status_code, "Which of these looks right?" in shown.content.decode()) == (422, True)
    assert 'name="encoding"' in shown.content.decode()
    read = alice.get(f"{there}&encoding=cp1250")
    assert (read.status_code, "K\u0105t \u0141" in read.content.decode()) == (200, True)


@pytest.mark.rows
@pytest.mark.django_db
def test_more_rows_than_one_deed_takes_are_refused_in_words(cast: Cast) -> None:
    alice, place = entered(cast.alice), f"/api/v1/projects/{cast.project.pk}/register-list"
    lines = "".join(f"R-{number},Risk number {number},low\n" for number in range(1_001))
    before = stored()
    answer = alice.post(place, {"file": SimpleUploadedFile("list.csv", f"ID,Risk,Probability\n{lines}".encode())})
    assert answer.status_code == 422
    assert "1,000" in (words := answer.content.decode()) or "1000" in words
    assert stored() == before
