"""Deliverables across projects: due, overdue, accepted; each as far as its project may be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from conspectus.kit.errors import Invalid, NotFound
from conspectus.kit.ids import row_id
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.queries import ProjectFilter, find_projects
from conspectus.rooms.schedule.models import Milestone
from conspectus.rooms.scope.choices import OPEN, DeliverableState
from conspectus.rooms.scope.models import Deliverable, DeliverableStep

DUE = {"": None, "overdue": -1, "30": 30, "90": 90}
SORTS: dict[str, tuple[Any, ...]] = {
    "due": (F("due_on").asc(nulls_last=True), "pk"),
    "-due": (F("due_on").desc(nulls_last=True), "-pk"),
    "name": ("name", "pk"),
    "-name": ("-name", "-pk"),
    "project": ("project__code", "pk"),
    "-project": ("-project__code", "-pk"),
    "state": ("state", "pk"),
    "-state": ("-state", "-pk"),
}


@dataclass(frozen=True, slots=True)
class DeliverableFilter:
    """What a list of deliverables is narrowed to; the same object for page, API, command and export.

    ``state`` may be ``open``: neither accepted nor dropped; ``due`` is overdue, or 30 or 90 coming days.
    """

    text: str = ""
    project: int | None = None
    portfolio: int | None = None
    programme: int | None = None
    division: int | None = None
    owner: int | None = None
    state: str = ""
    due: str = ""
    mandatory: bool = False
    sort: str = "due"


@dataclass(frozen=True, slots=True)
class DeliverableView:
    """A deliverable on a day: ``days_late`` past due and unaccepted; ``forecast_on`` of the milestone it hangs on."""

    row: Deliverable
    days_late: int = 0
    forecast_on: date | None = None
    milestone: str = ""
    said_on: date | None = None  # of its last step


def find_deliverables(by: User, wanted: DeliverableFilter, on: date) -> QuerySet[Deliverable]:
    """Return the deliverables of every project ``by`` may see that the filter leaves, in its order."""
    if wanted.sort not in SORTS:
        raise Invalid("sort", "Cannot sort by '%(sort)s'.", "sort", sort=wanted.sort[:60])
    if wanted.state not in ("", "open", *DeliverableState.values):
        raise Invalid("state", "A deliverable is planned, submitted, accepted, rejected or dropped.", "state")
    if wanted.due not in DUE:
        raise Invalid("due", "Ask for overdue, 30 or 90.", "due")
    places = {name: getattr(wanted, name) for name in ("portfolio", "programme", "division")}
    projects = find_projects(by, ProjectFilter(**places), on).order_by()
    if wanted.project is not None:
        projects = projects.filter(pk=wanted.project)
    rows = Deliverable.objects.filter(project__in=projects.values("pk")).select_related("project", "owner")
    if wanted.state == "open":
        rows = rows.filter(state__in=OPEN)
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.mandatory:
        rows = rows.filter(is_mandatory=True)
    if wanted.owner is not None:
        rows = rows.filter(owner=wanted.owner)
    if "\0" in wanted.text:  # PostgreSQL cannot even be asked for it
        return rows.none()
    if text := wanted.text.strip():
        rows = rows.filter(Q(name__icontains=text) | Q(code__icontains=text) | Q(project__code__icontains=text))
    days = DUE[wanted.due]
    if days is not None:
        rows = rows.filter(state__in=OPEN)
        begin = Q(due_on__lt=on) if days < 0 else Q(due_on__gte=on, due_on__lte=on + timedelta(days=days))
        rows = rows.filter(begin)
    return rows.order_by(*SORTS[wanted.sort])


def get_deliverable(by: User, deliverable_id: object, on: date) -> Deliverable:
    """Return one deliverable of a project ``by`` may see."""
    row = find_deliverables(by, DeliverableFilter(), on).filter(pk=row_id(deliverable_id)).first()
    if row is None:
        raise NotFound
    return row


def deliverable_view(row: Deliverable, on: date) -> DeliverableView:
    """Return one deliverable as it stands on a day."""
    return deliverable_views([row], on)[0]


def deliverable_views(rows: Sequence[Deliverable], on: date) -> list[DeliverableView]:
    """Return deliverables as they stand on a day, as often asking the database for one as for many."""
    hung = {(row.project_id, row.task_uid) for row in rows if row.task_uid}
    milestones = Milestone.objects.filter(
        revision__summary__is_current=True,
        revision__project__in={project for project, _ in hung},
        uid__in={uid for _, uid in hung},
    )
    asked = milestones.values_list("revision__project", "uid", "name", "on") if hung else ()
    known = {(project, uid): (name, day) for project, uid, name, day in asked}
    steps = DeliverableStep.objects.filter(deliverable__in=[row.pk for row in rows]).order_by("pk")
    said = dict(steps.values_list("deliverable", "on"))
    found = []
    for row in rows:
        name, forecast = known.get((row.project_id, row.task_uid), ("", None))
        late = (on - row.due_on).days if row.due_on is not None and row.state in OPEN else 0
        found.append(DeliverableView(row, max(late, 0), forecast, name, said.get(row.pk)))
    return found


def steps_of(row: Deliverable) -> QuerySet[DeliverableStep]:
    """Return what became of a deliverable the caller has shown to be visible, the newest first."""
    return row.steps.select_related("recorded_by").order_by("-pk")
