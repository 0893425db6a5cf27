"""What the schedule room answers with: frozen values that page, API and terminal show alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from conspectus.engine.findings import Finding
from conspectus.engine.measure import Measure, Reason, missing

NO_DATA = missing(Reason.NO_DATA)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A computed status: ``colour`` is green, amber, red or not_assessed; ``words`` say why."""

    colour: str = "not_assessed"
    words: str = ""


@dataclass(frozen=True, slots=True)
class MoneyView:
    """Money in minor units of ``currency``; every measure says HIDDEN to those who may not see cost."""

    currency: str = ""
    bac: Measure = NO_DATA
    planned_value: Measure = NO_DATA
    earned_value: Measure = NO_DATA
    actual_cost: Measure = NO_DATA
    forecast: Measure = NO_DATA
    cpi: Measure = NO_DATA
    spi: Measure = NO_DATA
    spi_t: Measure = NO_DATA
    budget: Measure = NO_DATA  # approved, without management reserve; NO_DATA: none is approved
    budget_variance: Measure = NO_DATA  # approved budget minus forecast
    actual_from: str = "plan"  # or the ledger

    @property
    def held_to(self) -> Measure:
        """What the project is held to: the approved budget; where none is approved, the budget at completion."""
        return self.bac if self.budget.reason is Reason.NO_DATA else self.budget


@dataclass(frozen=True, slots=True)
class CheckView:
    """One row of the schedule quality check; ``passed`` is None where it could not be assessed."""

    code: str
    name: str
    measure: Measure
    unit: str
    passed: bool | None
    threshold: str
    words: str
    remedy: str
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BacklogSpan:
    """What a project without a plan was approved for, and how far its backlog is: P50, P80, what is accepted."""

    half_on: date | None = None
    sure_on: date | None = None
    approved_start_on: date | None = None
    approved_finish_on: date | None = None
    accepted: Measure = NO_DATA  # share of the scope


@dataclass(frozen=True, slots=True)
class FiguresView:
    """The figures of one revision; of a project without a plan, those of its backlog."""

    status_on: date | None = None
    start_on: date | None = None
    finish_on: date | None = None
    tasks: int = 0
    milestones: int = 0
    done: int = 0
    critical: int = 0
    least_float_days: float | None = None
    quality_passed: int = 0
    quality_assessed: int = 0
    original_slip_days: float | None = None  # working days against the first approved baseline
    current_slip_days: float | None = None  # against the newest approved, else the file's own
    baseline_words: str = ""
    money: MoneyView = MoneyView()
    schedule: Judgement = Judgement()
    cost: Judgement = Judgement()
    overall: Judgement = Judgement()
    registers: Mapping[str, Judgement] = field(default_factory=dict)  # scope, quality, risk; of the newest plan only
    backlog: BacklogSpan | None = None  # of a project without a plan that its backlog judges


@dataclass(frozen=True, slots=True)
class RevisionView:
    """One revision in the list of a project's plans."""

    number: int
    is_current: bool
    plan_name: str
    source_name: str
    source_kind: str
    source_digest: str
    document_digest: str
    reader_version: str
    imported_at: datetime
    imported_by: str
    figures: FiguresView
    errors: int
    warnings: int
    baselines: tuple[int, ...]  # numbers of the approved baselines that fix this revision
    status_given: str = ""  # the status date given with the file; empty where the file's own counts
    manner: str = ""  # how the file was said to be written


@dataclass(frozen=True, slots=True)
class BaselineView:
    """An approved baseline; ``is_original`` and ``is_current`` may both hold."""

    number: int
    revision: int
    source: str
    source_words: str
    reason: str
    approved_by: str
    approved_at: datetime
    finish_on: date | None
    bac: Measure
    is_original: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """A milestone of the current revision."""

    uid: str
    name: str
    on: date | None
    baseline_on: date | None
    slip_days: float | None
    done: bool
    critical: bool


