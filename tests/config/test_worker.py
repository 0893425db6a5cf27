"""The worker as a process: told to stop at any time, it ends without a word."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from conspectus.config.worker import load_kernels
from conspectus.engine import warm

STOPPED_WHILE_STARTING = """
import signal, django
set_up = django.setup
def stopped():
    signal.raise_signal(signal.SIGINT)
    set_up()
    from conspectus.doors.jobs import worker
    worker.work = lambda stop: print("works" if not stop.is_set() else "stops", flush=True)
django.setup = stopped
from conspectus.config.worker import main
main()
"""


def test_a_worker_stopped_while_it_starts_ends_without_a_trace(tmp_path: Path) -> None:
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": "src", "CONSPECTUS_DATA": str(tmp_path / "data")}
    call = [sys.executable, "-c", STOPPED_WHILE_STARTING]
    done = subprocess.run(call, env=given, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "stops\n", "")


def test_kernels_are_made_ready_unless_the_worker_is_stopped_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(warm, "main", lambda: made.append("kernels"))
    stop = threading.Event()
    load_kernels(stop, after=0.0)
    assert made == ["kernels"]
    stop.set()
    load_kernels(stop)
    assert made == ["kernels"]
