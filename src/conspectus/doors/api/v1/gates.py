"""Gates: readiness, reviews asked for, held and decided on, conditions, pass rates."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Field, Router, Status

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.v1.references import referred
from conspectus.doors.api.v1.shapes import Page
from conspectus.kit.errors import Conflict
from conspectus.rooms.accounts.models import User
from conspectus.rooms.governance import actions
from conspectus.rooms.governance.models import GateReview
from conspectus.rooms.governance.queries import (
    ConditionRow,
    DecisionRow,
    EvidenceOptions,
    GateFilter,
    GateRow,
    GateView,
    PassRates,
    ProjectGates,
    ReadinessView,
    condition_rows,
    decision_row,
    evidence_options,
    find_conditions,
    find_decisions,
    find_gates,
    gate_reviews_of,
    gate_rows,
    gate_view,
    get_gate_condition,
    get_gate_review,
    pass_rates,
    project_gates,
    project_readiness,
)
from conspectus.rooms.portfolio.queries import ProjectFilter, get_project

router = Router(tags=["gates"])
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]
PLACES = ("portfolio", "programme", "division", "method")


class ReviewerIn(Body):
    """Who looks at the project, in which role of the method."""

    person: int
    role: str = ""


class GatePlanChangeIn(Body):
    """The day of a review, its reviewers, and what they are to look at above all."""

    planned_on: Day
    reviewers: list[ReviewerIn] = Field(default_factory=list)
    words: str = ""


class GatePlanIn(GatePlanChangeIn):
    """The gate that is to be reviewed, by its key in the method."""

    gate: str


class EvidenceIn(Body):
    """What is evidence by its key in the method: a document or a deliverable, or neither any more."""

    evidence: str
    document: int | None = None
    deliverable: int | None = None


class EvidenceChoiceIn(Body):
    """What is chosen; what is not named stays."""

    chosen: list[EvidenceIn] = Field(default_factory=list, max_length=300)


class GateWithdrawalIn(Body):
    """Why a review is taken back."""

    reason: str


class GateHeldIn(Body):
    """What a review found: the rating by its key on the gate's scale."""

    held_on: Day
    rating: str = ""
    findings: str


class GateConditionIn(Body):
    """What a pass depends on."""

    words: str
    owner: int
    due_on: Day


class GateDecisionIn(Body):
    """What is decided; ``shown`` is the digest of the readiness that was looked at."""

    decision: str
    reason: str
    shown: str
    despite: str = ""
    conditions: list[GateConditionIn] = Field(default_factory=list)


class ConditionMetIn(Body):
    """By what a condition is met."""

    words: str


class ConditionJudgementIn(Body):
    """confirmed, open (sent back) or lifted, and why."""

    state: str
    words: str


@router.get("/projects/{project_id}/gates", response={200: ProjectGates}, summary="Gates of a project")
def project_line(request: HttpRequest, project_id: str, on: Day | None = None) -> ProjectGates:
    """Return where a project stands in the life cycle of its method, and how ready it is for the next gate."""
    known_only(request, "on")
    found = project_gates(get_project(asker(request), project_id), _day(on))
    if found is None:
        raise Conflict("no_method", "This project follows no method with gates on that day.")
    return found


@router.get("/projects/{project_id}/readiness", response={200: ReadinessView}, summary="Readiness for a gate")
def one_readiness(request: HttpRequest, project_id: str, gate: str = "", on: Day | None = None) -> ReadinessView:
    """Return how ready a project is for a gate, the next one unless it is named, on a day."""
    known_only(request, "gate", "on")
    return project_readiness(get_project(asker(request), project_id), gate, _day(on))


@router.get("/projects/{project_id}/evidence", response={200: EvidenceOptions}, summary="Evidence of a gate")
def one_evidence(request: HttpRequest, response: HttpResponse, project_id: str, gate: str = "") -> EvidenceOptions:
    """Return what a gate asks for, the next one unless it is named, with what was chosen and what could be."""
    known_only(request, "gate")
    found = evidence_options(get_project(asker(request), project_id), gate, now().date())
    tag(response, found.revision)
    return found


