"""Reader children kept between files: at most two at a time, one kept warm, none kept for long."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from conspectus.formats.schedules.java import NoJava
from conspectus.formats.schedules.process import DEFAULT, Limits, Process, ReaderUnavailable, sweep

AT_ONCE = 2
IDLE_SECONDS = 60.0


class Pool:
    """Lends reader children out; safe for threads."""

    def __init__(self) -> None:
        self._of_another_process: list[Process] = []
        self._reset()

    def _reset(self) -> None:
        self._lock = threading.Lock()
        self._slots = threading.Semaphore(AT_ONCE)
        self._idle: list[Process] = []
        self._timer: threading.Timer | None = None
        self._swept = False

    def forget(self) -> None:
        """Leave the children to the process we were forked from: two readers of one pipe would mix answers."""
        self._of_another_process += self._idle  # kept, so that nothing closes them on our side
        self._reset()

    def _start(self, limits: Limits) -> Process:
        if not self._swept:
            self._swept = True
            sweep()
        try:
            return Process(limits)
        except (NoJava, OSError) as problem:
            raise ReaderUnavailable(str(problem)) from None

    def warm(self, limits: Limits = DEFAULT) -> None:
        """Start a child now, without waiting for it, so that other work overlaps its start."""
        with self._lock:
            if not self._idle:
                with suppress(ReaderUnavailable):
                    self._idle.append(self._start(limits))

    @contextmanager
    def lend(self, limits: Limits) -> Iterator[Process]:
        """Give out a live child; it comes back into the pool unless it is spent."""
        with self._slots:
            with self._lock:
                fit = next((p for p in self._idle if p.limits == limits), None)
                if fit is not None:
                    self._idle.remove(fit)
            process = fit or self._start(limits)
            try:
                yield process
            finally:
                self._take_back(process)

    def _take_back(self, process: Process) -> None:
        with self._lock:
            keep = not process.spent and not self._idle
            if keep:
                self._idle.append(process)
                self._restart_timer()
        if not keep:
            process.close()

    def _restart_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(IDLE_SECONDS, self.close)
        self._timer.daemon = True
        self._timer.start()

    def close(self) -> None:
        """End all idle children."""
        with self._lock:
            idle, self._idle = self._idle, []
        for process in idle:
            process.close()


POOL = Pool()
atexit.register(POOL.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=POOL.forget)
