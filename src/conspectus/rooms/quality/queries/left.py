"""What somebody who leaves answers for of quality; what has ended stays theirs."""

from __future__ import annotations

from conspectus.rooms.portfolio.choices import ENDED
from conspectus.rooms.portfolio.queries.owned import Left, of_project
from conspectus.rooms.quality.choices import UNSETTLED, CheckState
from conspectus.rooms.quality.models import NonConformity, QualityCheck


def quality_left(person: int) -> tuple[Left, ...]:
    """Return the rows that go on and name a person."""
    checks = QualityCheck.objects.filter(checker=person, state=CheckState.PLANNED, reviews=None)
    faults = NonConformity.objects.filter(owner=person, state__in=UNSETTLED).select_related("project")
    return (
        Left(
            "qualitycheck",
            "checker",
            checks.exclude(project__state__in=ENDED).select_related("project"),
            of_project,
            field="checker",
        ),
        Left("nonconformity", "owner", faults, of_project),
    )
