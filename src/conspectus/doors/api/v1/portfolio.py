"""Portfolios, programmes and projects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Query, Router, Schema, Status
from pydantic import Field

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.v1.fields import plain_fields
from conspectus.doors.api.v1.references import merged, referred, referred_projects, refuse_empty
from conspectus.doors.api.v1.shapes import (
    ManyChangesIn,
    Page,
    PortfolioChanges,
    PortfolioIn,
    PortfolioOut,
    ProgrammeChanges,
    ProgrammeIn,
    ProgrammeOut,
    ProjectChanges,
    ProjectIn,
    ProjectOut,
    named,
)
from conspectus.journeys.portfolio_rows import full_rows
from conspectus.journeys.portfolio_table import portfolio_file
from conspectus.rooms.accounts.models import User
from conspectus.rooms.changes.queries import RebaselineSum, growth_sums
from conspectus.rooms.governance.queries.standing import under_exception
from conspectus.rooms.portfolio.actions import (
    NewProject,
    ProjectChange,
    change_portfolio,
    change_programme,
    change_project,
    change_projects,
    create_portfolio,
    create_programme,
    create_project,
)
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.portfolio.queries import (
    ProjectFilter,
    find_projects,
    get_portfolio,
    get_programme,
    get_project,
    visible_portfolios,
    visible_programmes,
    visible_projects,
)
from conspectus.rooms.portfolio.queries.field_values import FieldShown
from conspectus.rooms.schedule.queries import (
    GridFilter,
    PortfolioTotals,
    for_rows,
    portfolio_projects,
    portfolio_totals,
)
from conspectus.rooms.schedule.queries.fields import project_fields
from conspectus.rooms.status.queries import GridRow

router = Router(tags=["portfolio"])
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]

MANY = ("manager", "programme", "division", "state", "fields")
FILES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
BYTES = {"type": "string", "format": "binary"}


class Asked(Schema):
    """What a list of projects is narrowed to, its order, and the page of it."""

    text: str = ""
    state: str = ""
    portfolio: Number | None = None
    programme: Number | None = None
    division: Number | None = None
    manager: Number | None = None
    sort: str = "code"
    cursor: str = ""
    limit: int = USUAL

    def wanted(self) -> ProjectFilter:
        """Return the one filter object of the list."""
        return ProjectFilter(**self.model_dump(exclude={"cursor", "limit"}))


class AskedGrid(Asked):
    """The same for the portfolio table, which is narrowed by computed figures too."""

    status: str = ""
    stale: bool = False
    exception: str = ""
    fields: str = ""

    def wanted(self) -> GridFilter:
        """Return the one filter object of the table."""
        told = self.model_dump(exclude={"cursor", "limit", "exception"})
        return GridFilter(**told, within=under_exception(self.exception))


class AskedTable(AskedGrid):
    """The same with what is kept together."""

    group: str = ""


@router.get("/portfolios", response={200: Page[PortfolioOut]}, summary="Portfolios you may see")
def list_portfolios(request: HttpRequest, cursor: str = "", limit: int = USUAL) -> Page[PortfolioOut]:
    """Return portfolios by name."""
    known_only(request, "cursor", "limit")
    rows, following = page(visible_portfolios(asker(request)), cursor, limit)
    return Page(items=[_portfolio(row) for row in rows], next=following)


@router.post("/portfolios", response={201: PortfolioOut}, summary="Open a portfolio")
def post_portfolio(request: HttpRequest, body: PortfolioIn) -> Status[PortfolioOut]:
    """Open a portfolio; takes a role over the whole organisation."""
    by = asker(request)
    return Status(201, _portfolio(create_portfolio(**body.model_dump(), by=by, at=now())))


@router.get("/portfolios/{portfolio_id}", response={200: PortfolioOut}, summary="One portfolio")
def one_portfolio(request: HttpRequest, response: HttpResponse, portfolio_id: str) -> PortfolioOut:
    """Return one portfolio; its ETag is what a change sends as If-Match."""
    row = get_portfolio(asker(request), portfolio_id)
    tag(response, row.revision)
    return _portfolio(row)


@router.patch("/portfolios/{portfolio_id}", response={200: PortfolioOut}, summary="Change it")
def patch_portfolio(
    request: HttpRequest, response: HttpResponse, portfolio_id: str, body: PortfolioChanges
) -> PortfolioOut:
    """Change name and purpose of a portfolio; takes If-Match."""
    by = asker(request)
    row = get_portfolio(by, portfolio_id)
    given = merged(body, name=row.name, purpose=row.purpose)
    row = change_portfolio(portfolio=row, **given, revision=wanted_revision(request), by=by, at=now())
    tag(response, row.revision)
    return _portfolio(row)


@router.get("/programmes", response={200: Page[ProgrammeOut]}, summary="Programmes you may see")
def list_programmes(request: HttpRequest, cursor: str = "", limit: int = USUAL) -> Page[ProgrammeOut]:
    """Return programmes by portfolio and name."""
    known_only(request, "cursor", "limit")
    rows, following = page(visible_programmes(asker(request)), cursor, limit)
    return Page(items=_programmes(asker(request), rows), next=following)


@router.post("/programmes", response={201: ProgrammeOut}, summary="Open a programme")
def post_programme(request: HttpRequest, body: ProgrammeIn) -> Status[ProgrammeOut]:
    """Open a programme in a portfolio."""
    by = asker(request)
    row = create_programme(
        portfolio=referred(by, "portfolio", body.portfolio),
        name=body.name,
        purpose=body.purpose,
        manager=referred(by, "manager", body.manager),
        by=by,
        at=now(),
    )
    return Status(201, _programmes(by, [row])[0])


@router.get("/programmes/{programme_id}", response={200: ProgrammeOut}, summary="One programme")
def one_programme(request: HttpRequest, response: HttpResponse, programme_id: str) -> ProgrammeOut:
    """Return one programme; its ETag is what a change sends as If-Match."""
    by = asker(request)
    row = get_programme(by, programme_id)
    tag(response, row.revision)
    return _programmes(by, [row])[0]


@router.patch("/programmes/{programme_id}", response={200: ProgrammeOut}, summary="Change it")
def patch_programme(
    request: HttpRequest, response: HttpResponse, programme_id: str, body: ProgrammeChanges
) -> ProgrammeOut:
    """Change name, purpose and manager of a programme; takes If-Match."""
    by = asker(request)
    row = get_programme(by, programme_id)
    given = merged(body, name=row.name, purpose=row.purpose, manager=row.manager_id, empty=("manager",))
    manager = referred(by, "manager", given.pop("manager"))
    row = change_programme(programme=row, **given, manager=manager, revision=wanted_revision(request), by=by, at=now())
    tag(response, row.revision)
    return _programmes(by, [row])[0]


@router.get("/projects", response={200: Page[ProjectOut]}, summary="Projects you may see")
def list_projects(request: HttpRequest, asked: Query[Asked]) -> Page[ProjectOut]:
    """Return projects a page at a time, narrowed and ordered."""
    known_only(request, *Asked.model_fields)
    rows, following = page(find_projects(asker(request), asked.wanted()), asked.cursor, asked.limit)
    held = project_fields(asker(request), rows, now().date())
    return Page(items=[_project(row, held[row.pk]) for row in rows], next=following)


@router.get("/status", response={200: Page[GridRow]}, summary="The portfolio table")
def list_status(request: HttpRequest, asked: Query[AskedTable]) -> Page[GridRow]:
    """Return each project with finish, slip, float, quality, earned value, staleness, computed and declared status."""
    known_only(request, *AskedTable.model_fields)
    by, at = asker(request), now()
    projects = for_rows(portfolio_projects(by, asked.wanted(), at=at))
    rows, following = page(projects, asked.cursor, asked.limit)
    return Page(items=list(full_rows(rows, at=at, group=asked.group)), next=following)


@router.get("/status/totals", response={200: PortfolioTotals}, summary="What the portfolio table adds up to")
def get_totals(request: HttpRequest, asked: Query[AskedTable]) -> PortfolioTotals:
    """Return counts by colour and sums by currency over all projects the same filters leave, and of each group."""
    known_only(request, *AskedTable.model_fields)
    return portfolio_totals(asker(request), asked.wanted(), at=now())


@router.get("/status/growth", response={200: list[RebaselineSum]}, summary="How far the portfolio grew")
def get_growth_sums(request: HttpRequest, asked: Query[AskedTable]) -> list[RebaselineSum]:
    """Return by currency how often the projects the same filters leave were rebaselined, and how far they grew."""
    known_only(request, *AskedTable.model_fields)
    by, at = asker(request), now()
    return list(growth_sums(by, portfolio_projects(by, asked.wanted(), at=at), at.date()))


@router.get(
    "/status/file",
    response={200: bytes},
    summary="The portfolio table as a file",
    openapi_extra={"responses": {200: {"content": {kind: {"schema": BYTES} for kind in FILES.values()}}}},
)
def get_table(request: HttpRequest, asked: Query[AskedTable], kind: str = "xlsx", columns: str = "") -> HttpResponse:
    """Return every row the same filters leave as XLSX or CSV; ``columns`` names some, apart by commas."""
    known_only(request, *AskedTable.model_fields, "kind", "columns")
    chosen = [name for name in columns.split(",") if name]
    data = portfolio_file(by=asker(request), at=now(), kind=kind, wanted=asked.wanted(), columns=chosen)
    answer = HttpResponse(data, content_type=FILES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="portfolio.{kind}"'
    return answer


@router.post("/projects", response={201: ProjectOut}, summary="Open a project")
def post_project(request: HttpRequest, response: HttpResponse, body: ProjectIn) -> Status[ProjectOut]:
    """Open a project in a portfolio or one of its programmes."""
    by = asker(request)
    new = NewProject(**{name: referred(by, name, value) for name, value in body.model_dump().items()})
    row = create_project(new=new, by=by, at=now())
    tag(response, row.revision)
    return Status(201, told_project(by, row))


@router.post("/projects/changes", response={200: list[ProjectChange]}, summary="Change several projects")
def post_changes(request: HttpRequest, body: ManyChangesIn) -> list[ProjectChange]:
    """Change several projects alike; each is told with what became other, or why it refused and stays as it is."""
    by = asker(request)
    given = body.model_dump(exclude_unset=True)
    refuse_empty(given, ("state", "fields"))
    found = referred_projects(by, (one.project for one in body.projects))
    chosen = [(found[one.project], one.revision) for one in body.projects]
    changes = {name: referred(by, name, given[name]) for name in MANY if name in given}
    told = change_projects(
        chosen=chosen,
        changes=changes,
        reason=body.reason,
        effective_on=body.effective_on,
        rehearse=body.rehearse,
        by=by,
        at=now(),
    )
    return list(told)


@router.get("/projects/{project_id}", response={200: ProjectOut}, summary="One project")
def one_project(request: HttpRequest, response: HttpResponse, project_id: str) -> ProjectOut:
    """Return one project; its ETag is what a change sends as If-Match."""
    row = get_project(asker(request), project_id)
    tag(response, row.revision)
    return told_project(asker(request), row)


@router.patch("/projects/{project_id}", response={200: ProjectOut}, summary="Change a project")
def patch_project(request: HttpRequest, response: HttpResponse, project_id: str, body: ProjectChanges) -> ProjectOut:
    """Change some particulars; takes the revision that was read as If-Match."""
    by = asker(request)
    project = get_project(by, project_id)
    given = body.model_dump(exclude_unset=True)
    refuse_empty(given, ("code", "name", "summary", "portfolio", "fields"))
    day = given.pop("effective_on", None)
    changes = {name: referred(by, name, value) for name, value in given.items()}
    revision = wanted_revision(request)
    row = change_project(project=project, changes=changes, effective_on=day, revision=revision, by=by, at=now())
    tag(response, row.revision)
    return told_project(by, get_project(by, row.pk))


def _portfolio(row: Portfolio) -> PortfolioOut:
    return PortfolioOut(id=row.pk, name=row.name, purpose=row.purpose, currency=row.currency, revision=row.revision)


def _programmes(by: User, rows: Sequence[Programme]) -> list[ProgrammeOut]:
    """Return programmes as told; the project of a programme's own plan is named to those who may see it."""
    seen = set(visible_projects(by).filter(pk__in={row.own_plan_id for row in rows}).values_list("pk", flat=True))
    return [_programme(row, own_plan=row.own_plan_id in seen) for row in rows]


def _programme(row: Programme, *, own_plan: bool) -> ProgrammeOut:
    return ProgrammeOut.model_validate(
        {
            "id": row.pk,
            "portfolio": named(row.portfolio),
            "name": row.name,
            "purpose": row.purpose,
            "manager": named(row.manager),
            "parent": named(row.parent),
            "own_plan": named(row.own_plan) if own_plan else None,
            "revision": row.revision,
        }
    )


def told_project(by: User, row: Project) -> ProjectOut:
    return _project(row, project_fields(by, [row], now().date())[row.pk])


def _project(row: Project, held: tuple[FieldShown, ...]) -> ProjectOut:
    plain = ("code", "name", "summary", "state", "currency", "created_at", "changed_at", "revision")
    linked = ("portfolio", "programme", "division", "manager", "sponsor")
    told = {name: getattr(row, name) for name in plain} | {name: named(getattr(row, name)) for name in linked}
    return ProjectOut.model_validate({"id": row.pk, "fields": plain_fields(held), **told})