@router.put("/projects/{project_id}/evidence", response={200: EvidenceOptions}, summary="Choose evidence")
def put_evidence(
    request: HttpRequest, response: HttpResponse, project_id: str, body: EvidenceChoiceIn
) -> EvidenceOptions:
    """Choose documents and deliverables of a project as what its method asks for; takes If-Match."""
    by = asker(request)
    project, revision = get_project(by, project_id), wanted_revision(request)
    chosen = [actions.ChosenEvidence(**one.model_dump()) for one in body.chosen]
    actions.choose_evidence(project=project, chosen=chosen, revision=revision, by=by, at=now())
    return one_evidence(request, response, project_id)


@router.get("/projects/{project_id}/gate-reviews", response={200: Page[GateView]}, summary="Reviews of a project")
def list_project_gate_reviews(
    request: HttpRequest, project_id: str, cursor: str = "", limit: int = USUAL
) -> Page[GateView]:
    """Return the gate reviews of a project, newest first, those withdrawn as well."""
    known_only(request, "cursor", "limit")
    rows, following = page(gate_reviews_of(get_project(asker(request), project_id)), cursor, limit)
    return Page(items=[gate_view(row, now().date()) for row in rows], next=following)


@router.post("/projects/{project_id}/gate-reviews", response={201: GateView}, summary="Ask for one")
def post_gate_review(
    request: HttpRequest, response: HttpResponse, project_id: str, body: GatePlanIn
) -> Status[GateView]:
    """Ask for the review of a gate; those named are told."""
    by = asker(request)
    project = get_project(by, project_id)
    row = actions.plan_gate_review(project=project, gate=body.gate, new=_planned(by, body), by=by, at=now())
    return Status(201, _told(by, response, row))


@router.get("/gate-reviews", response={200: Page[GateRow]}, summary="Gates ahead")
def list_gates(
    request: HttpRequest,
    ahead: str = "",
    portfolio: Number | None = None,
    programme: Number | None = None,
    division: Number | None = None,
    method: str = "",
    cursor: str = "",
    limit: int = USUAL,
) -> Page[GateRow]:
    """Return the gates that are planned or wait for a decision, what comes first, first; ``ahead`` narrows them."""
    known_only(request, "ahead", *PLACES, "cursor", "limit")
    places = ProjectFilter(portfolio=portfolio, programme=programme, division=division)
    by, on = asker(request), now().date()
    rows, following = page(find_gates(by, GateFilter(places, method, ahead), on), cursor, limit)
    return Page(items=list(gate_rows(rows, on)), next=following)


@router.get("/gate-decisions", response={200: Page[DecisionRow]}, summary="Decisions at gates")
def list_gate_decisions(
    request: HttpRequest,
    since: Day | None = None,
    until: Day | None = None,
    portfolio: Number | None = None,
    method: str = "",
    cursor: str = "",
    limit: int = USUAL,
) -> Page[DecisionRow]:
    """Return the decisions of a time, the last twelve months unless it is named, newest first."""
    known_only(request, "since", "until", "portfolio", "method", "cursor", "limit")
    wanted = GateFilter(ProjectFilter(portfolio=portfolio), method, since=since, until=until)
    rows, following = page(find_decisions(asker(request), wanted, now().date()), cursor, limit)
    return Page(items=[decision_row(row) for row in rows], next=following)


@router.get("/gate-rates", response={200: PassRates}, summary="Pass rates")
def one_pass_rates(
    request: HttpRequest,
    since: Day | None = None,
    until: Day | None = None,
    portfolio: Number | None = None,
    method: str = "",
) -> PassRates:
    """Return how often gates were passed in a time, and at once, by gate, division and method."""
    known_only(request, "since", "until", "portfolio", "method")
    wanted = GateFilter(ProjectFilter(portfolio=portfolio), method, since=since, until=until)
    return pass_rates(asker(request), wanted, now().date())


@router.get("/gate-conditions", response={200: Page[ConditionRow]}, summary="Open conditions")
def list_gate_conditions(
    request: HttpRequest, ahead: str = "", portfolio: Number | None = None, cursor: str = "", limit: int = USUAL
) -> Page[ConditionRow]:
    """Return the conditions that are not settled; ``ahead`` overdue narrows them."""
    known_only(request, "ahead", "portfolio", "cursor", "limit")
    by, on = asker(request), now().date()
    wanted = GateFilter(ProjectFilter(portfolio=portfolio), ahead=ahead)
    rows, following = page(find_conditions(by, wanted, on), cursor, limit)
    return Page(items=list(condition_rows(rows, on)), next=following)


