"""Change requests of projects, and who may decide them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Router, Schema, Status

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body
from conspectus.doors.api.v1.scope import ProjectRef
from conspectus.doors.api.v1.shapes import Named, Page, named
from conspectus.engine.measure import Measure
from conspectus.kit.errors import Invalid, NotFound
from conspectus.rooms.accounts.models import User
from conspectus.rooms.changes import actions
from conspectus.rooms.changes.actions import ChangeParticulars
from conspectus.rooms.changes.models import ChangeRequest
from conspectus.rooms.changes.queries import (
    ChangeFilter,
    ChangeView,
    Growth,
    change_view,
    change_views,
    find_changes,
    get_change,
    growth_of,
)
from conspectus.rooms.changes.rules import Limit, limits_for
from conspectus.rooms.portfolio.models import Portfolio, Project
from conspectus.rooms.portfolio.queries import get_portfolio, get_project
from conspectus.rooms.schedule.models import PlanRevision
from conspectus.rooms.schedule.queries.revisions import get_revision

router = Router(tags=["changes"])


class ChangeIn(Body):
    """What is asked to change; with ``plan``, the number of a revision, the slip is that of its finish."""

    title: str
    what: str
    why: str
    reason: str
    plan: int | None = None
    slip_days: float | None = None
    cost_minor: int | None = None
    cost_kind: str = "base"
    nature: str = "capex"
    fiscal_year: int | None = None
    benefit: str = ""
    risk: str = ""
    quality: str = ""


class WithdrawalIn(Body):
    """Why a change request is withdrawn."""

    reason: str


class ChangeDecisionIn(Body):
    """What is decided of a change request: ``state`` is approved or rejected."""

    state: str
    reason: str


class ImplementationIn(Body):
    """The plan revision that becomes the baseline, and whether its cost is added to the budget."""

    plan: int | None = None
    with_budget: bool = True


class LimitIn(Body):
    """Up to what a role decides: minor units and working days; null for no limit."""

    role: str
    most_cost_minor: int | None = None
    most_slip_days: float | None = None


class AuthorityIn(Body):
    """Who decides changes up to which size, all roles at once, and why."""

    limits: list[LimitIn]
    reason: str


class DecisionOut(Schema):
    """What was decided of a change request; ``digest`` is of what was shown."""

    state: str
    reason: str
    decided_by: Named
    decided_at: datetime
    authority: str
    digest: str


class ChangeRequestOut(Schema):
    """A change request; ``cost`` in minor units of the project's currency as far as you may see it."""

    id: int
    project: ProjectRef
    number: int
    title: str
    what: str
    why: str
    reason: str
    state: str
    plan: int | None
    slip_days: float | None
    cost: Measure
    cost_kind: str
    nature: str
    fiscal_year: int | None
    benefit: str
    risk: str
    quality: str
    raised_by: Named
    raised_at: datetime
    submitted_at: datetime | None
    implemented_at: datetime | None
    days_to_decision: int | None
    baseline: int | None
    budget: int | None
    decision: DecisionOut | None
    revision: int


class LimitOut(Schema):
    """Up to what a role decides."""

    role: str
    most_cost_minor: int | None
    most_slip_days: float | None


@router.get("/change-requests", response={200: Page[ChangeRequestOut]}, summary="Change requests")
def list_changes(
    request: HttpRequest,
    text: str = "",
    state: str = "",
    reason: str = "",
    project: int | None = None,
    portfolio: int | None = None,
    cursor: str = "",
    limit: int = USUAL,
) -> Page[ChangeRequestOut]:
    """Return the change requests of every project you may see, the newest first."""
    known_only(request, "text", "state", "reason", "project", "portfolio", "cursor", "limit")
    by, on = asker(request), now().date()
    wanted = ChangeFilter(text, project, portfolio, state=state, reason=reason)
    rows, following = page(find_changes(by, wanted, on), cursor, limit)
    return Page(items=[_change(view) for view in change_views(by, rows, on)], next=following)


@router.post("/projects/{project_id}/change-requests", response={201: ChangeRequestOut}, summary="Raise one")
def post_change(request: HttpRequest, project_id: str, body: ChangeIn) -> Status[ChangeRequestOut]:
    """Draft a change request of a project."""
    by = asker(request)
    project = get_project(by, project_id)
    row = actions.raise_change_request(project=project, new=_given(project, body), by=by, at=now())
    return Status(201, _one(by, row))


@router.get("/projects/{project_id}/growth", response={200: Growth | None}, summary="Growth")
def get_growth(request: HttpRequest, project_id: str) -> Growth | None:
    """Return how often a project was rebaselined and how far its cost grew, by reason; null before any baseline."""
    by, on = asker(request), now().date()
    project = get_project(by, project_id)
    return growth_of(by, project, on)


@router.get("/change-requests/{change_id}", response={200: ChangeRequestOut}, summary="One change request")
def one_change(request: HttpRequest, response: HttpResponse, change_id: str) -> ChangeRequestOut:
    """Return a change request with its decision."""
    return _tagged(request, response, _found(request, change_id))


@router.put("/change-requests/{change_id}", response={200: ChangeRequestOut}, summary="Change the draft")
def put_change(request: HttpRequest, response: HttpResponse, change_id: str, body: ChangeIn) -> ChangeRequestOut:
    """Change a draft, all at once; takes If-Match."""
    row, given = _found(request, change_id), _by_hand(request)
    actions.revise_change_request(request=row, new=_given(row.project, body), **given)
    return _tagged(request, response, row)


