"""The work streams of a project."""

from __future__ import annotations

from django.db.models import QuerySet

from conspectus.rooms.portfolio.models import Project, WorkStream


def streams_of(project: Project) -> QuerySet[WorkStream]:
    """Return the work streams of a visible project, in order."""
    return project.streams.select_related("lead").order_by("place")
