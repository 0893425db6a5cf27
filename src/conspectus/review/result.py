"""What a review is: projects with measures and status, findings with places, and the files they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from conspectus.engine.findings import Finding, Severity
from conspectus.engine.measure import Measure, Reason, missing
from conspectus.engine.plan import NONE
from conspectus.engine.status import Child

NO_DATA = missing(Reason.NO_DATA)
COLOURS = ("green", "amber", "red", "not_assessed")
DIMENSIONS = ("schedule", "cost", "overall")


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was handed in."""

    name: str
    kind: str
    size: int
    digest: str  # sha256, hex
    projects: int


@dataclass(frozen=True, slots=True)
class Noticed:
    """A finding with the file and the project it belongs to."""

    finding: Finding
    file: str = ""
    project: str = ""  # the project's id in this review, "" where it concerns a whole file

    @property
    def refused(self) -> bool:
        """Say whether nothing of the file was used."""
        return self.finding.severity == Severity.REFUSED


@dataclass(frozen=True, slots=True)
class StatusDate:
    """The instant up to which work counts, how it is written, and where it comes from."""

    instant: int = NONE  # minutes since 1970
    text: str = ""  # a bare date means the end of that day
    origin: str = "none"  # given, file, none


NO_STATUS_DATE = StatusDate()


@dataclass(frozen=True, slots=True)
class Judged:
    """Status of one dimension in word and reason."""

    dimension: str
    colour: str  # green, amber, red, not_assessed
    words: str = ""


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone with its dates in minutes; ``state`` is done, late, slipping, on time or open."""

    uid: str
    name: str
    baseline: int
    finish: int
    done: bool
    critical: bool
    slip_days: Measure
    state: str


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One schedule quality check as read by people."""

    code: str
    name: str
    measure: Measure
    unit: str
    passed: bool | None
    words: str
    remedy: str
    tasks: tuple[str, ...]
    threshold: str


@dataclass(frozen=True, slots=True)
class Money:
    """Sums in minor units of one currency, and what follows from them."""

    currency: str = ""
    bac: Measure = NO_DATA
    pv: Measure = NO_DATA
    ev: Measure = NO_DATA
    ac: Measure = NO_DATA
    cv: Measure = NO_DATA
    sv: Measure = NO_DATA
    cpi: Measure = NO_DATA
    spi: Measure = NO_DATA
    eac: Measure = NO_DATA
    vac: Measure = NO_DATA
    tcpi: Measure = NO_DATA
    percent_complete: Measure = NO_DATA
    spi_t: Measure = NO_DATA
    es: Measure = NO_DATA
    at: Measure = NO_DATA
    ieac_t: Measure = NO_DATA
    sv_t: Measure = NO_DATA
    pd: Measure = NO_DATA
    tspi: Measure = NO_DATA
    cv_percent: Measure = NO_DATA  # shares of one, as percent_complete is
    sv_percent: Measure = NO_DATA
    percent_spent: Measure = NO_DATA
    percent_scheduled: Measure = NO_DATA
    vac_percent: Measure = NO_DATA
    etc: Measure = NO_DATA
    tcpi_eac: Measure = NO_DATA
    eac_planned: Measure = NO_DATA
    eac_cpi: Measure = NO_DATA
    eac_composite: Measure = NO_DATA
    eac_weighted: Measure = NO_DATA
    eac_bottom_up: Measure = NO_DATA
    eac_spi: Measure = NO_DATA
    eac_spi_t: Measure = NO_DATA
    eac_cpi_spi_t: Measure = NO_DATA
    eac_weighted_spi_t: Measure = NO_DATA
    duration_pv_1: Measure = NO_DATA  # periods; by planned value, earned duration and earned schedule
    duration_pv_spi: Measure = NO_DATA
    duration_pv_sci: Measure = NO_DATA
    duration_ed_1: Measure = NO_DATA
    duration_ed_spi: Measure = NO_DATA
    duration_ed_sci: Measure = NO_DATA
    duration_es_1: Measure = NO_DATA
    duration_es_spi_t: Measure = NO_DATA
    duration_es_sci_t: Measure = NO_DATA


