"""Upkeep of the house: bring its rows up to date, back them up, put them back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from conspectus import __version__
from conspectus.journeys import postgres
from conspectus.journeys.postgres import DUMP
from conspectus.kit.backups import Backup, copy_database, open_backup, take_out, write_backup
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.folder_lock import hold_folder
from conspectus.kit.staging import empty_staged
from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.accounts.queries import LINE_FIELDS, judge_lines, read_head, verify_audit
from conspectus.rooms.knowledge.actions import load_shipped_articles
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.models import PlanSummary
from conspectus.rooms.standards.actions import load_shipped_methods

KEPT = 7
ROWS, HEAD = "conspectus.sqlite3", "audit-head.json"


# Migrations


def pending_migrations() -> list[str]:
    """Return the migrations this version has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{step.app_label}.{step.name}" for step, _ in plan]


def unknown_migrations() -> list[str]:
    """Return the migrations the database has and this version does not know: it is newer."""
    loader = MigrationLoader(connection)
    return _unknown([f"{app}.{name}" for app, name in loader.applied_migrations], loader)


def migrate(*, at: datetime, backup: bool = True) -> list[str]:
    """Bring the rows up to date, what older versions did not keep of plans included; refuses a newer database.

    A backup is made first where there are rows to change.

    Without a backup nothing is changed, unless the caller has one of their own (``backup=False``).
    """
    if unknown_migrations():
        raise Conflict("newer", "This database was written by a newer version. Update Conspectus first.")
    pending = pending_migrations()
    if pending:
        _apply(at=at, backup=backup)
    if PlanSummary.objects.filter(is_current=True, part={}).exists():
        from conspectus.rooms.schedule.actions import fill_parts  # brings the engine along, which few commands need

        fill_parts()
    lacking = Project.objects.filter(register_status__part={}).select_related("portfolio")
    if projects := list(lacking):
        from conspectus.rooms.status.actions import keep_judged, registers_judged

        keep_judged(registers_judged(projects, on=at.date()))
    if pending:
        from conspectus.rooms.schedule.actions import take_costs_anew

        spent = Project.objects.filter(spent_days__isnull=False).select_related("portfolio").distinct()
        take_costs_anew(list(spent), since=date.min, on=at.date())
        load_shipped_articles(by=local_operator(), at=at)
        load_shipped_methods(by=local_operator(), at=at)
    return pending


def _apply(*, at: datetime, backup: bool) -> None:
    if backup and MigrationLoader(connection).applied_migrations:
        try:
            back_up(at=at)
        except Conflict as refusal:
            words = f"{refusal.words} Or make a backup by your own means and run: conspectus migrate --no-backup"
            raise Conflict(refusal.code, words) from None
    call_command("migrate", interactive=False, verbosity=0)


# Backup


def backup_folder() -> Path:
    """Return where backups are kept unless another place is named."""
    folder: Path = settings.DATA_FOLDER / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def back_up(*, at: datetime, target: Path | None = None) -> Path:
    """Write a backup while the house is in use, verify it, and keep the newest seven of our own folder."""
    own = target is None
    target = target or backup_folder() / f"conspectus-{at.astimezone(UTC):%Y%m%dT%H%M%S%fZ}.backup"
    if target.exists():
        raise Conflict("exists", "%(target)s exists already. Choose another name.", target=target.name)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as name:
        working = Path(name)
        files = {}
        if settings.AUDIT_HEAD_FILE.exists():  # before the rows, so that they hold the line it seals
            files[HEAD] = Path(shutil.copy(settings.AUDIT_HEAD_FILE, working / HEAD))
        files |= _copy_rows(working)
        applied = sorted(f"{app}.{step}" for app, step in MigrationLoader(connection).applied_migrations)
        facts = {"version": __version__, "made_at": at.astimezone(UTC).isoformat(), "migrations": applied}
        write_backup(target, files, {**facts, "database": connection.vendor})
    check_backup(target)
    if own:
        for old in sorted(target.parent.glob("conspectus-*.backup"))[:-KEPT]:
            old.unlink()
    return target


def check_backup(path: Path) -> Backup:
    """Verify a backup as a restore would, without touching anything."""
    backup = open_backup(path, version=__version__)
    loader = MigrationLoader(None)
    if _unknown(backup.manifest.get("migrations", []), loader):
        raise Invalid("newer", "This backup was made by a newer version. Update Conspectus first.", "backup")
    with tempfile.TemporaryDirectory(prefix="conspectus-check-") as name:
        for file in backup.files:
            take_out(backup, file, Path(name) / file)
        _check_rows(Path(name))
    return backup


def newest_backup() -> Path | None:
    """Return the newest backup of our own folder."""
    return max(backup_folder().glob("conspectus-*.backup"), default=None)


# Restore


