"""The roadmap of 200 projects with 2,000 milestones: time, weight, and how often the database is asked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from benchmarks.grown import base, empty_house, grow, keep_milestones, reader_of_all
from benchmarks.portfolio_page import measure

PROJECTS, EACH, AIM = 200, 10, 150
PAGES = {
    "/roadmap/": "chart by programme",
    "/roadmap/?group=manager&zoom=month": "by manager, in quarters",
    "/roadmap/?show=table": "table",
    "/api/v1/roadmap": "API",
    "/milestones/": "milestones",
}


def main(*, small: bool = False) -> None:
    """Build three demo projects, copy them with ten milestones each, and ask for the roadmap."""
    projects = 5 if small else PROJECTS
    with empty_house():
        at: Any = datetime.now(UTC)
        base(at)
        reader = reader_of_all(at)
        grow(projects, at)
        keep_milestones(EACH, at.date())
        measure(reader, projects, AIM, pages=PAGES, what="The roadmap")


if __name__ == "__main__":
    main()
