"""What every test may use: the shared real data, and skips that become failures where they are not allowed."""

from __future__ import annotations

import copy
import gc
import importlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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


def pytest_collection_finish() -> None:
    """Look over what the whole run keeps no more: half a million objects that no test gives up."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def drawn_alike() -> None:
    """Draw the same cases in any order of tests: not by the constants of whatever modules happen to be loaded.

    Looking through a thousand modules for constants also took each worker seconds.
    """
    if os.environ.get("CONSPECTUS_FULL") != "1":
        from hypothesis.internal.conjecture import providers

        assert callable(providers._get_local_constants)  # hypothesis has no setting for it
        providers._get_local_constants = providers.Constants


# Rows

SHARED = ("theirs", "ids", "cast")  # worlds that a module builds once; they stay until it ends
ROW_FIXTURES = {"db", "transactional_db", "cast", "client", "admin_client"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that touches rows, so that it runs on both databases; put those after others that share rows."""
    modules: dict[Path, int] = {}
    places = []
    for item in items:
        names = _fixtures(item)
        if item.get_closest_marker("django_db") or ROW_FIXTURES & names:
            item.add_marker("rows")
        places.append((modules.setdefault(item.path, len(modules)), *(world in names for world in SHARED)))
    order = sorted(range(len(items)), key=places.__getitem__)
    items[:] = [items[at] for at in order]


def _fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or bool(
        {"transactional_db", "live_server"} & _fixtures(item)
    )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Let the test run, and nobody else, empty what never changes between tests that commit."""
    from django.conf import settings
    from django.db import connection

    from conspectus.rooms.accounts.models import AuditLine

    # On the class: a browser's test meets another connection object than the one of this thread.
    operations = type(connection.ops)
    flush = operations.execute_sql_flush
    # The triggers' own migration knows how they are taken off and put on again.
    triggers = importlib.import_module("conspectus.rooms.accounts.migrations.0002_audit_is_append_only")

    def execute_sql_flush(self: Any, statements: list[str]) -> None:
        with self.connection.cursor() as cursor:
            kept = _take_off(cursor) if self.connection.vendor == "sqlite" else ()
            for statement in () if kept else triggers.take_off(self.connection.vendor):
                cursor.execute(statement)
        flush(self, statements)
        with self.connection.cursor() as cursor:
            for statement in kept or triggers.put_on(self.connection.vendor):
                cursor.execute(statement)
        settings.AUDIT_HEAD_FILE.unlink(missing_ok=True)

    with django_db_blocker.unblock():
        assert not AuditLine.objects.exists()
    operations.execute_sql_flush = execute_sql_flush


def _take_off(cursor: Any) -> list[str]:
    """Take every trigger of SQLite off, for emptying a table fires them there; return what puts them on again."""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    rows = cursor.fetchall()
    for name, _ in rows:
        cursor.execute(f"DROP TRIGGER {name}")
    return [sql for _, sql in rows]


@pytest.fixture(scope="module")
def one_transaction(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Hold one transaction open over a module: a world that is dear to build is built once, and tests undo theirs."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def shared_cast(request: pytest.FixtureRequest) -> Any:
    """Return the cast of a module, built once; None where a test of the module commits."""
    from tests.cast import assemble

    if any(_commits(item) for item in request.session.items if item.path == request.path):
        return None
    request.getfixturevalue("one_transaction")
    return assemble()


@pytest.fixture
def cast(shared_cast: Any, db: None) -> Any:
    """Return alice, bob, carol and all the others with their projects: the test's own copy of them."""
    from tests.cast import assemble

    return assemble() if shared_cast is None else copy.deepcopy(shared_cast)


@pytest.fixture
def counted(request: pytest.FixtureRequest) -> Any:
    """Return the way to say how many cases a test tried; `run.py trust` adds them up."""
    return lambda number: request.node.user_properties.append(("tried", number))


@pytest.fixture
def real_hashing(settings: Any) -> None:
    """Hash passwords as the product does."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
