"""The worker as a process: told to stop at any time, it ends without a word."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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
