"""Whose reports of a period somebody may write: what is asked, what is stored, whose cost they see."""

from __future__ import annotations

from datetime import datetime

from conspectus.kit.errors import NotAllowed
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import projects_with, projects_with_cost
from conspectus.rooms.status.models import Report, Request
from conspectus.rooms.status.queries.cycles import visible_requests


def writes_any(period: Period, by: User, at: datetime) -> bool:
    """Return whether ``by`` may write any report asked for in a period: for pages that hide what is refused."""
    if by.reading_only:
        return False
    on = at.date()
    asked = Request.objects.filter(cycle__period=period)
    if asked.filter(delegate=by.person_id, delegate_until__gte=on).exists():
        return True
    able = projects_with(by, Ability.PLAN, on)
    return (
        asked.exclude(project=None).exists()
        if able is None
        else Project.objects.filter(able, pk__in=asked.values("project")).exists()
    )


class Desk:
    """The projects asked for a report of a period that ``by`` sees, by their ids."""

    def __init__(self, period: Period, by: User, at: datetime) -> None:
        self.period, self.by, self.at, self.on = period, by, at, at.date()
        asked = list(visible_requests(by, self.on).filter(cycle__period=period).exclude(project=None))
        self.projects: dict[int, Project] = {row.project.pk: row.project for row in asked if row.project is not None}
        stored = Report.objects.filter(period=period).exclude(project=None).prefetch_related("declarations")
        self.reports = {row.project_id: row for row in stored if row.project_id is not None}
        self.with_cost = projects_with_cost(by, self.on)
        self.mine = self._mine(asked)

    def _mine(self, asked: list[Request]) -> frozenset[int]:
        """Return the projects whose report ``by`` may write: who may plan them, or is asked to do it this time."""
        if self.by.reading_only:
            return frozenset()
        able = projects_with(self.by, Ability.PLAN, self.on)
        found = Project.objects.filter(pk__in=self.projects) if able is None else Project.objects.filter(able)
        known = set(found.order_by().values_list("pk", flat=True))
        handed = {
            row.project_id
            for row in asked
            if row.delegate_id == self.by.person_id and row.delegate_until and row.delegate_until >= self.on
        }
        return frozenset(pk for pk in self.projects if pk in known or pk in handed)

    def sees_cost(self, project: int) -> bool:
        """Return whether ``by`` sees the money of a project."""
        return self.with_cost is None or project in self.with_cost

    def require_any(self) -> None:
        """Refuse who may write none of the reports asked for."""
        if not self.mine:
            raise NotAllowed("You write no report that is asked for in this period.")
