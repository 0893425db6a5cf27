"""The reader child may die, hang or grow; the parent says so, cleans up and reads on."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from conspectus.engine.findings import Severity
from conspectus.formats.schedules import Limits, iterate, read
from conspectus.formats.schedules.pool import POOL, Pool
from conspectus.formats.schedules.process import DEFAULT, HALT, Process, ReaderStopped, ReadingHalted, sweep

pytestmark = pytest.mark.java

SMALL = (
    b'<?xml version="1.0" encoding="UTF-8"?><Project xmlns="http://schemas.microsoft.com/project"><Tasks>'
    b"<Task><UID>1</UID><ID>1</ID><Name>A</Name><OutlineLevel>1</OutlineLevel></Task></Tasks></Project>"
)


def large(tasks: int) -> bytes:
    one = "<Task><UID>{0}</UID><ID>{0}</ID><Name>T{0}</Name><OutlineLevel>1</OutlineLevel></Task>"
    inside = "".join(one.format(n) for n in range(1, tasks + 1))
    return f'<Project xmlns="http://schemas.microsoft.com/project"><Tasks>{inside}</Tasks></Project>'.encode()


@pytest.fixture
def process(java: None) -> Process:
    child = Process(DEFAULT)
    child.make_ready()
    yield child
    child.close()


def test_the_child_is_kept_small_and_alone(process: Process) -> None:
    assert stat.S_IMODE(process.folder.stat().st_mode) == 0o700
    seen = psutil.Process(process.pid)
    assert not (set(seen.environ()) - {"LC_CTYPE", "SYSTEMROOT"})
    assert Path(seen.cwd()) == process.folder
    if sys.platform.startswith("linux"):
        assert seen.rlimit(psutil.RLIMIT_AS)[0] == 3 << 30
        assert seen.rlimit(psutil.RLIMIT_CORE)[0] == 0
        assert seen.rlimit(psutil.RLIMIT_FSIZE)[0] == 256 << 20
        assert 0 < seen.rlimit(psutil.RLIMIT_NPROC)[0] < 100_000
        process.read("mspdi", SMALL, None)
        assert 60 <= seen.rlimit(psutil.RLIMIT_CPU)[0] <= 120
    assert seen.net_connections() == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="networks of their own exist on Linux")
def test_the_child_has_no_network_where_the_system_allows(process: Process) -> None:
    own, theirs = (os.readlink(f"/proc/{pid}/ns/net") for pid in ("self", process.pid))
    assert process.offline == (own != theirs)


def test_a_killed_child_is_a_refusal_and_the_next_file_reads(java: None) -> None:
    POOL.close()
    with ThreadPoolExecutor(1) as threads:
        future = threads.submit(read, large(60_000), "big.xml")
        victim = _busy_child()
        os.kill(victim.pid, signal.SIGKILL)
        reading = future.result(timeout=30)
    assert [f.code for f in reading.findings] == ["READER_STOPPED"]
    assert reading.findings[0].severity is Severity.REFUSED
    assert reading.findings[0].words.startswith("The reader stopped")
    assert read(SMALL, "small.xml").plans
    assert not list(Path("/tmp").glob(f"conspectus-reader-{os.getpid()}-{victim.pid}*"))


def _busy_child() -> psutil.Process:
    """Return the child once it works on its file."""
    for _ in range(400):
        time.sleep(0.02)
        for child in psutil.Process().children():  # a browser's driver may be one
            if child.cpu_times().user > 1.0 and any("child.loop" in word for word in child.cmdline()):
                return child
    raise AssertionError("no reader child was seen")


def test_time_runs_out(java: None) -> None:
    limits = Limits(seconds=0.05)
    started = time.monotonic()
    reading = read(large(60_000), "big.xml", limits=limits)
    assert time.monotonic() - started < 20
    assert reading.plans == ()
    assert reading.findings[0].words.startswith("The reader stopped after")


def test_nobody_waits_any_more(java: None) -> None:
    halt = threading.Event()
    threading.Timer(0.2, halt.set).start()
    unhalted = HALT.set(halt)
    try:
        with pytest.raises(ReadingHalted):
            read(large(200_000), "big.xml")
        with pytest.raises(ReadingHalted):  # its files are asked for in another thread
            list(iterate([("big.xml", large(200_000))]))
    finally:
        HALT.reset(unhalted)
    assert read(SMALL, "small.xml").plans


def test_memory_runs_out(java: None) -> None:
    reading = read(large(60_000), "big.xml", limits=Limits(memory_bytes=150 << 20))
    assert reading.findings[0].words.startswith("The reader stopped at 150 MB of memory")


def test_a_child_that_does_not_even_take_its_input(java: None) -> None:
    child = Process(Limits(seconds=1))
    child.make_ready()
    os.kill(child.pid, signal.SIGSTOP)
    with pytest.raises(ReaderStopped):
        child.read("MSPDI", large(20_000), None)
    assert not psutil.pid_exists(child.pid) or psutil.Process(child.pid).status() == psutil.STATUS_ZOMBIE


@pytest.mark.skipif(not hasattr(os, "fork"), reason="parents are told apart by their id only on POSIX")
def test_a_child_leaves_with_its_parent(java: None, tmp_path: Path) -> None:
    code = (
        "from conspectus.formats.schedules.process import Process\n"
        "child = Process(); child.make_ready(); print(child.pid, child.folder, flush=True)\n"
        "import os; os.kill(os.getpid(), 9)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    pid, folder = run.stdout.split()
    for _ in range(100):
        if not psutil.pid_exists(int(pid)):
            break
        time.sleep(0.05)
    assert not psutil.pid_exists(int(pid))
    sweep()
    assert not Path(folder).exists()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked only on POSIX")
def test_a_forked_process_starts_a_reader_of_its_own(java: None) -> None:
    code = (
        "import os\n"
        "from conspectus.formats.schedules import read\n"
        f"small = {SMALL!r}\n"
        "assert read(small, 'a.xml').plans\n"
        "inner = os.fork()\n"
        "good = all(read(small, 'a.xml').plans for _ in range(3))\n"
        "if inner: good = good and os.waitpid(inner, 0)[1] == 0\n"
        "raise SystemExit(0 if good else 1)\n"
    )
    run = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, timeout=90, check=False)
    assert run.returncode == 0, run.stderr


def test_the_folder_goes_with_the_child(java: None) -> None:
    child = Process(DEFAULT)
    child.make_ready()
    folder = child.folder
    assert folder.is_dir()
    child.close()
    assert not folder.exists()
    with pytest.raises(ReaderStopped):
        child.read("MSPDI", SMALL, None)


def test_folders_of_dead_parents_are_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left = tmp_path / "conspectus-reader-999999999-x"
    mine = tmp_path / f"conspectus-reader-{os.getpid()}-y"
    left.mkdir()
    mine.mkdir()
    sweep()
    assert not left.exists()
    assert mine.exists()


def test_a_child_is_retired_after_its_files(java: None) -> None:
    pool, limits = Pool(), Limits(files_per_process=2)
    pids = []
    for _ in range(3):
        with pool.lend(limits) as child:
            child.read("MSPDI", SMALL, None)
            pids.append(child.pid)
    pool.close()
    assert pids[0] == pids[1] != pids[2]


def test_many_threads_read_at_once(java: None) -> None:
    seen: list[int] = []
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(0.02):
            seen.append(len(psutil.Process().children()))

    watcher = threading.Thread(target=watch)
    watcher.start()
    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(lambda n: read(large(50 + n), f"{n}.xml"), range(24)))
    stop.set()
    watcher.join()
    assert [len(r.plans[0].tasks) for r in found] == [50 + n for n in range(24)]
    assert max(seen) <= 3


def test_progress_is_told_and_a_bad_file_does_not_stop_the_rest(java: None) -> None:
    told: list[tuple[int, int, str]] = []
    found = iterate([("a.xml", SMALL), ("b.mpp", b"no"), ("c.xml", SMALL)], lambda *step: told.append(step))
    plans = [bool(reading.plans) for reading in found]
    assert told == [(1, 3, "a.xml"), (2, 3, "b.mpp"), (3, 3, "c.xml")]
    assert plans == [True, False, True]


def test_the_same_bytes_read_the_same(java: None, files: dict[str, bytes]) -> None:
    from conspectus.formats.plans import write_plan

    name = "mpp_software_dev_progressed_74.mpp"
    first, second = (read(files[name], name).plans[0] for _ in range(2))
    assert write_plan(first) == write_plan(second)
