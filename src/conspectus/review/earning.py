"""One file's earned value, as the contract of `plan earned` has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conspectus.engine.findings import Finding
from conspectus.engine.network import CycleError, schedule
from conspectus.engine.plan import Plan
from conspectus.formats.schedules import Reading
from conspectus.review.assess import Given, status_of
from conspectus.review.contract import money_row, work_row
from conspectus.review.costing import cross_check, names_of
from conspectus.review.measured import measured, money_of, work_of
from conspectus.review.result import Money, StatusDate
from conspectus.review.show import finding_row

if TYPE_CHECKING:
    from conspectus.review.costing import CostBook


def earn_reading(reading: Reading, status: StatusDate, book: CostBook | None = None, levels: int = 0) -> dict[str, Any]:
    """Return ``{"projects": [...], "findings": [...]}`` with every measure and the work breakdown of each project."""
    projects, findings = [], list(reading.findings)
    for plan in reading.plans:
        costs = budget = None
        if book is not None:
            names = names_of(plan, plan.uid, reading.name)
            budget = book.budget_of(plan, names, alone=len(reading.plans) == 1)
            costs, noticed = book.costs_of(plan, names, alone=len(reading.plans) == 1)
            findings += noticed
        row, told = _project(plan, Given(plan.uid, reading.name, reading.kind, status, costs, budget=budget), levels)
        projects.append(row)
        findings += told
    if book is not None:
        findings += [*book.reading.findings, *book.leftovers()]
    return {"projects": projects, "findings": [finding_row(item, reading.name) for item in findings]}


def _project(plan: Plan, given: Given, levels: int) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    status = status_of(plan, given)
    about = {"id": plan.uid, "name": plan.name, "status_date": status.text or None}
    try:
        computed = schedule(plan)
    except CycleError as refusal:
        return {**about, "baseline_source": None, **money_row(Money(plan.currency)), "work_breakdown": []}, (
            refusal.finding,
        )
    found, _ = measured(plan, computed, status, given.costs, budget=given.budget)
    work = [work_row(row) for row in work_of(plan, found, levels)]
    told = {"baseline_source": found.source or None, **money_row(money_of(found)), "work_breakdown": work}
    return about | told, (*found.findings, *cross_check(plan, found, given.budget))
