"""What the money room answers with: frozen values that page, API and terminal show alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from conspectus.engine.measure import Measure, Reason, missing

NO_DATA = missing(Reason.NO_DATA)


@dataclass(frozen=True, slots=True)
class BudgetLineView:
    """One line of a budget."""

    fiscal_year: int
    kind: str
    nature: str
    category: str
    division: str
    division_id: int | None
    amount_minor: int


@dataclass(frozen=True, slots=True)
class BudgetView:
    """An approved budget in minor units; ``is_original`` and ``is_current`` may both hold."""

    number: int
    reason: str
    approved_by: str
    approved_at: datetime
    digest: str
    base_minor: int
    contingency_minor: int
    reserve_minor: int
    lines: tuple[BudgetLineView, ...]
    is_original: bool
    is_current: bool

    @property
    def control_minor(self) -> int:
        """What the project is held to: without management reserve."""
        return self.base_minor + self.contingency_minor


@dataclass(frozen=True, slots=True)
class EntryView:
    """One line of the ledger; ``corrected`` where it was reversed."""

    id: int
    kind: str
    nature: str
    category: str
    on: date
    amount_minor: int
    currency: str
    supplier: str
    contract_id: int | None
    contract: str  # its title
    reference: str
    note: str
    recorded_by: str
    recorded_at: datetime
    corrects: int | None
    is_reversal: bool
    corrected: bool
    source_digest: str
    source_row: int | None


@dataclass(frozen=True, slots=True)
class ForecastMonth:
    """What is expected to be spent in one month, named by its first day."""

    month: date
    amount_minor: int


@dataclass(frozen=True, slots=True)
class ForecastView:
    """What a manager expected still to be spent, by month."""

    number: int
    made_on: date
    reason: str
    made_by: str
    made_at: datetime
    months: tuple[ForecastMonth, ...]
    total_minor: int


@dataclass(frozen=True, slots=True)
class LineSum:
    """Budget beside ledger for one fiscal year, nature and category; ``left`` is without management reserve."""

    fiscal_year: int
    year: str
    nature: str
    category: str
    base_minor: int
    contingency_minor: int
    reserve_minor: int
    committed_minor: int
    spent_minor: int

    @property
    def left_minor(self) -> int:
        """What is left of base and contingency."""
        return self.base_minor + self.contingency_minor - self.spent_minor


@dataclass(frozen=True, slots=True)
class CategorySum:
    """What one category was approved, spent and forecast; the sums of all are those of the project."""

    category: str
    budget_minor: int
    spent_minor: int
    forecast_minor: int | None  # None where the manager forecast nothing

    @property
    def variance_minor(self) -> int:
        """Budget minus forecast, where there is one, else minus what is spent."""
        return self.budget_minor - (self.spent_minor if self.forecast_minor is None else self.forecast_minor)


@dataclass(frozen=True, slots=True)
class CurrencySum:
    """The ledger in one currency that is not summed with the rest, because there is no rate."""

    currency: str
    spent_minor: int
    committed_minor: int
    revenue_minor: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """One estimate at completion of the plan, and by how much it lies above the manager's own forecast."""

    name: str
    eac: Measure
    above_own: Measure


@dataclass(frozen=True, slots=True)
class MonthSum:
    """The ledger up to the end of a month; ``expected`` is the manager's forecast from its day on."""

    month: date
    spent_minor: int
    cumulative_minor: int | None
    expected_minor: int | None


@dataclass(frozen=True, slots=True)
class ProjectMoney:
    """The money of one project in its own currency."""

    project_id: int
    currency: str
    budget: BudgetView | None = None
    original: BudgetView | None = None
    forecast: ForecastView | None = None
    figures: dict[str, Measure] = field(default_factory=dict)
    estimates: tuple[Estimate, ...] = ()
    lines: tuple[LineSum, ...] = ()
    categories: tuple[CategorySum, ...] = ()  # the furthest over first
    months: tuple[MonthSum, ...] = ()
    others: tuple[CurrencySum, ...] = ()
    revision: int | None = None
    actual_from: str = "plan"  # whose actual cost the figures of the plan use: its own, or the ledger's
    status_on: date | None = None
