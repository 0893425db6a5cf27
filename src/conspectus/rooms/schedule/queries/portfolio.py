"""The portfolio table: one row a project, however many, with a constant number of questions to the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db.models import F, OuterRef, QuerySet, Subquery

from conspectus.kit.many import of_these
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import ProjectFilter
from conspectus.rooms.schedule.models import PlanSummary, RegisterStatus
from conspectus.rooms.schedule.queries.alone import kept_figures
from conspectus.rooms.schedule.queries.figures import figures_view, overall, told_by
from conspectus.rooms.schedule.queries.grid import EVERYTHING, portfolio_projects
from conspectus.rooms.schedule.queries.grouping import group_of
from conspectus.rooms.schedule.queries.views import Judgement, PortfolioRow

# What the table asks of a summary and its revision; checks, curves and findings are long and stay where they are.
_ASKED = (
    *(one.name for one in PlanSummary._meta.concrete_fields if one.name not in ("checks", "curve", "part")),
    *(f"revision__{name}" for name in ("number", "imported_at")),
)
_PLACES = ("portfolio", "programme", "division", "manager")
_NAMES = tuple(f"{place}__name" for place in _PLACES)
_STANDING = tuple(
    f"register_status__{name}" for name in ("told", "stands", "status_on", "finish_on", "slip_days", "alone")
)
_before = PlanSummary.objects.filter(project=OuterRef("project"), revision__number=OuterRef("revision__number") - 1)


def portfolio_view(
    by: User, wanted: ProjectFilter = EVERYTHING, *, at: datetime, only: Collection[int] | None = None
) -> tuple[PortfolioRow, ...]:
    """Return a row for every visible project the filter leaves, or ``only`` these of them, in its order.

    Asks the database the same number of times for one project and for a thousand.
    """
    found = for_rows(portfolio_projects(by, wanted, at=at))
    if only is None:
        return portfolio_rows(found, at=at)
    return portfolio_rows((row for row in of_these(found, only, "pk") if row.pk in only), at=at)


def for_rows(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Return the same projects with just what rows are made of, and whether their money is open."""
    found = projects.select_related(None).select_related(*_PLACES, "register_status").annotate(cost_open=F("cost_open"))
    return found.only("portfolio_id", "code", "name", "state", *_NAMES, *_STANDING)


def portfolio_rows(projects: Iterable[Project], *, at: datetime, group: str = "") -> tuple[PortfolioRow, ...]:
    """Return the rows of projects, made ready by ``for_rows``, in their order."""
    projects = list(projects)
    summaries = _current_summaries(projects)
    return tuple(_row(project, summaries.get(project.pk), at.date(), group) for project in projects)


def _current_summaries(projects: Sequence[Project]) -> dict[int, PlanSummary]:
    rows = PlanSummary.objects.filter(is_current=True).select_related("revision")
    rows = rows.only(*_ASKED).annotate(
        schedule_before=Subquery(_before.values("schedule_colour")), cost_before=Subquery(_before.values("cost_colour"))
    )
    wanted = {project.pk for project in projects}
    return {row.project_id: row for row in of_these(rows, wanted) if row.project_id in wanted}


def _row(project: Project, summary: PlanSummary | None, today: date, group: str) -> PortfolioRow:
    with_cost: bool = project.cost_open  # type: ignore[attr-defined]  # annotated by ``for_rows``
    registers: RegisterStatus | None = getattr(project, "register_status", None)
    figures = (
        figures_view(summary, with_cost=with_cost, registers=registers)
        if summary
        else kept_figures(registers, with_cost=with_cost)
    )
    stale = (today - figures.status_on).days if figures and figures.status_on else None
    return PortfolioRow(
        project_id=project.pk,
        code=project.code,
        name=project.name,
        state=project.state,
        portfolio=project.portfolio.name,
        programme=project.programme.name if project.programme else "",
        division=project.division.name if project.division else "",
        manager=project.manager.name if project.manager else "",
        revision=summary.revision.number if summary else None,
        imported_at=summary.revision.imported_at if summary else None,
        stale_days=stale,
        figures=figures,
        errors=summary.errors if summary else 0,
        warnings=summary.warnings if summary else 0,
        overall_before=_colour_before(summary, told_by(registers, with_cost=with_cost), with_cost) if summary else "",
        cost_open=with_cost,
        group=group_of(group, project.group_key, project.group_label).key if group else "",  # type: ignore[attr-defined]  # annotated where grouped
    )


def _colour_before(summary: PlanSummary, registers: Mapping[str, Judgement], with_cost: bool) -> str:
    """Return the overall colour with the revision before, as far as it may be seen; empty at the first."""
    schedule, cost = summary.schedule_before, summary.cost_before  # type: ignore[attr-defined]  # annotated above
    if schedule is None:
        return ""
    return overall(
        *(Judgement(colour) for colour in (schedule, cost if with_cost else "not_assessed")), registers=registers
    ).colour
