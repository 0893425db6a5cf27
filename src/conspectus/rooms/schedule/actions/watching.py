"""Tasks that something outside their plan points at: kept by uid, renewed by every plan that comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conspectus.kit.errors import Conflict
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.bridge.documents import load_plan, load_schedule
from conspectus.rooms.schedule.bridge.figures import clean
from conspectus.rooms.schedule.bridge.watching import calendar_of, task_row, watched
from conspectus.rooms.schedule.models import PlanRevision, PlanSummary, WatchedTask, WorkCalendar

if TYPE_CHECKING:
    from conspectus.engine.network import Schedule
    from conspectus.engine.plan import Plan


def watch_task(*, project: Project, task: str) -> WatchedTask:
    """Return the watched row of a task of the newest plan, by its id or exact name; part of a deed that points at it.

    Refuses a project without a plan, what no or several tasks are called, and what has no dates of its own.
    """
    current = PlanSummary.objects.filter(project=project, is_current=True).select_related("revision").first()
    if current is None:
        raise Conflict("no_plan", "%(project)s has no plan yet. Import one first.", project=project.code)
    revision = current.revision
    plan = load_plan(revision.document_id)
    row = task_row(plan, task)
    kept = watched(plan, load_schedule(revision.document_id), row)
    kept |= {"revision_number": revision.number, "calendar": _kept_calendar(plan)}
    found, _ = WatchedTask.objects.update_or_create(project=project, uid=clean(plan.tasks.uid[row]), defaults=kept)
    return found


def renew_watched(revision: PlanRevision, plan: Plan, dates: Schedule) -> None:
    """Write how a new revision has the watched tasks of its project; those it does not have are gone."""
    rows = list(WatchedTask.objects.filter(project=revision.project_id))
    if not rows:
        return
    places = {clean(uid): row for uid, row in plan.row_of().items()}
    calendar = _kept_calendar(plan)
    for one in rows:
        place = places.get(one.uid)
        kept = {"gone": True} if place is None else watched(plan, dates, place)
        for name, value in kept.items():
            setattr(one, name, value)
        one.calendar, one.revision_number = calendar, revision.number
    names = ("name", "start_minute", "finish_minute", "begun", "done", "gone", "calendar", "revision_number")
    WatchedTask.objects.bulk_update(rows, names)


def _kept_calendar(plan: Plan) -> WorkCalendar:
    digest, data = calendar_of(plan)
    return WorkCalendar.objects.get_or_create(digest=digest, defaults={"data": data})[0]
