"""Who may do what in the portfolio: roles come from the organisation, grants and parts played, and hold downward."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.timezone import now

from conspectus.kit.deeds import find_deed
from conspectus.kit.errors import Conflict, NotAllowed, NotFound
from conspectus.kit.reading import asked_once
from conspectus.rooms.accounts.choices import ABILITIES, Ability, Role
from conspectus.rooms.accounts.models import Division, User
from conspectus.rooms.accounts.rules import organisation_abilities, refuse_reading_only
from conspectus.rooms.portfolio.choices import AFTER_THE_END, DECIDING, ENDED, IN_PERSON, ScopeKind, State
from conspectus.rooms.portfolio.models import Deputy, Grant, Portfolio, Programme, Project, ProjectRole, Share

Subject = Portfolio | Programme | Project | Division | None

STEERING = frozenset(role for role in Role if Ability.STEER in ABILITIES[role])
NOT_IN_PLACE_OF = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, ""})  # organisation-wide, these stay with their holder


@dataclass(frozen=True, slots=True)
class Standing:
    """One in whose place somebody acts, and until before which day."""

    person: int
    name: str
    role: str  # over the organisation, as far as another may take it on
    ends_on: date


@dataclass(frozen=True, slots=True)
class Given:
    """A grant in force: a role over a thing and all below it."""

    role: Role
    kind: str
    scope: int


def current_grants(by: User, on: date | None = None) -> tuple[Given, ...]:
    """Return the grants in force on a day (today where none is given): of ``by``, and of whom they stand in for."""
    on = on or now().date()
    return _grants(persons(by, on), on)


def granted(grants: Iterable[Given], kind: ScopeKind) -> set[int]:
    """Return the ids of what grants name of a kind."""
    return {one.scope for one in grants if one.kind == kind}


def given_programmes(by: User, on: date | None = None) -> set[int]:
    """Return the ids of programmes ``by`` leads or has a role over, with all below them."""
    held = _held(persons(by, on), on or now().date())
    return granted(held.grants, ScopeKind.PROGRAMME) | held.managed


@dataclass(frozen=True, slots=True)
class _Held:
    """All through which a person reaches projects beside being named as who leads them."""

    grants: tuple[Given, ...]
    parts: tuple[tuple[Role, int], ...]  # roles played in projects
    managed: frozenset[int]  # programmes
    paths: Mapping[int, str]  # where in the tree the divisions lie over which there are grants


@asked_once
def stood_in_for(person: int, on: date) -> tuple[Standing, ...]:
    """Return those a person stands in for on a day; who has left, or whose account is closed, gives nothing on."""
    rows = Deputy.objects.filter(in_force(on), deputy=person, person__is_active=True)
    rows = rows.filter(Q(person__user=None) | Q(person__user__is_active=True)).order_by("person__name", "ends_on")
    asked = rows.values_list("person", "person__name", "person__user__organisation_role", "ends_on")
    told = ((one, name, role or "", ends) for one, name, role, ends in asked)
    return tuple(Standing(one, name, "" if role in NOT_IN_PLACE_OF else role, ends) for one, name, role, ends in told)


def standings(by: User, on: date | None = None) -> tuple[Standing, ...]:
    """Return those ``by`` stands in for on a day (today where none is given)."""
    return () if by.alone or by.is_system else stood_in_for(by.person_id, on or now().date())


def persons(by: User, on: date | None = None) -> tuple[int, ...]:
    """Return whose parts and grants ``by`` may use: their own, and of those they stand in for. There are no chains."""
    return (by.person_id, *dict.fromkeys(one.person for one in standings(by, on)))


def alone(by: User) -> User:
    """Return ``by`` with their own rights only."""
    found = copy(by)
    found.alone = True
    return found


def may_everywhere(by: User, ability: Ability, on: date | None = None) -> bool:
    """Return whether ``by`` has an ability in every portfolio: by their role, or that of somebody they stand in for."""
    if ability in organisation_abilities(by):
        return True
    return by.is_active and any(ability in ABILITIES[Role(one.role)] for one in standings(by, on) if one.role)


@asked_once
def _grants(whose: tuple[int, ...], on: date) -> tuple[Given, ...]:
    rows = Grant.objects.filter(in_force(on), person__in=whose).values_list("role", "scope_kind", "scope_id")
    return tuple(Given(Role(role), kind, scope) for role, kind, scope in rows)


def _with_below(programmes: set[int]) -> dict[int, frozenset[int]]:
    """Return each of some programmes with all below it, at any depth."""
    found = {one: {one} for one in programmes}
    rows = Programme.objects.exclude(parent=None).values_list("pk", "path") if programmes else ()
    for number, path in rows:
        for above in programmes.intersection(ids_in(path)):
            found[above].add(number)
    return {above: frozenset(below) for above, below in found.items()}


def ids_in(path: str) -> list[int]:
    """Return the ids a path lists, from the top to the thing itself."""
    return [int(part) for part in path.strip("/").split("/") if part]


@asked_once
def _held(whose: tuple[int, ...], on: date) -> _Held:
    grants = _grants(whose, on)
    parts = ProjectRole.objects.filter(person__in=whose).values_list("role", "project")
    divisions = granted(grants, ScopeKind.DIVISION)
    paths = Division.objects.filter(pk__in=divisions).values_list("pk", "path")
    managed = set(Programme.objects.filter(manager__in=whose).values_list("pk", flat=True))
    inside = _with_below(managed | granted(grants, ScopeKind.PROGRAMME))
    below = (
        Given(one.role, one.kind, inner)
        for one in grants
        if one.kind == ScopeKind.PROGRAMME
        for inner in inside[one.scope] - {one.scope}
    )
    return _Held(
        grants=(*grants, *below),
        parts=tuple((Role(role), project) for role, project in parts),
        managed=frozenset().union(*(inside[one] for one in managed)),
        paths=dict(paths) if divisions else {},
    )


def in_force(on: date | None = None) -> Q:
    """Return the condition of rows that hold on a day (today where none is given): begun, and not ended by it."""
    on = on or now().date()
    return Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gt=on))


def roles_on(by: User, subject: Subject, on: date | None = None) -> frozenset[Role]:
    """Return every role ``by`` holds on a thing: over the organisation, by part, and from all scopes above it."""
    if not by.is_active:
        return frozenset()
    roles = {Role(by.organisation_role)} if by.organisation_role else set()
    whose = persons(by, on)
    roles |= {Role(one.role) for one in standings(by, on) if one.role}
    if subject is None:
        return frozenset(roles)
    if isinstance(subject, Project):
        roles |= _parts_in_project(whose, subject)
    if isinstance(subject, Programme) and _manages(whose, subject):
        roles.add(Role.PROGRAMME_MANAGER)
    above = _scopes_above(subject)
    roles |= {one.role for one in current_grants(by, on) if (one.kind, one.scope) in above}
    if not roles and isinstance(subject, Project):
        serving = _serving(_held(whose, on or now().date()), on)
        if serving is not None and serving.filter(project=subject.pk).exists():
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
    by = alone(by) if deed in IN_PERSON else by
    return Ability(find_deed(deed).needs) in abilities_on(by, subject, on)


def may_somewhere(by: User, deed: str, on: date | None = None) -> bool:
    """Return whether ``by`` may do the deed in some portfolio or programme; for pages that ask for the place."""
    if may(by, deed, None, on):
        return True
    if by.reading_only or not by.is_active:
        return False
    able = [role for role, found in ABILITIES.items() if Ability(find_deed(deed).needs) in found]
    places = (ScopeKind.PORTFOLIO, ScopeKind.PROGRAMME)
    held = _held(persons(by, on), on or now().date())
    if Role.PROGRAMME_MANAGER in able and held.managed:
        return True
    return any(one.role in able and one.kind in places for one in held.grants)


def require(by: User, deed: str, subject: Subject, on: date | None = None) -> None:
    """Refuse the deed: as missing what is invisible, as not allowed what is only seen, as conflict what has ended."""
    abilities = abilities_on(by, subject, on)
    if Ability.READ not in abilities and subject is not None and not _seen_through_a_project(by, subject, on):
        raise NotFound
    refuse_reading_only(by)
    needs = Ability(find_deed(deed).needs)
    if needs not in abilities:
        raise NotAllowed
    if standings(by, on) and needs not in abilities_on(alone(by), subject, on):
        _stand_in(by, deed, subject, on)
    if isinstance(subject, Project) and State(subject.state) in ENDED and deed not in AFTER_THE_END:
        label = State(subject.state).label.lower()
        raise Conflict(
            "project_ended", "This project is %(label)s. Bring it back to life before changing it.", label=label
        )


def may_from_above(by: User, deed: str, subject: Portfolio | Programme | Project, on: date | None = None) -> bool:
    """Return whether ``by`` may do the deed by a right over what the thing lies in; a part in the thing counts not."""
    over = subject if isinstance(subject, Portfolio) else subject.lies_in
    return may(by, deed, subject, on) and may(by, deed, over, on)


def require_from_above(
    by: User, deed: str, subject: Portfolio | Programme | Project, words: str, on: date | None = None
) -> None:
    """Refuse the deed as ``require`` does, and in these words where the right comes from a part in the thing alone."""
    require(by, deed, subject, on)
    if not may_from_above(by, deed, subject, on):
        raise NotAllowed(words)


def _stand_in(by: User, deed: str, subject: Subject, on: date | None) -> None:
    """Note for whom ``by`` does what they may not do themselves; refuses what is done in person, and to one's own."""
    if deed in IN_PERSON:
        raise NotAllowed("Roles are given and taken by who holds that power, not by a deputy.")
    if deed in DECIDING and getattr(subject, "manager_id", None) == by.person_id:
        raise NotAllowed("What you manage yourself is not decided on by you as a deputy. Ask somebody else.")
    whose = standings(by, on)
    able = []
    for one in whose:
        if Ability(find_deed(deed).needs) in abilities_on(in_place(by, one), subject, on):
            able.append(one.name)
    by.stood_in = (by.stood_in or {}) | {deed: tuple(able)}


