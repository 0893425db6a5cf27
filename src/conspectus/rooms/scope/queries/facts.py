"""What is measured of the scope of projects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from conspectus.kit.many import of_these
from conspectus.rooms.facts.choices import Measured
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.scope.choices import DeliverableState
from conspectus.rooms.scope.models import Deliverable, DeliverableStep


def scope_facts(projects: Sequence[Project], on: date) -> dict[int, dict[str, Measured]]:
    """Return what is measured of the deliverables of projects at the end of a day, by project and name."""
    ids = [one.pk for one in projects]
    steps = of_these(DeliverableStep.objects.filter(on__lte=on), ids, "deliverable__project").order_by("pk")
    states = dict(steps.values_list("deliverable", "state"))
    rows = of_these(Deliverable.objects.order_by("due_on", "pk"), ids)
    held: dict[int, list[Any]] = defaultdict(list)
    for pk, project, *row in rows.values_list("pk", "project", "is_mandatory", "due_on", "criteria"):
        state = states.get(pk, DeliverableState.PLANNED)
        if state != DeliverableState.DROPPED:
            held[project].append((state, *row))
    return {one.pk: _facts(held[one.pk]) for one in projects}


def _facts(rows: Sequence[Any]) -> dict[str, Measured]:
    due = (day for state, must, day, _ in rows if must and day is not None and state != DeliverableState.ACCEPTED)
    return {
        "deliverables": len(rows),
        "deliverables_accepted": sum(state == DeliverableState.ACCEPTED for state, *_ in rows),
        "deliverables_rejected": sum(state == DeliverableState.REJECTED for state, *_ in rows),
        "deliverables_without_criteria": sum(not criteria.strip() for *_, criteria in rows),
        "deliverables_due": tuple(sorted(due)),
    }
