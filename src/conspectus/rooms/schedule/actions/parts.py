"""What a group needs of a project, computed for plans stored by versions that did not keep it yet."""

from __future__ import annotations

from conspectus.kit.errors import Conflict
from conspectus.rooms.schedule.bridge.documents import load_plan
from conspectus.rooms.schedule.bridge.figures import Figures, Standing, figure, finding_of
from conspectus.rooms.schedule.bridge.standing import given_with, standing_of
from conspectus.rooms.schedule.models import PlanRevision, PlanSummary


def fill_parts() -> int:
    """Keep the parts that current plans lack; return how many. A plan that is damaged keeps none: its page says so.

    No audit line: nothing is decided or changed, what follows from the stored plan is only written down.
    """
    lacking = PlanSummary.objects.filter(is_current=True, part={}).select_related("revision__project")
    filled = 0
    for row in lacking.only("revision"):
        try:
            figures = figures_again(row.revision, standing_of(row.revision.project))
        except Conflict:
            continue
        filled += PlanSummary.objects.filter(pk=row.pk, part={}).update(part=figures.summary["part"])
    return filled


def figures_again(revision: PlanRevision, standing: Standing) -> Figures:
    """Return a stored revision's figures against the approved baselines; its kept findings stay as they were."""
    plan = load_plan(revision.document_id)
    given = given_with(revision, plan.uid)
    return figure(plan, standing, given, tuple(finding_of(kept) for kept in revision.findings))