def in_place(by: User, one: Standing) -> User:
    """Return ``by`` with the rights of one they stand in for, and no others."""
    single = alone(by)
    single.person_id, single.organisation_role = one.person, one.role
    return single


def sees_cost(by: User, subject: Subject, on: date | None = None) -> bool:
    """Return whether ``by`` may see money of a thing."""
    return Ability.SEE_COST in abilities_on(by, subject, on)


def roles_to_give(by: User, subject: Subject, on: date | None = None) -> list[Role]:
    """Return the roles that can do no more than ``by`` can."""
    abilities = abilities_on(alone(by), subject, on)
    return [role for role in Role if ABILITIES[role] <= abilities]


def require_may_give(by: User, role: Role, subject: Subject, on: date | None = None) -> None:
    """Refuse to give a role that can do more than the giver can: so nobody climbs by granting."""
    if role not in roles_to_give(by, subject, on):
        raise NotAllowed("You may not give the role %(role)s: it may do more than you may here.", role=role.label)


def visibility(by: User, on: date | None = None) -> Q | None:
    """Return the condition projects must meet to be seen by ``by``; None where all are."""
    if may_everywhere(by, Ability.READ, on):
        return None
    if not by.is_active:
        return Q(pk__in=())
    whose = persons(by, on)
    held = _held(whose, on or now().date())
    serving, seen = _serving(held, on), _reached(whose, held)
    return seen if serving is None else seen | Q(pk__in=serving.values("project"))


