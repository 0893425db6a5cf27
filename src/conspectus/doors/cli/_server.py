"""The server on one's own machine: one a folder, one link to enter by, backups while it runs."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from conspectus.doors.cli import Refused
from conspectus.doors.cli._children import start_child
from conspectus.doors.cli._worker import worker

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
THREADS = 4  # of each process
MOST_PROCESSES = 32
PATIENCE_SECONDS = 5  # a process told to stop while it was starting may not have heard it


def check_address(host: str, port: int, *, deployed: bool) -> None:
    """Refuse an address other machines reach, unless deployed, and one that is taken."""
    if host not in LOOPBACK and not deployed:
        raise Refused(
            f"{host} can be reached from other machines. Serve on 127.0.0.1, or say --deployed behind a TLS proxy."
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise Refused(f"{host}:{port} is in use or not allowed. Choose another with --port.") from None


def set_environment(port: int, *, deployed: bool) -> None:
    """Tell the settings, read by this process and by the workers, what they depend on."""
    os.environ["CONSPECTUS_PORT"] = str(port)
    os.environ["CONSPECTUS_DEPLOYED"] = "1" if deployed else "0"


def entry_link(host: str, port: int, secret: str) -> str:
    """Return the address that signs its holder in, once, within an hour."""
    shown = "127.0.0.1" if host in LOOPBACK - {"::1"} else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/sign-in/{secret}/"


def refuse_processes(count: int, *, deployed: bool) -> None:
    """Refuse several server processes where they would not serve better than one."""
    from django.db import connection

    if not 1 <= count <= MOST_PROCESSES:
        raise Refused(f"A server has 1 to {MOST_PROCESSES} processes.")
    if count > 1 and not deployed:
        raise Refused("Several processes are for a server that others reach. Say --deployed, or leave --processes out.")
    if count > 1 and connection.vendor != "postgresql":
        raise Refused(
            "SQLite lets one write at a time, so a second process would only wait. "
            "Put the rows into PostgreSQL by DATABASE_URL, or leave --processes out."
        )


def serve(host: str, port: int, *, processes: int = 1, back_up: Callable[[], None] | None = None) -> int:
    """Serve until stopped, with a worker beside; ``back_up`` is called when the newest backup is a day old."""
    from django.db import connections
    from granian.constants import Interfaces
    from granian.server import Server

    connections.close_all()  # server processes are forked from this one, and would share what is open
    if back_up is not None:
        threading.Thread(target=_daily, args=(back_up,), daemon=True, name="backups").start()
    server = Server(
        "conspectus.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=THREADS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE_SECONDS,
        log_enabled=False,
        process_name=None,
    )
    with worker():
        server.serve()
    return 0


def back_up_daily() -> None:
    """Write a backup where the newest is a day old, by a process of its own.

    Workers are forked from this one at any time; a database that a thread of it
    has open just then would look locked to the worker for ever.
    """
    from django.conf import settings

    from conspectus.journeys.upkeep import newest_backup

    newest = newest_backup()
    if newest is not None and time.time() - newest.stat().st_mtime <= timedelta(days=1).total_seconds():
        return
    call = [sys.executable, "-m", "conspectus", "backup", "--data", str(settings.DATA_FOLDER)]
    backup = start_child(call, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    _, words = backup.communicate()
    if backup.returncode:
        said = words.strip().splitlines()[-1:] or ["no reason given."]
        print(f"The daily backup failed: {said[0]} Run: conspectus doctor", file=sys.stderr)


def _daily(back_up: Callable[[], None]) -> None:
    """Look once an hour whether it is time."""
    while True:
        with suppress(OSError):  # such as a full disk: told by the doctor, tried again in an hour
            back_up()
        time.sleep(3600)
