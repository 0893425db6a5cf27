"""Files kept for their sender: a share of the disk that many uploads at once cannot exceed."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conspectus.kit import staging


@pytest.fixture
def share(settings: Any, tmp_path: Any) -> Any:
    """Return the settings, with an empty data folder and room for 1,000 bytes and five files."""
    settings.DATA_FOLDER = tmp_path
    settings.STAGED_MOST_BYTES, settings.STAGED_MOST_FILES = 1000, 5
    return settings


def sent(number: int, size: int) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"{number}.csv", bytes([number]) * size)]


@pytest.mark.parametrize(("size", "fit"), [(400, 2), (10, 5)], ids=["bytes", "files"])
def test_uploads_at_once_share_the_room(share: Any, monkeypatch: pytest.MonkeyPatch, size: int, fit: int) -> None:
    together, real = Barrier(8), staging._check_share

    def slowly(*told: Any) -> None:
        real(*told)
        time.sleep(0.02)  # all would have looked before the first has written

    def upload(number: int) -> bool:
        together.wait(20)
        try:
            return bool(staging.stage(1, sent(number, size)))
        except staging.TooLarge:
            return False

    monkeypatch.setattr(staging, "_check_share", slowly)
    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(upload, range(1, 9))) == fit


def test_others_do_not_wait_and_what_is_old_makes_room(share: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    staging.stage(1, sent(1, 900))
    with staging.take_turns(share.DATA_FOLDER / "staged" / "1.lock"):
        assert staging.stage(2, sent(1, 900))[0].size == 900
    with pytest.raises(staging.TooLarge, match="limit"):
        staging.stage(1, sent(2, 900))
    monkeypatch.setattr(staging, "KEPT_SECONDS", -1)
    staging.sweep_staged()
    assert staging.stage(1, sent(2, 900))[0].name == "2.csv"
