"""The demo's folder: found again, built anew when its recipe changes, and never anybody else's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from conspectus.journeys.demo.folder import MARK, NotADemo, finish, is_ready, make_room, recipe
from conspectus.kit.folder_lock import hold_folder

TODAY = date(2026, 11, 22)


def test_a_built_demo_is_used_until_the_month_or_the_seed_changes(tmp_path: Path) -> None:
    made = recipe(7, TODAY)
    make_room(tmp_path / "demo", made)
    assert not is_ready(tmp_path / "demo", made)
    finish(tmp_path / "demo", made)
    assert is_ready(tmp_path / "demo", recipe(7, date(2026, 11, 30)))
    assert not is_ready(tmp_path / "demo", recipe(7, date(2026, 12, 1)))
    assert not is_ready(tmp_path / "demo", recipe(8, TODAY))


def test_a_demo_left_half_built_is_swept_away(tmp_path: Path) -> None:
    make_room(tmp_path, recipe(7, TODAY))
    (tmp_path / "conspectus.sqlite3").write_text("half")
    (tmp_path / "backups").mkdir()
    make_room(tmp_path, recipe(7, TODAY))
    assert [entry.name for entry in tmp_path.iterdir()] == [MARK]


def test_other_data_is_never_swept_away(tmp_path: Path) -> None:
    (tmp_path / "conspectus.sqlite3").write_text("real")
    with pytest.raises(NotADemo, match="holds other data"):
        make_room(tmp_path, recipe(7, TODAY))
    assert (tmp_path / "conspectus.sqlite3").read_text() == "real"


def test_a_running_demo_is_left_alone(tmp_path: Path) -> None:
    make_room(tmp_path, recipe(7, TODAY))
    with hold_folder(tmp_path), pytest.raises(NotADemo, match="Stop it first"):
        make_room(tmp_path, recipe(7, TODAY))
