"""An empty database made in one step is the one that all migrations make one after the other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import ROOT

POSTGRES = os.environ.get("CONSPECTUS_TEST_DATABASE", "sqlite") == "postgres"


def made(way: str, folder: Path) -> Any:
    """Make an empty database by a program of its own; return its shape."""
    more = {"CONSPECTUS_DATA": str(folder / way), "DJANGO_SETTINGS_MODULE": "conspectus.config.settings"}
    if POSTGRES:
        more["DATABASE_URL"] = _new_database(f"fresh_{way}")
    done = subprocess.run(
        [sys.executable, "-m", "tests.kit.laid_out", way],
        env={**os.environ, **more}, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not done.returncode, done.stderr
    return json.loads(done.stdout)


def _new_database(name: str) -> str:
    import psycopg

    server, _, query = os.environ["CONSPECTUS_TEST_DATABASE_URL"].partition("?")
    with psycopg.connect(os.environ["CONSPECTUS_TEST_DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # on the server of this run, which goes with it
    return f"{server.rsplit('/', 1)[0]}/{name}?{query}".rstrip("?")


@pytest.mark.rows
def test_one_step_makes_what_all_steps_make(tmp_path: Path) -> None:
    steps, once = made("steps", tmp_path), made("once", tmp_path)
    assert len(steps["done"]) > 100
    assert sum(map(len, steps.values())) > 600
    assert once == steps


@pytest.mark.django_db
def test_tables_that_stand_are_left_alone() -> None:
    from django.db import connection

    from conspectus.kit.fresh import lay_out

    assert lay_out(connection) == 0
