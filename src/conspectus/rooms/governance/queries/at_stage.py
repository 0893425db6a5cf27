"""Who manages what stands at a stage."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import OuterRef, Subquery

from conspectus.rooms.governance.models import StageEntry
from conspectus.rooms.portfolio.choices import ENDED
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.standards.queries.dated import adoptions_at


def managers_at(stages: Collection[str], methods: Collection[str], on: date) -> set[int]:
    """Return who manages projects that decisions brought to one of some stages; of some methods, of any unless named.

    Projects that have ended do not count, nor those whose first gate is still ahead.
    """
    entries = StageEntry.objects.filter(project=OuterRef("pk"), starts_on__lte=on).order_by("-starts_on", "-pk")
    rows = Project.objects.filter(manager__isnull=False).exclude(state__in=ENDED)
    rows = rows.annotate(stage=Subquery(entries.values("stage")[:1])).filter(stage__in=list(stages))
    found = dict(rows.order_by().values_list("pk", "manager"))
    if methods and found:
        followed = adoptions_at(found, on, None)
        found = {pk: who for pk, who in found.items() if pk in followed and followed[pk].version.method.key in methods}
    return set(found.values())
