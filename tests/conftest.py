"""What every test may use: the shared real data, and skips that become failures where they are not allowed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REQUIRED = set(filter(None, os.environ.get("CONSPECTUS_REQUIRE", "").split(",")))


def need(thing: str, reason: str) -> None:
    """Skip because ``thing`` is absent, or fail where it is required."""
    if thing in REQUIRED:
        pytest.fail(f"{thing} is required here: {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real plans and oracles; skip where it is absent."""
    given = os.environ.get("CONSPECTUS_SHARED_DATA")
    folder = Path(given) if given else ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the folder of real files (../shared/data) is not here")
    return folder
