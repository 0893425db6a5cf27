"""What is somebody's own: what they manage, sponsor, own or look after."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, Q, QuerySet

from conspectus.kit.subjects import Reference, SubjectKind
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.accounts.models import Division, User
from conspectus.rooms.portfolio.choices import ENDED, ContractState, ScopeKind, State
from conspectus.rooms.portfolio.models import (
    Contract,
    Grant,
    Objective,
    Party,
    Portfolio,
    Programme,
    Project,
    ProjectRole,
    WorkStream,
)
from conspectus.rooms.portfolio.rules import STEERING, ids_in, in_force


@dataclass(frozen=True, slots=True)
class Owned:
    """One thing somebody answers for, and as what."""

    kind: str
    id: str
    name: str
    part: str  # the field that names its owner; ``role`` or ``grant`` and the role; ``stream`` and its name

    @property
    def reference(self) -> Reference:
        """Kind and id."""
        return self.kind, self.id


@dataclass(frozen=True, slots=True)
class Left:
    """Rows of a room that somebody answers for while they go on: as what, and how a row is called."""

    kind: str
    part: str
    rows: QuerySet[Any]
    name: Callable[[Any], str] = str
    number: str = "pk"  # the field that holds the number of the thing whose page tells of a row
    field: str = "owner"  # that names them

    def told(self) -> list[Owned]:
        """Return each row as one thing."""
        return [Owned(self.kind, str(getattr(row, self.number)), self.name(row), self.part) for row in self.rows]


def of_project(row: Any) -> str:
    """Return what a row is called outside its project."""
    return f"{row.project.code} {row}"


_OWNERS = (
    (SubjectKind.PROJECT, Project, "manager"),
    (SubjectKind.PROJECT, Project, "sponsor"),
    (SubjectKind.PROGRAMME, Programme, "manager"),
    (SubjectKind.OBJECTIVE, Objective, "owner"),
    (SubjectKind.PARTY, Party, "owner"),
    (SubjectKind.CONTRACT, Contract, "owner"),
)

_SCOPES: dict[ScopeKind, type[Model]] = {
    ScopeKind.PORTFOLIO: Portfolio,
    ScopeKind.PROGRAMME: Programme,
    ScopeKind.PROJECT: Project,
    ScopeKind.DIVISION: Division,
}


def owned_by(persons: Collection[int]) -> list[Owned]:
    """Return everything these people are named in as manager, sponsor or owner; who reads it may not see it all."""
    return [
        Owned(kind.value, str(row.pk), str(row), part)
        for kind, model, part in _OWNERS
        for row in model._default_manager.filter(**{f"{part}__in": list(persons)})
    ]


def held_by(person: int, on: date) -> list[Owned]:
    """Return all a person has to answer for on a day: what goes on, streams led, roles, and grants not over yet.

    What has ended stays theirs: history keeps the name.
    """
    found = [
        Owned(kind.value, str(row.pk), str(row), part)
        for kind, model, part in _OWNERS
        for row in model._default_manager.filter(**{part: person}).exclude(_over(model, on))
    ]
    parts = ProjectRole.objects.filter(person=person).exclude(project__state__in=ENDED).select_related("project")
    kind = SubjectKind.PROJECT.value
    for stream in streams_led(person).select_related("project"):
        found.append(Owned(kind, str(stream.project_id), str(stream.project), f"stream {stream.name}"))
    found += [Owned(kind, str(row.project_id), str(row.project), f"role {row.role}") for row in parts]
    grants = list(grants_left(person, on))
    names: dict[tuple[str, int], str] = {}
    for scope, model in _SCOPES.items():
        ids = [one.scope_id for one in grants if one.scope_kind == scope]
        names |= {(scope.value, pk): str(row) for pk, row in model._default_manager.in_bulk(ids).items()}
    for one in grants:
        name = names.get((one.scope_kind, one.scope_id), "")
        found.append(Owned(one.scope_kind, str(one.scope_id), name, f"grant {one.role}"))
    return found


def streams_led(person: int) -> QuerySet[WorkStream]:
    """Return the work streams a person leads in projects that have not ended."""
    return WorkStream.objects.filter(lead=person).exclude(project__state__in=ENDED).order_by("project", "place")


def grants_left(person: int, on: date) -> QuerySet[Grant]:
    """Return the grants of a person that hold on a day or will."""
    return Grant.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), person=person).order_by("pk")


def _over(model: type[Model], on: date) -> Q:
    if model is Project:
        return Q(state__in=ENDED)
    if model is Objective:
        return Q(retired_on__lte=on)
    if model is Contract:
        return Q(state=ContractState.ENDED)
    return Q(is_active=False) if model is Party else Q(pk__in=())


def is_owned(person: int, kind: str, subject_id: str) -> bool:
    """Return whether a person is named in a thing as its manager, sponsor or owner."""
    return any(
        model._default_manager.filter(pk=subject_id, **{part: person}).exists()
        for found, model, part in _OWNERS
        if found == kind
    )


def owners_of(references: Collection[Reference]) -> dict[Reference, set[int]]:
    """Return who is named in each of some things as its manager, sponsor or owner; the way back of ``owned_by``."""
    found: dict[Reference, set[int]] = {}
    for kind, model, part in _OWNERS:
        ids = [number for of, number in references if of == kind]
        rows = model._default_manager.filter(pk__in=ids).exclude(**{part: None}) if ids else ()
        for row in rows:
            found.setdefault((kind.value, str(row.pk)), set()).add(getattr(row, f"{part}_id"))
    return found


def answering_in(portfolio: int, on: date) -> set[int]:
    """Return who reports in a portfolio, for projects and programmes, and who steers it by a role."""
    projects = Project.objects.filter(portfolio=portfolio, state=State.ACTIVE).exclude(manager=None)
    programmes = Programme.objects.filter(portfolio=portfolio).exclude(manager=None)
    found = {person for rows in (projects, programmes) for person in rows.order_by().values_list("manager", flat=True)}
    return found | steering_in([portfolio], on)[portfolio]


def steering_everywhere() -> set[int]:
    """Return who steers the whole organisation by a role other than administrator."""
    steering = STEERING - {Role.ADMINISTRATOR}
    return set(User.objects.filter(organisation_role__in=steering).values_list("person", flat=True))


def steering_in(portfolios: Collection[int], on: date) -> dict[int, set[int]]:
    """Return who steers each of some portfolios by a role other than administrator."""
    steering = STEERING - {Role.ADMINISTRATOR}
    everywhere = steering_everywhere()
    found = {one: set(everywhere) for one in portfolios}
    grants = Grant.objects.filter(in_force(on), scope_kind=ScopeKind.PORTFOLIO, scope_id__in=found, role__in=steering)
    for portfolio, person in grants.values_list("scope_id", "person"):
        found[portfolio].add(person)
    return found


def above_projects(projects: Collection[int]) -> dict[int, set[Reference]]:
    """Return each of some projects with all it lies in: portfolio, programmes and divisions."""
    asked = ("pk", "portfolio", "programme__path", "division__path")
    rows = Project.objects.filter(pk__in=projects).order_by().values_list(*asked)
    return {
        pk: _lies_in(SubjectKind.PROJECT, pk, portfolio, programme)
        | {(SubjectKind.DIVISION.value, str(one)) for one in ids_in(division or "")}
        for pk, portfolio, programme, division in rows
    }


def above_programmes(programmes: Collection[int]) -> dict[int, set[Reference]]:
    """Return each of some programmes with all it lies in."""
    rows = Programme.objects.filter(pk__in=programmes).order_by().values_list("pk", "portfolio", "path")
    return {pk: _lies_in(SubjectKind.PROGRAMME, pk, portfolio, path) for pk, portfolio, path in rows}


def _lies_in(kind: SubjectKind, number: int, portfolio: int, programmes: str | None) -> set[Reference]:
    found = {(kind.value, str(number)), (SubjectKind.PORTFOLIO.value, str(portfolio))}
    return found | {(SubjectKind.PROGRAMME.value, str(one)) for one in ids_in(programmes or "")}
