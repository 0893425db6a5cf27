"""What is asked of strategic objectives; they show to whoever sees their portfolio."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from conspectus.kit.errors import NotFound
from conspectus.kit.ids import row_id
from conspectus.kit.many import of_these
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Contribution, Objective, Portfolio, Project
from conspectus.rooms.portfolio.queries.projects import visible_portfolios
from conspectus.rooms.portfolio.rules import in_force


def objectives_of(portfolio: Portfolio, on: date) -> list[Objective]:
    """Return the objectives of a visible portfolio that are not retired on a day, each before those below it."""
    rows = Objective.objects.select_related("owner", "division", "portfolio").filter(portfolio=portfolio)
    found = list(rows.filter(Q(retired_on=None) | Q(retired_on__gt=on)).order_by("name_key", "pk"))
    below: dict[int | None, list[Objective]] = {}
    for row in found:
        below.setdefault(row.parent_id, []).append(row)
    ordered: list[Objective] = []
    waiting = below.get(None, [])[::-1]
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting += below.get(row.pk, [])[::-1]
    return ordered


def visible_objectives(by: User, on: date | None = None) -> QuerySet[Objective]:
    """Return the objectives of every portfolio ``by`` may see, retired ones too."""
    rows = Objective.objects.select_related("portfolio", "parent", "owner", "division")
    return rows.filter(portfolio__in=visible_portfolios(by, on).order_by())


def get_objective(by: User, objective_id: object, on: date | None = None) -> Objective:
    """Return one objective of a portfolio ``by`` may see, retired ones too."""
    row = visible_objectives(by, on).filter(pk=row_id(objective_id)).first()
    if row is None:
        raise NotFound
    return row


def contributions_on(projects: Collection[int], on: date) -> dict[int, list[Contribution]]:
    """Return what projects the caller has shown to be visible contribute on a day, to objectives not retired."""
    rows = Contribution.objects.filter(in_force(on)).select_related("objective")
    rows = rows.filter(Q(objective__retired_on=None) | Q(objective__retired_on__gt=on))
    found: dict[int, list[Contribution]] = {}
    for row in of_these(rows, projects).order_by("project", "-basis_points", "objective__name_key", "pk"):
        found.setdefault(row.project_id, []).append(row)
    return found


def contributions_of(project: Project) -> QuerySet[Contribution]:
    """Return everything a visible project contributed or will, newest first."""
    return project.contributions.select_related("objective").order_by("-starts_on", "-basis_points", "pk")
