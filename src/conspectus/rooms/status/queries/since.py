"""What was reported, decided and set aside since an instant."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from conspectus.kit.many import of_these
from conspectus.rooms.status.models import Override, Report


def reports_since(projects: Collection[int], since: datetime) -> list[Report]:
    """Return the reports of visible projects handed in, accepted or returned since an instant."""
    rows = Report.objects.filter(Q(submitted_at__gt=since) | Q(decided_at__gt=since))
    rows = of_these(rows, projects).select_related("project", "period", "submitted_by", "decided_by")
    wanted = set(projects)
    return [row for row in rows if row.project_id in wanted]


def overrides_since(projects: Collection[int], since: datetime) -> list[Override]:
    """Return the colours of visible projects set aside since an instant."""
    rows = of_these(Override.objects.filter(made_at__gt=since), projects).select_related("project", "made_by")
    wanted = set(projects)
    return [row for row in rows if row.project_id in wanted]
