"""Strategic objectives: the tree, what serves each, what serves none."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Router, Schema, Status

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.v1.references import referred, refuse_empty
from conspectus.doors.api.v1.shapes import Named, Page, named
from conspectus.kit.errors import Invalid, NotFound
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.actions import (
    NewObjective,
    Serves,
    change_objective,
    create_objective,
    retire_objective,
    set_contributions,
)
from conspectus.rooms.portfolio.models import Objective
from conspectus.rooms.portfolio.queries import (
    ProjectFilter,
    contributions_of,
    get_objective,
    get_portfolio,
    get_project,
)
from conspectus.rooms.schedule.queries import PortfolioRow, portfolio_view
from conspectus.rooms.schedule.queries.objectives import ObjectiveView, ServingProject, objectives_view

router = Router(tags=["objectives"])
KEPT = ("name", "measure", "unit", "weight")  # may be changed, not emptied to null


class ObjectiveIn(Body):
    """An objective to set; ``weight`` counts against those beside it, ``parent`` is left out at the top."""

    name: str
    parent: int | None = None
    owner: int | None = None
    division: int | None = None
    measure: str = ""
    unit: str = ""
    target: float | None = None
    weight: int = 1
    starts_on: Day | None = None
    ends_on: Day | None = None


class ObjectiveChanges(Body):
    """What to change of an objective; what is left out stays."""

    name: str | None = None
    parent: int | None = None
    owner: int | None = None
    division: int | None = None
    measure: str | None = None
    unit: str | None = None
    target: float | None = None
    weight: int | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None


class ObjectiveOut(Schema):
    """An objective with the projects that serve it or anything below it."""

    id: int
    portfolio: Named
    parent: Named | None
    name: str
    owner: Named | None
    division: Named | None
    measure: str
    unit: str
    target: float | None
    weight: int
    starts_on: date | None
    ends_on: date | None
    retired_on: date | None
    revision: int
    serving: list[ServingProject]


class UnservedOut(Schema):
    """Objectives that no project serves, and projects that serve none."""

    objectives: list[ObjectiveView]
    projects: list[PortfolioRow]


class ContributionIn(Body):
    """The part of a project, in basis points of 10,000, that serves an objective."""

    objective: int
    basis_points: int
    words: str = ""


class ContributionsIn(Body):
    """All that a project contributes from a day on; today where none is given."""

    contributions: list[ContributionIn]
    starting: Day | None = None


class ContributionOut(Schema):
    """What a project contributes, from a day until before another."""

    id: int
    objective: Named
    basis_points: int
    words: str
    starts_on: date
    ends_on: date | None


@router.get(
    "/portfolios/{portfolio_id}/objectives",
    response={200: Page[ObjectiveView]},
    summary="The tree of objectives",
)
def list_objectives(request: HttpRequest, portfolio_id: str, cursor: str = "", limit: int = USUAL) -> Page[Any]:
    """Return a portfolio's objectives, each before those below it, with what serves them today."""
    known_only(request, "cursor", "limit")
    by = asker(request)
    found = objectives_view(by, get_portfolio(by, portfolio_id), at=now())
    rows, following = page(found.tree, cursor, limit, key="objective_id")
    return Page(items=rows, next=following)


@router.post("/portfolios/{portfolio_id}/objectives", response={201: ObjectiveOut}, summary="Set an objective")
def post_objective(
    request: HttpRequest, response: HttpResponse, portfolio_id: str, body: ObjectiveIn
) -> Status[ObjectiveOut]:
    """Set an objective of a portfolio."""
    by = asker(request)
    place = get_portfolio(by, portfolio_id)
    new = NewObjective(**_rows(by, body.model_dump()))
    row = create_objective(portfolio=place, new=new, by=by, at=now())
    tag(response, row.revision)
    return Status(201, _told(by, row))


@router.get(
    "/portfolios/{portfolio_id}/objectives/unserved",
    response={200: UnservedOut},
    summary="What serves none",
)
def list_unserved(request: HttpRequest, portfolio_id: str) -> UnservedOut:
    """Return objectives without projects, and projects that go on without an objective."""
    known_only(request)
    by = asker(request)
    moment, place = now(), get_portfolio(by, portfolio_id)
    found = objectives_view(by, place, at=moment)
    aimless = {one.project_id for one in found.aimless}
    rows = portfolio_view(by, ProjectFilter(portfolio=place.pk), at=moment, only=aimless)
    return UnservedOut(objectives=list(found.unserved), projects=list(rows))


