"""Loading plan revisions from database rows into engine arrays, file cache warm."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from benchmarks.machine import heading, said, table, timed, verdict
from benchmarks.networks import network
from conspectus.formats.plans import digest, read_plan, write_plan

REVISIONS, TASKS, DIFFERENT = 1_000, 500, 50


def main(*, small: bool = False) -> None:
    """Store 1,000 documents of 500 tasks in rows, then read them all."""
    revisions = DIFFERENT if small else REVISIONS
    documents = [write_plan(network(TASKS, seed=number, depth=40)) for number in range(DIFFERENT)]
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / "rows.sqlite3")) as rows:
        rows.execute("create table revision (id integer primary key, digest text, document blob)")
        stored = [(digest(documents[number % DIFFERENT]), documents[number % DIFFERENT]) for number in range(revisions)]
        rows.executemany("insert into revision (digest, document) values (?, ?)", stored)
        rows.commit()

        def load() -> int:
            return sum(len(read_plan(document).tasks) for (document,) in rows.execute("select document from revision"))

        load()
        taken = timed(load, 5)
    heading(f"{revisions:,} plan revisions of {TASKS} tasks from rows into arrays")
    size = sum(map(len, documents)) / DIFFERENT / 1024
    table(
        ("what", "figure"), [("load", taken), ("each", said(taken.least / revisions)), ("document", f"{size:.0f} KiB")]
    )
    print()
    verdict(f"load of {revisions:,} revisions", taken.least, 2.0, unit=" s")


if __name__ == "__main__":
    main()
