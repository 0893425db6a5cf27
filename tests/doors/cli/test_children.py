"""Children of the server beside those it forks: no pipe of one is held by another."""

from __future__ import annotations

import subprocess
import sys

import pytest

# A process is forked while a child is being started, and lives on; what the child writes must end with the child.
FORKED_MEANWHILE = """
import os, signal, subprocess, sys, threading, time
from conspectus.doors.cli import _children

started, forks = threading.Event(), []
really = subprocess.Popen

def slowly(*given, **manner):
    child = really(*given, **manner)
    pipes = os.pipe()  # what a start keeps open for a moment
    started.set()
    time.sleep(0.2)
    os.close(pipes[1])
    held.append(pipes[0])
    return child

def fork():
    started.wait()
    forked = os.fork()
    if not forked:
        time.sleep(60)
        os._exit(0)
    forks.append(forked)

held = []
_children.subprocess.Popen = slowly
thread = threading.Thread(target=fork)
thread.start()
child = _children.start_child([sys.executable, "-c", "print('done')"], stdout=subprocess.PIPE, text=True)
print(child.communicate()[0].strip(), os.read(held[0], 1))
thread.join()
os.kill(forks[0], signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked on POSIX only")
def test_a_process_forked_meanwhile_holds_no_pipe_of_a_child() -> None:
    call = [sys.executable, "-W", "ignore", "-c", FORKED_MEANWHILE]
    done = subprocess.run(call, capture_output=True, text=True, check=False, timeout=20)
    assert (done.stdout, done.stderr) == ("done b''\n", "")
