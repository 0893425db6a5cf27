"""The parts in which projects serve programmes and divisions."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Router, Schema

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.v1.references import referred
from conspectus.doors.api.v1.shapes import Named, Page, named
from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.queries import get_division
from conspectus.rooms.portfolio.actions import Part, set_shares
from conspectus.rooms.portfolio.choices import ShareKind
from conspectus.rooms.portfolio.queries import get_programme, get_project, shares_of
from conspectus.rooms.schedule.queries.shares import SharedProject, shared_projects

router = Router(tags=["portfolio"])


class SharePartIn(Body):
    """The part of a project, in basis points of 10,000, that serves ``target``: a programme or a division."""

    target: int
    basis_points: int


class PartsIn(Body):
    """All parts of one kind, ``programme`` or ``division``, from a day on; they add to 10,000, or there are none."""

    kind: str
    parts: list[SharePartIn]
    starting: Day | None = None


class ShareOut(Schema):
    """The part in which a project serves a programme or a division, from a day until before another."""

    id: int
    kind: str
    target: Named
    basis_points: int
    starts_on: date
    ends_on: date | None


@router.get("/projects/{project_id}/shares", response={200: Page[ShareOut]}, summary="What it serves")
def list_shares(
    request: HttpRequest, response: HttpResponse, project_id: str, cursor: str = "", limit: int = USUAL
) -> Page[ShareOut]:
    """Return in which parts a project served, serves and will serve, newest first; the ETag is the project's."""
    known_only(request, "cursor", "limit")
    project = get_project(asker(request), project_id)
    tag(response, project.revision)
    rows, following = page(shares_of(project), cursor, limit)
    names = ("kind", "basis_points", "starts_on", "ends_on")
    told = [{"id": row.pk, "target": named(row.target), **{name: getattr(row, name) for name in names}} for row in rows]
    return Page(items=[ShareOut.model_validate(one) for one in told], next=following)


@router.put("/projects/{project_id}/shares", response={200: Page[ShareOut]}, summary="Say it")
def put_shares(request: HttpRequest, response: HttpResponse, project_id: str, body: PartsIn) -> Page[ShareOut]:
    """Replace the parts of one kind from a day on; takes the project's If-Match."""
    by = asker(request)
    project = get_project(by, project_id)
    if body.kind not in ShareKind.values:
        raise Invalid("kind", "The kind is programme or division.", "kind")
    parts = [Part(referred(by, body.kind, one.target), one.basis_points) for one in body.parts]
    revision = wanted_revision(request)
    set_shares(project=project, kind=body.kind, parts=parts, starting=body.starting, revision=revision, by=by, at=now())
    return list_shares(request, response, project_id)


@router.get(
    "/programmes/{programme_id}/shares",
    response={200: Page[SharedProject]},
    summary="What serves a programme",
)
def list_programme_shares(
    request: HttpRequest, programme_id: str, cursor: str = "", limit: int = USUAL
) -> Page[SharedProject]:
    """Return the projects that serve a programme, with their part of the money."""
    known_only(request, "cursor", "limit")
    by = asker(request)
    rows = shared_projects(by, get_programme(by, programme_id), at=now())
    found, following = page(rows, cursor, limit, key="project_id")
    return Page(items=found, next=following)


@router.get(
    "/divisions/{division_id}/shares",
    response={200: Page[SharedProject]},
    summary="What serves a division",
)
def list_division_shares(
    request: HttpRequest, division_id: str, cursor: str = "", limit: int = USUAL
) -> Page[SharedProject]:
    """Return the projects you may see that serve a division or one below it, with their part of the money."""
    known_only(request, "cursor", "limit")
    rows = shared_projects(asker(request), get_division(division_id), at=now())
    found, following = page(rows, cursor, limit, key="project_id")
    return Page(items=found, next=following)