@router.get("/gate-reviews/{gate_review_id}", response={200: GateView}, summary="One gate review")
def one_gate_review(request: HttpRequest, response: HttpResponse, gate_review_id: str) -> GateView:
    """Return a gate review; its recommendations are the actions of the subject gatereview/id."""
    by = asker(request)
    return _told(by, response, get_gate_review(by, gate_review_id))


@router.put("/gate-reviews/{gate_review_id}", response={200: GateView}, summary="Move it, or ask others")
def put_gate_review(
    request: HttpRequest, response: HttpResponse, gate_review_id: str, body: GatePlanChangeIn
) -> GateView:
    """Change a planned review, whole; takes If-Match."""
    by = asker(request)
    row, new = get_gate_review(by, gate_review_id), _planned(by, body)
    row = actions.change_gate_review(review=row, new=new, revision=wanted_revision(request), by=by, at=now())
    return _told(by, response, row)


@router.post("/gate-reviews/{gate_review_id}/withdrawal", response={200: GateView}, summary="Withdraw it")
def post_gate_withdrawal(
    request: HttpRequest, response: HttpResponse, gate_review_id: str, body: GateWithdrawalIn
) -> GateView:
    """Take back a review that was not decided on; takes If-Match."""
    by = asker(request)
    row, revision = get_gate_review(by, gate_review_id), wanted_revision(request)
    row = actions.withdraw_gate_review(review=row, reason=body.reason, revision=revision, by=by, at=now())
    return _told(by, response, row)


@router.post("/gate-reviews/{gate_review_id}/held", response={200: GateView}, summary="Record what it found")
def post_gate_held(request: HttpRequest, response: HttpResponse, gate_review_id: str, body: GateHeldIn) -> GateView:
    """Record the rating and findings of a review; not by the project's manager; takes If-Match."""
    by = asker(request)
    row, new = get_gate_review(by, gate_review_id), actions.HeldGate(**body.model_dump())
    row = actions.hold_gate_review(review=row, new=new, revision=wanted_revision(request), by=by, at=now())
    return _told(by, response, row)


@router.post("/gate-reviews/{gate_review_id}/decision", response={200: GateView}, summary="Decide")
def post_gate_decision(
    request: HttpRequest, response: HttpResponse, gate_review_id: str, body: GateDecisionIn
) -> GateView:
    """Decide at a gate by the readiness that was looked at; not one's own; takes If-Match."""
    by = asker(request)
    row = get_gate_review(by, gate_review_id)
    conditions = [
        actions.NewCondition(one.words, referred(by, "owner", one.owner), one.due_on) for one in body.conditions
    ]
    new = actions.DecidedGate(**body.model_dump() | {"conditions": conditions})
    row = actions.decide_gate(review=row, new=new, revision=wanted_revision(request), by=by, at=now())
    return _told(by, response, row)


@router.post("/gate-conditions/{gate_condition_id}/met", response={200: GateView}, summary="It is met")
def post_condition_met(
    request: HttpRequest, response: HttpResponse, gate_condition_id: str, body: ConditionMetIn
) -> GateView:
    """Say by what a condition is met; takes If-Match with the condition's revision."""
    by = asker(request)
    row, revision = get_gate_condition(by, gate_condition_id), wanted_revision(request)
    actions.meet_gate_condition(condition=row, words=body.words, revision=revision, by=by, at=now())
    return _told(by, response, row.review)


@router.post("/gate-conditions/{gate_condition_id}/judgement", response={200: GateView}, summary="Confirm it")
def post_condition_judgement(
    request: HttpRequest, response: HttpResponse, gate_condition_id: str, body: ConditionJudgementIn
) -> GateView:
    """Confirm a condition, send it back, or lift it; not one's own; takes If-Match with its revision."""
    by = asker(request)
    row, revision = get_gate_condition(by, gate_condition_id), wanted_revision(request)
    actions.judge_gate_condition(condition=row, **body.model_dump(), revision=revision, by=by, at=now())
    return _told(by, response, row.review)


def _day(on: date | None) -> date:
    return on or now().date()


def _planned(by: User, body: GatePlanChangeIn) -> actions.PlannedGate:
    reviewers = [actions.Reviewing(referred(by, "person", one.person), one.role) for one in body.reviewers]
    return actions.PlannedGate(body.planned_on, reviewers, body.words)


def _told(by: User, response: HttpResponse, row: GateReview) -> GateView:
    """Return a gate review as it is now, with its revision."""
    row = get_gate_review(by, row.pk)
    tag(response, row.revision)
    return gate_view(row, now().date())
