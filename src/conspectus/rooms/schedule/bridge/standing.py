"""What stands beside a stored plan: the approved baselines, the tolerance, and what was said with the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from conspectus.kit.many import of_these
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.bridge.approved import Fixed, fix
from conspectus.rooms.schedule.bridge.documents import load_plan, load_schedule, read_checked
from conspectus.rooms.schedule.bridge.figures import Standing
from conspectus.rooms.schedule.bridge.ledgers import booked_on
from conspectus.rooms.schedule.bridge.said import Said
from conspectus.rooms.schedule.bridge.tolerances import USUAL, tolerances_on
from conspectus.rooms.schedule.models import Baseline, CostLimit, PlanRevision

if TYPE_CHECKING:
    from conspectus.review.assess import Given
    from conspectus.review.result import StatusDate


def standing_of(project: Project, on: date | None = None) -> Standing:
    """Return the original and current approved baseline of a project, its budget, its ledger, and what judges it.

    The tolerance is that of a day, where one is given.
    """
    rows = list(project.baselines.select_related("revision").order_by("number"))
    held = tolerances_on([project], on)[project.pk] if on else USUAL
    limit = CostLimit.objects.filter(project=project).first()
    booked = booked_on([project])[project.pk]
    if not rows:
        return Standing(tolerance=held, limit=limit, booked=booked)
    original = approved_of(rows[0])
    return Standing(original, original if len(rows) == 1 else approved_of(rows[-1]), held, limit, booked)


def current_baselines(projects: Iterable[Project]) -> dict[int, Baseline]:
    """Return the approved baseline in force of each project that has one, asked for at once."""
    rows = Baseline.objects.filter(project__in=[one.pk for one in projects]).select_related("revision")
    return {row.project_id: row for row in rows.defer("revision__findings").order_by("number")}


def cost_limits(projects: Iterable[Project]) -> dict[int, CostLimit]:
    """Return the approved budget of each project that has one, asked for at once."""
    return {row.pk: row for row in of_these(CostLimit.objects.all(), [one.pk for one in projects])}


def approved_in(row: Baseline, documents: Mapping[str, bytes]) -> Fixed:
    """Return what one approved baseline fixes, from documents already fetched."""
    from conspectus.engine.network import schedule

    plan = read_checked(row.revision.document_id, documents[row.revision.document_id])
    return fix(plan, schedule(plan), row.source, row.number)


def approved_of(row: Baseline) -> Fixed:
    """Return what one approved baseline fixes."""
    digest = row.revision.document_id
    return fix(load_plan(digest), load_schedule(digest), row.source, row.number)


def given_with(revision: PlanRevision, project: str, asked: StatusDate | None = None) -> Given:
    """Return what stands beside a stored plan: the status date asked for, else the one given with its file."""
    from conspectus.engine.plan import NONE
    from conspectus.review.assess import Given

    kept = Said(status_date=revision.status_given).given()
    status = asked if asked is not None and asked.instant != NONE else kept
    return Given(project, revision.source_name, revision.source_kind, status)
