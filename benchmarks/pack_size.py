"""The board pack of 200 projects: slides, paper and workbook."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.machine import heading, said, table, timed, verdict
from benchmarks.networks import network
from conspectus import review
from conspectus.formats.schedules import write_mspdi

PROJECTS, TASKS = 200, 60


def main(*, small: bool = False) -> None:
    """Review 200 generated plans, then time the pack alone."""
    projects = 3 if small else PROJECTS
    with tempfile.TemporaryDirectory() as place:
        files = []
        for number in range(projects):
            file = Path(place) / f"Project {number + 1:03}.xml"
            file.write_bytes(write_mspdi(network(TASKS, seed=number, depth=12)))
            files.append(file)
        began = timed(lambda: review.run(files), 1)
        found = review.run(files)
        taken = timed(lambda: review.pack_bytes(found), 3)
        sizes = {name: len(data) for name, data in review.pack_bytes(found).items()}
    heading(f"A pack of {projects} projects")
    rows = [("review before it", said(began.least)), ("pack", taken)]
    rows += [(name, f"{size / 1024:.0f} KiB") for name, size in sizes.items()]
    table(("what", "figure"), rows)
    print()
    verdict(f"pack of {projects} projects", taken.median, 30.0, unit=" s")


if __name__ == "__main__":
    main()
