"""The search over 200 projects with 2,000 milestones and their plans: time, and how often the database is asked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from benchmarks.grown import base, empty_house, grow, keep_milestones, reader_of_all
from benchmarks.machine import timed, verdict
from benchmarks.portfolio_page import measure

PROJECTS, EACH, AIM = 200, 10, 50
PAGES = {
    "/search/?q=copy 0001": "a name and a number",
    "/search/?q=x-00017": "a code",
    "/search/?q=design": "a word of many plans",
    "/search/?q=m": "one letter",
    "/api/v1/search?text=design": "API",
}


def main(*, small: bool = False) -> None:
    """Build three demo projects, copy them with ten milestones each, make the index, and search."""
    projects = 5 if small else PROJECTS
    with empty_house():
        from conspectus.rooms.search.actions import rebuild_index

        at: Any = datetime.now(UTC)
        base(at)
        reader = reader_of_all(at)
        grow(projects, at)
        keep_milestones(EACH, at.date())
        rebuilt = timed(lambda: rebuild_index(at=at), 1)
        measure(reader, projects, AIM, pages=PAGES, what="The search")
        verdict("the whole index made anew", rebuilt.least, 10, unit=" s")


if __name__ == "__main__":
    main()
