"""Projects that were completed without a confirmed closure: by a step of their life alone, or taken from a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from conspectus.rooms.accounts.models import User
from conspectus.rooms.closure.models import ClosureDecision
from conspectus.rooms.portfolio.choices import State
from conspectus.rooms.portfolio.models import Project, StateChange
from conspectus.rooms.portfolio.queries import visible_projects


@dataclass(frozen=True, slots=True)
class Unclosed:
    """A project that counts as completed though no closure was confirmed since it last was at work."""

    project_id: int
    code: str
    name: str
    manager: str
    completed_on: date | None  # none: before steps were kept
    reason: str


def unclosed_projects(by: User, on: date) -> QuerySet[Project]:
    """Return the completed projects ``by`` may see that no closure completed, the newest first.

    A project that was reopened and completed again needs another closure.
    """
    last = StateChange.objects.filter(project=OuterRef("pk"), state=State.CLOSED).order_by("-recorded_at", "-pk")
    rows = visible_projects(by, on).filter(state=State.CLOSED).select_related("manager")
    rows = rows.annotate(
        completed_at=Subquery(last.values("recorded_at")[:1]),
        completed_on=Subquery(last.values("from_on")[:1]),
        completed_why=Subquery(last.values("reason")[:1]),
    )
    since = ClosureDecision.objects.filter(closure__project=OuterRef("pk"), at__gte=OuterRef("completed_at"))
    return rows.filter(~Exists(since)).order_by(F("completed_on").desc(nulls_last=True), "code")


def unclosed(by: User, on: date) -> tuple[Unclosed, ...]:
    """Return them with the day they count as completed from, and why."""
    return tuple(
        Unclosed(
            row.pk,
            row.code,
            row.name,
            row.manager.name if row.manager else "",
            row.completed_on,  # type: ignore[attr-defined]  # annotated
            row.completed_why or "",  # type: ignore[attr-defined]  # annotated
        )
        for row in unclosed_projects(by, on)
    )


def lacks_closure(by: User, project: Project, on: date) -> bool:
    """Return whether a visible project was completed without a closure."""
    return project.state == State.CLOSED and unclosed_projects(by, on).filter(pk=project.pk).exists()
