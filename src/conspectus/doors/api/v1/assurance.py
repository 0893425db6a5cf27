"""Assurance reviews: published, superseded, listed beside what is declared and computed."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Field, Router, Status

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.v1.references import referred
from conspectus.doors.api.v1.shapes import Page
from conspectus.rooms.accounts.models import User
from conspectus.rooms.governance import actions
from conspectus.rooms.governance.queries import (
    AssuranceFilter,
    AssuranceRow,
    AssuranceView,
    assurance_view,
    get_review,
    opinions,
    reviews_of,
)
from conspectus.rooms.portfolio.queries import get_project

router = Router(tags=["assurance"])


class RatedIn(Body):
    """The rating of one dimension."""

    dimension: str
    level: str
    words: str = ""


class ReviewIn(Body):
    """A review, whole: ``scale`` is the one in use on the day unless given."""

    reviewed_on: Day
    reviewer: int
    level: str
    words: str
    findings: str = ""
    scale: str = ""
    ratings: list[RatedIn] = Field(default_factory=list)


class SupersedingIn(ReviewIn):
    """The review that takes another's place, and why."""

    reason: str


@router.get("/assurance", response={200: Page[AssuranceRow]}, summary="Three opinions")
def list_assurance(
    request: HttpRequest, portfolio: int | None = None, worse: bool = False, cursor: str = "", limit: int = USUAL
) -> Page[AssuranceRow]:
    """Return the newest review of each project beside what is declared and computed, widest gap first."""
    known_only(request, "portfolio", "worse", "cursor", "limit")
    found = opinions(asker(request), AssuranceFilter(portfolio, worse), at=now())
    rows, following = page(found, cursor, limit, "review_id")
    return Page(items=rows, next=following)


@router.get("/projects/{project_id}/assurance", response={200: Page[AssuranceView]}, summary="Reviews of a project")
def list_project_assurance(
    request: HttpRequest, project_id: str, cursor: str = "", limit: int = USUAL
) -> Page[AssuranceView]:
    """Return the reviews of a project, newest first, those superseded as well."""
    known_only(request, "cursor", "limit")
    found = [assurance_view(row) for row in reviews_of(get_project(asker(request), project_id))]
    rows, following = page(found, cursor, limit, "review_id")
    return Page(items=rows, next=following)


@router.get("/assurance/{assurance_id}", response={200: AssuranceView}, summary="One review")
def one_review(request: HttpRequest, assurance_id: str) -> AssuranceView:
    """Return a review; its recommendations are the actions of the subject assurancereview/id."""
    return assurance_view(get_review(asker(request), assurance_id))


@router.post("/projects/{project_id}/assurance", response={201: AssuranceView}, summary="Publish one")
def post_assurance(request: HttpRequest, project_id: str, body: ReviewIn) -> Status[AssuranceView]:
    """Publish a review by somebody without a part in the project; it never changes."""
    by = asker(request)
    project = get_project(by, project_id)
    row = actions.publish_review(project=project, new=_new(by, body), by=by, at=now())
    return Status(201, assurance_view(get_review(by, row.pk)))


@router.post("/assurance/{assurance_id}/superseding", response={201: AssuranceView}, summary="Supersede it")
def post_superseding(request: HttpRequest, assurance_id: str, body: SupersedingIn) -> Status[AssuranceView]:
    """Publish a review in place of another, with the reason; the first stays on record."""
    by = asker(request)
    old = get_review(by, assurance_id)
    new, at = _new(by, body), now()
    row = actions.publish_review(project=old.project, new=new, supersedes=old, reason=body.reason, by=by, at=at)
    return Status(201, assurance_view(get_review(by, row.pk)))


def _new(by: User, body: ReviewIn) -> actions.NewReview:
    given = body.model_dump(exclude={"reason"}) | {"reviewer": referred(by, "person", body.reviewer)}
    return actions.NewReview(**given | {"ratings": [actions.Rated(**one.model_dump()) for one in body.ratings]})
