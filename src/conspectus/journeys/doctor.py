"""The doctor: every check either green or named with the next step."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import available_timezones

from django.conf import settings
from django.db import DatabaseError, connection

from conspectus import __version__
from conspectus.engine.kernels import cache_folder
from conspectus.formats.schedules.java import NoJava, find_runtime
from conspectus.journeys.upkeep import check_backup, newest_backup, pending_migrations, unknown_migrations
from conspectus.kit.errors import Refusal
from conspectus.kit.folder_lock import WORKER, holder, is_held
from conspectus.kit.sqlite.gate import wal_is_safe
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.accounts.models import AuditLine, User
from conspectus.rooms.accounts.queries import verify_audit
from conspectus.rooms.outbox.queries import failed_since, overdue
from conspectus.rooms.runs.queries import longest_wait

GREEN, NOTE, FAULT = "green", "note", "fault"
LONGEST_WAIT = timedelta(minutes=10)
LEAST_FREE = 1 << 30
NETWORK_FILE_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "ceph", "glusterfs"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check found: green, worth knowing, or a fault with what to do."""

    name: str
    state: str
    words: str
    remedy: str = ""


Check = Callable[[datetime], Outcome]
_CHECKS: list[tuple[str, Check]] = []


def examine(*, at: datetime) -> list[Outcome]:
    """Run every check; one that cannot run is a fault of its own, never a stop."""
    outcomes = []
    for name, check in _CHECKS:
        try:
            outcomes.append(check(at))
        except (DatabaseError, OSError, Refusal, RuntimeError, ValueError) as error:
            words = f"The check could not run: {str(error)[:200]}"
            outcomes.append(Outcome(name, FAULT, words, "Mend what is named above first, then run the doctor again."))
    return outcomes


def _check(name: str) -> Callable[[Callable[[datetime], tuple[str, ...]]], Check]:
    """Enter a check under the name it is reported by; it returns state, words and remedy."""

    def enter(function: Callable[[datetime], tuple[str, ...]]) -> Check:
        def check(at: datetime) -> Outcome:
            return Outcome(name, *function(at))

        _CHECKS.append((name, check))
        return check

    return enter


# The machine and the folder


@_check("Python")
def _python(at: datetime) -> tuple[str, ...]:
    return GREEN, f"Python {sys.version.split()[0]}, Conspectus {__version__}."


@_check("Running user")
def _user(at: datetime) -> tuple[str, ...]:
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return NOTE, "Conspectus runs as root.", "Use an account of its own; a fault then reaches less."
    return GREEN, "Not root."


@_check("Data folder")
def _folder(at: datetime) -> tuple[str, ...]:
    folder = settings.DATA_FOLDER
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"x")
    return GREEN, f"{folder} can be written."


@_check("Data folder rights")
def _rights(at: datetime) -> tuple[str, ...]:
    mode = stat.S_IMODE(settings.DATA_FOLDER.stat().st_mode)
    if os.name == "posix" and mode & 0o077:
        return FAULT, f"Others may enter the data folder ({mode:o}).", f"chmod 700 {settings.DATA_FOLDER}"
    return GREEN, "The data folder is its owner's alone."


@_check("Data folder on this machine")
def _local(at: datetime) -> tuple[str, ...]:
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return NOTE, "The kind of disk cannot be told on this system.", "Keep the data folder on a local disk."
    best = ("", "")
    for line in mounts.read_text().splitlines():
        _, place, kind, *_ = line.split(" ")
        if settings.DATA_FOLDER.is_relative_to(place) and len(place) >= len(best[0]):
            best = (place, kind)
    if best[1] in NETWORK_FILE_SYSTEMS:
        return FAULT, f"The data folder is on a network disk ({best[1]}).", "Move it to a local disk; SQLite needs one."
    return GREEN, f"On a local disk ({best[1]})."


@_check("Secrets")
def _secrets(at: datetime) -> tuple[str, ...]:
    for name in ("secret-key", "token-pepper"):
        path = settings.DATA_FOLDER / name
        if path.exists() and os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            return FAULT, f"Others may read the file {name}.", f"chmod 600 {path}"
    if min(len(settings.SECRET_KEY), len(settings.TOKEN_PEPPER)) < 50:
        return FAULT, "A secret is shorter than 50 characters.", "Set a longer one, or let Conspectus make it."
    return GREEN, "Long, and in files of their owner alone."


@_check("Free space")
def _space(at: datetime) -> tuple[str, ...]:
    usage = shutil.disk_usage(settings.DATA_FOLDER)
    words = f"{usage.free / 2**30:.1f} GiB of {usage.total / 2**30:.1f} GiB are free."
    if usage.free < LEAST_FREE or usage.free < usage.total / 100:
        return FAULT, words, "Make space; a full disk can be read but not written."
    if usage.free < usage.total / 10:
        return NOTE, words, "Less than a tenth is free; make space soon."
    return GREEN, words