@dataclass(frozen=True, slots=True)
class CurveView:
    """Cumulative money by period end, minor units; earned and spent end at the status date."""

    days: tuple[date, ...] = ()
    planned: tuple[float, ...] = ()
    earned: tuple[float | None, ...] = ()
    spent: tuple[float | None, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class RevisionDetail:
    """A revision with all that was computed of it."""

    revision: RevisionView
    measures: dict[str, Measure]
    checks: tuple[CheckView, ...]
    findings: tuple[Finding, ...]
    milestones: tuple[MilestoneView, ...]
    curve: CurveView


STALE_DAYS = 35  # a status date older than five weeks says little about today


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """One project in the portfolio table; ``figures`` is None before the first plan."""

    project_id: int
    code: str
    name: str
    state: str
    portfolio: str
    programme: str
    division: str
    manager: str
    revision: int | None
    imported_at: datetime | None
    stale_days: int | None  # days from the status date to today
    figures: FiguresView | None
    errors: int = 0
    warnings: int = 0
    overall_before: str = ""  # the overall colour of the revision before the newest
    cost_open: bool = True  # whether the reader may see its money
    group: str = ""  # key of the group it lies in, where the list is grouped


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link into a task, from the task named."""

    before: str  # uid
    type: str  # FS, SS, FF, SF
    lag: str  # "+2d", "-4h", "+50%", ""
    driving: bool


@dataclass(frozen=True, slots=True)
class GanttRow:
    """A task as the Gantt draws it; instants are naive local times."""

    row: int
    uid: str
    name: str
    wbs: str
    level: int
    parent: int | None  # row of the summary above
    kind: str  # task, milestone, summary, level_of_effort
    active: bool
    start: datetime | None
    finish: datetime | None
    early_start: datetime | None
    early_finish: datetime | None
    late_start: datetime | None
    late_finish: datetime | None
    baseline_start: datetime | None
    baseline_finish: datetime | None
    percent_complete: float
    critical: bool
    total_float_days: float | None
    free_float_days: float | None
    note: str
    links: tuple[LinkView, ...] = ()
    deadline: datetime | None = None


@dataclass(frozen=True, slots=True)
class Gantt:
    """A page of a plan's tasks with the span they are drawn in."""

    revision: int
    status: datetime | None
    start: datetime | None
    finish: datetime | None
    baseline_words: str
    total: int  # tasks in the plan that the filter leaves
    rows: tuple[GanttRow, ...] = ()
    first: int = 0  # how many the filter leaves before these rows
    rest: tuple[tuple[date, date], ...] = ()  # first and last day of each stretch the plan's own calendar does not work


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One changed task of a comparison."""

    uid: str
    name: str
    what: str  # added, removed, moved, longer, shorter, logic, cost, renamed, ...
    words: str
    days: float | None = None


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """What changed between two plans and what it did to the finish."""

    old: str
    new: str
    words: tuple[str, ...]
    finish_old: date | None
    finish_new: date | None
    finish_moved_days: float | None
    counts: dict[str, int] = field(default_factory=dict)
    changes: tuple[ChangeView, ...] = ()
    causes: tuple[ChangeView, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True where nothing changed."""
        return not self.changes


@dataclass(frozen=True, slots=True)
class StreamView:
    """A work stream against its tasks: agreed and planned dates, the tasks done, and money in minor units.

    ``name`` is empty for the tasks in no stream. ``late_days`` are calendar days the plan finishes after the
    agreed end. ``progress`` is earned value over budget, without costs, and to who may not see cost,
    the share of tasks done.
    """

    name: str
    lead: str
    codes: str
    starts_on: date | None
    ends_on: date | None
    tasks: int
    done: int
    start_on: date | None
    finish_on: date | None
    baseline_on: date | None
    late_days: int | None
    progress: Measure
    currency: str
    budget: Measure
    planned_value: Measure
    earned_value: Measure
    actual_cost: Measure
    cpi: Measure
    spi: Measure