@router.get("/objectives/{objective_id}", response={200: ObjectiveOut}, summary="One objective")
def one_objective(request: HttpRequest, response: HttpResponse, objective_id: str) -> ObjectiveOut:
    """Return one objective and what serves it; its ETag is what a change sends as If-Match."""
    by = asker(request)
    row = get_objective(by, objective_id)
    tag(response, row.revision)
    return _told(by, row)


@router.patch("/objectives/{objective_id}", response={200: ObjectiveOut}, summary="Change it")
def patch_objective(
    request: HttpRequest, response: HttpResponse, objective_id: str, body: ObjectiveChanges
) -> ObjectiveOut:
    """Change an objective, or move it with all below it; takes If-Match."""
    by = asker(request)
    row = get_objective(by, objective_id)
    given = body.model_dump(exclude_unset=True)
    refuse_empty(given, KEPT)
    changes = _rows(by, given)
    row = change_objective(objective=row, changes=changes, revision=wanted_revision(request), by=by, at=now())
    tag(response, row.revision)
    return _told(by, row)


@router.post("/objectives/{objective_id}/retirement", response={200: ObjectiveOut}, summary="Retire it")
def post_retirement(request: HttpRequest, response: HttpResponse, objective_id: str) -> ObjectiveOut:
    """Retire an objective with all below it; takes If-Match."""
    by = asker(request)
    row = get_objective(by, objective_id)
    row = retire_objective(objective=row, revision=wanted_revision(request), by=by, at=now())
    tag(response, row.revision)
    return _told(by, row)


@router.get(
    "/projects/{project_id}/contributions",
    response={200: Page[ContributionOut]},
    summary="What a project serves",
)
def list_contributions(
    request: HttpRequest, response: HttpResponse, project_id: str, cursor: str = "", limit: int = USUAL
) -> Page[ContributionOut]:
    """Return what a project contributes to objectives, newest first; the ETag is the project's."""
    known_only(request, "cursor", "limit")
    project = get_project(asker(request), project_id)
    tag(response, project.revision)
    rows, following = page(contributions_of(project), cursor, limit)
    names = ("basis_points", "words", "starts_on", "ends_on")
    told = [
        {"id": row.pk, "objective": named(row.objective), **{name: getattr(row, name) for name in names}}
        for row in rows
    ]
    return Page(items=[ContributionOut.model_validate(one) for one in told], next=following)


@router.put(
    "/projects/{project_id}/contributions",
    response={200: Page[ContributionOut]},
    summary="Say what a project serves",
)
def put_contributions(
    request: HttpRequest, response: HttpResponse, project_id: str, body: ContributionsIn
) -> Page[ContributionOut]:
    """Replace what a project contributes from a day on; takes the project's If-Match."""
    by = asker(request)
    project = get_project(by, project_id)
    given = [Serves(_objective(by, one.objective), one.basis_points, one.words) for one in body.contributions]
    set_contributions(
        project=project,
        contributions=given,
        starting=body.starting,
        revision=wanted_revision(request),
        by=by,
        at=now(),
    )
    return list_contributions(request, response, project_id)


def _rows(by: User, given: dict[str, Any]) -> dict[str, Any]:
    """Return what a body gave, with rows in place of their numbers."""
    refer = {"owner": "person", "division": "division"}
    found = {name: referred(by, refer[name], one) if name in refer else one for name, one in given.items()}
    if given.get("parent") is not None:
        found["parent"] = _objective(by, given["parent"], "parent")
    return found


def _objective(by: User, number: int, field: str = "objective") -> Objective:
    try:
        return get_objective(by, number)
    except NotFound:
        raise Invalid("unknown", "There is no such objective.", field) from None


def _told(by: User, row: Objective) -> ObjectiveOut:
    plain = ("name", "measure", "unit", "target", "weight", "starts_on", "ends_on", "retired_on", "revision")
    told = {name: getattr(row, name) for name in plain}
    told |= {name: named(getattr(row, name)) for name in ("portfolio", "parent", "owner", "division")}
    serving = objectives_view(by, row.portfolio, at=now()).serving_of(row.pk)
    return ObjectiveOut.model_validate({"id": row.pk, "serving": serving, **told})
