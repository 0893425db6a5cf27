"""Who may see money across projects; single deeds ask the portfolio's rules."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from conspectus.rooms.accounts.choices import ABILITIES, Ability, Role
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.rules import organisation_abilities
from conspectus.rooms.portfolio.models import Project, ProjectRole
from conspectus.rooms.portfolio.rules import current_grants, reached

COST_ROLES = [role.value for role in Role if Ability.SEE_COST in ABILITIES[role]]


def cost_visible(by: User, on: date | None = None) -> Q | None:
    """Return the condition projects meet whose money ``by`` may see; None where all do.

    The set-wise twin of ``portfolio.rules.sees_cost``, so that a table of a
    thousand projects asks once.
    """
    if Ability.SEE_COST in organisation_abilities(by):
        return None
    if not by.is_active:
        return Q(pk__in=())
    grants = current_grants(by, on).filter(role__in=COST_ROLES)
    return reached(by, grants, ProjectRole.objects.filter(person=by.person_id, role__in=COST_ROLES))


def projects_with_cost(by: User, on: date | None = None, among: Collection[int] | None = None) -> frozenset[int] | None:
    """Return the ids of the projects whose money ``by`` may see, all or those ``among`` some; None where all."""
    seen = cost_visible(by, on)
    if seen is None:
        return None
    projects = Project.objects.filter(seen)
    if among is not None:
        projects = projects.filter(pk__in=among)
    return frozenset(projects.values_list("pk", flat=True))
