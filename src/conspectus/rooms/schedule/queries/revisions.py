"""Revisions of one project's plan, their figures, and the baselines approved."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from conspectus.engine.measure import Reason, missing, value
from conspectus.kit.errors import NotAllowed, NotFound
from conspectus.kit.ids import row_id
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import sees_cost
from conspectus.rooms.schedule.bridge.documents import load_plan
from conspectus.rooms.schedule.bridge.figures import day_of, finding_of
from conspectus.rooms.schedule.bridge.said import Said
from conspectus.rooms.schedule.choices import BaselineSource
from conspectus.rooms.schedule.models import Baseline, PlanRevision, RegisterStatus
from conspectus.rooms.schedule.queries.figures import checks_view, curve_view, figures_view, measures_view
from conspectus.rooms.schedule.queries.views import (
    BaselineView,
    MilestoneView,
    RevisionDetail,
    RevisionView,
)


def current_number(project: Project) -> int | None:
    """Return the number of the newest revision; None before the first plan."""
    return project.plan_revisions.order_by("-number").values_list("number", flat=True).first()


def get_revision(project: Project, number: object = None) -> PlanRevision:
    """Return a revision of a project the caller has shown to be visible: the newest, or the one of this number."""
    rows = _rows(project)
    row = (rows if number is None else rows.filter(number=row_id(number))).first()
    if row is None:
        raise NotFound
    return row


def revisions(project: Project, *, by: User, on: date | None = None) -> tuple[RevisionView, ...]:
    """Return all revisions of a project, newest first, without reading a document."""
    with_cost = sees_cost(by, project, on)
    fixed = _fixed_by(project)
    return tuple(_revision_view(row, fixed.get(row.pk, ()), None, with_cost=with_cost) for row in _rows(project))


def revision_detail(project: Project, number: object = None, *, by: User, on: date | None = None) -> RevisionDetail:
    """Return one revision with its measures, checks, findings, milestones and S-curve."""
    row = get_revision(project, number)
    with_cost = sees_cost(by, project, on)
    summary = row.summary
    return RevisionDetail(
        revision=_revision_view(row, _fixed_by(project).get(row.pk, ()), _registers(row), with_cost=with_cost),
        measures=measures_view(summary, with_cost=with_cost),
        checks=checks_view(summary),
        findings=tuple(finding_of(kept) for kept in row.findings),
        milestones=_milestones(row),
        curve=curve_view(summary, with_cost=with_cost),
    )


def baselines(project: Project, *, by: User, on: date | None = None) -> tuple[BaselineView, ...]:
    """Return the approved baselines, the original first."""
    with_cost = sees_cost(by, project, on)
    rows = list(project.baselines.select_related("revision", "approved_by").order_by("number"))
    return tuple(_baseline_view(row, len(rows), with_cost=with_cost) for row in rows)


def plan_json(project: Project, number: object = None, mode: str = "auto") -> dict[str, Any]:
    """Return a stored plan as the contract of ``conspectus plan show`` has it."""
    from conspectus.review.dates import iso
    from conspectus.review.show import finding_row, show_plan

    row = get_revision(project, number)
    shown, noticed = show_plan(load_plan(row.document_id), mode)
    given = Said(status_date=row.status_given).given()
    shown["status_date"] = iso(given.instant) or shown["status_date"]
    findings = dict.fromkeys((*(finding_of(kept) for kept in row.findings), *noticed))
    return {"projects": [shown], "findings": [finding_row(item, row.source_name, shown["id"]) for item in findings]}


def plan_file(project: Project, number: object = None, *, by: User, on: date | None = None) -> tuple[str, bytes]:
    """Return a stored plan as a name and the bytes of an MSPDI file; who may not see its costs gets none."""
    from conspectus.formats.schedules import write_mspdi

    row = get_revision(project, number)
    if not sees_cost(by, project, on):
        raise NotAllowed("The file holds costs, which your role may not see. Ask for it at your PMO.")
    return f"plan-{project.pk}-revision-{row.number}.xml", write_mspdi(load_plan(row.document_id))


def _rows(project: Project) -> QuerySet[PlanRevision]:
    return project.plan_revisions.select_related("summary", "imported_by").order_by("-number")


def _fixed_by(project: Project) -> dict[int, tuple[int, ...]]:
    """Return the numbers of the baselines that fix each revision."""
    found: dict[int, tuple[int, ...]] = {}
    for revision, number in project.baselines.order_by("number").values_list("revision", "number"):
        found[revision] = (*found.get(revision, ()), number)
    return found


def _registers(row: PlanRevision) -> RegisterStatus | None:
    """Return what the registers say beside the newest plan; an earlier plan stands alone."""
    return RegisterStatus.objects.filter(project=row.project_id).first() if row.summary.is_current else None


def _revision_view(
    row: PlanRevision, fixed: tuple[int, ...], registers: RegisterStatus | None, *, with_cost: bool
) -> RevisionView:
    return RevisionView(
        number=row.number,
        is_current=row.summary.is_current,
        plan_name=row.plan_name,
        source_name=row.source_name,
        source_kind=row.source_kind,
        source_digest=row.source_digest,
        document_digest=row.document_id,
        reader_version=row.reader_version,
        imported_at=row.imported_at,
        imported_by=row.imported_by.name,
        figures=figures_view(row.summary, with_cost=with_cost, registers=registers),
        errors=row.summary.errors,
        warnings=row.summary.warnings,
        baselines=fixed,
        status_given=row.status_given,
        manner=row.manner,
    )


def _milestones(row: PlanRevision) -> tuple[MilestoneView, ...]:
    return tuple(
        MilestoneView(one.uid, one.name, one.on, one.baseline_on, one.slip_days, one.done, one.critical)
        for one in row.milestones.all()
    )


def _baseline_view(row: Baseline, newest: int, *, with_cost: bool) -> BaselineView:
    budget = missing(Reason.NO_DATA) if row.bac_minor is None else value(row.bac_minor)
    return BaselineView(
        number=row.number,
        revision=row.revision.number,
        source=row.source,
        source_words=str(BaselineSource(row.source).label),
        reason=row.reason,
        approved_by=row.approved_by.name,
        approved_at=row.approved_at,
        finish_on=None if row.finish_minute is None else day_of(row.finish_minute, end=True),
        bac=budget if with_cost else missing(Reason.HIDDEN),
        is_original=row.number == 1,
        is_current=row.number == newest,
    )
