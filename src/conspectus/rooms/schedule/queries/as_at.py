"""The figures that stood at the end of a day: of the newest plan that was true before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery

from conspectus.engine.measure import Measure
from conspectus.kit.many import MANY, of_these
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.bridge.judging import judge_again
from conspectus.rooms.schedule.bridge.tolerances import ToleranceView, tolerances_on
from conspectus.rooms.schedule.models import Milestone, PlanRevision, PlanSummary
from conspectus.rooms.schedule.queries.figures import figures_view, measures_view
from conspectus.rooms.schedule.queries.views import FiguresView, MilestoneView

LONG = ("checks", "curve", "part", "revision__findings")


@dataclass(frozen=True, slots=True)
class Standing:
    """A project's figures at a day, and what they were made from."""

    revision: int
    imported_at: datetime
    document_digest: str
    baseline: int | None  # number of the approved baseline; None: from the file, or none
    figures: FiguresView
    measures: Mapping[str, Measure]
    tolerance: ToleranceView  # what judges the figures
    milestones: tuple[MilestoneView, ...] = ()


def standings(
    projects: Sequence[Project], before: date, *, with_cost: frozenset[int] | None, milestones: bool = False
) -> dict[int, Standing]:
    """Return how visible projects stood: each by its newest plan with a status date before ``before``.

    A plan without a status date counts by the day it was imported. Projects
    without such a plan are left out; ``with_cost`` lists those whose money may
    be seen, None for all. What judges them is the tolerance of the day before ``before``. Asks the database
    at most three times, four with milestones.
    """
    rows, held = judged_summaries(projects, before)
    dated = _milestones([row.pk for row in rows]) if milestones else {}
    found = {}
    for row in rows:
        project = row.revision.project_id
        seen = with_cost is None or project in with_cost
        found[project] = Standing(
            revision=row.revision.number,
            imported_at=row.revision.imported_at,
            document_digest=row.revision.document_id,
            baseline=row.baseline_number,
            figures=figures_view(row, with_cost=seen),
            measures=measures_view(row, with_cost=seen),
            tolerance=held[project],
            milestones=dated.get(row.pk, ()),
        )
    return found


def judged_summaries(
    projects: Sequence[Project], before: date, *, also: Sequence[str] = ()
) -> tuple[list[PlanSummary], dict[int, ToleranceView]]:
    """Return the figures that stood, judged by what held, and what held; ``also`` names long columns to read."""
    wanted = {project.pk for project in projects}
    newest = _newest(projects, before).defer(*(name for name in LONG if name not in also))
    rows = [row for row in newest if row.revision.project_id in wanted]
    return rows, _judge(rows, projects, before - timedelta(days=1))


def _judge(rows: Sequence[PlanSummary], projects: Sequence[Project], on: date) -> dict[int, ToleranceView]:
    """Judge by what held on a day the figures that were judged by anything else; return what held."""
    held = tolerances_on(projects, on)
    others = [row for row in rows if row.tolerance_id != held[row.revision.project_id].tolerance_id]
    parts = of_these(PlanSummary.objects.all(), [row.pk for row in others], "pk") if others else None
    kept = dict(parts.values_list("pk", "part")) if parts is not None else {}
    for row in others:
        row.part = kept.get(row.pk, {})
        judge_again(row, held[row.revision.project_id])
    return held


def _newest(projects: Sequence[Project], before: date) -> QuerySet[PlanSummary]:
    midnight = datetime.combine(before, time(), UTC)
    true_before = Q(summary__status_on__lt=before) | Q(summary__status_on=None, imported_at__lt=midnight)
    newest = PlanRevision.objects.filter(true_before, project=OuterRef("revision__project")).order_by("-number")
    rows = PlanSummary.objects.filter(pk=Subquery(newest.values("pk")[:1])).select_related("revision")
    if len(projects) > MANY:
        return rows.filter(
            revision__project__in=Project.objects.filter(portfolio__in={p.portfolio_id for p in projects})
        )
    return rows.filter(revision__project__in=[project.pk for project in projects])


def _milestones(revisions: list[int]) -> dict[int, tuple[MilestoneView, ...]]:
    found: dict[int, list[MilestoneView]] = {}
    wanted = set(revisions)
    for one in of_these(Milestone.objects.all(), revisions, "revision").iterator():
        if one.revision_id in wanted:
            view = MilestoneView(one.uid, one.name, one.on, one.baseline_on, one.slip_days, one.done, one.critical)
            found.setdefault(one.revision_id, []).append(view)
    return {revision: tuple(views) for revision, views in found.items()}
