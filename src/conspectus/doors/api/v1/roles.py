"""Roles: in a project, and over a thing and all below it."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Router, Status

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page
from conspectus.doors.api.v1.references import referred
from conspectus.doors.api.v1.shapes import GrantIn, GrantOut, Page, PartIn, PartOut, named
from conspectus.kit.errors import Invalid, NotFound
from conspectus.kit.ids import row_id
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio import actions
from conspectus.rooms.portfolio.models import Grant, ProjectRole
from conspectus.rooms.portfolio.queries import get_grant, get_project, get_scope, grants_over, project_people

router = Router(tags=["roles"])


@router.get("/projects/{project_id}/people", response={200: list[PartOut]}, summary="Its people")
def list_parts(request: HttpRequest, project_id: str) -> list[PartOut]:
    """Return who is in which role of a project."""
    return [_part(row) for row in project_people(get_project(asker(request), project_id))]


@router.post("/projects/{project_id}/people", response={201: PartOut}, summary="Give a role in it")
def post_part(request: HttpRequest, project_id: str, body: PartIn) -> Status[PartOut]:
    """Put a person into a role of a project; having it already changes nothing."""
    by = asker(request)
    project = get_project(by, project_id)
    person = referred(by, "person", body.person)
    row = actions.give_project_role(project=project, person=person, role=body.role, by=by, at=now())
    return Status(201, _part(row))


@router.delete("/projects/{project_id}/people/{role_id}", response={204: None}, summary="Take it")
def delete_part(request: HttpRequest, project_id: str, role_id: str) -> Status[None]:
    """Take a person out of a role of a project."""
    by = asker(request)
    found = project_people(get_project(by, project_id)).filter(pk=row_id(role_id)).first()
    if found is None:
        raise NotFound
    actions.take_project_role(project_role=found, by=by, at=now())
    return Status(204, None)


@router.get("/roles/{scope}/{scope_id}", response={200: Page[GrantOut]}, summary="Roles over it")
def list_grants(
    request: HttpRequest, scope: str, scope_id: str, cursor: str = "", limit: int = USUAL
) -> Page[GrantOut]:
    """Return the roles given directly over a portfolio, programme, project or division."""
    known_only(request, "cursor", "limit")
    by = asker(request)
    rows, following = page(grants_over(by, get_scope(by, scope, scope_id)), cursor, limit)
    return Page(items=[_grant(row) for row in rows], next=following)


@router.post("/roles", response={201: GrantOut}, summary="Give a role over something")
def post_grant(request: HttpRequest, body: GrantIn) -> Status[GrantOut]:
    """Give a role over a thing and all below it."""
    return Status(201, give(body, by=asker(request), at=now()))


def give(body: GrantIn, *, by: User, at: datetime) -> GrantOut:
    """Give a role as it was sent."""
    try:
        scope = get_scope(by, body.scope_kind, body.scope)
    except NotFound:
        raise Invalid("unknown", f"There is no such {body.scope_kind}.", "scope") from None
    row = actions.grant_role(
        person=referred(by, "person", body.person),
        role=body.role,
        scope=scope,
        starts_on=_day(body.starts_on, "starts_on"),
        ends_on=_day(body.ends_on, "ends_on"),
        by=by,
        at=at,
    )
    return _grant(row)


@router.delete("/roles/{grant_id}", response={204: None}, summary="End a role")
def delete_grant(request: HttpRequest, grant_id: str) -> Status[None]:
    """End a role as of now; it stays on record."""
    by = asker(request)
    actions.end_grant(grant=get_grant(by, grant_id), by=by, at=now())
    return Status(204, None)


def _day(text: str, field: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid("date", "Enter a date such as 2027-03-31.", field) from None


def _part(row: ProjectRole) -> PartOut:
    return PartOut.model_validate({"id": row.pk, "person": named(row.person), "role": row.role})


def _grant(row: Grant) -> GrantOut:
    told = {name: getattr(row, name) for name in ("role", "scope_kind", "starts_on", "ends_on")}
    return GrantOut.model_validate({"id": row.pk, "person": named(row.person), "scope": row.scope_id, **told})
