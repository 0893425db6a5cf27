"""What plans ask of their managers, and what came in since an instant."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from conspectus.kit.many import of_these
from conspectus.rooms.portfolio.choices import State
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.choices import MilestoneState
from conspectus.rooms.schedule.models import Baseline, Milestone, PlanSummary
from conspectus.rooms.schedule.queries.figures import overall
from conspectus.rooms.schedule.queries.milestones import milestone_state
from conspectus.rooms.schedule.queries.views import Judgement


@dataclass(frozen=True, slots=True)
class PlanAsked:
    """The newest plan of an active project as its manager has to answer for it; ``errors`` is None before the first."""

    project_id: int
    code: str
    name: str
    errors: int | None
    warnings: int
    status_on: date | None


@dataclass(frozen=True, slots=True)
class PlanMove:
    """What the plans of a project that came in since an instant moved; before the first there is no colour or date."""

    project_id: int
    code: str
    name: str
    plans: int  # that came in
    number: int
    imported_by_id: int
    imported_by: str
    imported_at: datetime
    finish_before: date | None
    finish: date | None
    colour_before: str
    colour: str


@dataclass(frozen=True, slots=True)
class MissedMilestone:
    """A milestone of a project's newest plan that is missed since a day."""

    project_id: int
    name: str
    since: date


def milestone_names(wanted: Collection[tuple[int, str]]) -> dict[tuple[int, str], str]:
    """Return the names of milestones by project and uid, as the newest revision that holds each has it.

    The caller has shown the projects to be visible.
    """
    rows = Milestone.objects.filter(
        revision__project__in={project for project, _ in wanted}, uid__in={uid for _, uid in wanted}
    )
    found = {}
    for project, uid, name in rows.order_by("revision__number").values_list("revision__project", "uid", "name"):
        if (project, uid) in wanted:
            found[project, uid] = name or uid
    return found


def current_milestones(project: int) -> list[tuple[str, str]]:
    """Return uid and name of the milestones of the newest plan of a project the caller has shown to be visible."""
    rows = Milestone.objects.filter(revision__project=project, revision__summary__is_current=True).order_by("pk")
    return [(uid, name or uid) for uid, name in rows.values_list("uid", "name")]


def missed_milestones(projects: Collection[int], today: date) -> list[MissedMilestone]:
    """Return the missed milestones of projects the caller has shown to be visible, the longest overdue first."""
    by_then = F("revision__summary__status_on")
    rows = Milestone.objects.filter(revision__summary__is_current=True, done=False)
    rows = rows.filter(Q(on__lte=by_then) | Q(baseline_on__lte=by_then))
    wanted, found = set(projects), []
    asked = ("revision__project", "uid", "name", "on", "baseline_on", "revision__summary__status_on")
    for project, uid, name, *days, status_on in of_these(rows, projects, "revision__project").values_list(*asked):
        state = milestone_state(*days, done=False, status_on=status_on, today=today)
        if project in wanted and state == MilestoneState.MISSED:
            since = min(day for day in days if day is not None)
            found.append(MissedMilestone(project, name or uid, since))
    return sorted(found, key=lambda one: (one.since, one.project_id, one.name))


def plans_asked(projects: QuerySet[Project]) -> list[PlanAsked]:
    """Return how the newest plans of the active ones of some visible projects stand, by code."""
    current = PlanSummary.objects.filter(project=OuterRef("pk"), is_current=True)
    names = ("errors", "warnings", "status_on")
    rows = projects.filter(state=State.ACTIVE).annotate(
        **{f"plan_{name}": Subquery(current.values(name)[:1]) for name in names}
    )
    asked = rows.order_by("code", "pk").values_list("pk", "code", "name", *(f"plan_{name}" for name in names))
    return [PlanAsked(pk, code, name, errors, warned or 0, on) for pk, code, name, errors, warned, on in asked]


def plan_moves(projects: Collection[int], since: datetime, with_cost: frozenset[int] | None) -> list[PlanMove]:
    """Return what new plans of visible projects moved since an instant, newest first."""
    newest = PlanSummary.objects.filter(is_current=True, revision__imported_at__gt=since)
    before = PlanSummary.objects.filter(project=OuterRef("project"), revision__imported_at__lte=since)
    before = before.order_by("-revision__number")
    told = ("finish_on", "schedule_colour", "cost_colour")
    rows = newest.annotate(
        plans=Count("project__plan_revisions", filter=Q(project__plan_revisions__imported_at__gt=since)),
        **{f"{name}_before": Subquery(before.values(name)[:1]) for name in told},
        number=F("revision__number"),
        imported_at=F("revision__imported_at"),
    )
    wanted = set(projects)
    asked = of_these(rows, projects).select_related("project", "revision__imported_by").defer("checks", "curve", "part")
    return [
        _move(row, with_cost is None or row.project_id in with_cost)
        for row in asked.order_by("-revision__imported_at", "-pk")
        if row.project_id in wanted
    ]


def baselines_since(projects: Collection[int], since: datetime) -> list[Baseline]:
    """Return the baselines of visible projects approved since an instant, newest first."""
    rows = of_these(Baseline.objects.filter(approved_at__gt=since), projects)
    wanted = set(projects)
    found = rows.select_related("project", "approved_by", "revision").order_by("-approved_at", "-pk")
    return [row for row in found if row.project_id in wanted]


def _move(row: PlanSummary, with_cost: bool) -> PlanMove:
    told = row.__dict__  # with what was annotated
    first = told["schedule_colour_before"] is None
    return PlanMove(
        project_id=row.project_id,
        code=row.project.code,
        name=row.project.name,
        plans=told["plans"],
        number=told["number"],
        imported_by_id=row.revision.imported_by_id,
        imported_by=row.revision.imported_by.name,
        imported_at=told["imported_at"],
        finish_before=told["finish_on_before"],
        finish=row.finish_on,
        colour_before="" if first else _overall(told["schedule_colour_before"], told["cost_colour_before"], with_cost),
        colour=_overall(row.schedule_colour, row.cost_colour, with_cost),
    )


def _overall(schedule: str, cost: str, with_cost: bool) -> str:
    return overall(Judgement(schedule), Judgement(cost if with_cost else "not_assessed")).colour
