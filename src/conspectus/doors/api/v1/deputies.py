"""Deputies: who stands in for whom, in which days."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Router, Status

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.v1.shapes import Page
from conspectus.rooms.accounts.queries import get_person
from conspectus.rooms.portfolio.actions.deputies import end_deputy, name_deputy
from conspectus.rooms.portfolio.queries.deputies import DeputyView, deputy_view, get_deputy, visible_deputies

router = Router(tags=["people"])


class DeputyIn(Body):
    """A deputy by their number, with first and last day; ``person`` is whom they stand in for, you unless given."""

    deputy: int
    starts_on: Day
    last_on: Day
    person: int | None = None
    note: str = ""


@router.get("/deputies", response={200: Page[DeputyView]}, summary="Deputies")
def list_deputies(request: HttpRequest, cursor: str = "", limit: int = USUAL) -> Page[DeputyView]:
    """Return who stands in for you and for whom you do, the newest first; all to administrators and auditors."""
    known_only(request, "cursor", "limit")
    rows, following = page(visible_deputies(asker(request)), cursor, limit)
    return Page(items=[deputy_view(row, now().date()) for row in rows], next=following)


@router.post("/deputies", response={201: DeputyView}, summary="Name one")
def post_deputy(request: HttpRequest, body: DeputyIn) -> Status[DeputyView]:
    """Name a deputy for yourself; as administrator, for somebody who cannot."""
    by, at = asker(request), now()
    person = by.person if body.person is None else get_person(body.person)
    given = body.model_dump(exclude={"person", "deputy"})
    row = name_deputy(person=person, deputy=get_person(body.deputy), **given, by=by, at=at)
    return Status(201, deputy_view(row, at.date()))


@router.delete("/deputies/{deputy_id}", response={200: DeputyView}, summary="End it")
def delete_deputy(request: HttpRequest, deputy_id: str) -> DeputyView:
    """Let a deputy stand in no more; it stays on record."""
    by, at = asker(request), now()
    return deputy_view(end_deputy(deputy=get_deputy(by, deputy_id), by=by, at=at), at.date())