def projects_with(by: User, ability: Ability, on: date | None = None) -> Q | None:
    """Return the condition of projects on which ``by`` has an ability; None where on all.

    The set-wise twin of ``abilities_on``, so that a table of a thousand projects asks once.
    """
    if may_everywhere(by, ability, on):
        return None
    if not by.is_active:
        return Q(pk__in=())
    able = frozenset(role for role in Role if ability in ABILITIES[role])
    whose = persons(by, on)
    return _reached(whose, _held(whose, on or now().date()), able)


def _reached(whose: tuple[int, ...], held: _Held, able: frozenset[Role] = frozenset(Role)) -> Q:
    """Return the condition of projects that a person leads in an able role, or reaches by grants or parts of such.

    Ids stand in it as they are: spelling them out as questions within the question took longer, each
    time, than the database took to answer.
    """
    grants = [one for one in held.grants if one.role in able]
    programmes = granted(grants, ScopeKind.PROGRAMME)
    if Role.PROGRAMME_MANAGER in able:
        programmes |= held.managed
    projects = granted(grants, ScopeKind.PROJECT) | {project for role, project in held.parts if role in able}
    ids = (("pk", projects), ("programme", programmes), ("portfolio", granted(grants, ScopeKind.PORTFOLIO)))
    conditions = [Q((f"{name}__in", sorted(found))) for name, found in ids if found]
    divisions = sorted(granted(grants, ScopeKind.DIVISION))
    conditions += [Q(division__path__startswith=held.paths[one]) for one in divisions]
    leads = ((Role.PROJECT_MANAGER, Q(manager__in=whose)), (Role.SPONSOR, Q(sponsor__in=whose)))
    conditions += [condition for role, condition in leads if role in able]
    return Q(*conditions, _connector=Q.OR) if conditions else Q(pk__in=())


