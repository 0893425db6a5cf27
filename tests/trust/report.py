"""Run the tests of every promise in full, on both databases; print each with its figure, kept in docs/trust.md."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.trust.goals import GOALS

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "trust.md"
DATABASES = (("SQLite", "sqlite", ()), ("PostgreSQL", "postgres", ("-m", "rows")))
MARKS = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end -->)", re.DOTALL)


def run(database: str, options: tuple[str, ...], wanted: list[str]) -> dict[str, Any]:
    """Return what was tried and found on a database."""
    tests = sorted({test for goal in GOALS if not wanted or goal.id in wanted for test in goal.tests})
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "told.json"
        more = {"CONSPECTUS_FULL": "1", "CONSPECTUS_TRUST_OUT": str(out), "CONSPECTUS_TEST_DATABASE": database}
        command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", "-p", "tests.trust.tally"]
        subprocess.run([*command, *options, *tests], cwd=ROOT, env={**os.environ, **more}, check=False)
        told: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
        return told


def table(told: dict[str, dict[str, Any]], wanted: list[str]) -> str:
    """Return the figures as a table."""
    names = [name for name, _, _ in DATABASES]
    lines = [f"| goal | what | asked | {' | '.join(names)} | found |", "|---|---|---|---|---|---|"]
    for goal in GOALS:
        if wanted and goal.id not in wanted:
            continue
        # Some promises have nothing to do with rows.
        tried = [f"{number:,}" if (number := told[name][goal.id]["tried"]) else "-" for name in names]
        found = sum(len(told[name][goal.id]["found"]) for name in names)
        lines.append(f"| {goal.id} | {goal.words} | {goal.asked:,} | {' | '.join(tried)} | {found} |")
    return "\n".join(lines) + "\n"


def main(wanted: list[str]) -> int:
    """Run, print and, where every promise was tried, keep."""
    told = {name: run(database, options, wanted) for name, database, options in DATABASES}
    figures = table(told, wanted)
    print(figures)
    for name, goals in told.items():
        for goal, one in goals.items():
            for nodeid in one["found"]:
                print(f"{goal} on {name}: {nodeid}")
    if not wanted:
        head = f"Measured {datetime.now(UTC):%Y-%m-%d}.\n\n"
        PAGE.write_text(MARKS.sub(lambda _: head + figures, PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    return int(any(one["found"] for goals in told.values() for one in goals.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
