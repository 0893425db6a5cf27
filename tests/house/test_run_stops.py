"""Ctrl-C at run.py: what it runs is waited for, and nobody sees a trace."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

SLOW_TO_PUT_AWAY = """
import signal, sys, time
def put_away(*_):
    time.sleep(1.0)
    print("put away", flush=True)
    sys.exit(0)
signal.signal(signal.SIGINT, put_away)
print("ready", flush=True)
time.sleep(60)
"""


def test_what_is_stopped_may_put_away_what_it_began() -> None:
    script = f"import run, sys; run.call(sys.executable, '-c', {SLOW_TO_PUT_AWAY!r})"
    call = [sys.executable, "-c", script]
    with subprocess.Popen(
        call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as one:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
        os.killpg(one.pid, signal.SIGINT)  # as a terminal does: all who run in it
        out, _ = one.communicate(timeout=30)
    assert out == "put away\n"
