"""The parent's side of the reader child: start it, talk to it, watch it, end it, sweep up after it."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from conspectus.formats.schedules.java import find_runtime

MARK = "conspectus-reader-"
BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from conspectus.formats.schedules.child.loop import main; main()"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file and one reader process may cost."""

    file_bytes: int = 50 << 20
    seconds: float = 30.0  # a file of up to 10 MB; larger ones in proportion
    memory_bytes: int = 1 << 30
    address_space: int = 3 << 30
    files_per_process: int = 100
    retire_bytes: int = 400 << 20
    answer_bytes: int = 256 << 20
    start_seconds: float = 30.0

    def seconds_for(self, size: int) -> float:
        """Return the wall clock one file of ``size`` bytes gets."""
        return self.seconds * max(1.0, size / 10e6)


DEFAULT = Limits()
HALT: ContextVar[threading.Event | None] = ContextVar("halt", default=None)  # set once nobody waits for the file


class ReaderStopped(Exception):
    """The child ended or was ended while it read a file; the text completes "The reader stopped ..."."""


class ReadingHalted(Exception):
    """Whoever asked for the file wants it no more; the child that read it is ended."""


class ReaderUnavailable(Exception):
    """No child could be started; the text says why."""


class Process:
    """One reader child. Not for two threads at once."""

    def __init__(self, limits: Limits = DEFAULT) -> None:
        self.limits, self.files, self.offline = limits, 0, False
        runtime = find_runtime()
        self.folder = Path(tempfile.mkdtemp(prefix=f"{MARK}{os.getpid()}-"))  # mkdtemp makes it 0700
        source = Path(__file__).resolve().parents[3]
        self._child = subprocess.Popen(
            [sys.executable, "-I", "-c", BOOT, str(source)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            env={"SYSTEMROOT": os.environ["SYSTEMROOT"]} if "SYSTEMROOT" in os.environ else {},
            start_new_session=True,
        )
        self._answers: queue.Queue[dict[str, Any] | None] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self._usage = psutil.Process(self._child.pid)
        self._ready = False
        start = {
            "folder": str(self.folder),
            "jvm": str(runtime.library),
            "jars": [str(p) for p in runtime.archives],
            "address_space": limits.address_space,
        }
        self._send(json.dumps(start).encode())

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._child.pid

    def _listen(self) -> None:
        """Pass each frame on to whoever waits; None says that the child is gone."""
        pipe = self._child.stdout
        assert pipe is not None
        with contextlib.suppress(OSError, ValueError):
            while len(head := pipe.read(4)) == 4 and (size := int.from_bytes(head, "big")) <= self.limits.answer_bytes:
                self._answers.put(json.loads(pipe.read(size)))
        self._answers.put(None)

    def _send(self, frame: bytes, data: bytes = b"") -> None:
        pipe = self._child.stdin
        assert pipe is not None
        with contextlib.suppress(OSError, ValueError):  # a dead child is noticed by the listener
            pipe.write(len(frame).to_bytes(4, "big") + frame + data)
            pipe.flush()

    def _wait(self, seconds: float) -> dict[str, Any]:
        """Return the next answer; end the child when it takes too long or too much."""
        deadline, halt = time.monotonic() + seconds, HALT.get()
        while True:
            try:
                answer = self._answers.get(timeout=0.05)
            except queue.Empty:
                if halt is not None and halt.is_set():
                    self.close()
                    raise ReadingHalted from None
                if time.monotonic() > deadline:
                    self.close()
                    raise ReaderStopped(f"after {seconds:.0f} seconds, the limit for this file") from None
                if self._memory() > self.limits.memory_bytes:
                    self.close()
                    raise ReaderStopped(f"at {self.limits.memory_bytes >> 20} MB of memory, the limit") from None
                continue
            if answer is None:
                self.close()
                raise ReaderStopped("without an answer")
            return answer

    def _memory(self) -> int:
        try:
            return int(self._usage.memory_info().rss)
        except psutil.Error:
            return 0

    def make_ready(self) -> None:
        """Wait until Java runs in the child."""
        if self._ready:
            return
        try:
            hello = self._wait(self.limits.start_seconds)
        except ReaderStopped as stopped:
            raise ReaderUnavailable(f"it stopped {stopped}") from None
        if not hello["ready"]:
            self.close()
            raise ReaderUnavailable(hello["why"])
        self._ready, self.offline = True, bool(hello["offline"])

    def read(self, kind: str, data: bytes, charset: str | None) -> dict[str, Any]:
        """Return the child's answer for one file: ``projects``, or ``error`` with what was thrown."""
        self.make_ready()
        self.files += 1
        cpu = 2 * self.limits.seconds_for(len(data))  # Java works on two threads at times
        said = {"kind": kind, "size": len(data), "charset": charset, "cpu_seconds": cpu}
        request = json.dumps(said).encode()
        # A child that does not take its input must not block us past the time limit.
        threading.Thread(target=self._send, args=(request, data), daemon=True).start()
        return self._wait(self.limits.seconds_for(len(data)))

    @property
    def spent(self) -> bool:
        """Whether this child should give way to a fresh one."""
        return (
            self._child.poll() is not None
            or self.files >= self.limits.files_per_process
            or self._memory() > self.limits.retire_bytes
        )

    def close(self) -> None:
        """End the child and remove its folder."""
        with contextlib.suppress(OSError):
            self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def sweep() -> None:
    """Remove folders left by readers whose parent was killed."""
    for left in Path(tempfile.gettempdir()).glob(f"{MARK}*-*"):
        owner = left.name.removeprefix(MARK).split("-")[0]
        if owner.isdigit() and not psutil.pid_exists(int(owner)):
            shutil.rmtree(left, ignore_errors=True)
