"""Upkeep from the command line on a data folder of its own: serve, examine, back up, kill, restore."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
WRITERS, DEEDS, CYCLES = 16, 6, 5


def environment(folder: Path) -> dict[str, str]:
    """Return what a fresh process needs, and nothing of the test run's."""
    given = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "SYSTEMROOT") if name in os.environ}
    return {**given, "CONSPECTUS_DATA": str(folder), "PYTHONPATH": "src"}


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with an administrator, a portfolio and two projects, which no test touches."""
    folder = tmp_path_factory.mktemp("seeded") / "data"
    script(folder, SEED)
    return folder


@pytest.fixture
def folder(seeded: Path, tmp_path: Path) -> Path:
    """Return a copy of that folder."""
    return shutil.copytree(seeded, tmp_path / "data")


@pytest.fixture
def run(folder: Path) -> Run:
    """Return how to run the command on the folder."""

    def command(*words: str) -> subprocess.CompletedProcess[str]:
        call = [sys.executable, "-m", "conspectus", *words]
        return subprocess.run(call, env=environment(folder), capture_output=True, text=True, check=False, timeout=120)

    return command


def script(folder: Path, text: str, *arguments: str) -> str:
    """Run a script with Django set up on the folder."""
    call = [sys.executable, "-c", PRELUDE + text, *arguments]
    done = subprocess.run(call, env=environment(folder), capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


PRELUDE = """
import argparse, sys, threading
from conspectus.doors.cli._rows import now, open_rows
open_rows(argparse.Namespace(data=None))
from conspectus.rooms.accounts.actions import create_division, create_user, local_operator
from conspectus.rooms.portfolio.actions import NewProject, create_portfolio, create_project
"""
SEED = """
by = local_operator()
create_user(email="ann@example.org", name="Ann", role="administrator", by=by, at=now())
portfolio = create_portfolio(name="Growth", currency="EUR", by=by, at=now())
for code in ("A", "B"):
    create_project(new=NewProject(portfolio, code, "Project " + code), by=by, at=now())
"""
WRITE_TOGETHER = f"""
from django.db import connection
faults = []
def write(writer):
    try:
        for number in range({DEEDS}):
            create_division(name=f"{{writer}} {{number}}", by=local_operator(), at=now())
    except Exception as error:
        faults.append(repr(error))
    finally:
        connection.close()
threads = [threading.Thread(target=write, args=(writer,)) for writer in range({WRITERS})]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
from conspectus.rooms.accounts.models import Division
from conspectus.rooms.accounts.queries import verify_audit
print(faults, Division.objects.count(), verify_audit().whole)
"""
WRITE_FOR_EVER = """
by, number = local_operator(), 0
while True:
    number += 1
    name = f"{sys.argv[1]} {number}"
    create_division(name=name, by=by, at=now())
    print(name, flush=True)
"""


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    """Return rows of the folder's database."""
    with closing(sqlite3.connect(folder / "conspectus.sqlite3")) as database:
        return database.execute(query).fetchall()


def test_sixteen_writers_lose_nothing_and_see_no_lock(folder: Path) -> None:
    assert script(folder, WRITE_TOGETHER).strip() == f"[] {WRITERS * DEEDS} True"


