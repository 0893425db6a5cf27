"""What boards read, with links brought up to the newest plans first where a period is still open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from conspectus.formats.packs.page import Pack, Page
from conspectus.rooms.accounts.models import User
from conspectus.rooms.links.actions import renew_standings
from conspectus.rooms.links.queries.kept import KeptLink
from conspectus.rooms.packs import queries
from conspectus.rooms.packs.bridge.book import Book
from conspectus.rooms.packs.choices import PackPage
from conspectus.rooms.periods.choices import PeriodState
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Project


def told_pages_now(
    by: User, period: Period, names: Sequence[PackPage], *, at: datetime
) -> tuple[Book, tuple[Page, ...]]:
    """Return pages of a pack, of a frozen period as it was frozen."""
    _renewed(period, at)
    return queries.told_pages(by, period, names, at=at)


def status_report_now(by: User, project: Project, period: Period, *, at: datetime) -> Pack:
    """Return the status report of a visible project on one page."""
    _renewed(period, at)
    return queries.status_report(by, project, period, at=at)


def status_page_now(project: Project, period: Period, kind: str, *, by: User, at: datetime) -> bytes:
    """Return the status report of a visible project as a file."""
    _renewed(period, at)
    return queries.status_page(project, period, kind, by=by, at=at)


def links_told_now(by: User, project: Project, period: Period, *, at: datetime) -> tuple[KeptLink, ...] | None:
    """Return the open links of a visible project in a period, the worst first; None where none were kept."""
    _renewed(period, at)
    return queries.links_told(by, project, period, at=at)


def _renewed(period: Period, at: datetime) -> None:
    if period.state != PeriodState.FROZEN:
        renew_standings(at=at)
