"""What the tests of all doors share: the doors themselves, another world, and the runtime of the reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from tests.cast import Cast
from tests.conftest import need
from tests.doors.every_door import Doors

from conspectus.formats.schedules.java import NoJava, find_runtime


@pytest.fixture(scope="module")
def one_transaction(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Hold one transaction open over a module: a world that is dear to build is built once, and tests undo theirs."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def ids(cast: Cast) -> dict[str, Any]:
    """Return what stands in addresses of the cast's own world."""
    from tests.doors.test_permission_matrix import addresses

    return addresses(cast)


@pytest.fixture
def theirs(cast: Cast) -> dict[str, Any]:
    """Return the ids of a world nobody of the cast's lower ranks belongs to; all its texts are canaries."""
    from tests.doors.another_world import assemble

    return assemble()


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
