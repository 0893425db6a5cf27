"""Schedule quality as the review shows it: the checks in words, and the share passed."""

from __future__ import annotations

from conspectus.engine.checks import Check, inspect
from conspectus.engine.findings import Finding
from conspectus.engine.measure import Measure
from conspectus.engine.network import Schedule
from conspectus.engine.plan import NONE, Plan
from conspectus.review.result import CheckRow, StatusDate


def quality_of(
    plan: Plan, computed: Schedule, status: StatusDate
) -> tuple[Measure, tuple[CheckRow, ...], tuple[Finding, ...]]:
    """Return the share of the assessable checks passed, the checks, and what they noticed."""
    found = inspect(plan, computed, status_date=None if status.instant == NONE else status.instant)
    return found.score, tuple(check_row(check) for check in found.checks), found.findings


def check_row(check: Check) -> CheckRow:
    """Return a check as the review keeps it."""
    return CheckRow(
        code=check.code,
        name=check.name,
        measure=check.measure,
        unit=check.unit,
        passed=check.passed,
        words=check.words,
        remedy=check.remedy,
        tasks=check.tasks,
        threshold=check.threshold,
    )
