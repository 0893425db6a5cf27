"""Who may do what in the portfolio: roles come from the organisation, grants and parts played, and hold downward."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import now

from conspectus.kit.deeds import find_deed
from conspectus.kit.errors import Conflict, NotAllowed, NotFound
from conspectus.rooms.accounts.choices import ABILITIES, Ability, Role
from conspectus.rooms.accounts.models import Division, User
from conspectus.rooms.accounts.rules import organisation_abilities, refuse_reading_only
from conspectus.rooms.portfolio.choices import ENDED, ScopeKind, State
from conspectus.rooms.portfolio.models import Grant, Portfolio, Programme, Project, ProjectRole, Share

Subject = Portfolio | Programme | Project | Division | None

STEERING = [role.value for role in Role if Ability.STEER in ABILITIES[role]]
# What may still be done to a project that has ended; bills come late.
AFTER_THE_END = frozenset(
    {"change_project_state", "grant_role", "end_grant", "take_project_role", "record_entries", "correct_entry"}
)


def current_grants(by: User, on: date | None = None) -> QuerySet[Grant]:
    """Return the grants of ``by`` in force on a day (today where none is given)."""
    return Grant.objects.filter(in_force(on), person=by.person_id)


def in_force(on: date | None = None) -> Q:
    """Return the condition of rows that hold on a day (today where none is given): begun, and not ended by it."""
    on = on or now().date()
    return Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gt=on))


def roles_on(by: User, subject: Subject, on: date | None = None) -> frozenset[Role]:
    """Return every role ``by`` holds on a thing: over the organisation, by part, and from all scopes above it."""
    if not by.is_active:
        return frozenset()
    roles = {Role(by.organisation_role)} if by.organisation_role else set()
    if subject is None:
        return frozenset(roles)
    if isinstance(subject, Project):
        roles |= _parts_in_project(by, subject)
    if isinstance(subject, Programme) and subject.manager_id == by.person_id:
        roles.add(Role.PROGRAMME_MANAGER)
    roles |= {
        Role(role) for role in current_grants(by, on).filter(_scopes_above(subject)).values_list("role", flat=True)
    }
    if not roles and isinstance(subject, Project) and _serving(by, on).filter(project=subject.pk).exists():
        roles.add(Role.VIEWER)
    return frozenset(roles)


def abilities_on(by: User, subject: Subject, on: date | None = None) -> frozenset[Ability]:
    """Return what all roles of ``by`` on a thing allow together; a reading token takes all but reading away."""
    found: frozenset[Ability] = frozenset().union(*(ABILITIES[role] for role in roles_on(by, subject, on)))
    if by.reading_only:
        return found & {Ability.READ, Ability.SEE_COST, Ability.SEE_PEOPLE, Ability.AUDIT}
    return found


def may(by: User, deed: str, subject: Subject, on: date | None = None) -> bool:
    """Return whether ``by`` may do the deed of this name to ``subject``; for pages that hide what is refused."""
    if isinstance(subject, Project) and State(subject.state) in ENDED and deed not in AFTER_THE_END:
        return False
    return Ability(find_deed(deed).needs) in abilities_on(by, subject, on)


def may_somewhere(by: User, deed: str, on: date | None = None) -> bool:
    """Return whether ``by`` may do the deed in some portfolio or programme; for pages that ask for the place."""
    if may(by, deed, None, on):
        return True
    if by.reading_only or not by.is_active:
        return False
    able = [role for role, found in ABILITIES.items() if Ability(find_deed(deed).needs) in found]
    places = (ScopeKind.PORTFOLIO, ScopeKind.PROGRAMME)
    leads = Role.PROGRAMME_MANAGER in able and Programme.objects.filter(manager=by.person_id).exists()
    return leads or current_grants(by, on).filter(role__in=able, scope_kind__in=places).exists()


def require(by: User, deed: str, subject: Subject, on: date | None = None) -> None:
    """Refuse the deed: as missing what is invisible, as not allowed what is only seen, as conflict what has ended."""
    abilities = abilities_on(by, subject, on)
    if Ability.READ not in abilities and subject is not None and not _seen_through_a_project(by, subject, on):
        raise NotFound
    refuse_reading_only(by)
    if Ability(find_deed(deed).needs) not in abilities:
        raise NotAllowed
    if isinstance(subject, Project) and State(subject.state) in ENDED and deed not in AFTER_THE_END:
        label = State(subject.state).label.lower()
        raise Conflict("project_ended", f"This project is {label}. Bring it back to life before changing it.")


def sees_cost(by: User, subject: Subject, on: date | None = None) -> bool:
    """Return whether ``by`` may see money of a thing."""
    return Ability.SEE_COST in abilities_on(by, subject, on)


def roles_to_give(by: User, subject: Subject, on: date | None = None) -> list[Role]:
    """Return the roles that can do no more than ``by`` can."""
    abilities = abilities_on(by, subject, on)
    return [role for role in Role if ABILITIES[role] <= abilities]


def require_may_give(by: User, role: Role, subject: Subject, on: date | None = None) -> None:
    """Refuse to give a role that can do more than the giver can: so nobody climbs by granting."""
    if role not in roles_to_give(by, subject, on):
        raise NotAllowed(f"You may not give the role {role.label}: it may do more than you may here.")


def visibility(by: User, on: date | None = None) -> Q | None:
    """Return the condition projects must meet to be seen by ``by``; None where all are."""
    if Ability.READ in organisation_abilities(by):
        return None
    if not by.is_active:
        return Q(pk__in=())
    parts = ProjectRole.objects.filter(person=by.person_id)
    return reached(by, current_grants(by, on), parts) | Q(pk__in=_serving(by, on).values("project"))


def projects_with(by: User, ability: Ability, on: date | None = None) -> Q | None:
    """Return the condition of projects on which ``by`` has an ability; None where on all.

    The set-wise twin of ``abilities_on``, so that a table of a thousand projects asks once.
    """
    if ability in organisation_abilities(by):
        return None
    if not by.is_active:
        return Q(pk__in=())
    able = frozenset(role for role in Role if ability in ABILITIES[role])
    grants = current_grants(by, on).filter(role__in=able)
    return reached(by, grants, ProjectRole.objects.filter(person=by.person_id, role__in=able), able)


def reached(
    by: User, grants: QuerySet[Grant], parts: QuerySet[ProjectRole], able: frozenset[Role] = frozenset(Role)
) -> Q:
    """Return the condition of projects that ``by`` leads in an able role, or reaches by these grants or parts."""

    def granted(kind: ScopeKind) -> QuerySet[Grant, Any]:
        return grants.filter(scope_kind=kind).values("scope_id")

    person = by.person_id
    leads = {
        Role.PROJECT_MANAGER: Q(manager=person),
        Role.SPONSOR: Q(sponsor=person),
        Role.PROGRAMME_MANAGER: Q(programme__manager=person),
    }
    seen = (
        Q(pk__in=parts.values("project"))
        | Q(pk__in=granted(ScopeKind.PROJECT))
        | Q(programme__in=granted(ScopeKind.PROGRAMME))
        | Q(portfolio__in=granted(ScopeKind.PORTFOLIO))
    )
    for role, condition in leads.items():
        seen |= condition if role in able else Q()
    for path in Division.objects.filter(pk__in=granted(ScopeKind.DIVISION)).values_list("path", flat=True):
        seen |= Q(division__path__startswith=path)
    return seen


def _serving(by: User, on: date | None) -> QuerySet[Share]:
    """Return the shares of projects in programmes that ``by`` steers: who steers a programme reads what serves it."""
    steering = current_grants(by, on).filter(role__in=STEERING)
    programmes = Programme.objects.filter(
        Q(manager=by.person_id)
        | Q(pk__in=steering.filter(scope_kind=ScopeKind.PROGRAMME).values("scope_id"))
        | Q(portfolio__in=steering.filter(scope_kind=ScopeKind.PORTFOLIO).values("scope_id"))
    )
    return Share.objects.filter(in_force(on), programme__in=programmes)


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


def _parts_in_project(by: User, project: Project) -> set[Role]:
    """Return the roles that follow from being named in a project or its programme."""
    roles = {Role(role) for role in project.roles.filter(person=by.person_id).values_list("role", flat=True)}
    if project.manager_id == by.person_id:
        roles.add(Role.PROJECT_MANAGER)
    if project.sponsor_id == by.person_id:
        roles.add(Role.SPONSOR)
    if project.programme is not None and project.programme.manager_id == by.person_id:
        roles.add(Role.PROGRAMME_MANAGER)
    return roles


def _scopes_above(subject: Portfolio | Programme | Project | Division) -> Q:
    """Return the condition of grants whose scope covers the thing."""
    if isinstance(subject, Portfolio):
        return Q(scope_kind=ScopeKind.PORTFOLIO, scope_id=subject.pk)
    if isinstance(subject, Division):
        return Q(scope_kind=ScopeKind.DIVISION, scope_id__in=_division_ids(subject))
    covers = Q(scope_kind=ScopeKind.PORTFOLIO, scope_id=subject.portfolio_id)
    if isinstance(subject, Programme):
        return covers | Q(scope_kind=ScopeKind.PROGRAMME, scope_id=subject.pk)
    covers |= Q(scope_kind=ScopeKind.PROJECT, scope_id=subject.pk)
    if subject.programme_id is not None:
        covers |= Q(scope_kind=ScopeKind.PROGRAMME, scope_id=subject.programme_id)
    if subject.division is not None:
        covers |= Q(scope_kind=ScopeKind.DIVISION, scope_id__in=_division_ids(subject.division))
    return covers


def _division_ids(division: Division) -> list[int]:
    """Return the division and all above it."""
    return [int(part) for part in division.path.strip("/").split("/") if part]


def _seen_through_a_project(by: User, subject: Subject, on: date | None) -> bool:
    """Return whether a programme or portfolio shows because a project in it does; divisions always do."""
    if isinstance(subject, Division):
        return True
    if isinstance(subject, Project) or subject is None:
        return False
    seen = visibility(by, on)
    return seen is None or subject.projects.filter(seen).exists()