def restore(path: Path, *, replace: bool, at: datetime) -> Path | None:
    """Put the rows of a backup in place; return where the rows that were there are kept.

    Everything is verified before live data is touched. Refuses while a server
    runs, over rows unless ``replace`` is said, and rows of the other database. Files
    waiting to be imported are removed with the rows they were sent beside.
    """
    backup = check_backup(path)
    made = backup.manifest.get("database")
    if made != connection.vendor:
        names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        theirs, ours = names.get(str(made), "another database"), names[connection.vendor]
        words = f"This backup was made from {theirs}; {ours} is set here."
        raise Conflict("database", "%(why)s Set DATABASE_URL as it was when the backup was made.", why=words)
    if made == "postgresql":
        return _restore_postgres(backup, replace=replace, at=at)
    folder: Path = settings.DATA_FOLDER
    live = Path(settings.DATABASES["default"]["NAME"])
    with hold_folder(folder), tempfile.TemporaryDirectory(dir=folder, prefix=".restore-") as name:
        if live.exists() and not replace:
            raise Conflict("rows_exist", "There are rows in this folder. Add --replace to put them aside.")
        for file in backup.files:
            take_out(backup, file, Path(name) / file)
        connection.close()
        kept = _put_aside(live, at) if live.exists() else None
        empty_staged()
        Path(name, ROWS).replace(live)
        if HEAD in backup.files:
            Path(name, HEAD).replace(settings.AUDIT_HEAD_FILE)
        _sync(live.parent)
    return kept


def _restore_postgres(backup: Backup, *, replace: bool, at: datetime) -> Path | None:
    """Put the rows of a dump in place of those there are, of which a backup is made first."""
    folder: Path = settings.DATA_FOLDER
    with hold_folder(folder), tempfile.TemporaryDirectory(dir=folder, prefix=".restore-") as name:
        there = postgres.has_rows()
        if there and not replace:
            raise Conflict("rows_exist", "There are rows in this database. Add --replace to put them aside.")
        kept = (
            back_up(at=at, target=backup_folder() / f"before-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.backup")
            if there
            else None
        )
        for file in backup.files:
            take_out(backup, file, Path(name) / file)
        empty_staged()
        postgres.put_back(Path(name) / DUMP)
        settings.AUDIT_HEAD_FILE.unlink(missing_ok=True)
        if HEAD in backup.files:
            Path(name, HEAD).replace(settings.AUDIT_HEAD_FILE)
    verdict = verify_audit()
    if not verdict.whole:
        raise Invalid(
            "audit",
            "In the backup: %(why)s The rows that were there: %(kept)s",
            "backup",
            why=verdict.words,
            kept=kept,
        )
    return kept


def _copy_rows(working: Path) -> dict[str, Path]:
    """Copy the database into a folder by its own means."""
    if connection.vendor == "sqlite":
        copy_database(Path(settings.DATABASES["default"]["NAME"]), working / ROWS)
        return {ROWS: working / ROWS}
    return {DUMP: postgres.dump(working)}


def _check_rows(folder: Path) -> None:
    """Refuse a copy whose database or audit log is not whole."""
    rows = folder / ROWS
    if (folder / DUMP).exists() and connection.vendor == "postgresql":
        postgres.check_dump(folder / DUMP)
    if not rows.exists():
        return
    damaged = Invalid("damaged", "The database in the backup is damaged. Use another backup.", "backup")
    try:
        with closing(sqlite3.connect(f"{rows.as_uri()}?mode=ro", uri=True)) as database:
            if database.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise damaged
            if database.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise damaged
            verdict = judge_lines(_lines_of(database), read_head(folder / HEAD))
    except sqlite3.DatabaseError:
        raise damaged from None
    if not verdict.whole:
        raise Invalid("audit", "In the backup: %(why)s Use another backup.", "backup", why=verdict.words)


def _lines_of(database: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """Yield the audit lines of a SQLite file that Django does not have open."""
    for number, at, *rest in database.execute(
        f"SELECT {', '.join(LINE_FIELDS)} FROM accounts_auditline ORDER BY number"  # noqa: S608 - names are constants
    ):
        yield number, datetime.fromisoformat(at).replace(tzinfo=UTC), *rest


def _put_aside(live: Path, at: datetime) -> Path:
    """Rename the live database and what belongs to it; it is never deleted here."""
    kept = live.with_name(f"{live.name}.before-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    for ending in ("-journal", "-wal", "-shm", ""):
        there = live.with_name(live.name + ending)
        if there.exists():
            there.replace(live.with_name(kept.name + ending))
    return kept


def _sync(folder: Path) -> None:
    """Make renames in a folder last through a power cut, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unknown(names: list[Any], loader: MigrationLoader) -> list[str]:
    """Return the migrations among ``names`` that this version does not know."""
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    known |= {f"{app}.{name}" for step in loader.disk_migrations.values() for app, name in step.replaces}
    return sorted(str(name) for name in names if name not in known)
