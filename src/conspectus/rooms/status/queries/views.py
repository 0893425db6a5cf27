"""What the status room answers with: frozen values that page, API, terminal and snapshot share."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from conspectus.engine.measure import Measure
from conspectus.rooms.portfolio.queries.field_values import FieldShown
from conspectus.rooms.schedule.bridge.tolerances import ToleranceView
from conspectus.rooms.schedule.choices import WORST_FIRST
from conspectus.rooms.schedule.queries import FiguresView, Judgement, MilestoneView
from conspectus.rooms.schedule.queries.views import StreamView


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
    unpriced: Judgement | None = None  # of a dimension judged by cost too: what those are told who may not see it


@dataclass(frozen=True, slots=True)
class FindingView:
    """Something that did not fit in a report when it was handed in, and what its author said to it."""

    code: str
    place: str
    words: str
    remedy: str
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReportView:
    """The report of a project or programme for a period."""

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
    decide_on: date | None = None  # by when decisions are wanted
    finish_on: date | None = None  # when its author expects it to end
    forecast_minor: int | None = None  # what they expect it to cost; None as well where it may not be seen
    repeated: bool = False
    effort_minutes: int | None = None
    findings: tuple[FindingView, ...] = ()


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
    streams: tuple[StreamView, ...] = ()  # work streams by the plan it stood by
    by_backlog: bool = False  # its backlog judges it, as there is no plan; older snapshots tell it only by figures

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


@dataclass(frozen=True, slots=True)
class RollUp:
    """A programme from the sums of its projects: ``portions`` are colour, count and budget, the worst first.

    ``deciding`` is the project whose recovery alone would better the colour, empty where no single one would.
    """

    projects: int
    currency: str
    budget: Measure
    forecast: Measure
    cpi: Measure
    spi_t: Measure
    portions: tuple[tuple[str, int, float], ...]
    not_assessed: tuple[str, ...]
    deciding: str
    words: str


@dataclass(frozen=True, slots=True)
class ChildStatus:
    """One project of a programme, or of one below it; not assessed where the reader may not see its cost."""

    project_id: int
    code: str
    name: str
    programme: str  # it lies in
    colour: str
    declared_label: str
    declared_colour: str
    gap: float | None
    own_plan: bool = False


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """The programme's own plan: that of one of its projects, with its dates, its budget and milestones."""

    project_id: int
    code: str
    name: str
    revision: int | None
    status_on: date | None
    finish_on: date | None
    slip_days: float | None
    currency: str
    budget: Measure
    forecast: Measure
    milestones: tuple[MilestoneView, ...]


@dataclass(frozen=True, slots=True)
class OwnBudget:
    """What was approved for a programme itself by the period's last day, beside what its projects were approved."""

    number: int
    currency: str
    base_minor: int
    contingency_minor: int
    reserve_minor: int
    reason: str
    approved_by: str
    approved_at: datetime
    allotted: Measure  # approved budgets of its projects, in the same currency
    allotted_to: int  # projects
    free: Measure  # what of base and contingency no project was given

    @property
    def control_minor(self) -> int:
        """What the programme is held to: without management reserve."""
        return self.base_minor + self.contingency_minor


@dataclass(frozen=True, slots=True)
class ProgrammeStatus:
    """What a programme reports of itself, beside what the sums of its projects say; ``dimensions`` begin with overall.

    Computed is from the sums of all projects in it and below, held to its own budget where one is approved;
    ``roll_up`` is None where there is nothing to sum, or where the reader may not see the money of every project
    summed (``hidden`` of them), or of the programme.
    """

    programme_id: int
    name: str
    purpose: str
    portfolio: str
    parent_id: int | None
    parent: str
    manager_id: int | None
    manager: str
    report: ReportView
    dimensions: tuple[DimensionStatus, ...]
    roll_up: RollUp | None
    children: tuple[ChildStatus, ...]  # the worst first
    programmes: tuple[tuple[int, str], ...]  # right below
    team: tuple[tuple[str, str], ...]  # person, role
    own_plan: OwnPlan | None
    tolerance: ToleranceView
    hidden: int = 0
    budget: OwnBudget | None = None  # None: none is approved, or not to be seen
    own_risks: bool = False  # its risk was judged by money at risk of the programme itself too

    @property
    def overall(self) -> DimensionStatus:
        """The dimension that sums up the others."""
        return self.dimensions[0]

    def dimension(self, name: str) -> DimensionStatus:
        """Return one dimension by its name."""
        return next(one for one in self.dimensions if one.dimension == name)

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """Return how many projects have each colour, the worst first, those there are."""
        found = Counter(child.colour for child in self.children)
        return tuple((colour.value, found[colour]) for colour in WORST_FIRST if found[colour])

    @property
    def worst(self) -> ChildStatus | None:
        """Return the project that stands worst, if it stands worse than the programme by its own sums."""
        first = self.children[0] if self.children else None
        if first is None or first.colour not in WORST_FIRST[:2]:
            return None
        return first if WORST_FIRST.index(first.colour) < WORST_FIRST.index(self.overall.colour) else None
