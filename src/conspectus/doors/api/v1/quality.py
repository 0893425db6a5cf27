"""The quality plan of projects, and what reviews found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Router, Schema, Status

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.v1.references import referred
from conspectus.doors.api.v1.scope import ProjectRef
from conspectus.doors.api.v1.shapes import Named, Page, named
from conspectus.kit.errors import Invalid, NotFound
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.queries import get_project
from conspectus.rooms.quality import actions
from conspectus.rooms.quality.actions import CheckParticulars, ReviewGiven
from conspectus.rooms.quality.models import QualityReview
from conspectus.rooms.quality.queries import (
    CheckFilter,
    CheckView,
    check_views,
    find_checks,
    get_check,
    reviews_of,
)
from conspectus.rooms.scope.queries import get_deliverable

router = Router(tags=["quality"])


class QualityCheckIn(Body):
    """A line of the quality plan."""

    name: str
    deliverable: int | None = None
    criteria: str = ""
    method: str = "review"
    checker: int | None = None
    planned_on: Day | None = None
    state: str = "planned"


class QualityChecksIn(Body):
    """Lines of the quality plan to enter, all or none."""

    rows: list[QualityCheckIn]


class QualityReviewIn(Body):
    """What a review found; ``held_on`` is today and ``reviewer`` is you unless given."""

    result: str
    held_on: Day | None = None
    check: int | None = None
    deliverable: int | None = None
    name: str = ""
    reviewer: int | None = None
    words: str = ""


class QualityCheckOut(Schema):
    """A check with what its last review found; ``criteria`` are its deliverable's where it has none of its own."""

    id: int
    project: ProjectRef
    name: str
    deliverable: int | None
    criteria: str
    method: str
    checker: Named | None
    planned_on: date | None
    days_late: int
    state: str
    reviews: int
    result: str
    words: str
    held_on: date | None
    revision: int


class QualityReviewOut(Schema):
    """What a review found."""

    id: int
    name: str
    check: int | None
    deliverable: int | None
    held_on: date
    reviewer: Named
    result: str
    words: str
    recorded_by: Named
    recorded_at: datetime


@router.get("/quality-checks", response={200: Page[QualityCheckOut]}, summary="Quality checks")
def list_checks(
    request: HttpRequest,
    project: int | None = None,
    portfolio: int | None = None,
    which: str = "",
    text: str = "",
    method: str = "",
    cursor: str = "",
    limit: int = USUAL,
) -> Page[QualityCheckOut]:
    """Return the quality plans of every project you may see, the first planned first."""
    known_only(request, "project", "portfolio", "which", "text", "method", "cursor", "limit")
    by, on = asker(request), now().date()
    wanted = CheckFilter(project, portfolio, which, text, method=method)
    rows, following = page(find_checks(by, wanted, on), cursor, limit)
    return Page(items=[_check(view) for view in check_views(rows, on)], next=following)


@router.post("/projects/{project_id}/quality-checks", response={201: list[QualityCheckOut]}, summary="Plan checks")
def post_checks(request: HttpRequest, project_id: str, body: QualityChecksIn) -> Status[list[QualityCheckOut]]:
    """Enter lines of a project's quality plan, all or none."""
    by, at = asker(request), now()
    project = get_project(by, project_id)
    new = [_check_given(by, one) for one in body.rows]
    made = actions.enter_quality_checks(project=project, new=new, by=by, at=at)
    return Status(201, [_check(view) for view in check_views(made, at.date())])


@router.get("/quality-checks/{check_id}", response={200: QualityCheckOut}, summary="One check")
def one_check(request: HttpRequest, response: HttpResponse, check_id: str) -> QualityCheckOut:
    """Return a check with what its last review found."""
    on = now().date()
    row = get_check(asker(request), check_id, on)
    tag(response, row.revision)
    return _check(check_views([row], on)[0])


@router.put("/quality-checks/{check_id}", response={200: QualityCheckOut}, summary="Change it")
def put_check(request: HttpRequest, response: HttpResponse, check_id: str, body: QualityCheckIn) -> QualityCheckOut:
    """Change a check, all at once; takes If-Match."""
    by, at = asker(request), now()
    row, new = get_check(by, check_id, at.date()), _check_given(by, body)
    actions.change_quality_check(check=row, new=new, revision=wanted_revision(request), by=by, at=at)
    return one_check(request, response, check_id)


@router.get("/projects/{project_id}/quality-reviews", response={200: Page[QualityReviewOut]}, summary="Reviews")
def list_reviews(request: HttpRequest, project_id: str, cursor: str = "", limit: int = USUAL) -> Page[QualityReviewOut]:
    """Return the quality reviews of a project, the newest first."""
    known_only(request, "cursor", "limit")
    rows, following = page(reviews_of(get_project(asker(request), project_id)), cursor, limit)
    return Page(items=[_review(row) for row in rows], next=following)


@router.post("/projects/{project_id}/quality-reviews", response={201: QualityReviewOut}, summary="Record a review")
def post_review(request: HttpRequest, project_id: str, body: QualityReviewIn) -> Status[QualityReviewOut]:
    """Record what a review found; it never changes."""
    by, at = asker(request), now()
    project = get_project(by, project_id)
    given = body.model_dump()
    number = given.pop("check")
    given["of_check"] = None if number is None else _found("check", lambda: get_check(by, number, at.date()))
    given["deliverable"] = deliverable_of(by, given["deliverable"])
    given["reviewer"] = referred(by, "person", given["reviewer"])
    return Status(201, _review(actions.record_quality_review(project=project, new=ReviewGiven(**given), by=by, at=at)))


def _found(name: str, find: Callable[[], Any]) -> Any:
    try:
        return find()
    except NotFound:
        raise Invalid("unknown", f"There is no such {name}.", name) from None


def deliverable_of(by: User, number: int | None) -> Any:
    """Return the deliverable a number in a body stands for."""
    return None if number is None else _found("deliverable", lambda: get_deliverable(by, number, now().date()))


def _check_given(by: User, body: QualityCheckIn) -> CheckParticulars:
    given = body.model_dump()
    given |= {"checker": referred(by, "person", given["checker"]), "deliverable": deliverable_of(by, body.deliverable)}
    return CheckParticulars(**given)


def project_of(row: Any) -> dict[str, Any]:
    """Return the project a row belongs to."""
    return {"id": row.project_id, "name": row.project.name, "code": row.project.code}


def _check(view: CheckView) -> QualityCheckOut:
    row = view.row
    told = {name: getattr(row, name) for name in ("name", "method", "planned_on", "state", "revision")}
    told |= {"id": row.pk, "project": project_of(row), "deliverable": row.deliverable_id, "checker": named(row.checker)}
    told |= {"criteria": view.criteria, "days_late": view.days_late, "reviews": view.held}
    return QualityCheckOut.model_validate(told | {"result": view.result, "words": view.words, "held_on": view.held_on})


def _review(row: QualityReview) -> QualityReviewOut:
    told = {name: getattr(row, name) for name in ("name", "held_on", "result", "words", "recorded_at")}
    told |= {"id": row.pk, "check": row.of_check_id, "deliverable": row.deliverable_id}
    return QualityReviewOut.model_validate(
        told | {"reviewer": named(row.reviewer), "recorded_by": named(row.recorded_by)}
    )
