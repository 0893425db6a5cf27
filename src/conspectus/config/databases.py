"""Which database: SQLite in the data folder, or PostgreSQL where DATABASE_URL names one."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

from conspectus.kit.sqlite.gate import wal_is_safe

TIMEOUT_SECONDS = 20


def database(folder: Path, url: str | None = None) -> dict[str, Any]:
    """Return Django's settings of the one database."""
    url = os.environ.get("DATABASE_URL", "") if url is None else url
    return postgres(url) if url else sqlite(folder / "conspectus.sqlite3")


def sqlite(path: Path) -> dict[str, Any]:
    """Return a SQLite database that acknowledges only what the disk has."""
    wal = wal_is_safe(sqlite3.sqlite_version_info)
    pragmas = {
        "foreign_keys": 1,
        "journal_mode": "wal" if wal else "delete",
        "synchronous": 2 if wal else 3,  # FULL, or EXTRA with a rollback journal
        "trusted_schema": 0,
        "cell_size_check": 1,
    }
    return {
        "ENGINE": "conspectus.kit.sqlite",
        "NAME": str(path),
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": TIMEOUT_SECONDS, "pragmas": pragmas},
    }


def postgres(url: str) -> dict[str, Any]:
    """Return a PostgreSQL database from its address; each thread keeps its connection while that lives."""
    import dj_database_url

    settings: dict[str, Any] = dict(dj_database_url.parse(url))
    if settings.get("ENGINE") != "django.db.backends.postgresql":
        raise SystemExit("DATABASE_URL must begin with postgresql://. Leave it empty to use SQLite.")
    settings["ATOMIC_REQUESTS"] = False
    # Not a pool: one waits ever longer before it tries a database again that was away for a minute.
    settings["CONN_MAX_AGE"] = None
    settings["CONN_HEALTH_CHECKS"] = True
    limits = "-c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000 -c synchronous_commit=on"
    options = settings.setdefault("OPTIONS", {})
    options.setdefault("options", limits)
    options.setdefault("connect_timeout", 5)
    return settings
