"""In which parts projects serve programmes and divisions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from conspectus.kit.many import of_these
from conspectus.rooms.portfolio.models import Project, Share
from conspectus.rooms.portfolio.rules import in_force


def shares_on(projects: Collection[int], on: date, kind: str = "") -> dict[int, list[Share]]:
    """Return the shares of visible projects on a day, of one kind or of both; who has none serves its home alone."""
    rows = Share.objects.filter(in_force(on)).select_related("programme", "division")
    if kind:
        rows = rows.filter(kind=kind)
    found: dict[int, list[Share]] = {}
    for row in of_these(rows, projects).order_by("project", "-kind", "-basis_points", "pk"):
        found.setdefault(row.project_id, []).append(row)
    return found


def shares_of(project: Project) -> QuerySet[Share]:
    """Return every share a visible project had, has or will have, newest first."""
    return project.shares.select_related("programme", "division").order_by("-starts_on", "-kind", "-basis_points", "pk")
