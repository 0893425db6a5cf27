"""Commands spoken to a server: the same output as on this machine, files carried both ways, each deed done once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cast import Cast
from tests.doors.cli.spoken import URL, Say, answered, asked, token_of
from tests.trust.counts import POSTGRES, daily

from conspectus.doors.cli import Refused, run
from conspectus.doors.cli.remote import client as remote
from conspectus.doors.cli.remote.reads import READS
from conspectus.rooms.accounts.models import KeptAnswer
from conspectus.rooms.money.models import Entry
from conspectus.rooms.portfolio.models import Project

WORDS = {  # what a reading command takes beside its name
    "action export": "actions.csv",
    "assurance show": "9999",
    "backlog list": "WN-1",
    "backlog show": "WN-1",
    "change authority": "--project WN-1",
    "change show": "9999",
    "closure show": "WN-1",
    "comment list": "project {project}",
    "communication show": "9999",
    "contract show": "9999",
    "cycle list": "{portfolio}",
    "cycle sheet": "9999 --out one.xlsx",
    "cycle show": "9999",
    "cycle timeliness": "{portfolio}",
    "deliverable show": "9999",
    "division shares": "9999",
    "division trend": "9999",
    "document fetch": "9999",
    "document list": "project {project}",
    "facts show": "WN-1",
    "field show": "WN-1",
    "finding show": "9999",
    "gate evidence": "WN-1",
    "gate ready": "WN-1",
    "gate show": "9999",
    "knowledge compare": "risk 1 2",
    "knowledge fetch": "risk one.md",
    "knowledge glossary": "terms.csv",
    "knowledge show": "risk",
    "knowledge templates": "light papers.zip",
    "lesson export": "lessons.csv",
    "lesson offers": "WN-1",
    "link preview": "WN-1 2 5",
    "link preview-plan": "WN-1 {plan}",
    "link show": "9999",
    "money ledger": "WN-1",
    "money periods": "WN-1",
    "money show": "WN-1",
    "nonconformity show": "9999",
    "objective list": "{portfolio}",
    "objective show": "9999",
    "objective unserved": "{portfolio}",
    "period compare": "9999",
    "period list": "{portfolio}",
    "period packs": "9999",
    "programme report": "9999 9999",
    "programme shares": "9999",
    "project compare": "WN-1 1 2",
    "project life": "WN-1",
    "project placements": "WN-1",
    "project revisions": "WN-1",
    "project shares": "WN-1",
    "quality reviews": "WN-1",
    "rates convert": "{portfolio} 12 USD EUR",
    "rates list": "{portfolio}",
    "recovery show": "9999",
    "requirement list": "WN-1",
    "requirement trace": "WN-1",
    "role list": "portfolio:{portfolio}",
    "search": "warehouse",
    "stakeholder list": "WN-1",
    "stakeholder show": "9999",
    "standard check": "{file}",
    "standard diff": "{file} {file}",
    "standard export": "light one.yaml",
    "standard try": "light sponsor",
    "status findings": "WN-1 9999",
    "status gaps": "9999",
    "status page": "WN-1 9999 --out one.pdf",
    "status show": "9999",
    "stream list": "WN-1",
    "tolerance show": "--project WN-1",
}


def test_what_reads_says_the_same_from_elsewhere(
    cast: Cast, speak: Say, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("conspectus.journeys.upkeep.migrate", lambda **_: [])
    by = {user: token_of(getattr(cast, user)) for user in ("bob", "grace")}
    pack = tmp_path / "pack.yaml"
    pack.write_text("key: own")
    ids = {"project": cast.project.pk, "portfolio": cast.portfolio.pk, "file": pack, "plan": tmp_path / "plan.csv"}
    ids["plan"].write_text("Id,Task,Duration,Start\n1,Dig,3d,2024-04-01\n")
    spoken = 0
    for user, token in by.items():
        for name in filter(daily, sorted(READS)):
            words = f"{name} {WORDS.get(name, '')}".format(**ids).split()
            capsys.readouterr()
            code = run([*words, "--as", f"{user}@example.org"])
            here = capsys.readouterr()
            assert speak(token, *words) == (code, here.out, here.err), words
            spoken += code == 0
    assert spoken > (10 if POSTGRES else 50)


def test_deeds_are_done_in_the_name_of_the_token(cast: Cast, speak: Say) -> None:
    token = token_of(cast.bob)
    assert speak(token, "project", "change", "WN-1", "--name", "Warehouse west")[0] == 0
    assert Project.objects.get(code="WN-1").name == "Warehouse west"
    code, said, _ = speak(token_of(cast.frank), "audit", "list", "--most", "9", "--json")
    assert (code, cast.bob.name) in {(0, one["who"]) for one in json.loads(said)["lines"] if "project" in one["deed"]}
    # What somebody may not see is missing, and a token that only reads changes nothing.
    assert speak(token_of(cast.dave), "project", "change", "WN-1", "--name", "X") == (2, "", "Not found.\n")
    assert "may only read" in speak(token_of(cast.bob, "read"), "project", "change", "WN-1", "--name", "X")[2]
    assert Project.objects.get(code="WN-1").name == "Warehouse west"


def test_files_go_along_and_come_back(cast: Cast, speak: Say, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    token = token_of(cast.bob)
    Path("april.csv").write_text("Project,Date,Amount\nWN-1,2024-04-30,12.50\n")
    assert speak(token, "money", "import", "april.csv")[:2] == (0, "1 entry is recorded.\n")
    assert Entry.objects.get().amount_minor == 1250
    assert speak(token, "portfolio", "table", "--out", "table.csv")[:2] == (0, "Written: table.csv\n")
    assert "WN-1" in Path("table.csv").read_text()
    assert speak(token, "document", "add", "project", cast.project.pk, "april.csv")[0] == 0
    number = speak(token, "document", "list", "project", cast.project.pk)[1].split()
    row = next(word for word in number if word.isdecimal())
    assert speak(token, "document", "fetch", row, "--out", "kept")[:2] == (0, "kept/april.csv\n")
    assert Path("kept/april.csv").read_bytes() == Path("april.csv").read_bytes()
    # One too large for memory is read from the disk on both sides.
    Path("large.csv").write_text("Project,Date,Amount\n" + "WN-1,2024-04-30,12.50\n" * 120_000)
    code, _, complaint = speak(token, "money", "import", "large.csv")
    assert (code, "entries" in complaint or "rows" in complaint) == (2, True), complaint
    code, said, complaint = speak(token, "money", "import", "missing.csv")
    assert (code, said, complaint) == (2, "", "missing.csv: there is no such file. Check the name.\n")


def test_an_answer_that_is_lost_is_asked_for_again_and_nothing_done_twice(
    cast: Cast, speak: Say, monkeypatch: Any
) -> None:
    once, lost = remote._once, [ConnectionResetError(), TimeoutError()]

    def losing(*given: Any) -> remote.Answer:
        answer = once(*given)
        if lost:
            raise lost.pop()
        return answer

    monkeypatch.setattr(remote, "_once", losing)
    monkeypatch.setattr(remote.time, "sleep", lambda _: None)
    entry = ("money", "record", "WN-1", "1,234.56", "--on", "2024-04-30")
    assert speak(token_of(cast.bob), *entry)[:2] == (0, "1 entry is recorded.\n")
    assert Entry.objects.count() == 1
    lost += [ConnectionResetError()] * 9
    code, _, complaint = speak(token_of(cast.bob), *entry)
    assert (code, complaint) == (
        3,
        "The connection to pmo.example.org was lost before it answered. Look whether it was done.\n",
    )
    assert Entry.objects.count() == 2


def test_a_token_that_was_issued_is_shown_once(cast: Cast) -> None:
    token = token_of(cast.frank)
    issue = ["token", "issue", "frank@example.org", "--name", "Second"]
    text = answered(asked(token, issue))["out"]
    assert text.startswith("conspectus_")
    again = asked(token, issue)
    assert (again.status_code, again.json()["code"]) == (409, "shown_once")
    assert not any(text.strip().encode() in bytes(row.body or b"") for row in KeptAnswer.objects.all())


HOSTILE: list[list[str]] = [
    ["serve"],
    ["backup", "--out", "/tmp/x"],
    ["restore", "/etc/passwd"],
    ["migrate"],
    ["doctor"],
    ["demo"],
    ["login", "https://pmo.example.org"],
    ["review", "/etc/passwd"],
    ["plan", "show", "/etc/passwd"],
    ["user", "password", "bob@example.org"],
    ["user", "link", "bob@example.org"],
    ["search", "rebuild"],
    ["project", "list", "--data", "/tmp"],
    ["project", "list", "--dat=/tmp"],
    ["project", "list", "--as", "frank@example.org"],
    ["--server", "https://evil.example", "project", "list"],
    ["money", "import", "/etc/passwd", "--preview"],
    ["money", "import", "../../etc/passwd"],
    ["project", "import", "WN-1", "@/etc/passwd"],
    ["document", "add", "project", "{project}", "file:///etc/passwd"],
    ["period", "pack-template", "{portfolio}", "--logo", "/etc/hostname"],
    ["field", "create", "x", "X", "--options", "/etc/passwd"],
    ["master-list", "/etc/passwd", "--portfolio", "{portfolio}", "--preview"],
    ["contract", "import", "/etc/passwd", "--portfolio", "{portfolio}"],
    ["@/etc/passwd"],
    ["--help", "\x00"],
    ["project", "nonsense"],
    [],
]


def test_nothing_of_the_servers_machine_is_reached(cast: Cast) -> None:
    ids = {"project": cast.project.pk, "portfolio": cast.portfolio.pk}
    token = token_of(cast.frank)
    for number, words in enumerate(HOSTILE):
        answer = asked(token, [word.format(**ids) for word in words], key=f"{number}")
        if answer.status_code == 200:
            told = answered(answer)
            assert (told["code"], told["files"]) == (2, []), words
        else:
            assert answer.status_code == 422, words
            assert answer.json()["words"], words
        assert b"root:" not in answer.content


def test_figures_beyond_reason_are_taken_or_refused_in_words(cast: Cast) -> None:
    most, place = str(10**30), str(cast.portfolio.pk)
    for who, words, code in (
        (cast.grace, ["notice", "list", "--most", most], 0),
        (cast.frank, ["outbox", "list", "--most", most], 0),
        (cast.grace, ["rates", "convert", place, "1e999999", "EUR", "EUR"], 2),
        (cast.grace, ["rates", "convert", place, "1e-999999", "EUR", "EUR"], 2),
    ):
        assert answered(asked(token_of(who), words))["code"] == code, words


def test_files_are_written_only_where_the_command_says(
    cast: Cast, speak: Say, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    token = token_of(cast.bob)
    for given, name in (("../evil", ""), ("table.csv", "../evil"), ("other.csv", ""), ("table.csv", "x")):
        told = {"code": 0, "out": "", "err": "", "files": [{"given": given, "name": name, "size": 1}]}
        body = json.dumps(told).encode() + b"\nx"
        answer = remote.Answer(200, {"content-type": remote.channel.ANSWER}, body)
        monkeypatch.setattr(remote, "_once", lambda *_, answer=answer: answer)
        code, _, complaint = speak(token, "portfolio", "table", "--out", "table.csv")
        assert (code, complaint) == (2, "The server answered with a file nobody asked for. It was not written.\n")
    for body in (b"", b"[]", b'{"code": 0}', b'{"code": 0, "out": "", "err": "", "files": []}\nx'):
        answer = remote.Answer(200, {"content-type": remote.channel.ANSWER}, body)
        monkeypatch.setattr(remote, "_once", lambda *_, answer=answer: answer)
        code, said, complaint = speak(token, "portfolio", "table", "--out", "table.csv")
        assert (code, said, "takes no commands" in complaint) == (2, "", True)
    assert list(tmp_path.iterdir()) == []


def test_who_may_not_come_in_and_what_is_no_command(cast: Cast, settings: Any) -> None:
    token = token_of(cast.bob)
    assert asked("nonsense", ["project", "list"]).status_code == 401
    assert asked(token_of(cast.bob, "calendar"), ["project", "list"]).status_code == 401
    from django.test import Client

    headers = {"Authorization": f"Bearer {token}"}
    assert Client().get("/api/command", headers=headers).json()["email"] == "bob@example.org"
    assert Client().put("/api/command", headers=headers).status_code == 405
    old = Client().post("/api/command", {"command": "{}"}, headers=headers)
    assert (old.status_code, old.json()["code"]) == (409, "version")
    for command in ("", "[]", "{", '{"argv": "x"}', '{"argv": [1]}', '{"argv": ["home"], "x": 1}'):
        sent = {**headers, "Conspectus-Version": "1"}
        assert Client().post("/api/command", {"command": command}, headers=sent).status_code == 422
    for more in ({"columns": 0}, {"columns": True}, {"listed": [{"given": "x", "name": "y"}]}, {"listed": "x"}):
        assert asked(token, ["home"], **more).status_code == 422
    cut = Client().generic("POST", "/api/command", b"--x", "multipart/form-data", headers=sent)
    assert (cut.status_code, "Nothing was changed" in cut.json()["words"]) == (400, True)
    settings.UPLOAD_MOST_BYTES, settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2**20, 2**21
    large = asked(token, ["money", "import", "a.csv"], {"a.csv": b"x" * (2**20 + 1)})
    assert (large.status_code, large.json()["words"]) == (413, "a.csv is larger than 1 MB. Nothing was changed.")
    assert asked(token, ["search", "x" * 2**22]).status_code == 413


def test_a_key_names_one_command(cast: Cast) -> None:
    token = token_of(cast.bob)
    first = asked(token, ["project", "change", "WN-1", "--name", "One"], key="same")
    assert answered(first) == answered(asked(token, ["project", "change", "WN-1", "--name", "One"], key="same"))
    other = asked(token, ["project", "change", "WN-1", "--name", "Two"], key="same")
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert Project.objects.get(code="WN-1").name == "One"


def test_only_so_many_at_once(cast: Cast, monkeypatch: Any) -> None:
    from threading import BoundedSemaphore

    from conspectus.doors.cli.remote import door

    full = BoundedSemaphore(1)
    full.acquire()
    monkeypatch.setattr(door, "_room", full)
    answer = asked(token_of(cast.bob), ["home"])
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")


UNASKED = [
    (["--server", "http://pmo.example.org", "--token", "t", "home"], "would go in the clear"),
    (["--server", "nonsense", "--token", "t", "home"], "no address of a server"),
    (["--server", "https://x:y@pmo.example.org", "--token", "t", "home"], "no address of a server"),
    (["--server", URL, "home"], "No token for"),
    (["--server", URL, "--token", "t", "home", "--data", "x"], "name two places"),
    (["--server", URL, "--token", "t", "home", "--as", "x@example.org"], "the token says who acts"),
    (["--server", URL, "--token", "t", "doctor"], "on this machine only"),
    (["--server", URL, "--token", "t", "user", "password", "x@example.org"], "on the machine of the server"),
    (["--server", "http://127.0.0.1:1", "--token", "t", "home"], "cannot be reached"),
]


def test_what_cannot_be_asked_is_told_before_anything_is_sent(tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    for words, complaint in UNASKED:
        assert run(words) in (2, 3)
        assert complaint in capsys.readouterr().err


def test_a_login_is_kept_and_ended(cast: Cast, wire: list[str], tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("CONSPECTUS_DATA")
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("wrong\n"))
    assert run(["login", URL]) == 2
    assert "does not know this token" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", io.StringIO(token_of(cast.bob) + "\n"))
    assert run(["login", URL]) == 0
    assert "bob@example.org" in capsys.readouterr().out
    assert (tmp_path / "conspectus" / "login.json").stat().st_mode & 0o777 == 0o600
    assert run(["project", "list"]) == 0
    assert "WN-1" in capsys.readouterr().out
    assert wire == ["GET", "GET", "POST"]
    monkeypatch.setenv("CONSPECTUS_DATA", str(tmp_path))
    assert run(["logout"]) == 0
    assert not (tmp_path / "conspectus" / "login.json").exists()


@pytest.mark.parametrize(
    ("answer", "words", "code"),
    [
        (remote.Answer(404, {}, b"<html>"), "takes no commands", 2),
        (remote.Answer(302, {"Location": "x"}, b""), "leads elsewhere", 2),
        (remote.Answer(502, {}, b"bad gateway"), "does not answer at the moment", 3),
        (remote.Answer(200, {"content-type": "text/html"}, b"hello"), "takes no commands", 2),
        (remote.Answer(503, {}, b'{"words": "The database does not answer."}'), "The database does not answer.", 2),
        (remote.Answer(401, {}, b""), "does not know this token", 2),
    ],
)
def test_what_a_server_refuses_is_told_in_words(answer: Any, words: str, code: int) -> None:
    refused = remote._refusal(remote.Server(URL, "t"), answer)
    assert isinstance(refused, Refused)
    assert (words in str(refused), refused.code) == (True, code)
