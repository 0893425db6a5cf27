"""What somebody who leaves answers for of compliance; what has ended stays theirs."""

from __future__ import annotations

from conspectus.rooms.portfolio.queries.owned import Left, of_project
from conspectus.rooms.standards.choices import FindingState
from conspectus.rooms.standards.models import ComplianceFinding


def findings_left(person: int) -> tuple[Left, ...]:
    """Return the rows that go on and name a person."""
    rows = ComplianceFinding.objects.filter(owner=person).exclude(state=FindingState.CLOSED)
    return (Left("compliancefinding", "owner", rows.select_related("project"), of_project),)
