"""What the tests of all doors share: the doors themselves, another world, and the runtime of the reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.cast import Cast
from tests.conftest import need
from tests.doors.every_door import Doors

from conspectus.formats.schedules.java import NoJava, find_runtime


@pytest.fixture(scope="module")
def own_ids(shared_cast: Cast) -> dict[str, Any]:
    """Return what stands in addresses of the cast's own world, built once a module."""
    from tests.doors.test_permission_matrix import addresses

    return addresses(shared_cast)


@pytest.fixture
def ids(cast: Cast, own_ids: dict[str, Any]) -> dict[str, Any]:
    """Return what stands in addresses of the cast's own world."""
    return dict(own_ids)


@pytest.fixture(scope="module")
def their_ids(shared_cast: Cast) -> dict[str, Any]:
    """Return the ids of another world, built once a module."""
    from tests.doors.another_world import assemble

    return assemble()


@pytest.fixture
def theirs(cast: Cast, their_ids: dict[str, Any]) -> dict[str, Any]:
    """Return the ids of a world nobody of the cast's lower ranks belongs to; all its texts are canaries."""
    return dict(their_ids)


@pytest.fixture
def doors(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Doors:
    """Return all doors, to hand one file in at each."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("conspectus.doors.cli._plans.open_rows", lambda *_, **__: None)
    return Doors(cast, tmp_path, capsys)


@pytest.fixture
def java() -> None:
    """Skip where no Java runtime can be found; a failure where one is required."""
    try:
        find_runtime()
    except NoJava as problem:
        need("java", str(problem))
