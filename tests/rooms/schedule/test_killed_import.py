"""An import killed at any point leaves nothing half-done, and what was acknowledged stays."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TABLE = "ID,Task,Duration,Predecessors,Start\n1,Dig,3d,,2024-04-08\n2,Build,{}d,1,\n3,Done,0d,2,\n"
TABLES = ("plandocument", "planrevision", "plansummary", "milestone")

# Where a process dies: a function of the product that, from its given call on, ends the process at once.
KILL = """
import os, signal, sys
point, argv = sys.argv[1], sys.argv[2:]
os.environ["DJANGO_SETTINGS_MODULE"] = "conspectus.config.settings"
import django
django.setup()
module, _, name = point.rpartition(":")
home = __import__(module.split("/")[0], fromlist=["_"])
for part in module.split("/")[1:]:
    home = getattr(home, part)
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(home, name, die)
from conspectus.doors.cli import run
sys.exit(run(argv))
"""
INSIDE = "conspectus.rooms.schedule.actions.imports"
POINTS = {
    "before the transaction": f"{INSIDE}:_document",
    "at its first row": f"{INSIDE}/PlanDocument/objects:get_or_create",
    "after the document": f"{INSIDE}/PlanRevision/objects:create",
    "after the revision": f"{INSIDE}:write_figures",
    "after the figures": f"{INSIDE}/Milestone/objects:bulk_create",
    "after all rows": f"{INSIDE}:_told",
    "before the audit line": "conspectus.rooms.accounts.actions.audit:_append",
}

DAILY = {"after the figures", "before the audit line"}


def command(folder: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    """Run the command line on a data folder of its own."""
    return subprocess.run(
        [sys.executable, "-m", "conspectus", *argv, "--data", str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False, env=environment(folder),
    )  # fmt: skip


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of a product that stands alone."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("DATABASE_URL", "DJANGO_"))}
    return kept | {"CONSPECTUS_DATA": str(folder)}


def rows(folder: Path) -> tuple[int, ...]:
    """Return how many rows there are of what an import writes, and of audit lines."""
    with sqlite3.connect(folder / "conspectus.sqlite3") as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        names = [*(f"schedule_{name}" for name in TABLES), "accounts_auditline"]
        return tuple(base.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in names)  # noqa: S608  # ours


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with one project and its first plan."""
    home = tmp_path_factory.mktemp("killed")
    (home / "a.csv").write_text(TABLE.format(5))
    (home / "b.csv").write_text(TABLE.format(8))
    for argv in (
        ("portfolio", "create", "Growth", "--currency", "EUR"),
        ("project", "create", "WN-1", "Warehouse", "--portfolio", "1", "--state", "active"),
        ("project", "import", "WN-1", str(home / "a.csv")),
    ):
        done = command(home, *argv)
        assert done.returncode == 0, done.stderr
    return home


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize(
    "point",
    # Each point takes two starts of the product, so most wait for the release run.
    [pytest.param(at, id=name, marks=() if name in DAILY else pytest.mark.slow) for name, at in POINTS.items()],
)
def test_killed_before_its_commit_an_import_leaves_nothing(folder: Path, point: str) -> None:
    before = rows(folder)
    argv = ["project", "import", "WN-1", str(folder / "b.csv"), "--data", str(folder)]
    killed = subprocess.run(
        [sys.executable, "-c", KILL, point, *argv],
        cwd=ROOT, capture_output=True, text=True, check=False, env=environment(folder),
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert "is now revision" not in killed.stdout
    assert rows(folder) == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_killed_after_its_commit_an_import_is_whole_and_the_retry_changes_nothing(folder: Path) -> None:
    before = rows(folder)
    argv = ["project", "import", "WN-1", str(folder / "b.csv"), "--data", str(folder)]
    # The seal is written to its file after the commit: the process dies with the deed done and not yet told.
    killed = subprocess.run(
        [sys.executable, "-c", KILL, "conspectus.rooms.accounts.actions.audit:keep_head", *argv],
        cwd=ROOT, capture_output=True, text=True, check=False, env=environment(folder),
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert [now - then for now, then in zip(rows(folder), before, strict=True)] == [1, 1, 1, 1, 1]
    whole = rows(folder)
    retry = command(folder, "project", "import", "WN-1", str(folder / "b.csv"))
    assert retry.returncode == 0
    assert "0 changes." in retry.stdout
    assert rows(folder) == whole
    assert command(folder, "audit", "verify").returncode == 0
