"""What a project's cost is judged against, and what was spent on it, as the money room says them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Q

from conspectus.kit.errors import Conflict
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.bridge.figures import Standing
from conspectus.rooms.schedule.bridge.judging import NEEDED, WRITTEN, judge_by, judge_by_budget
from conspectus.rooms.schedule.bridge.ledgers import NEEDED as TAKEN
from conspectus.rooms.schedule.bridge.ledgers import WRITTEN as TOLD
from conspectus.rooms.schedule.bridge.ledgers import booked_on, take_anew
from conspectus.rooms.schedule.bridge.tolerances import tolerances_on
from conspectus.rooms.schedule.choices import CostSource
from conspectus.rooms.schedule.models import CostLimit, PlanSummary, SpentDay

STEP = 500


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


def tell_spent(*, spent: Mapping[tuple[int, date, str], int], projects: Collection[Project], on: date) -> None:
    """Keep what the ledger holds now by project, day and currency, and take the figures it changes anew.

    Part of what records entries, which writes the audit line and holds the projects' locks.
    """
    rows = [
        SpentDay(project_id=number, on=day, currency=code, amount_minor=minor)
        for (number, day, code), minor in spent.items()
    ]
    SpentDay.objects.bulk_create(
        rows, STEP, update_conflicts=True, unique_fields=["project", "on", "currency"], update_fields=["amount_minor"]
    )
    if rows:
        take_costs_anew(projects, since=min(row.on for row in rows), on=on)


def take_costs_anew(projects: Collection[Project], *, since: date, on: date) -> int:
    """Take actual cost anew in the plans of projects with a status date from a day on; return how many changed.

    No audit line: what follows from the ledger, the rates and the rule in force is only written down.
    """
    booked = booked_on(projects)
    rows = PlanSummary.objects.filter(project__in=[one.pk for one in projects], status_on__gte=since)
    if not any(CostSource.LEDGER in (first for _, first in one.rules) for one in booked.values()):
        bare = Q(actual_cost_minor=None) | Q(actual_cost_minor=0)
        rows = rows.filter(bare | Q(actual_from=CostSource.LEDGER))
    changed = [row for row in rows.only(*TAKEN, *NEEDED) if take_anew(row, booked[row.project_id])]
    held = tolerances_on(projects, on) if changed else {}
    for row in changed:
        judge_by(row, held[row.project_id])
    PlanSummary.objects.bulk_update(changed, [*TOLD, *WRITTEN], batch_size=STEP)
    return len(changed)


def check_costs(project: Project, standing: Standing) -> None:
    """Refuse, under the project's lock, when budget or ledger became another than figures were made with."""
    now, limit = CostLimit.objects.filter(project=project).first(), standing.limit
    if (now and now.amount_minor) != (limit and limit.amount_minor):
        raise Conflict("budget_meanwhile", "A budget was approved meanwhile. Try again.")
    if booked_on([project])[project.pk] != standing.booked:
        raise Conflict("ledger_meanwhile", "Entries were recorded in the ledger meanwhile. Try again.")