@_check("Temporary folder")
def _temporary(at: datetime) -> tuple[str, ...]:
    with tempfile.TemporaryFile() as file:
        file.write(b"x")
    return GREEN, f"{tempfile.gettempdir()} can be written."


@_check("Server")
def _server(at: datetime) -> tuple[str, ...]:
    folder = settings.DATA_FOLDER
    return GREEN, f"A server runs ({holder(folder)})." if is_held(folder) else "No server runs on this folder."


@_check("Worker")
def _worker(at: datetime) -> tuple[str, ...]:
    folder, waits = settings.DATA_FOLDER, longest_wait(at)
    if is_held(folder, WORKER):
        if waits > LONGEST_WAIT:
            words = f"The worker runs, but a run has waited for {waits.total_seconds() / 60:.0f} minutes."
            return NOTE, words, "Long files of others go first; if it stays so, start the server again."
        return GREEN, f"Uploads and reviews are worked on ({holder(folder, WORKER)})."
    if is_held(folder):
        return FAULT, "The server runs without its worker; uploads and reviews wait.", "Start the server again."
    return GREEN, "It is started with the server."


# The database


@_check("Database opens")
def _opens(at: datetime) -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return GREEN, f"{connection.display_name} answers."


@_check("Database version")
def _version(at: datetime) -> tuple[str, ...]:
    if connection.vendor == "postgresql":
        number = connection.cursor().connection.info.server_version // 10000
        if number < 14:
            return FAULT, f"This is PostgreSQL {number}.", "Update it to 14 or newer."
        return GREEN, f"PostgreSQL {number}."
    if wal_is_safe(sqlite3.sqlite_version_info):
        return GREEN, f"SQLite {sqlite3.sqlite_version} with a write-ahead log."
    words = f"SQLite {sqlite3.sqlite_version} has a fault in its write-ahead log, so a rollback journal is used."
    return NOTE, words, "All is safe; writing is slower than with SQLite 3.51.3 or newer."


@_check("Database settings")
def _pragmas(at: datetime) -> tuple[str, ...]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            held = cursor.fetchone()[0]
        state = GREEN if held == "on" else FAULT
        return state, f"synchronous_commit is {held}.", "" if held == "on" else "Set synchronous_commit to on."
    wrong = []
    with connection.cursor() as cursor:
        for name, wanted in settings.DATABASES["default"]["OPTIONS"]["pragmas"].items():
            cursor.execute(f"PRAGMA {name}")
            if cursor.fetchone()[0] != wanted:
                wrong.append(name)
    if wrong:
        return (
            FAULT,
            f"Not as set: {', '.join(wrong)}.",
            "Start Conspectus again; other programs must not keep it open.",
        )
    return GREEN, "Nothing is acknowledged that the disk does not have."


@_check("Database whole")
def _integrity(at: datetime) -> tuple[str, ...]:
    if connection.vendor == "postgresql":
        return NOTE, "PostgreSQL checks its own pages.", "Run pg_amcheck now and then."
    with connection.cursor() as cursor:
        said = cursor.execute("PRAGMA integrity_check(5)").fetchall()
        orphans = cursor.execute("PRAGMA foreign_key_check").fetchall()
    if said != [("ok",)] or orphans:
        return FAULT, "The database file is damaged.", "Stop the server and run: conspectus restore BACKUP --replace"
    return GREEN, "Every page and every reference is sound."


@_check("Migrations")
def _migrations(at: datetime) -> tuple[str, ...]:
    if unknown_migrations():
        return FAULT, "The database was written by a newer version.", "Update Conspectus."
    pending = pending_migrations()
    if pending:
        return FAULT, f"{len(pending)} steps are not done yet.", "Run: conspectus migrate"
    return GREEN, "The rows are up to date."


# People and deeds


@_check("Audit log")
def _audit(at: datetime) -> tuple[str, ...]:
    verdict = verify_audit()
    if not verdict.whole:
        return FAULT, verdict.words, "Keep the data folder as it is, tell your auditor, and compare with a backup."
    return GREEN, verdict.words


