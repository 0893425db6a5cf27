"""What somebody who leaves answers for towards those who have a stake; what has ended stays theirs."""

from __future__ import annotations

from conspectus.rooms.portfolio.choices import ENDED
from conspectus.rooms.portfolio.queries.owned import Left, of_project
from conspectus.rooms.stakeholders.models import Communication, Stakeholder


def stakeholders_left(person: int) -> tuple[Left, ...]:
    """Return the rows that go on and name a person."""
    people = Stakeholder.objects.filter(owner=person, left_on=None).exclude(project__state__in=ENDED)
    lines = Communication.objects.filter(owner=person, is_ended=False).exclude(project__state__in=ENDED)
    return (
        Left("stakeholder", "owner", people.select_related("project"), _unnamed),
        Left("communication", "owner", lines.select_related("project"), of_project),
    )


def _unnamed(row: Stakeholder) -> str:
    """Return the project alone: who looks after people need not know who has a stake in it."""
    return str(row.project)
