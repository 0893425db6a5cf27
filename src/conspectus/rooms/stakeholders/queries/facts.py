"""What is measured of stakeholders and of what they are told: counts and days, no names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from conspectus.kit.many import of_these
from conspectus.rooms.facts.choices import Measured
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.stakeholders.models import Communication, Stakeholder
from conspectus.rooms.stakeholders.queries.stakeholders import StakeholderView, stakeholder_views


def stakeholder_facts(projects: Sequence[Project], on: date) -> dict[int, dict[str, Measured]]:
    """Return what is measured of stakeholders and communication at the end of a day, by project and name."""
    ids = [one.pk for one in projects]
    wanted = set(ids)
    people = of_these(Stakeholder.objects.filter(Q(left_on=None) | Q(left_on__gt=on)).order_by("pk"), ids)
    views: dict[int, list[StakeholderView]] = defaultdict(list)
    for view in stakeholder_views([row for row in people if row.project_id in wanted], on):
        if view.now is not None:  # others had no stake yet on that day
            views[view.row.project_id].append(view)
    due: dict[int, list[date | None]] = defaultdict(list)
    lines = of_these(Communication.objects.filter(is_ended=False).order_by("next_on", "pk"), ids)
    for project, day in lines.values_list("project", "next_on"):
        due[project].append(day)
    return {pk: _facts(views[pk], due[pk]) for pk in ids}


def _facts(there: Sequence[StakeholderView], due: Sequence[date | None]) -> dict[str, Measured]:
    return {
        "stakeholders": len(there),
        "stakeholders_short": sum(view.gap > 0 for view in there),
        "stakeholders_assessed_on": tuple(sorted(view.now.on for view in there if view.now)),
        "communications": len(due),
        "communications_due": tuple(day for day in due if day is not None),
    }
