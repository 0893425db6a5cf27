"""How the deliverables of projects stood on a day, for what judges the scope and tells policies."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from conspectus.kit.many import of_these
from conspectus.rooms.scope.choices import DeliverableState
from conspectus.rooms.scope.models import Deliverable, DeliverableStep


@dataclass(frozen=True, slots=True)
class ScopeStanding:
    """Deliverables of a project on a day, dropped ones left out; ``overdue`` are mandatory, past due and unaccepted."""

    deliverables: int = 0
    mandatory: int = 0
    accepted: int = 0
    rejected: int = 0
    overdue: tuple[str, ...] = ()


def scope_standings(projects: Collection[int], on: date) -> dict[int, ScopeStanding]:
    """Return how the deliverables of projects stood at the end of a day; those without any are left out.

    Their states are those of that day; names and due days are today's. Asks the database the same number of times
    for one project and for a thousand.
    """
    rows = of_these(Deliverable.objects.order_by("due_on", "pk"), projects)
    told = rows.values_list("pk", "project", "code", "name", "is_mandatory", "due_on")
    steps = DeliverableStep.objects.filter(on__lte=on)
    steps = of_these(steps, projects, "deliverable__project").order_by("pk")
    states = dict(steps.values_list("deliverable", "state"))
    wanted = set(projects)
    found: dict[int, ScopeStanding] = {}
    for pk, project, code, name, mandatory, due_on in told:
        state = states.get(pk, DeliverableState.PLANNED)
        if project not in wanted or state == DeliverableState.DROPPED:
            continue
        before = found.get(project, ScopeStanding())
        late = mandatory and due_on is not None and due_on < on and state != DeliverableState.ACCEPTED
        found[project] = ScopeStanding(
            before.deliverables + 1,
            before.mandatory + mandatory,
            before.accepted + (state == DeliverableState.ACCEPTED),
            before.rejected + (state == DeliverableState.REJECTED),
            (*before.overdue, f"{code} {name}".strip()) if late else before.overdue,
        )
    return found
