"""Documents: which files are taken, who keeps and reads them, versions that never change, and reviews that come due."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from tests import factories as make
from tests.cast import AT, Cast
from tests.journeys.master_list.test_taking import an_open_period

from conspectus.doors.cli import run
from conspectus.journeys.documents import (
    add_document,
    add_document_version,
    change_document,
    get_document,
    may_keep,
    withdraw_document,
)
from conspectus.journeys.home.look import home
from conspectus.journeys.subjects import subject_of
from conspectus.kit.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from conspectus.rooms.files.actions import Content, Particulars
from conspectus.rooms.files.bridge import checked_link, checked_name
from conspectus.rooms.files.choices import MOST_BYTES
from conspectus.rooms.files.models import Blob, Document, Version
from conspectus.rooms.files.queries import document_view, documents_of, version_file
from conspectus.rooms.portfolio.actions import PartyParticulars, create_party
from conspectus.rooms.status.actions import declare_status

PDF = b"%PDF-1.7 words"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("page.html", b"<html>", "kind"),
        ("drawing.svg", b"<svg/>", "kind"),
        ("macro.docm", b"PK\x03\x04", "kind"),
        ("run.exe", b"MZ", "kind"),
        ("noending", PDF, "kind"),
        ("charter.pdf.js", PDF, "kind"),
        ("charter.pdf", b"<script>alert(1)</script>", "not_its_kind"),
        ("picture.png", PDF, "not_its_kind"),
        ("charter.pdf", b"", "empty"),
        ("notes.txt", b"x" * (MOST_BYTES + 1), "too_large"),
    ],
)
def test_files_that_are_refused(name: str, data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checked_name(name, data)
    assert refusal.value.code == code


def test_names_and_links_are_taken_as_what_they_are() -> None:
    assert checked_name("C:\\secret\\Charter.PDF", PDF) == "Charter.PDF"
    assert checked_link(" https://example.org/a?b=c ") == "https://example.org/a?b=c"
    for link in (
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org/a",
        "https://",
        "https://u:p@example.org",
    ):
        with pytest.raises(Invalid):
            checked_link(link)


def test_who_contributes_keeps_and_who_sees_reads(cast: Cast) -> None:
    def keepers(row: Any) -> set[str]:
        found = set()
        for name, user in cast.users().items():
            try:
                if may_keep(user, subject_of(row), AT.date()):
                    found.add(name)
            except NotFound:
                continue
        return found

    party = create_party(
        portfolio=cast.portfolio, new=PartyParticulars(name="Nord", kinds=("supplier",)), by=cast.liam, at=AT
    )
    aim = make.objective("Faster", portfolio=cast.portfolio)
    assert keepers(cast.project) == {"alice", "bob", "frank", "heidi", "ivan", "mona"}
    period = an_open_period(cast.portfolio)
    report = declare_status(subject=cast.programme, period=period, declared=[], revision=0, by=cast.ivan, at=AT)
    assert keepers(cast.programme) == keepers(report) == {"bob", "frank", "ivan", "mona"}
    assert keepers(cast.portfolio) == keepers(aim) == {"bob", "frank", "mona"}
    assert keepers(party) == {"bob", "frank", "liam", "mona"}
    assert keepers(cast.division) == {"bob", "frank", "judy"}
    subject, new = subject_of(cast.project), Particulars("Charter", owner=cast.alice.person)
    with pytest.raises(NotAllowed):
        add_document(subject=subject, new=new, content=Content("a.pdf", PDF), by=cast.grace, at=AT)
    with pytest.raises(NotFound):
        add_document(subject=subject, new=new, content=Content("a.pdf", PDF), by=cast.dave, at=AT)
    row = add_document(subject=subject, new=new, content=Content("a.pdf", PDF), by=cast.heidi, at=AT)
    assert version_file(get_document(cast.grace, row.pk, AT.date())[0], 1) == ("a.pdf", PDF)
    with pytest.raises(NotFound):
        get_document(cast.dave, row.pk, AT.date())
    with pytest.raises(NotAllowed):
        withdraw_document(document=row, revision=1, by=cast.carol, at=AT)


def test_versions_stay_and_the_same_bytes_again_change_nothing(cast: Cast) -> None:
    subject, by = subject_of(cast.project), cast.alice
    row = add_document(subject=subject, new=Particulars("Charter"), content=Content("a.pdf", PDF), by=by, at=AT)
    add_document_version(document=row, content=Content("b.pdf", PDF), by=by, at=AT)
    assert len(document_view(row).versions) == 1
    link = Content(link="https://example.org/charter", note="Signed")
    add_document_version(document=row, content=link, by=by, at=AT)
    newest = document_view(row).newest
    assert (newest.number, newest.link, newest.note, newest.size) == (2, "https://example.org/charter", "Signed", 0)
    with pytest.raises(NotFound):
        version_file(row, 2)
    for wrong in (Content(), Content("a.pdf", PDF, link="https://example.org")):
        with pytest.raises(Invalid):
            add_document_version(document=row, content=wrong, by=by, at=AT)
    for model in (Blob, Version):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all().delete()
    changed = change_document(document=row, new=Particulars("Mandate", "charter"), revision=1, by=by, at=AT)
    with pytest.raises(Stale):
        change_document(document=row, new=Particulars("Other"), revision=1, by=by, at=AT)
    withdraw_document(document=changed, revision=2, by=by, at=AT)
    assert documents_of(subject) == ()
    with pytest.raises(Conflict):
        withdraw_document(document=changed, revision=3, by=by, at=AT)


def test_a_review_comes_due_and_followers_are_told(cast: Cast) -> None:
    new = Particulars("Charter", owner=cast.alice.person, review_on=AT.date() - timedelta(days=1))
    subject = subject_of(cast.project)
    row = add_document(subject=subject, new=new, content=Content("a.pdf", PDF), by=cast.heidi, at=AT)
    found = home(cast.alice, since=AT - timedelta(days=1), at=AT)
    assert [(one.what, one.document_id, one.late) for one in found.late] == [("document", row.pk, True)]
    assert [(one.what, one.words) for one in found.changes] == [("document", "The document Charter was added")]


def test_page_api_and_command_do_the_same(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: Any, tmp_path: Path
) -> None:
    client = Client()
    client.force_login(cast.alice, backend="conspectus.rooms.accounts.queries.SessionBackend")
    where = f"/subjects/project/{cast.project.pk}"
    sent = {"title": "Charter", "kind": "charter", "owner": cast.alice.person_id, "file": _file("charter.pdf", PDF)}
    answer = client.post(f"{where}/new-document/", sent)
    assert answer.headers["Location"] == f"/projects/{cast.project.pk}/#documents"
    refused = client.post(f"{where}/new-document/", {**sent, "file": _file("x.svg", b"<svg onload=alert(1)>")})
    assert (refused.status_code, "Files of this kind are not kept" in refused.content.decode()) == (422, True)
    pk = Document.objects.get().pk
    told = client.get(f"/documents/{pk}/versions/1/")
    assert (told.content, told.headers["Content-Type"]) == (PDF, "application/octet-stream")
    assert told.headers["Content-Disposition"] == 'attachment; filename="charter.pdf"'
    assert "charter.pdf" in client.get(f"/documents/{pk}/").content.decode()
    assert client.post(f"/documents/{pk}/", {"link": "https://example.org/c"}).status_code == 302
    changed = client.post(f"/documents/{pk}/change/", {"title": "Mandate", "kind": "other", "revision": 1})
    assert changed.status_code == 302
    made = client.post(f"/api/v1{where}/documents", {"title": "Minutes", "link": "https://example.org/m"})
    assert (made.status_code, made.json()["versions"][0]["link"]) == (201, "https://example.org/m")
    assert [one["title"] for one in client.get(f"/api/v1{where}/documents").json()["items"]] == ["Mandate", "Minutes"]
    body = client.get(f"/api/v1/documents/{pk}/versions/1")
    assert (body.content, body.headers["X-Content-Type-Options"]) == (PDF, "nosniff")
    monkeypatch.setattr("conspectus.doors.cli.document.open_rows", lambda *_, **__: None)
    by, file = ["--as", cast.alice.email], tmp_path / "case.txt"
    file.write_bytes(b"Why we do it")
    number = str(cast.project.pk)
    assert run(["document", "add", "project", number, str(file), "--of", "business_case", *by]) == 0
    made_id = capsys.readouterr().out.split()[0]
    assert run(["document", "version", made_id, "https://example.org/case", *by]) == 0
    assert run(["document", "change", made_id, "--title", "Case", "--review", "2030-01-01", *by]) == 0
    assert run(["document", "fetch", made_id, "--version", "1", "--out", str(tmp_path / "out"), *by]) == 0
    assert (tmp_path / "out" / "case.txt").read_bytes() == b"Why we do it"
    capsys.readouterr()
    assert run(["document", "list", "project", number, "--json", *by]) == 0
    assert [one["title"] for one in json.loads(capsys.readouterr().out)] == ["Case", "Mandate", "Minutes"]
    assert run(["document", "withdraw", made_id, *by]) == 0
    assert run(["document", "add", "project", number, str(file), "--as", cast.grace.email]) == 2


def _file(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)