# Measures in time alone: whoever may not see cost may see these.
IN_TIME = frozenset(
    {"spi_t", "es", "at", "ieac_t", "sv_t", "pd", "tspi", "duration_es_1", "duration_es_spi_t"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Work:
    """Earned value of a task of the outline and of all work below it; ``uid`` is empty where it is no task."""

    uid: str
    name: str
    wbs: str
    level: int
    summary: bool
    bac: Measure
    pv: Measure
    ev: Measure
    ac: Measure
    cv: Measure
    sv: Measure
    cpi: Measure
    spi: Measure
    eac: Measure
    vac: Measure
    percent_complete: Measure


@dataclass(frozen=True, slots=True)
class Curve:
    """Cumulative money by period end, minor units; earned and spent stop at the status date (``None`` after it)."""

    days: tuple[int, ...] = ()  # minutes of the period ends
    planned: tuple[float, ...] = ()
    earned: tuple[float | None, ...] = ()
    spent: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tasks of which kind; summaries are not counted."""

    tasks: int = 0
    done: int = 0
    started: int = 0
    critical: int = 0  # unfinished and critical
    milestones: int = 0
    links: int = 0


@dataclass(frozen=True, slots=True)
class ProjectReview:
    """One project of the review."""

    id: str
    name: str
    file: str
    kind: str
    mode: str = ""
    status_date: StatusDate = StatusDate()
    start: int = NONE
    finish: int = NONE
    baseline_finish: int = NONE
    slip_days: Measure = NO_DATA  # working days of the project's calendar
    float_days: Measure = NO_DATA  # smallest total float of the unfinished tasks
    quality: Measure = NO_DATA  # share of the assessable checks passed
    counts: Counts = Counts()
    money: Money = Money()
    baseline_source: str = ""
    status: tuple[Judged, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    checks: tuple[CheckRow, ...] = ()
    curve: Curve = Curve()
    work: tuple[Work, ...] = ()  # the upper levels of the outline
    programme: str = ""
    child: Child | None = field(default=None, compare=False, repr=False)  # what groups are summed from

    def colour(self, dimension: str) -> str:
        """Return the colour of a dimension; what was not judged is not assessed."""
        return next((s.colour for s in self.status if s.dimension == dimension), "not_assessed")

    def words(self, dimension: str) -> str:
        """Return why a dimension has its colour."""
        return next((s.words for s in self.status if s.dimension == dimension), "")


@dataclass(frozen=True, slots=True)
class Portion:
    """How many projects have a colour, and their budget in minor units."""

    colour: str
    projects: int
    budget: float


@dataclass(frozen=True, slots=True)
class GroupReview:
    """A group judged by its own sums; ``deciding`` is the project whose recovery alone would better its colour."""

    name: str
    projects: int
    money: Money
    status: tuple[Judged, ...]
    words: str
    portions: tuple[Portion, ...]
    not_assessed: tuple[str, ...]
    deciding: str
    own_risks: bool = False  # risk was judged by money at risk of the group itself too


@dataclass(frozen=True, slots=True)
class Review:
    """The checked, computed picture of what was handed in."""

    projects: tuple[ProjectReview, ...] = ()
    findings: tuple[Noticed, ...] = ()
    sources: tuple[Source, ...] = ()
    totals: Mapping[str, Money] = field(default_factory=dict)  # by currency, from sums
    status_date: StatusDate = StatusDate()
    groups: tuple[GroupReview, ...] = ()  # the whole, then programmes

    def of(self, project: str) -> tuple[Noticed, ...]:
        """Return the findings of one project."""
        return tuple(item for item in self.findings if item.project == project)
