"""Everything a pack tells, as frozen periods hold it and its maker may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from conspectus.formats.packs.words import told
from conspectus.review.result import GroupReview
from conspectus.rooms.packs.bridge.compliance_points import CompliancePoint
from conspectus.rooms.packs.bridge.parts import Parts
from conspectus.rooms.packs.bridge.risk_points import RiskPoint
from conspectus.rooms.packs.choices import Unit
from conspectus.rooms.status.queries import (
    EarnedPoint,
    GapView,
    PeriodChanges,
    ProgrammeStatus,
    ProjectStatus,
    TrendPoint,
)


@dataclass(frozen=True, slots=True)
class Frozen:
    """A version of a frozen period: its name, days, and the digest of all it holds."""

    name: str
    starts_on: date
    ends_on: date
    version: int
    digest: str
    frozen_at: datetime

    @property
    def last_on(self) -> date:
        """Return the period's last day."""
        return self.ends_on - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Look:
    """What a template says, its logo by digest."""

    revision: int
    organisation: str
    logo_digest: str
    accent: str
    second: str
    pages: tuple[str, ...]
    unit: Unit


@dataclass(frozen=True, slots=True)
class Book:
    """What a pack is composed from; the same book makes the same bytes."""

    portfolio: str
    period: Frozen
    before: Frozen | None  # the newest frozen period before it
    look: Look
    rows: tuple[ProjectStatus, ...]  # by code
    hidden: int  # projects the period holds and the maker may not see
    without_cost: tuple[int, ...]  # projects seen whose cost is not
    gaps: GapView
    changes: PeriodChanges | None
    trends: Mapping[int, tuple[TrendPoint, ...]]
    whole: GroupReview | None  # of the portfolio, where all of it is seen
    reported: tuple[ProgrammeStatus, ...]  # programmes by name, with what they report of themselves
    digests: Mapping[int, str]  # of the projects' snapshots
    earned: Mapping[int, tuple[EarnedPoint, ...]]  # of projects whose cost is seen, the period's own last
    earned_whole: tuple[EarnedPoint, ...]  # of the portfolio, where all of it is seen
    parts: Parts  # registers by name, as far as they are seen; absent: not kept when the period was frozen
    risk_trend: tuple[RiskPoint, ...]  # frozen periods oldest first, this one last
    compliance_trend: tuple[CompliancePoint, ...]  # likewise


def day(on: date | None) -> str:
    """Return a day as people write it, or a dash."""
    return told(on.isoformat()) if on else "–"