def test_killed_in_the_middle_nothing_acknowledged_is_lost(folder: Path, run: Run) -> None:
    acknowledged: list[str] = []
    for cycle in range(CYCLES):
        call = [sys.executable, "-c", PRELUDE + WRITE_FOR_EVER, f"cycle {cycle}"]
        with subprocess.Popen(call, env=environment(folder), stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for _ in range(5 + 3 * cycle):
                acknowledged.append(process.stdout.readline().strip())
            process.send_signal(signal.SIGKILL)
            acknowledged.extend(line.strip() for line in process.stdout if line.endswith("\n"))
    stored = [str(name) for (name,) in rows(folder, "SELECT name FROM accounts_division")]
    assert set(acknowledged) <= set(stored)
    assert len(stored) == len(set(stored)) <= len(acknowledged) + CYCLES
    assert rows(folder, "PRAGMA integrity_check") == [("ok",)]
    verified = run("audit", "verify", "--json")
    assert json.loads(verified.stdout)["whole"] is True


def test_backup_while_writing_then_restore_elsewhere(folder: Path, run: Run, tmp_path: Path) -> None:
    call = [sys.executable, "-c", PRELUDE + WRITE_FOR_EVER, "load"]
    with subprocess.Popen(call, env=environment(folder), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        threading.Thread(target=process.stdout.read, daemon=True).start()
        written = run("backup", "--out", str(tmp_path / "b.backup"))
        process.kill()
    assert written.returncode == 0, written.stderr
    restored = run("restore", str(tmp_path / "b.backup"), "--data", str(tmp_path / "new"))
    assert restored.returncode == 0, restored.stderr
    assert rows(tmp_path / "new", "SELECT code FROM portfolio_project ORDER BY code") == [("A",), ("B",)]
    assert run("audit", "verify", "--data", str(tmp_path / "new")).returncode == 0
    assert "secret" not in (tmp_path / "b.backup").read_bytes()[:4000].decode("latin-1")
    key = (folder / "secret-key").read_bytes()
    assert key not in (tmp_path / "b.backup").read_bytes()


def test_a_refused_restore_touches_nothing(folder: Path, run: Run, tmp_path: Path) -> None:
    backup = tmp_path / "b.backup"
    assert run("backup", "--out", str(backup)).returncode == 0
    before, waiting = (folder / "conspectus.sqlite3").read_bytes(), staged(folder)
    again = run("backup", "--out", str(backup))
    assert (again.returncode, again.stderr) == (2, "b.backup exists already. Choose another name.\n")
    plain = run("restore", str(backup))
    assert (plain.returncode, "Add --replace" in plain.stderr) == (2, True)
    backup.write_bytes(backup.read_bytes()[:-1000])
    cut = run("restore", str(backup), "--replace")
    assert (cut.returncode, cut.stderr) == (2, "The backup is cut off or damaged. Use another one.\n")
    assert run("restore", str(backup), "--check").returncode == 2
    assert (folder / "conspectus.sqlite3").read_bytes() == before
    assert all(file.exists() for file in waiting)


def test_a_restore_removes_what_waited_under_ids_that_may_be_other_peoples_now(
    folder: Path, run: Run, tmp_path: Path
) -> None:
    backup, waiting = tmp_path / "b.backup", staged(folder)
    assert run("backup", "--out", str(backup)).returncode == 0
    assert all(file.exists() for file in waiting)
    assert run("restore", str(backup), "--replace").returncode == 0
    assert not any(file.exists() for file in waiting)


def staged(folder: Path) -> list[Path]:
    """Return an upload, a run's result and a reading put into a data folder."""
    files = [folder / "staged/1" / ("a" * 64), folder / "staged/1/run-1.review", folder / "readings" / ("b" * 64)]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"kept")
    return files


def test_a_tampered_log_is_found_by_every_check(folder: Path, run: Run) -> None:
    with closing(sqlite3.connect(folder / "conspectus.sqlite3")) as database:
        database.execute("DROP TRIGGER audit_no_update")
        database.execute("UPDATE accounts_auditline SET actor_name = 'Mallory' WHERE number = 2")
        database.commit()
    verified = run("audit", "verify")
    assert (verified.returncode, verified.stdout) == (1, "Line 2 of the audit log is not as it was written.\n")
    checks = {check["name"]: check["state"] for check in json.loads(run("doctor", "--json").stdout)["checks"]}
    assert checks["Audit log"] == checks["Audit log's guard"] == "fault"
    refused = run("backup")
    assert (refused.returncode, "Line 2" in refused.stderr) == (2, True)


def test_the_doctor_is_content_with_a_good_folder_and_names_a_bad_one(folder: Path, run: Run) -> None:
    good = run("doctor", "--json")
    outcomes = json.loads(good.stdout)
    assert (good.returncode, outcomes["faults"]) == (0, 0), outcomes
    assert len(outcomes["checks"]) >= 25
    (folder / "secret-key").chmod(0o644)
    folder.chmod(0o755)
    with closing(sqlite3.connect(folder / "conspectus.sqlite3")) as database:
        database.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '9999_later', '')")
        database.commit()
    bad = run("doctor")
    assert bad.returncode == 1
    for name in ("Secrets", "Data folder rights", "Migrations"):
        assert re.search(rf"^fault  {name} ", bad.stdout, re.MULTILINE), bad.stdout
    assert "Traceback" not in bad.stderr
    newer = run("migrate")
    assert (newer.returncode, "newer version" in newer.stderr) == (2, True)


def test_serving_locally(folder: Path, run: Run) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    call = [sys.executable, "-m", "conspectus", "serve", "--port", port]
    with subprocess.Popen(call, env=environment(folder), stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said = [process.stdout.readline() for _ in range(3)]
            assert re.search(rf"http://127\.0\.0\.1:{port}/sign-in/[\w-]+/", said[2]), said
            assert _health(f"http://127.0.0.1:{port}/healthz") == b"ok"
            second = run("serve", "--port", "0")
            assert (second.returncode, f"pid {process.pid} on" in second.stderr) == (2, True)
            restored = run("restore", str(next((folder / "backups").glob("*"))), "--replace")
            assert (restored.returncode, "Stop it first" in restored.stderr) == (2, True)
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0


def test_serving_others_is_refused_until_ready(run: Run) -> None:
    for words in (("--host", "192.0.2.1"), ("--deployed",)):
        refused = run("serve", *words)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert "deployed" in refused.stderr


def _health(address: str) -> bytes:
    """Return what the server answers, once it does."""
    for _ in range(150):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                body: bytes = answer.read()
                return body
        except OSError:  # not listening yet, or still at its first answer
            time.sleep(0.2)
    raise AssertionError("the server did not answer within half a minute")


def test_rows_are_backed_up_before_they_are_changed(folder: Path, run: Run) -> None:
    assert run("migrate").stdout == "The rows are up to date.\n"
    kept = len(list((folder / "backups").glob("*")))
    with closing(sqlite3.connect(folder / "conspectus.sqlite3")) as database:
        database.execute("DROP TABLE django_session")
        database.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
        database.commit()
    assert run("migrate").stdout == "Done: 1 steps.\n"
    assert len(list((folder / "backups").glob("*"))) == kept + 1
    assert rows(folder, "SELECT count(*) FROM django_session") == [(0,)]