@_check("Audit log's guard")
def _guard(at: datetime) -> tuple[str, ...]:
    query = (
        "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'audit_no_%%' AND tgenabled = 'O'"
        if connection.vendor == "postgresql"
        else "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_no_%%'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query.replace("%%", "%"))
        found = cursor.fetchone()[0]
    if found < (2 if connection.vendor == "postgresql" else 3):
        return (
            FAULT,
            "The triggers that guard the audit log are gone.",
            "Restore a backup from before, or ask for help.",
        )
    return GREEN, "The database refuses to change or remove lines."


@_check("Clock")
def _clock(at: datetime) -> tuple[str, ...]:
    newest = AuditLine.objects.order_by("-number").values_list("at", flat=True).first()
    if newest is not None and newest > at + timedelta(minutes=5):
        return FAULT, "The clock is behind the newest deed.", "Set the machine's clock."
    return GREEN, f"{at:%Y-%m-%d %H:%M} UTC."


@_check("Administrators")
def _administrators(at: datetime) -> tuple[str, ...]:
    count = User.objects.filter(organisation_role=Role.ADMINISTRATOR, is_active=True, is_system=False).count()
    if count == 0:
        return NOTE, "There is no administrator yet.", "Start the server; it prints a link that signs the first one in."
    return GREEN, f"{count} can administer."


@_check("Passwords")
def _passwords(at: datetime) -> tuple[str, ...]:
    kept = User.objects.filter(is_active=True).values_list("password", flat=True)
    weak = sum(not hashed.startswith(("argon2", "!")) for hashed in kept)  # "!" marks that none is set
    if weak:
        return FAULT, f"{weak} accounts have a weakly kept password.", "Set new passwords for them."
    return GREEN, "All kept as argon2, or none set."


# Settings and parts


@_check("Web settings")
def _web(at: datetime) -> tuple[str, ...]:
    if settings.DEBUG or "*" in settings.ALLOWED_HOSTS:
        return FAULT, "Debugging is on or any host name is accepted.", "Unset what overrides the settings."
    return GREEN, f"Answers to {', '.join(settings.ALLOWED_HOSTS)}."


@_check("Reader of schedule files")
def _java(at: datetime) -> tuple[str, ...]:
    try:
        runtime = find_runtime()
    except NoJava as error:
        words = f"Native schedule files cannot be read: {error}."
        return FAULT, words, "Install Conspectus again, or set CONSPECTUS_JAVA_HOME; .xlsx and .csv work without it."
    return GREEN, f"Java from {runtime.source}, {len(runtime.archives)} archives."


_CUT_OFF = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from conspectus.formats.schedules.child.loop import cut_network; sys.exit(not cut_network())"
)


@_check("Reader's network")
def _sandbox(at: datetime) -> tuple[str, ...]:
    source = str(Path(__file__).resolve().parents[2])
    tried = subprocess.run([sys.executable, "-I", "-c", _CUT_OFF, source], capture_output=True, check=False)
    if tried.returncode == 0:
        return GREEN, "The reader is shut off from the network."
    words = "The reader cannot be shut off from the network here; its time and memory are limited all the same."
    return (
        NOTE,
        words,
        "On Linux, allow namespaces for this user (containers often forbid them); elsewhere there are none.",
    )


@_check("Workbooks")
def _workbooks(at: datetime) -> tuple[str, ...]:
    import openpyxl

    if not openpyxl.DEFUSEDXML:
        return FAULT, "Workbooks could swell without limit: defusedxml is missing.", "Install Conspectus again."
    return GREEN, "Workbooks are read with defences."


@_check("Pack writers")
def _packs(at: datetime) -> tuple[str, ...]:
    missing = [name for name in ("typst", "pptx", "xlsxwriter") if find_spec(name) is None]
    if missing:
        return FAULT, f"Missing: {', '.join(missing)}.", "Install Conspectus again."
    return GREEN, "Slides, paper and workbooks can be written."


@_check("Kernel cache")
def _kernels(at: datetime) -> tuple[str, ...]:
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        return (
            FAULT,
            f"{folder} cannot be written; every start compiles again.",
            "Set NUMBA_CACHE_DIR to another folder.",
        )
    return GREEN, f"{folder} can be written."


@_check("Time zones")
def _zones(at: datetime) -> tuple[str, ...]:
    count = len(available_timezones())
    if count < 400:
        return FAULT, f"Only {count} time zones are known.", "Install the package tzdata."
    return GREEN, f"{count} known."


@_check("Mail")
def _mail(at: datetime) -> tuple[str, ...]:
    if not settings.MAIL_ON:
        return NOTE, "Mail is not configured; notices stay on their page.", "Set CONSPECTUS_MAIL_URL to send them."
    if failed := failed_since(at - timedelta(days=7)):
        return FAULT, f"Mail failed in the last seven days: {failed}.", "Run: conspectus outbox list --state failed"
    if overdue(at) > LONGEST_WAIT:
        return FAULT, "Mail that is due waits and does not go.", "Start the server; its worker sends mail."
    if not settings.BASE_ADDRESS.startswith("https://"):
        return NOTE, f"Links in mail lead to {settings.BASE_ADDRESS}.", "Set CONSPECTUS_ADDRESS to your own address."
    return GREEN, f"Mail goes out from {settings.DEFAULT_FROM_EMAIL}."


@_check("Backups")
def _backups(at: datetime) -> tuple[str, ...]:
    newest = newest_backup()
    if newest is None:
        return NOTE, "There is no backup yet.", "Run: conspectus backup"
    check_backup(newest)
    age = at.timestamp() - newest.stat().st_mtime
    if age > 2 * 24 * 3600:
        return NOTE, f"The newest is {age / 86400:.0f} days old.", "Run: conspectus backup"
    return GREEN, f"{newest.name} is whole."
