"""Who may see money across projects; single deeds ask the portfolio's rules."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import projects_with


def cost_visible(by: User, on: date | None = None) -> Q | None:
    """Return the condition projects meet whose money ``by`` may see; None where all do."""
    return projects_with(by, Ability.SEE_COST, on)


def projects_with_cost(by: User, on: date | None = None, among: Collection[int] | None = None) -> frozenset[int] | None:
    """Return the ids of the projects whose money ``by`` may see, all or those ``among`` some; None where all."""
    seen = cost_visible(by, on)
    if seen is None:
        return None
    projects = Project.objects.filter(seen)
    if among is not None:
        projects = projects.filter(pk__in=among)
    return frozenset(projects.values_list("pk", flat=True))
