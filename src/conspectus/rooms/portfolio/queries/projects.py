"""Portfolios, programmes and projects; every answer starts from what the asker may see."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from conspectus.kit.errors import Invalid, NotAllowed, NotFound
from conspectus.kit.ids import LARGEST, row_id
from conspectus.kit.reading import asked_once
from conspectus.kit.texts import fold
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Division, User
from conspectus.rooms.accounts.queries import divisions, get_division
from conspectus.rooms.portfolio.choices import MOST_CHANGED, ScopeKind, State
from conspectus.rooms.portfolio.models import Grant, Portfolio, Programme, Project, ProjectRole, Share
from conspectus.rooms.portfolio.rules import (
    Subject,
    current_grants,
    given_programmes,
    granted,
    ids_in,
    in_force,
    may_everywhere,
    persons,
    require,
    visibility,
)

SORTS = {
    "code": ("code", "pk"),
    "-code": ("-code", "-pk"),
    "name": ("name_key", "pk"),
    "-name": ("-name_key", "-pk"),
    "state": ("state", "code"),
    "manager": ("manager__name", "code"),
    "changed": ("changed_at", "pk"),
    "-changed": ("-changed_at", "-pk"),
}


@dataclass(frozen=True, slots=True)
class ProjectFilter:
    """What a list of projects is narrowed to; the same object for page, API and export.

    Archived projects are in it only where that state is asked for, or all of the past are wanted by ``archived``.
    """

    text: str = ""
    state: str = ""
    portfolio: int | None = None
    programme: int | None = None  # with all below it
    division: int | None = None
    manager: int | None = None
    serves_programme: int | None = None  # at home in it, or in a share on the day
    serves_division: int | None = None  # the same of a division and all below it
    sort: str = "code"
    archived: bool = False


def visible_projects(by: User, on: date | None = None) -> QuerySet[Project]:
    """Return the projects ``by`` may see, each with its people and places."""
    seen = visibility(by, on)
    projects = Project.objects.select_related("portfolio", "programme", "division", "manager", "sponsor")
    return projects if seen is None else projects.filter(seen)


def find_projects(by: User, wanted: ProjectFilter = ProjectFilter(), on: date | None = None) -> QuerySet[Project]:
    """Return the visible projects a filter leaves, in its order; refuses an unknown state or order."""
    if wanted.sort not in SORTS:
        raise Invalid("sort", "Cannot sort by '%(sort)s'.", "sort", sort=wanted.sort[:60])
    if wanted.state and wanted.state not in State.values:
        raise Invalid("state", "There is no such state.", "state")
    projects = visible_projects(by, on).order_by(*SORTS[wanted.sort])
    if not (wanted.archived or wanted.state):
        projects = projects.exclude(state=State.ARCHIVED)
    if wanted.text:
        if "\0" in wanted.text:  # PostgreSQL cannot even be asked for it
            return projects.none()
        key = fold(wanted.text)
        projects = projects.filter(Q(name_key__contains=key) | Q(code_key__contains=key))
    if wanted.division is not None:
        projects = projects.filter(division__path__startswith=get_division(wanted.division).path)
    if wanted.serves_programme is not None:
        inside = programmes_within([wanted.serves_programme])
        shared = Share.objects.filter(in_force(on), programme__in=inside)
        projects = projects.filter(Q(programme__in=inside) | Q(pk__in=shared.values("project")))
    if wanted.programme is not None:
        projects = projects.filter(programme__in=programmes_within([wanted.programme]))
    if wanted.serves_division is not None:
        path = get_division(wanted.serves_division).path
        shared = Share.objects.filter(in_force(on), division__path__startswith=path)
        projects = projects.filter(Q(division__path__startswith=path) | Q(pk__in=shared.values("project")))
    exact = {
        "state": wanted.state or None,
        "portfolio": wanted.portfolio,
        "manager": wanted.manager,
    }
    return projects.filter(**{name: value for name, value in exact.items() if value is not None})


def programmes_within(programmes: Iterable[int | str]) -> QuerySet[Programme, Any]:
    """Return the ids of some programmes and of all below them, to be asked for within a question."""
    inside = Q(pk__in=())
    for one in programmes:
        inside |= Q(path__contains=f"/{one}/")
    return Programme.objects.filter(inside).order_by().values("pk")


def get_project(by: User, project_id: object, on: date | None = None) -> Project:
    """Return one project; what ``by`` may not see is not found, like what is not there."""
    project = visible_projects(by, on).filter(pk=row_id(project_id)).first()
    if project is None:
        raise NotFound
    return project


def project_by_code(by: User, code: str, on: date | None = None) -> Project:
    """Return the visible project of this code, whatever its case."""
    project = visible_projects(by, on).filter(code_key=fold(code)).first()
    if project is None:
        raise NotFound
    return project


def named_projects(
    by: User, *, ids: Iterable[int] = (), codes: Iterable[str] = (), on: date | None = None
) -> list[Project]:
    """Return the visible projects of these numbers or codes, whatever their case, by code; others are left out.

    Refuses to read more at once than one deed changes.
    """
    numbers, keys = {one for one in ids if 0 < one <= LARGEST}, {fold(code) for code in codes}
    if len(numbers) + len(keys) > MOST_CHANGED:
        raise Invalid("projects", "Choose 1 to %(most)s projects.", "projects", most=MOST_CHANGED)
    named = Q(pk__in=numbers) | Q(code_key__in=keys)
    return list(visible_projects(by, on).filter(named).order_by("code", "pk"))


def visible_programmes(by: User, on: date | None = None) -> QuerySet[Programme]:
    """Return programmes given to ``by``, and those in which, or below which, a project shows."""
    programmes = Programme.objects.select_related("portfolio", "manager", "parent", "own_plan")
    programmes = programmes.order_by("portfolio__name", "name", "pk")
    if visibility(by, on) is None:
        return programmes
    if not by.is_active:
        return programmes.none()
    wide = granted(current_grants(by, on), ScopeKind.PORTFOLIO)
    return programmes.filter(Q(portfolio__in=wide) | Q(pk__in=_programmes_seen(by, on)))


@dataclass(frozen=True, slots=True)
class _Shown:
    """Where the projects lie that somebody may see."""

    portfolios: frozenset[int]
    programmes: frozenset[int]  # with all they lie in


def _shown(by: User, on: date | None) -> _Shown:
    return _shown_to(by, on, persons(by, on))


@asked_once
def _shown_to(by: User, on: date | None, whose: tuple[int, ...]) -> _Shown:
    """Return where the visible projects lie: asked for itself, since as a question within others it is costly."""
    places = Project.objects.filter(visibility(by, on) or Q()).order_by().values_list("portfolio", "programme__path")
    found = set(places.distinct())
    return _Shown(
        portfolios=frozenset(portfolio for portfolio, _ in found),
        programmes=frozenset(number for _, path in found if path for number in ids_in(path)),
    )


def _programmes_seen(by: User, on: date | None) -> list[int]:
    return sorted(given_programmes(by, on) | _shown(by, on).programmes)


def programmes_above(portfolios: Collection[int]) -> dict[int, tuple[Programme, ...]]:
    """Return for each programme of portfolios itself and all it lies in, from the top; asks the database once."""
    every = {row.pk: row for row in Programme.objects.filter(portfolio__in=portfolios)}
    return {row.pk: tuple(every[pk] for pk in ids_in(row.path)) for row in every.values()}


def projects_in(portfolio: Portfolio) -> dict[int, tuple[int, ...]]:
    """Return for each programme of a portfolio the projects in it and below it; asks twice."""
    above = programmes_above([portfolio.pk])
    found: dict[int, list[int]] = {pk: [] for pk in above}
    rows = Project.objects.filter(portfolio=portfolio, programme__isnull=False).order_by("pk")
    for project, programme in rows.values_list("pk", "programme_id"):
        for one in above.get(programme or 0, ()):
            found[one.pk].append(project)
    return {pk: tuple(projects) for pk, projects in found.items()}


def get_programme(by: User, programme_id: object, on: date | None = None) -> Programme:
    """Return one programme ``by`` may see."""
    programme = visible_programmes(by, on).filter(pk=row_id(programme_id)).first()
    if programme is None:
        raise NotFound
    return programme


def visible_portfolios(by: User, on: date | None = None) -> QuerySet[Portfolio]:
    """Return portfolios given to ``by``, and those in which a programme or project shows."""
    portfolios = Portfolio.objects.order_by("name", "pk")
    if visibility(by, on) is None:
        return portfolios
    if not by.is_active:
        return portfolios.none()
    places = granted(current_grants(by, on), ScopeKind.PORTFOLIO) | _shown(by, on).portfolios
    programmes = Programme.objects.filter(pk__in=_programmes_seen(by, on)).order_by()
    return portfolios.filter(Q(pk__in=sorted(places)) | Q(pk__in=programmes.values("portfolio")))


def get_portfolio(by: User, portfolio_id: object, on: date | None = None) -> Portfolio:
    """Return one portfolio ``by`` may see."""
    portfolio = visible_portfolios(by, on).filter(pk=row_id(portfolio_id)).first()
    if portfolio is None:
        raise NotFound
    return portfolio


def visible_divisions(by: User, on: date | None = None) -> QuerySet[Division]:
    """Return the divisions over which ``by`` has a role, and all below them; their names alone are open to all."""
    if may_everywhere(by, Ability.READ, on):
        return divisions()
    if not by.is_active:
        return Division.objects.none()
    seen = Q(pk__in=())
    headed = granted(current_grants(by, on), ScopeKind.DIVISION)
    for path in Division.objects.filter(pk__in=headed).values_list("path", flat=True):
        seen |= Q(path__startswith=path)
    return divisions().filter(seen)


def get_scope(
    by: User, kind: str, scope_id: object, on: date | None = None
) -> Portfolio | Programme | Project | Division:
    """Return the thing a grant names."""
    if kind == ScopeKind.PORTFOLIO:
        return get_portfolio(by, scope_id, on)
    if kind == ScopeKind.PROGRAMME:
        return get_programme(by, scope_id, on)
    if kind == ScopeKind.PROJECT:
        return get_project(by, scope_id, on)
    if kind == ScopeKind.DIVISION:
        return get_division(scope_id)
    raise Invalid("scope_kind", "A role is given over a portfolio, a programme, a project or a division.", "scope_kind")


def project_people(project: Project) -> QuerySet[ProjectRole]:
    """Return the people in roles of a project the caller has shown to be visible."""
    return project.roles.select_related("person").order_by("role", "person__name")


def grants_over(by: User, subject: Subject, on: date | None = None) -> QuerySet[Grant]:
    """Return the grants given directly over a thing, to those who may give some."""
    require(by, "grant_role", subject, on)
    if subject is None:
        raise NotAllowed
    kind = type(subject).__name__.lower()
    return Grant.objects.select_related("person").filter(scope_kind=kind, scope_id=subject.pk)


def get_grant(by: User, grant_id: object, on: date | None = None) -> Grant:
    """Return a grant over something ``by`` may give roles over."""
    grant = Grant.objects.select_related("person").filter(pk=row_id(grant_id)).first()
    if grant is None:
        raise NotFound
    try:
        require(by, "end_grant", get_scope(by, grant.scope_kind, grant.scope_id, on), on)
    except NotAllowed:
        raise NotFound from None
    return grant
