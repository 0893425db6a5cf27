"""What programmes report of themselves, beside what the sums of their projects say, and where they lie."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Router, Status

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body
from conspectus.doors.api.v1.references import referred
from conspectus.doors.api.v1.reports import (
    OverrideIn,
    OverrideOut,
    ReportIn,
    ReportStateIn,
    moved,
    override_out,
    written,
)
from conspectus.doors.api.v1.shapes import Page
from conspectus.kit.errors import NotFound
from conspectus.rooms.periods.queries import get_period
from conspectus.rooms.portfolio.actions import arrange_programme
from conspectus.rooms.portfolio.queries import get_programme
from conspectus.rooms.status.actions import end_override, override_status
from conspectus.rooms.status.queries import ProgrammeStatus, get_override, overrides, programme_status

router = Router(tags=["programmes"])


class PlaceIn(Body):
    """The programme it becomes part of, null for the top, and the project in it whose plan is its own, or null."""

    parent: int | None = None
    own_plan: int | None = None


@router.get("/{programme_id}/reports/{period_id}", response={200: ProgrammeStatus}, summary="Programme in a period")
def one_programme_report(
    request: HttpRequest, response: HttpResponse, programme_id: str, period_id: str
) -> ProgrammeStatus:
    """Return what a programme declares beside its own sums, its projects by colour and the one that decides."""
    by = asker(request)
    found = programme_status(by, get_programme(by, programme_id), get_period(by, period_id), at=now())
    if found is None:
        raise NotFound
    tag(response, found.report.revision)
    return found


@router.put("/{programme_id}/reports/{period_id}", response={200: ProgrammeStatus}, summary="Write its report")
def put_programme_report(
    request: HttpRequest, response: HttpResponse, programme_id: str, period_id: str, body: ReportIn
) -> ProgrammeStatus:
    """Write a programme's report for an open period, whole; takes If-Match, "0" where there is none yet."""
    by = asker(request)
    written(request, get_programme(by, programme_id), get_period(by, period_id), body)
    return one_programme_report(request, response, programme_id, period_id)


@router.post("/{programme_id}/reports/{period_id}/state", response={200: ProgrammeStatus}, summary="Move its report")
def post_programme_report_state(
    request: HttpRequest, response: HttpResponse, programme_id: str, period_id: str, body: ReportStateIn
) -> ProgrammeStatus:
    """Submit a programme's report, accept it, or return it with words; takes If-Match."""
    by = asker(request)
    moved(request, get_programme(by, programme_id), get_period(by, period_id), body)
    return one_programme_report(request, response, programme_id, period_id)


@router.get("/{programme_id}/overrides", response={200: Page[OverrideOut]}, summary="Overrides of a programme")
def list_programme_overrides(
    request: HttpRequest, programme_id: str, cursor: str = "", limit: int = USUAL
) -> Page[OverrideOut]:
    """Return what was ever set aside of a programme's computed status, newest first."""
    known_only(request, "cursor", "limit")
    rows, following = page(overrides(get_programme(asker(request), programme_id)), cursor, limit)
    return Page(items=[override_out(row) for row in rows], next=following)


@router.post("/{programme_id}/overrides", response={201: OverrideOut}, summary="Set its colour aside")
def post_programme_override(request: HttpRequest, programme_id: str, body: OverrideIn) -> Status[OverrideOut]:
    """Set a programme's computed colour aside until a day; takes steering what it lies in."""
    by = asker(request)
    row = override_status(subject=get_programme(by, programme_id), **body.model_dump(), by=by, at=now())
    return Status(201, override_out(row))


@router.delete("/{programme_id}/overrides/{aside_id}", response={200: OverrideOut}, summary="End its override")
def delete_programme_override(request: HttpRequest, programme_id: str, aside_id: str) -> OverrideOut:
    """Let a programme's computed colour count again; the override stays on record."""
    by = asker(request)
    programme, row = get_programme(by, programme_id), get_override(by, aside_id)
    if row.programme_id != programme.pk:
        raise NotFound
    return override_out(end_override(override=row, by=by, at=now()))


@router.put("/{programme_id}/place", response={204: None}, summary="Put it in its place")
def put_place(request: HttpRequest, response: HttpResponse, programme_id: str, body: PlaceIn) -> Status[None]:
    """Put a programme, with all below it, under another, and name the project of its own plan; takes If-Match."""
    by = asker(request)
    row = get_programme(by, programme_id)
    parent, plan = referred(by, "programme", body.parent), referred(by, "project", body.own_plan)
    row = arrange_programme(
        programme=row, parent=parent, own_plan=plan, revision=wanted_revision(request), by=by, at=now()
    )
    tag(response, row.revision)
    return Status(204, None)
