"""What is measured of the quality of projects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from conspectus.engine.measure import Reason
from conspectus.rooms.facts.choices import Measured
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.quality.queries.standing import QualityStanding, quality_standings


def quality_facts(projects: Sequence[Project], on: date) -> dict[int, dict[str, Measured]]:
    """Return what is measured of checks, reviews and non-conformities at the end of a day, by project and name."""
    found = quality_standings([one.pk for one in projects], on)
    return {one.pk: _facts(found.get(one.pk, QualityStanding())) for one in projects}


def _facts(there: QualityStanding) -> dict[str, Measured]:
    share = there.first_pass_yield
    return {
        "quality_checks": there.checks,
        "quality_checks_overdue": there.checks_overdue,
        "quality_reviews": there.reviews,
        "first_pass_percent": share.reason or Reason.NO_DATA if share.value is None else 100.0 * share.value,
        "nonconformities_open": there.unsettled,
        "nonconformities_critical": there.critical,
        "nonconformities_without_owner": there.without_owner,
        "nonconformities_due": there.due,
    }
