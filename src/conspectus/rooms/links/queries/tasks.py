"""Tasks by what people call them, in the newest plan of a project."""

from __future__ import annotations

from dataclasses import dataclass

from conspectus.kit.errors import Invalid
from conspectus.rooms.links.bridge.joined import prepared
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.bridge.figures import clean
from conspectus.rooms.schedule.bridge.watching import task_row
from conspectus.rooms.schedule.models import PlanSummary


@dataclass(frozen=True, slots=True)
class NamedTask:
    """A task that can be an end of a link."""

    project: Project
    uid: str
    name: str


def newest_documents() -> dict[int, str]:
    """Return the digest of each project's newest plan; asks once."""
    return dict(PlanSummary.objects.filter(is_current=True).values_list("project", "revision__document"))


def named_task(project: Project, document: str | None, text: str) -> NamedTask:
    """Return the task of a visible project's newest plan by its id or exact name; refuses what can be no end."""
    if document is None:
        raise Invalid("no_plan", "%(project)s has no plan yet. Import one first.", "project", project=project.code)
    plan = prepared(document).plan
    row = task_row(plan, text)
    return NamedTask(project, clean(plan.tasks.uid[row]), clean(plan.tasks.name[row]))
