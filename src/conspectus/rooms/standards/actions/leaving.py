"""What passes from one who leaves to another, within the deed that hands everything over."""

from __future__ import annotations

from datetime import datetime

from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.portfolio.actions.leaving import pass_rows_on
from conspectus.rooms.standards.choices import FindingStepKind
from conspectus.rooms.standards.models import FindingStep
from conspectus.rooms.standards.queries.left import findings_left


def pass_findings_on(person: Person, heir: Person, *, by: User, at: datetime) -> None:
    """Give another the findings of one who leaves; each keeps that as a step."""
    left = findings_left(person.pk)
    told = {"kind": FindingStepKind.ASSIGNED, "on": at.date(), "owner": heir, "taken_by": by.person, "taken_at": at}
    steps = [FindingStep(finding=row, day=row.due_on, **told) for one in left for row in one.rows]
    pass_rows_on(left, heir)
    FindingStep.objects.bulk_create(steps)
