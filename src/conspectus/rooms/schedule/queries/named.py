"""The tasks something outside a plan may point at."""

from __future__ import annotations

from conspectus.engine.plan import Kind
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.bridge.documents import load_plan
from conspectus.rooms.schedule.bridge.figures import clean
from conspectus.rooms.schedule.models import PlanSummary


def tasks_to_name(project: Project) -> list[tuple[str, str]]:
    """Return uid and name of the tasks with dates of their own in the newest plan of a visible project."""
    current = PlanSummary.objects.filter(project=project, is_current=True).select_related("revision").first()
    if current is None:
        return []
    tasks = load_plan(current.revision.document_id).tasks
    return [
        (clean(tasks.uid[row]), clean(tasks.name[row]))
        for row in range(len(tasks))
        if tasks.kind[row] not in (Kind.SUMMARY, Kind.LEVEL_OF_EFFORT) and tasks.active[row]
    ]
