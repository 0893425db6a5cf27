"""The reporting cycle of 1,000 projects: opened, its desk shown, people reminded, workbooks made and read."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from benchmarks.grown import base, empty_house, grow
from benchmarks.machine import timed, verdict
from benchmarks.portfolio_page import measure

PROJECTS, AIM_OPEN, AIM_PAGE, AIM_BOOK = 1_000, 10, 100, 10


def main(*, small: bool = False) -> None:
    """Build three demo projects, copy them, lay another month and open its cycle, then ask for the desk."""
    size = 12 if small else PROJECTS
    with empty_house():
        at: Any = datetime.now(UTC)
        organisation = base(at)
        grow(size, at)
        period = _next_month(organisation, at)
        opened = timed(lambda: _open(period, organisation.director, at), 1)
        cycle = period.cycle
        reminded = timed(lambda: _chase(cycle, organisation.director, at), 1)
        pages = {
            f"/periods/{period.pk}/collection/": "the desk",
            f"/periods/{period.pk}/collection/?q=copy 0001": "narrowed by a text",
            f"/periods/{period.pk}/collection/?from=501": "further on",
            f"/api/v1/periods/{period.pk}/requests?limit=50": "API",
        }
        measure(organisation.director, size, AIM_PAGE, pages=pages, what="The desk of a cycle")
        print()
        verdict(
            f"a cycle opened for {cycle.requests.count():,} projects and programmes", opened.least, AIM_OPEN, unit=" s"
        )
        verdict("all of them reminded", reminded.least, AIM_OPEN, unit=" s")
        made = timed(lambda: _workbook(period, organisation.director, at), 1)
        data = _workbook(period, organisation.director, at)
        looked = timed(lambda: _look(data, period, organisation.director, at), 1)
        verdict("a workbook of all their reports made", made.least, AIM_BOOK, unit=" s")
        verdict("the same read back and looked through", looked.least, AIM_BOOK, unit=" s")


def _next_month(organisation: Any, at: datetime) -> Any:
    """Put every project into one portfolio and lay a period there that ends today."""
    from conspectus.rooms.periods.actions import lay_periods
    from conspectus.rooms.portfolio.models import Project

    place = organisation.portfolio
    Project.objects.update(portfolio=place, created_at=at - timedelta(days=400))
    last = place.periods.order_by("-starts_on").values_list("ends_on", flat=True)[0]
    return lay_periods(portfolio=place, starting=last, through=last, by=organisation.director, at=at)[0]


def _open(period: Any, by: Any, at: datetime) -> None:
    from conspectus.journeys.reporting_cycle import begin_cycle

    begin_cycle(period=period, revision=period.revision, by=by, at=_after(period, at))


def _chase(cycle: Any, by: Any, at: datetime) -> None:
    from conspectus.rooms.status.actions import chase_reports

    chase_reports(cycle=cycle, by=by, at=_after(cycle.period, at))


def _workbook(period: Any, by: Any, at: datetime) -> bytes:
    from conspectus.journeys.report_sheets.making import Narrowed, report_sheet

    return report_sheet(period=period, wanted=Narrowed(text="copy"), by=by, at=_after(period, at))[0]


def _look(data: bytes, period: Any, by: Any, at: datetime) -> None:
    from conspectus.journeys.report_sheets.taking import SheetFile, preview_reports

    period.refresh_from_db()
    preview_reports(file=SheetFile(data, "reports.xlsx", period, deed="submit"), by=by, at=_after(period, at))


def _after(period: Any, at: datetime) -> datetime:
    return max(at, datetime.combine(period.ends_on, time(9), UTC))


if __name__ == "__main__":
    main()