@router.post("/change-requests/{change_id}/submission", response={200: ChangeRequestOut}, summary="Submit it")
def post_change_submission(request: HttpRequest, response: HttpResponse, change_id: str) -> ChangeRequestOut:
    """Ask for the decision; takes If-Match."""
    row = _found(request, change_id)
    actions.submit_change_request(request=row, **_by_hand(request))
    return _tagged(request, response, row)


@router.post("/change-requests/{change_id}/withdrawal", response={200: ChangeRequestOut}, summary="Withdraw it")
def post_withdrawal(
    request: HttpRequest, response: HttpResponse, change_id: str, body: WithdrawalIn
) -> ChangeRequestOut:
    """Take a change request back; takes If-Match."""
    row = _found(request, change_id)
    actions.withdraw_change_request(request=row, **body.model_dump(), **_by_hand(request))
    return _tagged(request, response, row)


@router.post("/change-requests/{change_id}/decision", response={200: ChangeRequestOut}, summary="Decide it")
def post_change_decision(
    request: HttpRequest, response: HttpResponse, change_id: str, body: ChangeDecisionIn
) -> ChangeRequestOut:
    """Approve or reject what somebody else submitted; takes If-Match."""
    row = _found(request, change_id)
    actions.decide_change_request(request=row, **body.model_dump(), **_by_hand(request))
    return _tagged(request, response, row)


@router.post("/change-requests/{change_id}/implementation", response={200: ChangeRequestOut}, summary="Implement it")
def post_implementation(
    request: HttpRequest, response: HttpResponse, change_id: str, body: ImplementationIn
) -> ChangeRequestOut:
    """Carry an approved change into a new baseline and budget; takes If-Match."""
    row = _found(request, change_id)
    plan = _revision(row.project, body.plan)
    actions.implement_change_request(request=row, plan=plan, with_budget=body.with_budget, **_by_hand(request))
    return _tagged(request, response, row)


@router.get(
    "/portfolios/{portfolio_id}/change-authority", response={200: list[LimitOut]}, summary="Who decides changes"
)
def portfolio_authority(request: HttpRequest, portfolio_id: str) -> list[Limit]:
    """Return which roles decide changes in a portfolio, up to which size."""
    return list(limits_for(get_portfolio(asker(request), portfolio_id)))


@router.post("/portfolios/{portfolio_id}/change-authority", response={200: list[LimitOut]}, summary="Set who decides")
def post_portfolio_authority(request: HttpRequest, portfolio_id: str, body: AuthorityIn) -> list[Limit]:
    """Set which roles decide changes in a portfolio."""
    return _set(request, get_portfolio(asker(request), portfolio_id), body)


@router.get("/projects/{project_id}/change-authority", response={200: list[LimitOut]}, summary="Who decides changes")
def project_authority(request: HttpRequest, project_id: str) -> list[Limit]:
    """Return which roles decide changes of a project: its own limits, else the portfolio's."""
    return list(limits_for(get_project(asker(request), project_id)))


@router.post("/projects/{project_id}/change-authority", response={200: list[LimitOut]}, summary="Set who decides")
def post_project_authority(request: HttpRequest, project_id: str, body: AuthorityIn) -> list[Limit]:
    """Set which roles decide changes of one project."""
    return _set(request, get_project(asker(request), project_id), body)


def _set(request: HttpRequest, subject: Portfolio | Project, body: AuthorityIn) -> list[Limit]:
    limits = [Limit(**one.model_dump()) for one in body.limits]
    actions.set_change_authority(subject=subject, limits=limits, reason=body.reason, by=asker(request), at=now())
    return list(limits_for(subject))


def _found(request: HttpRequest, change_id: str) -> ChangeRequest:
    return get_change(asker(request), change_id, now().date())


def _by_hand(request: HttpRequest) -> dict[str, Any]:
    return {"revision": wanted_revision(request), "by": asker(request), "at": now()}


def _revision(project: Project, number: int | None) -> PlanRevision | None:
    try:
        return None if number is None else get_revision(project, number)
    except NotFound:
        raise Invalid("unknown", "There is no such revision.", "plan") from None


def _given(project: Project, body: ChangeIn) -> ChangeParticulars:
    given = body.model_dump()
    given["plan"] = _revision(project, given["plan"])
    return ChangeParticulars(**given)


def _tagged(request: HttpRequest, response: HttpResponse, row: ChangeRequest) -> ChangeRequestOut:
    told = _one(asker(request), row)
    tag(response, told.revision)
    return told


def _one(by: User, row: ChangeRequest) -> ChangeRequestOut:
    on = now().date()
    return _change(change_view(by, get_change(by, row.pk, on), on))


def _change(view: ChangeView) -> ChangeRequestOut:
    row, decision = view.row, view.decision
    names = (
        "number", "title", "what", "why", "reason", "state", "slip_days", "cost_kind", "nature", "fiscal_year",
        "benefit", "risk", "quality", "raised_at", "submitted_at", "implemented_at", "revision",
    )  # fmt: skip
    told: dict[str, Any] = {name: getattr(row, name) for name in names} | {"id": row.pk, "cost": view.cost}
    told |= {"project": {"id": row.project_id, "name": row.project.name, "code": row.project.code}}
    told |= {"raised_by": named(row.raised_by), "days_to_decision": view.days, "decision": None}
    told |= {name: getattr(getattr(row, name), "number", None) for name in ("plan", "baseline", "budget")}
    if decision is not None:
        parts = ("state", "reason", "decided_at", "authority", "digest")
        told["decision"] = {name: getattr(decision, name) for name in parts}
        told["decision"]["decided_by"] = named(decision.decided_by)
    return ChangeRequestOut.model_validate(told)
