"""Change requests across projects, each as far as its project may be seen; cost only to those who may see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.kit.errors import Invalid, NotFound
from conspectus.kit.ids import row_id
from conspectus.rooms.accounts.models import User
from conspectus.rooms.changes.choices import ChangeState
from conspectus.rooms.changes.choices import Reason as Why
from conspectus.rooms.changes.models import ChangeDecision, ChangeRequest
from conspectus.rooms.portfolio.queries import ProjectFilter, find_projects
from conspectus.rooms.portfolio.rules import projects_with_cost

OPEN = (ChangeState.DRAFT, ChangeState.SUBMITTED, ChangeState.APPROVED)
SORTS: dict[str, tuple[Any, ...]] = {
    "newest": (F("submitted_at").desc(nulls_last=True), "-pk"),
    "oldest": (F("submitted_at").asc(nulls_last=True), "pk"),
    "number": ("project__code", "number"),
}


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """What a list of change requests is narrowed to; ``state`` may be ``open`` for all that are not at their end."""

    text: str = ""
    project: int | None = None
    portfolio: int | None = None
    programme: int | None = None
    division: int | None = None
    state: str = ""
    reason: str = ""
    sort: str = "newest"


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change request with its decision, its cost as far as it may be seen, ``days`` from submission to decision."""

    row: ChangeRequest
    cost: Measure
    decision: ChangeDecision | None = None
    days: int | None = None  # still open ones up to the day asked


def find_changes(by: User, wanted: ChangeFilter, on: date) -> QuerySet[ChangeRequest]:
    """Return the change requests of every project ``by`` may see that the filter leaves, in its order."""
    if wanted.sort not in SORTS:
        raise Invalid("sort", "Cannot sort by '%(sort)s'.", "sort", sort=wanted.sort[:60])
    if wanted.state not in ("", "open", *ChangeState.values):
        raise Invalid("state", "There is no such state.", "state")
    if wanted.reason not in ("", *Why.values):
        raise Invalid("reason", "The reason is one of: %(values)s.", "reason", values=", ".join(Why.values))
    places = {name: getattr(wanted, name) for name in ("portfolio", "programme", "division")}
    projects = find_projects(by, ProjectFilter(**places), on).order_by()
    if wanted.project is not None:
        projects = projects.filter(pk=wanted.project)
    rows = ChangeRequest.objects.filter(project__in=projects.values("pk"))
    rows = rows.select_related("project__portfolio", "raised_by", "plan__document", "baseline", "budget")
    if wanted.state:
        rows = rows.filter(state__in=OPEN if wanted.state == "open" else (wanted.state,))
    if wanted.reason:
        rows = rows.filter(reason=wanted.reason)
    if "\0" in wanted.text:  # PostgreSQL cannot even be asked for it
        return rows.none()
    if text := wanted.text.strip():
        rows = rows.filter(Q(title__icontains=text) | Q(what__icontains=text) | Q(project__code__icontains=text))
    return rows.order_by(*SORTS[wanted.sort])


def get_change(by: User, request_id: object, on: date) -> ChangeRequest:
    """Return one change request of a project ``by`` may see."""
    row = find_changes(by, ChangeFilter(), on).filter(pk=row_id(request_id)).first()
    if row is None:
        raise NotFound
    return row


def change_view(by: User, row: ChangeRequest, on: date) -> ChangeView:
    """Return one change request as far as its reader may see."""
    return change_views(by, [row], on)[0]


def change_views(by: User, rows: Sequence[ChangeRequest], on: date) -> list[ChangeView]:
    """Return change requests as far as their reader may see, as often asking for one as for many."""
    seen = projects_with_cost(by, on)
    decisions = ChangeDecision.objects.filter(request__in=[row.pk for row in rows]).select_related("decided_by")
    decided = {one.request_id: one for one in decisions}
    found = []
    for row in rows:
        if seen is not None and row.project_id not in seen:
            cost = missing(Reason.HIDDEN)
        else:
            cost = missing(Reason.NO_DATA) if row.cost_minor is None else value(row.cost_minor)
        decision = decided.get(row.pk)
        end = decision.decided_at.date() if decision else on if row.state == ChangeState.SUBMITTED else None
        days = (end - row.submitted_at.date()).days if end and row.submitted_at else None
        found.append(ChangeView(row, cost, decision, days))
    return found


def log_counts(rows: Iterable[ChangeRequest]) -> list[tuple[str, int]]:
    """Return how many change requests there are in each state that any is in, in words."""
    counts = Counter(row.state for row in rows)
    return [(str(state.label), counts[state]) for state in ChangeState if counts[state]]
