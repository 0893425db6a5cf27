"""Exceptions of projects and programmes, and the promises on the way back to green."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Field, Router, Status

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.v1.references import referred
from conspectus.doors.api.v1.shapes import Page
from conspectus.rooms.accounts.models import User
from conspectus.rooms.governance import actions
from conspectus.rooms.governance.models import ExceptionReport
from conspectus.rooms.governance.queries import (
    ExceptionFilter,
    ExceptionRow,
    ExceptionView,
    exception_rows,
    exception_view,
    find_exceptions,
    get_exception,
    get_promise,
)
from conspectus.rooms.portfolio.queries import get_programme, get_project

router = Router(tags=["exceptions"])


class ExceptionIn(Body):
    """Why an exception is asked for."""

    words: str


class ExceptionOptionIn(Body):
    """A way out: ``cost_minor`` beyond the approved budget, ``days`` beyond the approved finish."""

    words: str
    cost_minor: int | None = None
    days: int | None = None


class WrittenIn(Body):
    """An exception, whole: ``wanted`` is the decision, ``wanted_from`` the number of who is to take it."""

    cause: str
    effect: str
    wanted: str
    wanted_from: int
    wanted_by: Day
    options: list[ExceptionOptionIn] = Field(default_factory=list)


class ExceptionDecisionIn(Body):
    """The option chosen by its number, null for none of them, and why."""

    option: int | None = None
    words: str


class PromiseIn(Body):
    """A step, or with ``dimension`` the day it is green again."""

    words: str
    owner: int
    promised_on: Day
    dimension: str = ""


class RenewalIn(Body):
    """Another day for what was promised, and why."""

    promised_on: Day
    reason: str


class DoneIn(Body):
    """The day something promised was done, and what shows it."""

    done_on: Day
    words: str = ""


class ExceptionClosureIn(Body):
    """Why an exception is closed."""

    reason: str


@router.get("/exceptions", response={200: Page[ExceptionRow]}, summary="Exceptions")
def list_exceptions(
    request: HttpRequest,
    wanting: str = "",
    state: str = "",
    portfolio: int | None = None,
    project: int | None = None,
    sort: str = "",
    cursor: str = "",
    limit: int = USUAL,
) -> Page[ExceptionRow]:
    """Return the open exceptions of what you may see; ``state`` all for closed ones as well."""
    known_only(request, "wanting", "state", "portfolio", "project", "sort", "cursor", "limit")
    by, on = asker(request), now().date()
    wanted = ExceptionFilter(wanting, state, portfolio, project, sort)
    rows, following = page(find_exceptions(by, wanted, on), cursor, limit)
    return Page(items=list(exception_rows(by, rows, on)), next=following)


@router.post("/projects/{project_id}/exceptions", response={201: ExceptionView}, summary="Ask for one")
def post_project_exception(
    request: HttpRequest, response: HttpResponse, project_id: str, body: ExceptionIn
) -> Status[ExceptionView]:
    """Ask for an exception of a project by hand; where one is open the reason is added to it."""
    by = asker(request)
    row = actions.open_exception(subject=get_project(by, project_id), words=body.words, by=by, at=now())
    return Status(201, _told(by, response, row))


@router.post("/programmes/{programme_id}/exceptions", response={201: ExceptionView}, summary="Ask for one")
def post_programme_exception(
    request: HttpRequest, response: HttpResponse, programme_id: str, body: ExceptionIn
) -> Status[ExceptionView]:
    """Ask for an exception of a programme by hand; where one is open the reason is added to it."""
    by = asker(request)
    row = actions.open_exception(subject=get_programme(by, programme_id), words=body.words, by=by, at=now())
    return Status(201, _told(by, response, row))


@router.get("/exceptions/{exception_id}", response={200: ExceptionView}, summary="One exception")
def one_exception(request: HttpRequest, response: HttpResponse, exception_id: str) -> ExceptionView:
    """Return an exception with its causes, options, decision and promises."""
    by = asker(request)
    return _told(by, response, get_exception(by, exception_id))


@router.put("/exceptions/{exception_id}", response={200: ExceptionView}, summary="Write it")
def put_exception(request: HttpRequest, response: HttpResponse, exception_id: str, body: WrittenIn) -> ExceptionView:
    """Write an exception, whole, with its options; takes If-Match."""
    by = asker(request)
    row = get_exception(by, exception_id)
    given = body.model_dump() | {"wanted_from": referred(by, "person", body.wanted_from)}
    new = actions.Written(**given | {"options": [actions.NewOption(**one.model_dump()) for one in body.options]})
    row = actions.write_exception(exception=row, new=new, revision=wanted_revision(request), by=by, at=now())
    return _told(by, response, row)


@router.post("/exceptions/{exception_id}/decision", response={200: ExceptionView}, summary="Decide on it")
def post_exception_decision(
    request: HttpRequest, response: HttpResponse, exception_id: str, body: ExceptionDecisionIn
) -> ExceptionView:
    """Choose an option, or none, in words; not by who wrote it; takes If-Match."""
    by = asker(request)
    row, given = get_exception(by, exception_id), body.model_dump()
    row = actions.decide_exception(exception=row, **given, revision=wanted_revision(request), by=by, at=now())
    return _told(by, response, row)


@router.post("/exceptions/{exception_id}/closure", response={200: ExceptionView}, summary="Close it")
def post_exception_closure(
    request: HttpRequest, response: HttpResponse, exception_id: str, body: ExceptionClosureIn
) -> ExceptionView:
    """Close an exception by decision; takes If-Match."""
    by = asker(request)
    row, revision = get_exception(by, exception_id), wanted_revision(request)
    row = actions.close_exception(exception=row, reason=body.reason, revision=revision, by=by, at=now())
    return _told(by, response, row)


@router.post("/exceptions/{exception_id}/promises", response={201: ExceptionView}, summary="Promise a step")
def post_promise(
    request: HttpRequest, response: HttpResponse, exception_id: str, body: PromiseIn
) -> Status[ExceptionView]:
    """Promise a step, or the day a dimension is green again."""
    by = asker(request)
    row = get_exception(by, exception_id)
    new = actions.NewPromise(**body.model_dump() | {"owner": referred(by, "owner", body.owner)})
    actions.make_promise(exception=row, new=new, by=by, at=now())
    return Status(201, _told(by, response, row))


@router.post("/promises/{promise_id}/renewal", response={200: ExceptionView}, summary="Replace a promise")
def post_renewal(request: HttpRequest, response: HttpResponse, promise_id: str, body: RenewalIn) -> ExceptionView:
    """Promise another day, with the reason; the old promise stays on record."""
    by = asker(request)
    row = get_promise(by, promise_id)
    actions.renew_promise(promise=row, **body.model_dump(), by=by, at=now())
    return _told(by, response, row.exception)


@router.post("/promises/{promise_id}/done", response={200: ExceptionView}, summary="It is done")
def post_done(request: HttpRequest, response: HttpResponse, promise_id: str, body: DoneIn) -> ExceptionView:
    """Record the day something promised was done."""
    by = asker(request)
    row = get_promise(by, promise_id)
    actions.record_promise_done(promise=row, **body.model_dump(), by=by, at=now())
    return _told(by, response, row.exception)


def _told(by: User, response: HttpResponse, row: ExceptionReport) -> ExceptionView:
    """Return an exception as it is now, with its revision."""
    row = get_exception(by, row.pk)
    tag(response, row.revision)
    return exception_view(by, row, now().date())
