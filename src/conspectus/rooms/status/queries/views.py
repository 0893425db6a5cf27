"""What the status room answers with: frozen values that page, API, terminal and snapshot share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from conspectus.rooms.portfolio.queries.field_values import FieldShown
from conspectus.rooms.schedule.bridge.tolerances import ToleranceView
from conspectus.rooms.schedule.queries import FiguresView, Judgement, MilestoneView


@dataclass(frozen=True, slots=True)
class OverrideView:
    """A computed colour set aside."""

    override_id: int
    dimension: str
    colour: str
    computed: str
    reason: str
    made_by: str
    made_at: datetime
    ends_on: date


@dataclass(frozen=True, slots=True)
class DimensionStatus:
    """One dimension: what the data say, what was set aside, what was declared, and the gap between them.

    ``gap`` is declared rank minus that of ``computed``, in steps of green 3, amber 2, red 1: above 0 the report is
    better than the data. An override changes ``colour``, never the gap.
    """

    dimension: str
    computed: Judgement
    colour: str  # computed, or of the override in force
    override: OverrideView | None = None
    declared: str = ""  # level of the report's scale; empty: nothing declared
    declared_label: str = ""
    declared_colour: str = ""
    declared_words: str = ""
    gap: float | None = None


@dataclass(frozen=True, slots=True)
class ReportView:
    """A project's report for a period."""

    state: str  # empty: nothing reported
    scale: str = "rag"
    summary: str = ""
    achieved: str = ""
    planned: str = ""
    decisions: str = ""
    submitted_by: str = ""
    submitted_at: datetime | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    answer: str = ""
    revision: int = 0


@dataclass(frozen=True, slots=True)
class ProjectStatus:
    """Where a project stood in a period; ``dimensions`` begin with overall."""

    project_id: int
    code: str
    name: str
    state: str
    portfolio: str
    programme_id: int | None
    programme: str
    division_id: int | None
    division_path: str
    division: str
    manager_id: int | None
    manager: str
    report: ReportView
    dimensions: tuple[DimensionStatus, ...]
    revision: int | None = None
    imported_at: datetime | None = None
    document_digest: str = ""
    baseline: int | None = None
    figures: FiguresView | None = None
    stale_days: int | None = None  # from the status date to the period's last day
    milestones: tuple[MilestoneView, ...] = ()
    fields: tuple[FieldShown, ...] = ()  # of the organisation, as at the period's last day
    tolerance: ToleranceView | None = None  # what judged it; snapshots of older versions keep none

    @property
    def overall(self) -> DimensionStatus:
        """The dimension that sums up the others."""
        return self.dimensions[0]

    def dimension(self, name: str) -> DimensionStatus:
        """Return one dimension by its name."""
        return next(one for one in self.dimensions if one.dimension == name)


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A project's overall status in a frozen period; colour and gap are empty where the reader may not see cost."""

    period: str
    colour: str
    declared: str
    declared_label: str
    gap: float | None
