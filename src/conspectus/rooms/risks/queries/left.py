"""What somebody who leaves answers for in registers; what has ended stays theirs."""

from __future__ import annotations

from conspectus.rooms.portfolio.queries.owned import Left, of_project
from conspectus.rooms.risks.choices import EntryState
from conspectus.rooms.risks.models import RegisterEntry


def entries_left(person: int) -> tuple[Left, ...]:
    """Return the rows that go on and name a person."""
    rows = RegisterEntry.objects.filter(owner=person).exclude(state=EntryState.CLOSED)
    return (Left("registerentry", "owner", rows.select_related("project"), _placed),)


def _placed(row: RegisterEntry) -> str:
    return of_project(row) if row.project else str(row)
