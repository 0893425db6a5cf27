"""What does not fit in a report: its plan, figures and words held against one another and the periods before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from conspectus.engine.findings import Finding
from conspectus.engine.measure import Measure
from conspectus.engine.status.plausible import COST_CODES, STILL, Told, doubts
from conspectus.kit.many import of_these
from conspectus.rooms.periods.choices import PeriodState
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries.fields import ALL_SEEN
from conspectus.rooms.schedule.queries import FiguresView
from conspectus.rooms.status.bridge import gap
from conspectus.rooms.status.choices import WRITABLE, SubjectKind
from conspectus.rooms.status.models import Report, ReportFinding
from conspectus.rooms.status.queries.snapshots import published, status_of
from conspectus.rooms.status.queries.standing import assemble, finding_view
from conspectus.rooms.status.queries.views import FindingView, ProjectStatus

# What says that something did change: who repeats a report cannot answer these by repeating it.
CONTRADICTING = frozenset({"PERCENT_FELL", "COST_FELL", "MILESTONE_OPEN", "FINISH_PAST", "SPENT_BEYOND"})
Key = tuple[str, str]  # code and place


@dataclass(frozen=True, slots=True)
class Said:
    """What a report says, stored or about to be: ranks declared, dimensions with words, texts and forecasts."""

    ranks: Mapping[str, float] = field(default_factory=dict)
    reasons: frozenset[str] = frozenset()
    summary: str = ""
    decisions: str = ""
    decide_on: date | None = None
    finish_on: date | None = None
    forecast_minor: int | None = None


def said_in(report: Report) -> Said:
    """Return what a stored report says."""
    rows = list(report.declarations.all())
    return Said(
        {one.dimension: one.rank for one in rows},
        frozenset(one.dimension for one in rows if one.words.strip()),
        report.summary,
        report.decisions,
        report.decide_on,
        report.finish_on,
        report.forecast_minor,
    )


def report_doubts(project: Project, period: Period, said: Said, on: date) -> tuple[Finding, ...]:
    """Return what does not fit in what is said of a project for an open period, whoever may see it."""
    return doubts_of({project.pk: said}, [project], period, on)[project.pk]


def doubts_of(
    said: Mapping[int, Said], projects: Sequence[Project], period: Period, on: date
) -> dict[int, tuple[Finding, ...]]:
    """Return what does not fit in what is said of each of some projects, by their ids.

    Asks the database as often for one project as for a thousand.
    """
    rows = assemble(projects, period, with_cost=None, on=on, milestones=True, sight=ALL_SEEN)
    before = _before([one.project_id for one in rows], period)
    found = {}
    for row in rows:
        earlier = [_told(one, frozen) for one, frozen in before.get(row.project_id, ())]
        found[row.project_id] = doubts(_told(row, period, said[row.project_id]), earlier)
    return found


def doubts_seen(found: Sequence[Finding], with_cost: bool) -> tuple[Finding, ...]:
    """Return those of some findings that do not tell of cost, where cost may not be seen."""
    return tuple(one for one in found if with_cost or one.code not in COST_CODES)


def is_contradiction(one: Finding) -> bool:
    """Return whether a finding says that something changed."""
    return one.code in CONTRADICTING or one.code.endswith("_BETTER")


def kept_findings(report: Report) -> dict[Key, ReportFinding]:
    """Return what was found in a report before, with what was answered."""
    return {(row.code, row.place): row for row in report.findings.select_related("answered_by")}


def findings_now(
    project: Project, period: Period, report: Report | None, *, with_cost: bool, on: date, said: Said | None = None
) -> tuple[FindingView, ...]:
    """Return the findings of a report: as the data say while it is written, else as they were when it was handed in.

    ``said`` is what somebody is about to say; the stored report says it unless given.
    """
    kept = kept_findings(report) if report else {}
    if (report is not None and report.state not in WRITABLE) or period.state != PeriodState.OPEN:
        rows = [finding_view(one) for one in kept.values()]
        return tuple(one for one in rows if with_cost or one.code not in COST_CODES)
    said = said or (said_in(report) if report else Said())
    found = doubts_seen(report_doubts(project, period, said, on), with_cost)
    return tuple(_answered(one, kept.get((one.code, one.place))) for one in found)


def _answered(one: Finding, row: ReportFinding | None) -> FindingView:
    if row is None:
        return FindingView(one.code, one.place, one.words, one.remedy)
    return replace(finding_view(row), words=one.words, remedy=one.remedy)


def _before(projects: Sequence[int], period: Period) -> dict[int, list[tuple[ProjectStatus, Period]]]:
    """Return how projects were frozen in the periods before, the newest first."""
    earlier = Period.objects.filter(portfolio=period.portfolio_id, starts_on__lt=period.starts_on)
    periods = {row.pk: row for row in earlier.filter(state=PeriodState.FROZEN).order_by("-starts_on")[: STILL - 1]}
    rows = published().filter(period__in=periods, subject_kind=SubjectKind.PROJECT)
    rows = of_these(rows, projects, "subject_id").order_by("-period__starts_on")
    wanted, found = set(projects), dict[int, list[tuple[ProjectStatus, Period]]]()
    for pk, project, body in rows.values_list("period", "subject_id", "body").iterator():
        if project in wanted:
            found.setdefault(project, []).append((status_of(body), periods[pk]))
    return found


def _told(status: ProjectStatus, period: Period, said: Said | None = None) -> Told:
    """Return a period as it is compared; what is said counts before what the plan forecasts."""
    figures, report = status.figures, status.report
    last = period.ends_on - timedelta(days=1)
    if said is None:
        said = Said(finish_on=report.finish_on, forecast_minor=report.forecast_minor)
    if figures is None:
        return Told(
            last,
            by_backlog=status.by_backlog,
            summary=said.summary,
            decisions=said.decisions,
            decide_on=said.decide_on,
        )
    money = figures.money
    gaps = {
        one.dimension: found
        for one in status.dimensions
        if (found := gap(said.ranks.get(one.dimension), one.computed.colour)) is not None
    }
    return Told(
        last_on=last,
        revision=status.revision,
        by_backlog=figures.backlog is not None,
        status_on=figures.status_on,
        percent=_percent(money.earned_value, money.bac, figures.done, figures.tasks),
        done=_done(figures),
        actual_cost=money.actual_cost.value,
        forecast_cost=said.forecast_minor if said.forecast_minor is not None else money.forecast.value,
        finish_on=said.finish_on or figures.finish_on,
        spi_t=money.spi_t.value,
        currency=money.currency,
        open_milestones=tuple((one.name, one.on) for one in status.milestones if not one.done and one.on is not None),
        gaps=gaps,
        reasons=said.reasons,
        summary=said.summary,
        decisions=said.decisions,
        decide_on=said.decide_on,
    )


def _done(figures: FiguresView) -> bool:
    """Return whether no work is left: every task is done, or all of the backlog is accepted."""
    if figures.backlog is not None:
        return figures.backlog.accepted.value == 1
    return figures.tasks > 0 and figures.done == figures.tasks


def _percent(earned: Measure, budget: Measure, done: int, tasks: int) -> float | None:
    """Return how much is complete: of the budget where it is known, else of the tasks."""
    if earned.value is not None and budget.value:
        return 100 * earned.value / budget.value
    return 100 * done / tasks if tasks else None
