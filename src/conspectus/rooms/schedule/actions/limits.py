"""What a project's cost is judged against, said by the money room when a budget is approved."""

from __future__ import annotations

from datetime import date

from conspectus.kit.errors import Conflict
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.bridge.judging import WRITTEN, judge_by_budget
from conspectus.rooms.schedule.bridge.tolerances import tolerances_on
from conspectus.rooms.schedule.models import CostLimit, PlanSummary


def hold_cost_to(*, project: Project, amount_minor: int, on: date) -> None:
    """Judge the newest plan against an approved budget from now on; earlier plans keep what they were judged by.

    Part of the approval, which writes the audit line and holds the project's lock.
    """
    given = {"amount_minor": amount_minor, "currency": project.currency}
    limit, _ = CostLimit.objects.update_or_create(project=project, defaults=given)
    row = PlanSummary.objects.filter(project=project, is_current=True).first()
    if row is not None:
        judge_by_budget(row, tolerances_on([project], on)[project.pk], limit)
        row.save(update_fields=["measures", "part", *WRITTEN])


def check_limit(project: Project, limit: CostLimit | None) -> None:
    """Refuse, under the project's lock, when another budget was approved than the one figures were made with."""
    now = CostLimit.objects.filter(project=project).first()
    if (now and now.amount_minor) != (limit and limit.amount_minor):
        raise Conflict("budget_meanwhile", "A budget was approved meanwhile. Try again.")
