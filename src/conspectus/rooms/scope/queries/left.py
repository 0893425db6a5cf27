"""What somebody who leaves answers for of the scope of projects; what has ended stays theirs."""

from __future__ import annotations

from conspectus.rooms.portfolio.choices import ENDED
from conspectus.rooms.portfolio.queries.owned import Left, of_project
from conspectus.rooms.scope.choices import OPEN, RequirementState
from conspectus.rooms.scope.models import Deliverable, Requirement


def scope_left(person: int) -> tuple[Left, ...]:
    """Return the rows that go on and name a person."""
    needs = Requirement.objects.filter(owner=person).exclude(state=RequirementState.DROPPED)
    goods = Deliverable.objects.filter(owner=person, state__in=OPEN)
    return (
        Left("requirement", "owner", needs.exclude(project__state__in=ENDED).select_related("project"), of_project),
        Left("deliverable", "owner", goods.exclude(project__state__in=ENDED).select_related("project"), of_project),
    )
