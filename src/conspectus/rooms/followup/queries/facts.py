"""What is measured of the actions that belong to projects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q

from conspectus.kit.many import of_these
from conspectus.rooms.facts.choices import Measured
from conspectus.rooms.followup.models import Action
from conspectus.rooms.portfolio.models import Project


def action_facts(projects: Sequence[Project], on: date) -> dict[int, dict[str, Measured]]:
    """Return what is measured of the actions of projects open at the end of a day, by project and name."""
    midnight = datetime.combine(on + timedelta(days=1), time(), UTC)
    rows = Action.objects.filter(Q(closed_on=None) | Q(closed_on__gt=on), opened_at__lt=midnight).order_by("due_on")
    held: dict[int, list[Any]] = defaultdict(list)
    told = of_these(rows, [one.pk for one in projects]).values_list("project", "owner", "due_on", "first_due_on")
    for project, *row in told:
        held[project].append(row)
    return {one.pk: _facts(held[one.pk]) for one in projects}


def _facts(rows: Sequence[Any]) -> dict[str, Measured]:
    return {
        "actions_open": len(rows),
        "actions_without_owner": sum(owner is None for owner, _, _ in rows),
        "actions_due": tuple(due for _, due, _ in rows if due is not None),
        "actions_moved": sum(due is not None and first is not None and due > first for _, due, first in rows),
    }
