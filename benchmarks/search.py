"""The search over 200 projects with their plans, and over 100,000 items: time, and how often the database is asked."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from benchmarks.grown import base, empty_house, grow, keep_milestones, reader_of_all
from benchmarks.machine import timed, verdict
from benchmarks.portfolio_page import measure

PROJECTS, EACH, AIM = 200, 10, 50
ITEMS, ITEMS_AIM, WORDS, AT_ONCE = 100_000, 100, 30_000, 5_000
PAGES = {
    "/search/?q=copy 0001": "a name and a number",
    "/search/?q=x-00017": "a code",
    "/search/?q=design": "a word of many plans",
    "/search/?q=m": "one letter",
    "/api/v1/search?text=design": "API",
}
MANY = {
    "/api/v1/search?text=harbour": "a word of every tenth item",
    "/api/v1/search?text=h": "one letter",
    "/api/v1/search?text=ha": "two letters",
    "/api/v1/search?text=harbour lata": "two words",
    "/api/v1/search?text=harbour%26kind=comment%26first=5000": "a page far down",
    "/api/v1/search?text=habrour": "two letters swapped",
    "/api/v1/search?text=harbuor wals": "two words, both wrong",
    "/api/v1/search?text=harbour%26wide=true": "what resembles as well",
    "/search/?q=harbour": "the page",
}
SYLLABLES = [one + two for one in "bdfghklmnrstw" for two in "aeio"]
KINDS = ("comment", "action", "register", "milestone", "document", "change")


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
        items = 500 if small else ITEMS
        put_items(items)
        pages = {address.replace("%26", "&"): words for address, words in MANY.items()}
        measure(reader, projects, ITEMS_AIM, pages=pages, what=f"The search among {items:,} items more")


def put_items(count: int) -> None:
    """Put items of several kinds straight into the index, each of some words of a made-up language."""
    from conspectus.rooms.portfolio.models import Project
    from conspectus.rooms.search.bridge.entries import entry_of
    from conspectus.rooms.search.bridge.fulltext import take_in
    from conspectus.rooms.search.bridge.spelling import learn
    from conspectus.rooms.search.choices import Kind
    from conspectus.rooms.search.models import Entry

    draw = random.Random(7)  # the same items every time
    known = ["".join(draw.choices(SYLLABLES, k=draw.randint(2, 5))) for _ in range(WORDS)]
    projects = list(Project.objects.order_by("pk").values_list("pk", flat=True))

    def items() -> Iterator[Any]:
        for number in range(count):
            words = [known[min(int(draw.paretovariate(0.7)), WORDS) - 1] for _ in range(14)]
            words += ["harbour"] * (number % 10 == 0) + ["wall"] * (number % 25 == 0)
            row = type("Row", (), {"pk": 10**7 + number})
            line = " ".join(words[4:])
            kind, place = KINDS[number % len(KINDS)], projects[number % len(projects)]
            yield entry_of(Kind(kind), row, " ".join(words[:4]), line, project_id=place, about=f"project/{place}")

    left = items()
    while some := list(islice(left, AT_ONCE)):
        kept = Entry.objects.bulk_create(some)
        take_in(kept)
        learn(kept)


if __name__ == "__main__":
    main()
