"""Which stakeholders show: confidential ones to those who may change the project."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import abilities_on, projects_with
from conspectus.rooms.stakeholders.choices import STEPS


def open_to(by: User, on: date) -> Q:
    """Return the condition of stakeholders, among those of visible projects, that ``by`` may see."""
    changing = projects_with(by, Ability.PLAN, on)
    if changing is None:
        return Q()
    return Q(is_confidential=False) | Q(project__in=Project.objects.filter(changing).order_by().values("pk"))


def sees_confidential(by: User, project: Project, on: date) -> bool:
    """Return whether ``by`` sees the confidential stakeholders of a project."""
    return Ability.PLAN in abilities_on(by, project, on)


def step(value: object, field: str) -> int:
    """Return a step of influence or interest."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= STEPS:
        raise Invalid(field, "Say it from 1 (least) to %(most)s (most).", field, most=STEPS)
    return value
