"""The portfolio table: one row a project, however many, with a constant number of questions to the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import SORTS as PROJECT_SORTS
from conspectus.rooms.portfolio.queries import ProjectFilter, find_projects
from conspectus.rooms.schedule.models import PlanSummary
from conspectus.rooms.schedule.queries.figures import figures_view, overall
from conspectus.rooms.schedule.queries.views import Judgement, PortfolioRow
from conspectus.rooms.schedule.rules import projects_with_cost

EVERYTHING = ProjectFilter()
_RANK = {"red": 0, "amber": 1, "green": 2, "not_assessed": 3}


def _finish(row: PortfolioRow) -> Any:
    return row.figures.finish_on if row.figures else None


def _slip(row: PortfolioRow) -> Any:
    return row.figures.current_slip_days if row.figures else None


def _float(row: PortfolioRow) -> Any:
    return row.figures.least_float_days if row.figures else None


def _quality(row: PortfolioRow) -> Any:
    assessed = row.figures.quality_assessed if row.figures else 0
    return row.figures.quality_passed / assessed if row.figures and assessed else None


def _cpi(row: PortfolioRow) -> Any:
    return row.figures.money.cpi.value if row.figures else None


def _spi_t(row: PortfolioRow) -> Any:
    return row.figures.money.spi_t.value if row.figures else None


def _status(row: PortfolioRow) -> Any:
    return _RANK[row.figures.overall.colour] if row.figures else None


def _stale(row: PortfolioRow) -> Any:
    return row.stale_days


# Orders by computed figures; those by a project's own particulars are the database's.
_COMPUTED = {
    "finish": _finish,
    "slip": _slip,
    "float": _float,
    "quality": _quality,
    "cpi": _cpi,
    "spi_t": _spi_t,
    "status": _status,
    "stale": _stale,
}
# What the table asks of a summary and its revision; checks, curves and findings are long and stay where they are.
_ASKED = (
    *(one.name for one in PlanSummary._meta.concrete_fields if one.name not in ("checks", "curve", "part")),
    *(f"revision__{name}" for name in ("number", "imported_at", "project_id")),
)
_PLACES = ("portfolio", "programme", "division", "manager")
_NAMES = tuple(f"{place}__name" for place in _PLACES)
_before = PlanSummary.objects.filter(
    revision__project=OuterRef("revision__project"), revision__number=OuterRef("revision__number") - 1
)
SORTS: tuple[str, ...] = (*PROJECT_SORTS, *(sign + name for name in _COMPUTED for sign in ("", "-")))


def portfolio_view(
    by: User, wanted: ProjectFilter = EVERYTHING, *, at: datetime, portfolio: int | None = None
) -> tuple[PortfolioRow, ...]:
    """Return a row for every visible project the filter leaves.

    ``wanted.sort`` may be any of ``SORTS``; rows without the figure come last,
    whichever way. Asks the database the same number of times for one project
    and for a thousand.
    """
    if portfolio is not None:
        wanted = replace(wanted, portfolio=portfolio)
    order = wanted.sort
    if order not in SORTS:
        raise Invalid("sort", f"Cannot sort by '{order[:60]}'.", "sort")
    computed = order.lstrip("-") if order not in PROJECT_SORTS else ""
    found = find_projects(by, replace(wanted, sort="code") if computed else wanted, at.date())
    projects = list(found.select_related(None).select_related(*_PLACES).only("code", "name", "state", *_NAMES))
    summaries = _current_summaries(projects)
    with_cost = projects_with_cost(by, at.date())
    rows = tuple(
        _row(project, summaries.get(project.pk), with_cost is None or project.pk in with_cost, at.date())
        for project in projects
    )
    return _sorted(rows, computed, descending=order.startswith("-")) if computed else rows


def _current_summaries(projects: list[Project]) -> dict[int, PlanSummary]:
    wide = len(projects) > 500  # beyond this a list of ids costs the database more than reading all
    rows = PlanSummary.objects.filter(is_current=True).select_related("revision")
    rows = rows.only(*_ASKED).annotate(
        schedule_before=Subquery(_before.values("schedule_colour")), cost_before=Subquery(_before.values("cost_colour"))
    )
    if not wide:
        rows = rows.filter(revision__project__in=[project.pk for project in projects])
    wanted = {project.pk for project in projects}
    return {row.revision.project_id: row for row in rows if row.revision.project_id in wanted}


def _row(project: Project, summary: PlanSummary | None, with_cost: bool, today: date) -> PortfolioRow:
    stale = (today - summary.status_on).days if summary and summary.status_on else None
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
        figures=figures_view(summary, with_cost=with_cost) if summary else None,
        errors=summary.errors if summary else 0,
        warnings=summary.warnings if summary else 0,
        overall_before=_colour_before(summary, with_cost) if summary else "",
    )


def _colour_before(summary: PlanSummary, with_cost: bool) -> str:
    """Return the overall colour of the revision before, as far as it may be seen; empty at the first."""
    schedule, cost = summary.schedule_before, summary.cost_before  # type: ignore[attr-defined]  # annotated above
    if schedule is None:
        return ""
    return overall(*(Judgement(colour) for colour in (schedule, cost if with_cost else "not_assessed"))).colour


def _sorted(rows: tuple[PortfolioRow, ...], name: str, *, descending: bool) -> tuple[PortfolioRow, ...]:
    figure = _COMPUTED[name]
    known = [row for row in rows if figure(row) is not None]
    unknown = [row for row in rows if figure(row) is None]
    return (*sorted(known, key=figure, reverse=descending), *unknown)