def _serving(held: _Held, on: date | None) -> QuerySet[Share] | None:
    """Return the shares of projects in programmes a person steers: who steers a programme reads what serves it."""
    steering = [one for one in held.grants if one.role in STEERING]
    programmes = granted(steering, ScopeKind.PROGRAMME) | held.managed
    portfolios = granted(steering, ScopeKind.PORTFOLIO)
    if not programmes and not portfolios:
        return None
    steered = Q(programme__in=programmes) | Q(programme__portfolio__in=portfolios)
    return Share.objects.filter(steered, in_force(on))


def cost_visible(by: User, on: date | None = None) -> Q | None:
    """Return the condition projects meet whose money ``by`` may see; None where all do."""
    return projects_with(by, Ability.SEE_COST, on)


def projects_with_cost(by: User, on: date | None = None) -> frozenset[int] | None:
    """Return the ids of the projects whose money ``by`` may see; None where all."""
    seen = cost_visible(by, on)
    if seen is None:
        return None
    return frozenset(Project.objects.filter(seen).values_list("pk", flat=True))


def _parts_in_project(whose: tuple[int, ...], project: Project) -> set[Role]:
    """Return the roles that follow from being named in a project or its programme."""
    roles = {Role(role) for role in project.roles.filter(person__in=whose).values_list("role", flat=True)}
    if project.manager_id in whose:
        roles.add(Role.PROJECT_MANAGER)
    if project.sponsor_id in whose:
        roles.add(Role.SPONSOR)
    if project.programme is not None and _manages(whose, project.programme):
        roles.add(Role.PROGRAMME_MANAGER)
    return roles


def _manages(whose: tuple[int, ...], programme: Programme) -> bool:
    """Return whether one of some people manages a programme, or one it lies in."""
    if programme.manager_id in whose:
        return True
    above = ids_in(programme.path)[:-1]
    return bool(above) and Programme.objects.filter(pk__in=above, manager__in=whose).exists()


def _scopes_above(subject: Portfolio | Programme | Project | Division) -> set[tuple[str, int]]:
    """Return the scopes that cover the thing, by kind and id."""
    if isinstance(subject, Portfolio):
        return {(ScopeKind.PORTFOLIO, subject.pk)}
    if isinstance(subject, Division):
        return {(ScopeKind.DIVISION, pk) for pk in ids_in(subject.path)}
    covers: set[tuple[str, int]] = {(ScopeKind.PORTFOLIO, subject.portfolio_id)}
    if isinstance(subject, Programme):
        return covers | {(ScopeKind.PROGRAMME, pk) for pk in ids_in(subject.path)}
    covers.add((ScopeKind.PROJECT, subject.pk))
    if subject.programme is not None:
        covers |= {(ScopeKind.PROGRAMME, pk) for pk in ids_in(subject.programme.path)}
    if subject.division is not None:
        covers |= {(ScopeKind.DIVISION, pk) for pk in ids_in(subject.division.path)}
    return covers


def _seen_through_a_project(by: User, subject: Subject, on: date | None) -> bool:
    """Return whether a programme or portfolio shows because a project in it does; divisions always do."""
    if isinstance(subject, Division):
        return True
    if isinstance(subject, Project) or subject is None:
        return False
    seen = visibility(by, on)
    if seen is None or not isinstance(subject, Programme):
        return seen is None or subject.projects.filter(seen).exists()
    return Project.objects.filter(seen, programme__path__startswith=subject.path).exists()
