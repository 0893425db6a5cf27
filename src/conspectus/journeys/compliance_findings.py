"""What follows from compliance: findings opened, reopened and closed as facts, methods and waivers change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from conspectus.kit.manner import PLAIN, written_for
from conspectus.kit.many import of_these
from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.standards.actions import keep_findings, keep_looked_at
from conspectus.rooms.standards.models import Adoption
from conspectus.rooms.standards.queries import compliance_at
from conspectus.rooms.standards.queries.findings import kept_up, newest_rows, reached_since


def follow_findings(*, at: datetime) -> int:
    """Keep the findings of projects that were reached since the last time, and of all once a day; return the steps.

    What a day alone changes, such as a waiver that runs out, is found by the first look of the day.
    """
    known, newest = kept_up(), newest_rows()
    if known is None or known.everything_on < at.date():
        steps = _keep(Adoption.objects.order_by().values_list("project", flat=True).distinct(), at)
        keep_looked_at(newest, at.date())
        return steps
    if newest == {name: getattr(known, name) for name in newest}:
        return 0
    steps = _keep(reached_since(known), at)
    keep_looked_at(newest, known.everything_on)
    return steps


@written_for(PLAIN)
def _keep(wanted: Iterable[int], at: datetime) -> int:
    ids = set(wanted)
    if not ids:
        return 0
    stood = compliance_at(ids, at.date(), known_by=None)
    by, steps = local_operator(), 0
    for project in of_these(Project.objects.order_by("pk"), ids, "pk"):
        if project.pk in ids:
            steps += keep_findings(project=project, stood=stood.get(project.pk), by=by, at=at)
    return steps
