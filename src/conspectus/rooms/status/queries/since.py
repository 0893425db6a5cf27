"""What was reported, decided and set aside since an instant."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TypeVar

from django.db.models import Q, QuerySet

from conspectus.kit.many import MANY
from conspectus.rooms.status.models import Override, Report

Row = TypeVar("Row", Report, Override)


def reports_since(projects: Collection[int], programmes: Collection[int], since: datetime) -> list[Report]:
    """Return the reports of visible projects and programmes handed in, accepted or returned since an instant."""
    rows = Report.objects.filter(Q(submitted_at__gt=since) | Q(decided_at__gt=since))
    rows = rows.select_related("project", "programme", "period", "submitted_by", "decided_by")
    return of_both(rows, projects, programmes)


def of_both(rows: QuerySet[Row], projects: Collection[int], programmes: Collection[int]) -> list[Row]:
    """Return those of some reports or overrides that are of these projects and programmes."""
    if len(projects) <= MANY:
        rows = rows.filter(Q(project__in=list(projects)) | Q(programme__in=list(programmes)))
    seen, reporting = set(projects), set(programmes)
    return [row for row in rows if row.project_id in seen or row.programme_id in reporting]


def overrides_since(projects: Collection[int], programmes: Collection[int], since: datetime) -> list[Override]:
    """Return the colours of visible projects and programmes set aside since an instant."""
    rows = Override.objects.filter(made_at__gt=since).select_related("project", "programme__portfolio", "made_by")
    return of_both(rows, projects, programmes)
