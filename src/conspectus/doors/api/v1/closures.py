"""The closure of projects: begun, gone through point by point, submitted, decided on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Field, Router, Status

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.v1.references import referred
from conspectus.doors.api.v1.scope import requirement_of
from conspectus.doors.api.v1.shapes import Page
from conspectus.rooms.accounts.models import User
from conspectus.rooms.closure import actions
from conspectus.rooms.closure.models import Closure
from conspectus.rooms.closure.queries import (
    ClosureRow,
    ClosureView,
    Unclosed,
    closure_rows,
    closure_view,
    get_benefit,
    the_closure,
    unclosed,
)
from conspectus.rooms.portfolio.queries import get_project

router = Router(tags=["closures"])
Deed = Callable[..., object]


class PointLeftIn(Body):
    """A point that stays open, and why."""

    point: str
    reason: str


class ItemIn(Body):
    """Something open: an entry of a register, an action or a contract, by its number."""

    kind: Literal["registerentry", "action", "contract"]
    id: int


class HandoverIn(Body):
    """What is handed over or closed, and to whom it goes, with another project or division where it belongs then."""

    items: list[ItemIn] = Field(max_length=200)
    words: str
    way: str = "handed_over"
    person: int | None = None
    project: int | None = None
    division: int | None = None


class ClosureWordsIn(Body):
    """What is said of it."""

    words: str = ""


class BenefitIn(Body):
    """What the project is to bring, who answers for it, by when; ``need`` is the one it comes from."""

    words: str
    owner: int
    expected_on: Day | None = None
    need: int | None = None


class BenefitAnswerIn(Body):
    """What the owner of a benefit writes."""

    accepted: bool
    words: str


class ClosingReviewIn(Body):
    """Who looks at what the project brought, and when."""

    words: str
    owner: int
    due_on: Day


class ClosureDecisionIn(Body):
    """The decision: confirmed, or returned."""

    confirmed: bool
    words: str
    authority: str = ""
    effective_on: Day | None = None


class ClosureReasonIn(Body):
    """Why a closure is given up."""

    reason: str


@router.get("/closures", response={200: Page[ClosureRow]}, summary="Closures under way")
def list_closures(request: HttpRequest, state: str = "", cursor: str = "", limit: int = USUAL) -> Page[ClosureRow]:
    """Return the closures you may see, the longest under way first; those open unless a state is given."""
    known_only(request, "state", "cursor", "limit")
    rows, following = page(closure_rows(asker(request), now().date(), state), cursor, limit, "closure_id")
    return Page(items=rows, next=following)


@router.get("/closures/missing", response={200: Page[Unclosed]}, summary="Completed without a closure")
def list_unclosed(request: HttpRequest, cursor: str = "", limit: int = USUAL) -> Page[Unclosed]:
    """Return the projects you may see that were completed without a closure, the newest first."""
    known_only(request, "cursor", "limit")
    rows, following = page(unclosed(asker(request), now().date()), cursor, limit, "project_id")
    return Page(items=rows, next=following)


@router.get("/projects/{project_id}/closure", response={200: ClosureView}, summary="The closure of a project")
def project_closure(request: HttpRequest, response: HttpResponse, project_id: str) -> ClosureView:
    """Return the newest closure of a project with its points; missing where none was begun."""
    by = asker(request)
    view = closure_view(by, the_closure(get_project(by, project_id)), now().date())
    tag(response, view.revision)
    return view


@router.post("/projects/{project_id}/closure", response={201: ClosureView}, summary="Begin a closure")
def post_closure(request: HttpRequest, response: HttpResponse, project_id: str) -> Status[ClosureView]:
    """Begin to close a project that may be completed next."""
    by = asker(request)
    row = actions.begin_closure(project=get_project(by, project_id), by=by, at=now())
    tag(response, row.revision)
    return Status(201, _shown(by, row))


@router.post("/projects/{project_id}/closure/left", response={200: ClosureView}, summary="Leave a point open")
def post_point_left(request: HttpRequest, project_id: str, body: PointLeftIn) -> ClosureView:
    """Leave a point open that is not done, by decision."""
    return _done(request, project_id, lambda **given: actions.leave_point_open(**given), **body.model_dump())


@router.post("/projects/{project_id}/closure/handover", response={200: ClosureView}, summary="Hand over what is open")
def post_handover(request: HttpRequest, project_id: str, body: HandoverIn) -> ClosureView:
    """Hand over or close many things at once, all or none."""
    by = asker(request)
    named = {name: referred(by, name, getattr(body, name)) for name in ("person", "project", "division")}
    to = actions.Handover(body.words, body.way, **named)
    items = [(one.kind, str(one.id)) for one in body.items]
    return _done(request, project_id, lambda **given: actions.hand_over_open_items(**given), picked=items, handover=to)


@router.post("/projects/{project_id}/closure/cost", response={200: ClosureView}, summary="Reconcile the final cost")
def post_final_cost(request: HttpRequest, project_id: str, body: ClosureWordsIn) -> ClosureView:
    """Say how budget, plan and ledger fit together; the figures are kept with it."""
    return _done(request, project_id, lambda **given: actions.reconcile_final_cost(**given), words=body.words)


@router.post("/projects/{project_id}/closure/benefits", response={200: ClosureView}, summary="Name a benefit's owner")
def post_benefit(request: HttpRequest, project_id: str, body: BenefitIn) -> ClosureView:
    """Name what the project is to bring and who answers for it."""
    given = body.model_dump() | {"owner": referred(asker(request), "owner", body.owner)}
    given["need"] = requirement_of(asker(request), body.need)
    return _done(
        request, project_id, lambda **given: actions.name_benefit_owner(**given), new=actions.NewBenefit(**given)
    )


@router.post("/closures/benefits/{benefit_id}/answer", response={200: ClosureView}, summary="Accept a benefit")
def post_benefit_answer(request: HttpRequest, benefit_id: str, body: BenefitAnswerIn) -> ClosureView:
    """Accept to bring a benefit about, or decline; in person."""
    by = asker(request)
    benefit = get_benefit(by, benefit_id)
    actions.answer_benefit(benefit=benefit, **body.model_dump(), by=by, at=now())
    return _shown(by, the_closure(benefit.closure.project))


@router.post("/projects/{project_id}/closure/review", response={200: ClosureView}, summary="Plan the review")
def post_closing_review(request: HttpRequest, project_id: str, body: ClosingReviewIn) -> ClosureView:
    """Give somebody the action to look at what the project brought."""
    given = body.model_dump() | {"owner": referred(asker(request), "owner", body.owner)}
    return _done(request, project_id, lambda **given: actions.plan_closing_review(**given), **given)


@router.post("/projects/{project_id}/closure/release", response={200: ClosureView}, summary="Release people")
def post_release(request: HttpRequest, project_id: str, body: ClosureWordsIn) -> ClosureView:
    """End every role in and over the project itself."""
    return _done(request, project_id, lambda **given: actions.release_people(**given), words=body.words)


@router.post("/projects/{project_id}/closure/submission", response={200: ClosureView}, summary="Submit a closure")
def post_submission(request: HttpRequest, project_id: str, body: ClosureWordsIn) -> ClosureView:
    """Put a closure before who decides; takes If-Match."""
    return _done(
        request,
        project_id,
        lambda **given: actions.submit_closure(**given),
        words=body.words,
        revision=wanted_revision(request),
    )


@router.post("/projects/{project_id}/closure/decision", response={200: ClosureView}, summary="Decide on a closure")
def post_closure_decision(request: HttpRequest, project_id: str, body: ClosureDecisionIn) -> ClosureView:
    """Confirm a closure, which completes the project, or return it; takes If-Match."""
    verdict = actions.Verdict(**body.model_dump())
    return _done(
        request,
        project_id,
        lambda **given: actions.decide_closure(**given),
        verdict=verdict,
        revision=wanted_revision(request),
    )


@router.post("/projects/{project_id}/closure/withdrawal", response={200: ClosureView}, summary="Give up a closure")
def post_closure_withdrawal(request: HttpRequest, project_id: str, body: ClosureReasonIn) -> ClosureView:
    """Give an open closure up, with the reason; takes If-Match."""
    return _done(
        request,
        project_id,
        lambda **given: actions.withdraw_closure(**given),
        reason=body.reason,
        revision=wanted_revision(request),
    )


def _done(request: HttpRequest, project_id: str, do: Deed, **given: Any) -> ClosureView:
    """Do a deed under the newest closure of a project; return it as it is then."""
    by = asker(request)
    row = the_closure(get_project(by, project_id))
    do(closure=row, **given, by=by, at=now())
    return _shown(by, the_closure(get_project(by, project_id)))


def _shown(by: User, row: Closure) -> ClosureView:
    return closure_view(by, row, now().date())
