"""A book told as the pages of a board pack, in the order its template gives them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC

from conspectus.formats.packs.page import Brand, Cover, Pack, Page
from conspectus.rooms.packs.bridge.book import Book, day
from conspectus.rooms.packs.bridge.pages.appendix import appendix
from conspectus.rooms.packs.bridge.pages.changes import changes
from conspectus.rooms.packs.bridge.pages.money import money
from conspectus.rooms.packs.bridge.pages.overview import overview
from conspectus.rooms.packs.bridge.pages.programmes import programmes
from conspectus.rooms.packs.bridge.pages.projects import projects
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
    PackPage.PROJECTS: projects,
    PackPage.APPENDIX: appendix,
}


def compose(book: Book, logo: bytes) -> Pack:
    """Return the board pack of a book; its clock is the instant of the freeze, so that its bytes repeat."""
    look, period = book.look, book.period
    wanted = [PackPage(name) for name in look.pages]
    return Pack(
        title=" · ".join(part for part in (look.organisation, book.portfolio) if part),
        subtitle=f"Board pack, {period.name}, version {period.version}",
        clock=period.frozen_at.astimezone(UTC).replace(tzinfo=None, second=0, microsecond=0),
        pages=tuple(page for name in wanted for page in PAGES[name](book)),
        brand=Brand(look.organisation, logo, look.accent, look.second),
        cover=_cover(book),
    )


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
