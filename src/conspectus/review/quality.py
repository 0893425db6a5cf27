"""Schedule quality as the review shows it: the checks in words, and the share passed."""

from __future__ import annotations

from conspectus.engine.findings import Finding
from conspectus.engine.measure import Measure, Reason, missing
from conspectus.engine.network import Schedule
from conspectus.engine.plan import Plan
from conspectus.review.result import CheckRow, StatusDate


def quality_of(
    plan: Plan, computed: Schedule, status: StatusDate
) -> tuple[Measure, tuple[CheckRow, ...], tuple[Finding, ...]]:
    """Return the share of the assessable checks passed, the checks, and what they noticed."""
    return missing(Reason.NO_DATA), (), ()
