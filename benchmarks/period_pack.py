"""The board pack of a frozen period of 200 projects with twelve periods behind it: slides, paper and workbook."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.grown import empty_house
from benchmarks.machine import heading, table, timed, verdict

PROJECTS, PERIODS = 200, 12


def main(*, small: bool = False) -> None:
    """Build a frozen period from copies of a status, then time composing and writing its pack."""
    projects = 3 if small else PROJECTS
    with empty_house():
        from conspectus.formats.packs import KINDS, write
        from conspectus.rooms.packs.bridge.pages import compose

        book = _book(projects)
        pack = compose(book, b"")
        taken = timed(lambda: write(compose(book, b"")), 3)
        rows: list[tuple[str, object]] = [("composed", timed(lambda: compose(book, b""), 3)), ("pack", taken)]
        for kind in KINDS:
            rows.append((kind, timed(lambda kind=kind: write(pack, (kind,)), 3)))  # type: ignore[misc]  # bound now
        rows += [(f"{kind}, size", f"{len(data) / 1024:.0f} KiB") for kind, data in write(pack).items()]
    heading(f"A pack of a frozen period of {projects} projects")
    table(("what", "figure"), rows)
    print()
    verdict(f"pack of a frozen period of {projects} projects", taken.median, 30.0, unit=" s")


def _book(projects: int) -> Any:
    from conspectus.rooms.packs.bridge.book import Book, Frozen, Look
    from conspectus.rooms.packs.choices import PackPage, Unit
    from conspectus.rooms.status.queries import PeriodChanges, TrendPoint, compare_statuses, gaps

    new = tuple(_project(number, number % 3) for number in range(projects))
    old = tuple(_project(number, (number + 1) % 3) for number in range(projects))
    found, unchanged = compare_statuses(old, new)
    frozen_at = datetime(2026, 11, 5, tzinfo=UTC)
    period = Frozen("Oct 2026", date(2026, 10, 1), date(2026, 11, 1), 1, "0" * 64, frozen_at)
    before = Frozen("Sep 2026", date(2026, 9, 1), date(2026, 10, 1), 1, "0" * 64, frozen_at)
    points = tuple(TrendPoint(f"P{place}", "amber", "green", "Green", 1.0) for place in range(PERIODS))
    return Book(
        portfolio="Growth",
        period=period,
        before=before,
        look=Look(0, "Aldermere", "", "1F4E79", "1F4E79", tuple(PackPage.values), Unit.ONE),
        rows=new,
        hidden=0,
        without_cost=(),
        gaps=gaps(new, ()),
        changes=PeriodChanges("Sep 2026", 1, "Oct 2026", 1, found, unchanged),
        trends=dict.fromkeys(range(projects), points),
        whole=None,
        reported=(),
        digests=dict.fromkeys(range(projects), "0" * 64),
        earned={},
        earned_whole=(),
        parts={},
        risk_trend=(),
        compliance_trend=(),
    )


def _project(number: int, step: int) -> Any:
    from conspectus.engine.measure import value
    from conspectus.engine.status.verdict import UNASSESSED
    from conspectus.rooms.schedule.queries import FiguresView, Judgement, MilestoneView
    from conspectus.rooms.schedule.queries.views import MoneyView
    from conspectus.rooms.status.queries import DimensionStatus, ProjectStatus, ReportView

    colour, finish = ("green", "amber", "red")[step], date(2027, 3, 1) + timedelta(days=number + step)
    words = f"Finish {finish} is {step * 23} working days after the approved finish. SPI(t) is 0.92; green from 0.95."
    money = MoneyView("EUR", *(value(amount * 1e8) for amount in (9, 5, 4.8, 5.1, 9.5)), value(0.94), value(0.96))
    last = date(2026, 10, 31)
    return ProjectStatus(
        project_id=number,
        code=f"P-{number:03}",
        name=f"Renewal of pumping station {number}",
        state="active",
        portfolio="Growth",
        programme_id=1,
        programme="Water",
        division_id=1,
        division_path="/1/",
        division="Utilities",
        manager_id=number % 20,
        manager=f"Manager {number % 20}",
        report=ReportView("accepted", summary=words * 4, achieved=words, planned=words, decisions=words),
        dimensions=(
            DimensionStatus("overall", Judgement(colour, words), colour, None, "green", "Green", "green", words, step),
            DimensionStatus("schedule", Judgement(colour, words), colour),
            DimensionStatus("cost", Judgement("green", words), "green"),
            *(DimensionStatus(name, Judgement(), "not_assessed") for name in UNASSESSED),
        ),
        revision=3,
        document_digest="0" * 64,
        figures=FiguresView(last, date(2026, 1, 5), finish, 300, 12, 150, 20, 4.0, 11, 14, 12.0, 12.0, "", money),
        stale_days=0,
        milestones=tuple(
            MilestoneView(
                f"{place}", f"Stage {place} accepted", finish, last + timedelta(days=9 * place), 4.0, False, True
            )
            for place in range(12)
        ),
    )


if __name__ == "__main__":
    main()
