"""A worker killed while it stores leaves nothing half-done; the next one says so, and leaves with its server."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.rooms.schedule.test_killed_import import ROOT, TABLE, command, environment, rows

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")

SETUP = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "conspectus.config.settings"
import django
django.setup()
"""
ASK = (
    SETUP
    + """
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now
from conspectus.journeys.long_work import start_files
from conspectus.kit.staging import stage
from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.runs.choices import Kind
by = local_operator()
staged = stage(by.pk, [SimpleUploadedFile("b.csv", sys.stdin.buffer.read())])
said = {"typed": {"target-0": "1", "shown-0": "1"}, "usual": "1"}
print(start_files(kind=Kind.STORE, staged=staged, said=said, by=by, at=now()).pk)
"""
)
TELL = (
    SETUP
    + """
import json
from conspectus.rooms.runs.models import Run
run = Run.objects.order_by("-pk").first()
print(json.dumps([run.state, run.words]))
"""
)
DIE = (
    SETUP
    + """
import signal
import conspectus.rooms.schedule.actions.imports as home
home._told = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
from conspectus.config.worker import main
sys.argv = ["worker"]
main()
"""
)


def python(folder: Path, code: str, given: bytes = b"") -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, input=given, capture_output=True, check=False, env=environment(folder)
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().strip()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a data folder with one project and its first plan."""
    (tmp_path / "a.csv").write_text(TABLE.format(5))
    for argv in (
        ("portfolio", "create", "Growth", "--currency", "EUR"),
        ("project", "create", "WN-1", "Warehouse", "--portfolio", "1", "--state", "active"),
        ("project", "import", "WN-1", str(tmp_path / "a.csv")),
    ):
        done = command(tmp_path, *argv)
        assert done.returncode == 0, done.stderr
    return tmp_path


def test_killed_while_it_stores(folder: Path) -> None:
    before = rows(folder)
    python(folder, ASK, TABLE.format(8).encode())
    killed = subprocess.run([sys.executable, "-c", DIE], cwd=ROOT, env=environment(folder), check=False, timeout=120)
    assert killed.returncode == -signal.SIGKILL
    assert rows(folder) == before
    assert json.loads(python(folder, TELL))[0] == "running"
    # A server of our own that is gone soon: the next worker ends what it finds, then leaves with its server.
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as server:
        worker = subprocess.Popen(
            [sys.executable, "-m", "conspectus.config.worker", str(server.pid)], cwd=ROOT, env=environment(folder)
        )
        deadline = time.monotonic() + 60
        while (told := json.loads(python(folder, TELL)))[0] == "running" and time.monotonic() < deadline:
            time.sleep(0.2)
        server.kill()
    assert told == ["stopped", "The import was stopped; nothing was changed. Start again?"]
    assert worker.wait(30) == 0
    assert rows(folder) == before
