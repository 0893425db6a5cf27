"""Roles: given over a scope or in a project, and ended."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid, NotAllowed
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.choices import ABILITIES, Ability, Role
from conspectus.rooms.accounts.models import Division, Person, User
from conspectus.rooms.accounts.rules import organisation_abilities, require_fresh_sign_in
from conspectus.rooms.portfolio.models import Grant, Portfolio, Programme, Project, ProjectRole
from conspectus.rooms.portfolio.queries import get_scope
from conspectus.rooms.portfolio.rules import require, require_may_give


@deed("grant_role", "gave a role", needs=Ability.STEER)
def grant_role(
    *,
    person: Person,
    role: str,
    scope: Portfolio | Programme | Project | Division,
    starts_on: date | None = None,
    ends_on: date | None = None,
    by: User,
    at: datetime,
) -> Grant:
    """Give a role over a thing and all below it.

    Refuses a role that can do more than the giver, one for the giver, who
    would keep it when the role it comes from ends, and one held in these days
    already, which would go on when either is ended.
    """
    require(by, "grant_role", scope, at.date())
    require_fresh_sign_in(by, at)
    given = _role(role)
    require_may_give(by, given, scope, at.date())
    if person.pk == by.person_id and not ABILITIES[given] <= organisation_abilities(by):
        raise NotAllowed("You may not give a role to yourself. Ask somebody who steers this, or your PMO.")
    starts_on = starts_on or at.date()
    if ends_on is not None and ends_on <= starts_on:
        raise Invalid("ends_on", "The role must end after it begins.", "ends_on")
    kind = type(scope).__name__.lower()
    _refuse_twice(Grant(person=person, role=given, scope_kind=kind, scope_id=scope.pk), starts_on, ends_on)
    with audited("grant_role", by=by, at=at) as line:
        row = Grant.objects.create(
            person=person, role=given, scope_kind=kind, scope_id=scope.pk, starts_on=starts_on, ends_on=ends_on
        )
        dates = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat() if ends_on else None}
        line.about("grant", row.pk, person=person.pk, role=given.value, scope=[kind, scope.pk], **dates)
    return row


@deed("end_grant", "ended a role", needs=Ability.STEER)
def end_grant(*, grant: Grant, by: User, at: datetime) -> Grant:
    """End a grant as of now; it stays on record."""
    require(by, "end_grant", get_scope(by, grant.scope_kind, grant.scope_id, at.date()), at.date())
    with audited("end_grant", by=by, at=at) as line:
        row = Grant.objects.select_for_update().get(pk=grant.pk)
        if row.ends_on is not None and row.ends_on <= at.date():
            line.nothing_changed()
            return row
        row.ends_on = at.date()
        row.save()
        line.about("grant", row.pk, person=row.person_id, role=row.role, ends_on=row.ends_on.isoformat())
    return row


@deed("give_project_role", "put somebody into a role of a project", needs=Ability.STEER)
def give_project_role(*, project: Project, person: Person, role: str, by: User, at: datetime) -> ProjectRole:
    """Put a person into a role of a project; refuses a role that can do more than the giver."""
    require(by, "give_project_role", project, at.date())
    require_fresh_sign_in(by, at)
    given = _role(role)
    require_may_give(by, given, project, at.date())
    with audited("give_project_role", by=by, at=at) as line:
        row, made = ProjectRole.objects.get_or_create(project=project, person=person, role=given)
        if not made:
            line.nothing_changed()
        line.about("project", project.pk, person=person.pk, role=given.value)
    return row


@deed("take_project_role", "took somebody out of a role of a project", needs=Ability.STEER)
def take_project_role(*, project_role: ProjectRole, by: User, at: datetime) -> None:
    """Take a person out of a role of a project."""
    project = project_role.project
    require(by, "take_project_role", project, at.date())
    with audited("take_project_role", by=by, at=at) as line:
        if not ProjectRole.objects.filter(pk=project_role.pk).delete()[0]:
            raise Conflict("gone", "This person no longer has this role.")
        line.about("project", project.pk, person=project_role.person_id, role=project_role.role)


def _refuse_twice(wanted: Grant, starts_on: date, ends_on: date | None) -> None:
    """Refuse a grant whose days meet those of the same grant."""
    same = Grant.objects.filter(person=wanted.person, role=wanted.role)
    same = same.filter(scope_kind=wanted.scope_kind, scope_id=wanted.scope_id)
    same = same.filter(Q(ends_on=None) | Q(ends_on__gt=starts_on))
    if ends_on is not None:
        same = same.filter(starts_on__lt=ends_on)
    if same.exists():
        raise Invalid(
            "already_given",
            "%(name)s has this role here already. End that one first to change its days.",
            "role",
            name=wanted.person.name,
        )


def _role(role: object) -> Role:
    """Return a role from its stored word."""
    if isinstance(role, str) and role in Role.values:
        return Role(role)
    raise Invalid("role", "There is no such role.", "role")
