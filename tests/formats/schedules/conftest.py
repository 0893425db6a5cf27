"""Reading with Java, once for all real files."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import need

from conspectus.formats.schedules import Reading, iterate
from conspectus.formats.schedules.java import NoJava, find_runtime


@pytest.fixture(scope="session")
def java() -> None:
    """Skip where no Java runtime can be found; a failure where one is required."""
    try:
        find_runtime()
    except NoJava as problem:
        need("java", str(problem))


@pytest.fixture(scope="session")
def files(shared_data: Path) -> dict[str, bytes]:
    """Return all real plan files."""
    return {p.name: p.read_bytes() for p in sorted((shared_data / "schedules" / "files").iterdir())}


@pytest.fixture(scope="session")
def readings(java: None, files: dict[str, bytes]) -> dict[str, Reading]:
    """Return what every real file reads as."""
    return {r.name: r for r in iterate(list(files.items()))}
