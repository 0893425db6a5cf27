"""Where projects stand in a period: computed beside declared, from live rows while it is open."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from conspectus.engine.status.plausible import COST_CODES
from conspectus.kit.many import of_these
from conspectus.rooms.accounts.models import User
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import ProjectFilter, find_projects, placed_on
from conspectus.rooms.portfolio.queries.field_values import seen_values
from conspectus.rooms.portfolio.queries.fields import Sight, project_sight
from conspectus.rooms.portfolio.rules import projects_with_cost
from conspectus.rooms.schedule.choices import WORST_FIRST, Colour
from conspectus.rooms.schedule.queries import FiguresView, Judgement
from conspectus.rooms.schedule.queries.alone import live_figures
from conspectus.rooms.schedule.queries.as_at import Standing, standings
from conspectus.rooms.schedule.queries.fields import held_fields
from conspectus.rooms.schedule.queries.streams import stream_without_money, streams_then
from conspectus.rooms.schedule.queries.views import StreamView
from conspectus.rooms.status.bridge import gap, level_of
from conspectus.rooms.status.choices import Dimension
from conspectus.rooms.status.models import Declaration, Override, Report, ReportFinding
from conspectus.rooms.status.queries.registers import Judged, judged_dimensions
from conspectus.rooms.status.queries.views import DimensionStatus, FindingView, OverrideView, ProjectStatus, ReportView

EVERYTHING = ProjectFilter()
NO_PLAN = Judgement(Colour.NOT_ASSESSED, "Not assessed, because no plan was handed in by the end of the period.")


def live_statuses(
    by: User, period: Period, wanted: ProjectFilter = EVERYTHING, *, at: datetime, milestones: bool = False
) -> tuple[ProjectStatus, ...]:
    """Return where every visible project of the period's portfolio stands that the filter leaves.

    Asks the database the same number of times for one project and for a thousand.
    """
    projects = list(find_projects(by, wanted, at.date()).filter(portfolio=period.portfolio_id))
    with_cost = projects_with_cost(by, at.date())
    sight = project_sight(by, [project.pk for project in projects], at.date())
    return assemble(projects, period, with_cost=with_cost, on=at.date(), milestones=milestones, sight=sight)


def assemble(
    projects: Sequence[Project],
    period: Period,
    *,
    with_cost: frozenset[int] | None,
    on: date,
    milestones: bool = False,
    streams: bool = False,
    sight: Sight,
) -> tuple[ProjectStatus, ...]:
    """Return the status of projects the caller has shown to be visible, each where it belonged in the period.

    Their fields are told as far as ``sight`` covers; work streams only where they are asked for, as plans are read for
    them.
    """
    projects = placed_on(projects, min(on, period.ends_on - timedelta(days=1)))
    ids = [project.pk for project in projects]
    standing = standings(projects, period.ends_on, with_cost=with_cost, milestones=milestones)
    reports = _reports(period, ids)
    overrides = overrides_in_force(period, "project", ids, on)
    judged = judged_dimensions(projects, min(on, period.ends_on - timedelta(days=1)))
    alone = {pk: own for pk, one in judged.items() if pk not in standing and (own := _alone(one, priced=True))}
    figures = alone | {pk: one.figures for pk, one in standing.items()}
    held = held_fields(projects, period.ends_on - timedelta(days=1), figures)
    found = (
        _status(
            project,
            period,
            standing.get(project.pk),
            reports.get(project.pk),
            overrides.get(project.pk, {}),
            (judged[project.pk], with_cost is None or project.pk in with_cost),
        )
        for project in projects
    )
    told = [replace(one, fields=seen_values(held[one.project_id], sight, one.project_id)) for one in found]
    if with_cost is not None:
        told = [
            one if one.project_id in with_cost else replace(one, report=report_without_cost(one.report)) for one in told
        ]
    if not streams:
        return tuple(told)
    cut = streams_then(projects, standing)
    return tuple(
        replace(
            one, streams=streams_seen(cut.get(one.project_id, ()), with_cost is None or one.project_id in with_cost)
        )
        for one in told
    )


def streams_seen(streams: tuple[StreamView, ...], with_cost: bool) -> tuple[StreamView, ...]:
    """Return work streams as far as they may be seen."""
    return streams if with_cost else tuple(stream_without_money(one) for one in streams)


def report_view(report: Report | None) -> ReportView:
    """Return a report as it is shown; an empty one where there is none."""
    if report is None:
        return ReportView(state="")
    return ReportView(
        state=report.state,
        scale=report.scale,
        summary=report.summary,
        achieved=report.achieved,
        planned=report.planned,
        decisions=report.decisions,
        submitted_by=report.submitted_by.name if report.submitted_by else "",
        submitted_at=report.submitted_at,
        decided_by=report.decided_by.name if report.decided_by else "",
        decided_at=report.decided_at,
        answer=report.answer,
        revision=report.revision,
        decide_on=report.decide_on,
        finish_on=report.finish_on,
        forecast_minor=report.forecast_minor,
        repeated=report.repeated,
        effort_minutes=report.effort_minutes,
        findings=tuple(finding_view(one) for one in report.findings.all()),
    )


def finding_view(row: ReportFinding) -> FindingView:
    """Return a finding of a report as it is shown."""
    by = row.answered_by.name if row.answered_by else ""
    return FindingView(row.code, row.place, row.words, row.remedy, row.answer, by, row.answered_at)


def report_without_cost(report: ReportView) -> ReportView:
    """Return a report as who may not see cost may have it."""
    findings = tuple(one for one in report.findings if one.code not in COST_CODES)
    return replace(report, forecast_minor=None, findings=findings)


def override_view(row: Override) -> OverrideView:
    """Return an override as it is shown."""
    return OverrideView(
        row.pk, row.dimension, row.colour, row.computed, row.reason, row.made_by.name, row.made_at, row.ends_on
    )


def _reports(period: Period, ids: list[int]) -> dict[int, Report]:
    rows = Report.objects.filter(period=period, programme=None).select_related("submitted_by", "decided_by")
    rows = rows.prefetch_related("declarations", "findings__answered_by")
    return {row.project_id: row for row in of_these(rows, ids) if row.project_id is not None}


def overrides_in_force(period: Period, kind: str, ids: Collection[int], on: date) -> dict[int, dict[str, Override]]:
    """Return the override in force for each ``project`` or ``programme`` and dimension.

    Of an open period those of its last day, or today.
    """
    day = min(on, period.ends_on - timedelta(days=1))
    rows = Override.objects.filter(ended_at=None, ends_on__gt=day, made_at__date__lte=on)
    rows = rows.select_related("made_by", kind)
    found: dict[int, dict[str, Override]] = {}
    for row in of_these(rows.exclude(**{kind: None}), ids, kind).order_by("made_at", "pk"):
        found.setdefault(row.subject.pk, {})[row.dimension] = row
    return found


def _status(
    project: Project,
    period: Period,
    standing: Standing | None,
    report: Report | None,
    overrides: Mapping[str, Override],
    registers: tuple[Mapping[str, Judged], bool],  # and whether cost is seen
) -> ProjectStatus:
    declared = {row.dimension: row for row in report.declarations.all()} if report else {}
    scale = report.scale if report else ""
    judged, priced = registers
    computed = _computed(standing, {name: one.told(priced) for name, one in judged.items()})
    parts = [
        dimension_status(name, found, declared.get(name), scale, overrides.get(name))
        for name, found in computed.items()
    ]
    if priced:
        parts = [
            replace(one, unpriced=judged[one.dimension].unpriced) if one.dimension in judged else one for one in parts
        ]
    pure = worst({one.dimension: one.computed.colour for one in parts})
    whole = dimension_status("overall", pure, declared.get("overall"), scale, overrides.get("overall"))
    if whole.override is None:
        whole = replace(whole, colour=worst({one.dimension: one.colour for one in parts}).colour)
    figures = standing.figures if standing else _alone(judged, priced=priced)
    last = period.ends_on - timedelta(days=1)
    return ProjectStatus(
        project_id=project.pk,
        code=project.code,
        name=project.name,
        state=project.state,
        portfolio=project.portfolio.name,
        programme_id=project.programme_id,
        programme=project.programme.name if project.programme else "",
        division_id=project.division_id,
        division_path=project.division.path if project.division else "",
        division=project.division.name if project.division else "",
        manager_id=project.manager_id,
        manager=project.manager.name if project.manager else "",
        report=report_view(report),
        dimensions=(whole, *parts),
        revision=standing.revision if standing else None,
        imported_at=standing.imported_at if standing else None,
        document_digest=standing.document_digest if standing else "",
        baseline=standing.baseline if standing else None,
        figures=figures,
        stale_days=(last - figures.status_on).days if figures and figures.status_on else None,
        milestones=standing.milestones if standing else (),
        tolerance=standing.tolerance if standing else None,
        by_backlog=standing is None and "schedule" in judged,
    )


def _alone(judged: Mapping[str, Judged], *, priced: bool) -> FiguresView | None:
    """Return the figures of a project that has no plan and stands by its backlog."""
    one = judged["schedule"].alone if "schedule" in judged else None
    if one is None:
        return None
    return live_figures(one, {name: found.told(priced) for name, found in judged.items()}, with_cost=priced)


def _computed(standing: Standing | None, judged: Mapping[str, Judgement]) -> dict[str, Judgement]:
    """Return what is computed of each dimension but overall; what no register holds yet says so."""
    from conspectus.engine.status.verdict import UNASSESSED, not_assessed

    found = {
        "schedule": judged.get("schedule") or (standing.figures.schedule if standing else NO_PLAN),
        "cost": standing.figures.cost if standing else judged.get("cost", NO_PLAN),
    }
    for name, why in UNASSESSED.items():
        found[name] = judged.get(name) or Judgement(Colour.NOT_ASSESSED, not_assessed(name, why).words)
    return {name.value: found[name] for name in Dimension if name in found}


def dimension_status(
    name: str, computed: Judgement, declared: Declaration | None, scale: str, override: Override | None = None
) -> DimensionStatus:
    """Return what is computed of a dimension beside what is declared of it."""
    level = level_of(scale, declared.level) if declared else None
    return DimensionStatus(
        dimension=name,
        computed=computed,
        colour=override.colour if override else computed.colour,
        override=override_view(override) if override else None,
        declared=declared.level if declared else "",
        declared_label=level.label if level else "",
        declared_colour=level.colour if level else "",
        declared_words=declared.words if declared else "",
        gap=gap(declared.rank, computed.colour) if declared else None,
    )


def worst(colours: Mapping[str, str]) -> Judgement:
    """Return the worst of the dimensions assessed, with the number assessed."""
    assessed = {name: colour for name, colour in colours.items() if colour != Colour.NOT_ASSESSED}
    for colour in WORST_FIRST:
        worst = [name for name, found in assessed.items() if found == colour]
        if worst:
            named = f"{colour.value.capitalize()} by {' and '.join(worst)}"  # kept, so in one language
            words = f"{named}; {len(assessed)} of {len(colours)} dimensions assessed."
            return Judgement(colour.value, words)
    return Judgement(Colour.NOT_ASSESSED.value, "Nothing could be assessed.")
