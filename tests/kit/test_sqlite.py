"""SQLite's gate and the pragmas proven on each connection."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from conspectus.config.databases import sqlite
from conspectus.kit.sqlite.base import DatabaseWrapper
from conspectus.kit.sqlite.gate import wal_is_safe

GATE = [
    ((3, 40, 1), False),
    ((3, 44, 5), False),
    ((3, 44, 6), True),
    ((3, 45, 0), False),
    ((3, 49, 9), False),
    ((3, 50, 6), False),
    ((3, 50, 7), True),
    ((3, 51, 0), False),
    ((3, 51, 2), False),
    ((3, 51, 3), True),
    ((3, 53, 0), True),
    ((4, 0, 0), True),
]


@pytest.mark.parametrize(("version", "safe"), GATE)
def test_write_ahead_log_only_where_it_is_sound(version: tuple[int, ...], safe: bool) -> None:
    assert wal_is_safe(version) is safe


@pytest.mark.parametrize(("version", "journal", "synchronous"), [((3, 40, 1), "delete", 3), ((3, 53, 0), "wal", 2)])
def test_settings_follow_the_gate(
    version: tuple[int, ...], journal: str, synchronous: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sqlite3.sqlite_version_info", version)
    options = sqlite(tmp_path / "rows")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["pragmas"]["journal_mode"] == journal
    assert options["pragmas"]["synchronous"] == synchronous


def _wrapper(path: Path, **pragmas: object) -> DatabaseWrapper:
    settings = sqlite(path)
    settings["OPTIONS"]["pragmas"] |= pragmas
    defaults = {name: connection.settings_dict[name] for name in connection.settings_dict if name not in settings}
    return DatabaseWrapper({**defaults, **settings})


def test_every_new_connection_has_every_pragma(tmp_path: Path) -> None:
    wrapper = _wrapper(tmp_path / "rows")
    for _ in range(2):
        raw = wrapper.get_new_connection(wrapper.get_connection_params())
        held = {name: raw.execute(f"PRAGMA {name}").fetchone()[0] for name in wrapper.pragmas}
        raw.close()
        assert held == wrapper.pragmas


def test_a_pragma_that_does_not_hold_is_refused(tmp_path: Path) -> None:
    wrapper = _wrapper(tmp_path / "rows", journal_mode="nonsense")
    with pytest.raises(ImproperlyConfigured, match="journal_mode"):
        wrapper.get_new_connection(wrapper.get_connection_params())
