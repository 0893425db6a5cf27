"""Folders are made for their owner alone, and one that cannot be used is refused in words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conspectus.kit.errors import Invalid
from conspectus.kit.folders import open_folder


def test_a_missing_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "deep" / "down")
    assert folder.is_dir()
    if os.name == "posix":
        assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("below", ["", "below"])
def test_a_file_in_the_way_is_named(tmp_path: Path, below: str) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(Invalid, match=r"taken.*a file is in the way.*--data"):
        open_folder(tmp_path / "taken" / below if below else tmp_path / "taken")


def test_a_folder_of_others_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # who runs the tests may be allowed everything
    with pytest.raises(Invalid, match="may not be written by you"):
        open_folder(tmp_path)
