"""The worker as a process of its own: `python -m conspectus.config.worker`, started beside the server."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading


def main() -> None:
    """Work until told to stop, or until the server that started it is gone."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conspectus.config.settings")
    os.umask(0o077)
    if hasattr(os, "nice"):
        os.nice(5)  # people who look at pages go before files that are read
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):  # first of all: who is stopped while starting says nothing either
        signal.signal(name, lambda *_: stop.set())
    import django

    django.setup()
    from conspectus.doors.jobs.worker import work

    if len(sys.argv) > 1:
        threading.Thread(target=_until_left_alone, args=(int(sys.argv[1]), stop), daemon=True).start()
    threading.Thread(target=load_kernels, args=(stop,), name="kernels", daemon=True).start()
    work(stop)
    sys.stderr.flush()
    os._exit(0)  # a file that is being read is not waited for; nothing half-done can be left


def load_kernels(stop: threading.Event, after: float = 2.0) -> None:
    """Load the compiled kernels, or compile them on a new machine, so that the first plan handed in need not wait.

    A server that is stopped at once is not kept busy with it. What is compiled here the server finds on disk.
    """
    if stop.wait(after):
        return
    from conspectus.engine.warm import main as compile_kernels

    compile_kernels()


def _until_left_alone(server: int, stop: threading.Event) -> None:
    """Watch the server that started us; however it ended, we end too."""
    import psutil

    with contextlib.suppress(psutil.Error):
        psutil.Process(server).wait()
    stop.set()


if __name__ == "__main__":
    main()
