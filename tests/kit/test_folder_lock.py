"""One server a folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from conspectus.kit.errors import Conflict
from conspectus.kit.folder_lock import hold_folder, holder, is_held

HOLD = "import sys, time, pathlib; from conspectus.kit.folder_lock import hold_folder\n"
HOLD += "with hold_folder(pathlib.Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"


def test_the_second_is_refused_by_name_and_a_dead_holder_lets_go(tmp_path: Path) -> None:
    assert not is_held(tmp_path)
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        assert is_held(tmp_path)
        with pytest.raises(Conflict, match=f"pid {process.pid} on"), hold_folder(tmp_path):
            pass
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    with hold_folder(tmp_path):
        assert holder(tmp_path).startswith(f"pid {os.getpid()} ")
    assert not is_held(tmp_path)


def test_a_note_that_says_nothing_is_unknown(tmp_path: Path) -> None:
    (tmp_path / "server.lock").write_text("{]")
    assert holder(tmp_path) == "unknown"
