"""The portfolio page, 220 to 10,000 projects of 24 frozen periods: time, and how often the database is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from benchmarks.grown import base, empty_house, grow, reader_of_all
from benchmarks.machine import heading, said, table, timed, verdict

AIMS = {220: 60, 1_000: 100, 10_000: 250}  # projects: milliseconds
PAGES = {
    "/portfolio/": "by code",
    "/portfolio/?sort=status": "by status",
    "/portfolio/?sort=-slip": "by slip",
    "/portfolio/?sort=cpi": "by CPI",
    "/portfolio/?text=copy 0001": "by text",
    "/api/v1/status?limit=50": "API",
}


def main(*, small: bool = False) -> None:
    """Build three demo projects, copy them, and ask for the page as a project manager with three grants."""
    with empty_house():
        at = datetime.now(UTC)
        base(at)
        reader = reader_of_all(at)
        for size, aim in ({5: 60} if small else AIMS).items():
            grow(size, at)
            measure(reader, size, aim)


def measure(
    reader: Any,
    size: int,
    aim: int,
    runs: int = 15,
    *,
    pages: Mapping[str, str] = PAGES,
    what: str = "The portfolio page",
    noun: str = "projects",
) -> None:
    """Ask each page often, and say how long it took and how often it asked the database."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(reader, "conspectus.rooms.accounts.queries.SessionBackend")
    heading(f"{what}, {size:,} {noun}, {connection.vendor}")
    rows, slowest = [], 0.0
    for address, order in pages.items():
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            page: Any = client.get(address)
        asked = len(queries)
        if page.status_code != 200:
            raise SystemExit(f"{address} answered {page.status_code}")
        times = timed(lambda address=address: client.get(address), runs)
        slowest = max(slowest, times.median)
        weight = f"{len(page.content) / 1024:.0f}"
        rows.append((order, said(times.least), said(times.median), said(times.effort), asked, weight))
    table(("order", "least", "median", "processor, least", "queries", "KiB"), rows)
    print()
    verdict(f"slowest median with {size:,} {noun}", slowest * 1e3, aim, unit=" ms")


if __name__ == "__main__":
    main()
