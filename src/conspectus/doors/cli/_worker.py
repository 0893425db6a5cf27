"""The worker beside the server: started with it, started anew when it dies, ended with it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator

from conspectus.doors.cli._children import start_child

PATIENCE_SECONDS = 5.0


@contextlib.contextmanager
def worker() -> Iterator[None]:
    """Keep a worker running for as long as the server serves."""
    ended = threading.Event()
    children = [_start()]
    keeper = threading.Thread(target=_keep, args=(children, ended), name="worker", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        children[-1].terminate()
        keeper.join(PATIENCE_SECONDS)
        if children[-1].poll() is None:
            children[-1].kill()


def _start() -> subprocess.Popen[bytes]:
    """Start a worker; it is told whose it is, so that it leaves even where we are killed."""
    # The worker is composed where everything is known, as the server's application is; so it is named, not imported.
    return start_child([sys.executable, "-m", "conspectus.config.worker", str(os.getpid())])


def _keep(children: list[subprocess.Popen[bytes]], ended: threading.Event) -> None:
    """Start another where one has died."""
    while True:
        children[-1].wait()
        if ended.wait(1.0):
            return
        children.append(_start())
