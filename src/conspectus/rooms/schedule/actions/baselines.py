"""A baseline is approved: it fixes one revision, for a reason, for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError

from conspectus.engine.plan import NONE
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid, NotFound
from conspectus.kit.texts import clean_text
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.rules import require_fresh_sign_in
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.schedule.actions.imports import write_figures
from conspectus.rooms.schedule.actions.limits import check_costs
from conspectus.rooms.schedule.actions.parts import figures_again
from conspectus.rooms.schedule.bridge.approved import Fixed, fix, usual_source
from conspectus.rooms.schedule.bridge.documents import load_plan, load_schedule
from conspectus.rooms.schedule.bridge.standing import standing_of
from conspectus.rooms.schedule.choices import BaselineSource
from conspectus.rooms.schedule.models import Baseline, PlanRevision
from conspectus.rooms.schedule.queries.revisions import get_revision


@deed("set_baseline", "approved a baseline", needs=Ability.APPROVE)
def set_baseline(
    *, project: Project, revision: PlanRevision, reason: str, source: str = "", by: User, at: datetime
) -> Baseline:
    """Approve a revision as the project's next baseline; the first stays the original.

    ``source`` says which dates are fixed: ``file`` takes the baseline stored in
    the revision's file, ``dates`` the plan's own dates and costs; empty takes
    the file's where it holds one. The figures of the newest revision are
    computed anew. Refuses an empty reason and a revision of another project.
    """
    require(by, "set_baseline", project, at.date())
    require_fresh_sign_in(by, at)
    if revision.project_id != project.pk:
        raise NotFound
    reason = clean_text(reason, "reason", most=2000, required=True)
    before = standing_of(project, at.date())
    number = (before.current.number if before.current else 0) + 1
    approved = _approved(revision, source, number)
    newest = get_revision(project)
    figures = figures_again(newest, replace(before, original=before.original or approved, current=approved))
    try:
        with audited("set_baseline", by=by, at=at) as line:
            Project.objects.select_for_update().get(pk=project.pk)
            if project.baselines.count() != number - 1 or get_revision(project).pk != newest.pk:
                raise Conflict("plan_meanwhile", "A plan or baseline came in meanwhile. Look at it, then try again.")
            check_costs(project, before)
            row = Baseline.objects.create(
                project=project,
                number=number,
                revision=revision,
                source=approved.source,
                reason=reason,
                approved_by=by.person,
                approved_at=at,
                finish_minute=None if approved.finish == NONE else approved.finish,
                bac_minor=approved.budget_minor,
            )
            write_figures(newest, figures)
            line.about("project", project.pk, baseline=number, revision=revision.number, reason=reason)
    except IntegrityError:
        raise Conflict("plan_meanwhile", "A baseline was approved at the same moment. Look at it first.") from None
    return row


def _approved(revision: PlanRevision, source: str, number: int) -> Fixed:
    """Return what the new baseline fixes; refuses a source the revision does not have."""
    plan = load_plan(revision.document_id)
    if not source:
        source = usual_source(plan)
    if source not in BaselineSource.values:
        raise Invalid("source", "Take the baseline from the file, or from the plan's own dates.", "source")
    if source == BaselineSource.FILE and usual_source(plan) != BaselineSource.FILE:
        raise Invalid("source", "The file of this revision holds no baseline. Take the plan's own dates.", "source")
    return fix(plan, load_schedule(revision.document_id), source, number)
