"""A book told as the pages of a board pack, in the order its template gives them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from conspectus.formats.packs.page import Brand, Cover, Pack, Page
from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.packs.bridge.book import Book, day
from conspectus.rooms.packs.bridge.pages.appendix import appendix
from conspectus.rooms.packs.bridge.pages.changes import changes
from conspectus.rooms.packs.bridge.pages.compliance import compliance
from conspectus.rooms.packs.bridge.pages.connected import interdependencies, recovery_plans
from conspectus.rooms.packs.bridge.pages.gates import gates
from conspectus.rooms.packs.bridge.pages.money import money
from conspectus.rooms.packs.bridge.pages.overview import overview
from conspectus.rooms.packs.bridge.pages.programmes import programmes
from conspectus.rooms.packs.bridge.pages.projects import project_pages, projects
from conspectus.rooms.packs.bridge.pages.registers import issues, overdue_actions, risks
from conspectus.rooms.packs.bridge.pages.status import decisions, gaps, milestones, status_grid
from conspectus.rooms.packs.choices import PackPage

PAGES: dict[PackPage, Callable[[Book], tuple[Page, ...]]] = {
    PackPage.PORTFOLIO: overview,
    PackPage.CHANGES: changes,
    PackPage.DECISIONS: decisions,
    PackPage.GAPS: gaps,
    PackPage.PROGRAMMES: programmes,
    PackPage.STATUS: status_grid,
    PackPage.MONEY: money,
    PackPage.MILESTONES: milestones,
    PackPage.RISKS: risks,
    PackPage.ISSUES: issues,
    PackPage.ACTIONS: overdue_actions,
    PackPage.GATES: gates,
    PackPage.COMPLIANCE: compliance,
    PackPage.LINKS: interdependencies,
    PackPage.RECOVERY: recovery_plans,
    PackPage.PROJECTS: projects,
    PackPage.APPENDIX: appendix,
}


@written_for(PLAIN)  # the same bytes, whoever makes it
def compose(book: Book, logo: bytes) -> Pack:
    """Return the board pack of a book; its clock is the instant of the freeze, so that its bytes repeat."""
    look, period = book.look, book.period
    wanted = [PackPage(name) for name in look.pages]
    return Pack(
        title=" · ".join(part for part in (look.organisation, book.portfolio) if part),
        subtitle=f"Board pack, {period.name}, version {period.version}",
        clock=_clock(book),
        pages=pages_of(book, wanted),
        brand=Brand(look.organisation, logo, look.accent, look.second),
        cover=_cover(book),
    )


@written_for(PLAIN)
def pages_of(book: Book, names: Iterable[PackPage]) -> tuple[Page, ...]:
    """Return some pages of a book, to be read on a screen."""
    return tuple(page for name in names for page in PAGES[name](book))


@written_for(PLAIN)
def one_pager(book: Book, logo: bytes) -> Pack:
    """Return the status report of a book of one project: one page, without a title page."""
    look, period, row = book.look, book.period, book.rows[0]
    standing = f"frozen as version {period.version}" if period.version else "as everything stands"
    return Pack(
        title=row.name,
        subtitle=f"Status report, {period.name}, {standing}",
        clock=_clock(book),
        pages=project_pages(book),
        brand=Brand(look.organisation, logo, look.accent, look.second),
    )


def _clock(book: Book) -> datetime:
    return book.period.frozen_at.astimezone(UTC).replace(tzinfo=None, second=0, microsecond=0)


def _cover(book: Book) -> Cover:
    period = book.period
    frozen = period.frozen_at.astimezone(UTC)
    lines = (
        f"Board pack, {period.name}",
        f"{day(period.starts_on)} to {day(period.last_on)}",
        f"Frozen {day(frozen.date())}, {frozen:%H:%M} UTC, as version {period.version}",
    )
    return Cover(book.portfolio, lines, notices(book))


def notices(book: Book) -> tuple[str, ...]:
    """Say what the maker of the pack could not see."""
    found = []
    if book.hidden:
        whole = len(book.rows) + book.hidden
        found.append(f"Made by somebody who may see {len(book.rows)} of the {whole} projects of this period.")
    if book.without_cost:
        part = "all projects" if len(book.without_cost) == len(book.rows) else f"{len(book.without_cost)} projects"
        found.append(
            f"Made without the right to see the cost of {part}: their money is left out and their overall status is "
            "judged without cost."
        )
    return tuple(found)
