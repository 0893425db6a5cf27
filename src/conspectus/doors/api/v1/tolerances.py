"""Tolerances: the limits by which computed status turns amber and red."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Field, Router, Status

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import known_only
from conspectus.doors.api.strict import Body, Day
from conspectus.rooms.portfolio.queries import get_portfolio
from conspectus.rooms.schedule.actions import NewTolerance, set_cost_rule, set_tolerance
from conspectus.rooms.schedule.queries.costs import CostRules, cost_rules
from conspectus.rooms.schedule.queries.tolerances import ToleranceHistory, tolerance_subject, tolerances_of

router = Router(tags=["tolerances"])


class ToleranceIn(Body):
    """Limits by name, each green to and amber to; those left out are the usual ones.

    ``name`` is a set's: of a portfolio the set recorded; of a programme or project, without limits, the set it
    follows. Neither limits nor name follows the portfolio again.
    """

    reason: str
    limits: dict[str, list[float]] = Field(default_factory=dict)
    name: str = ""
    from_on: Day | None = None


@router.get("/tolerances/{scope}/{scope_id}", response={200: ToleranceHistory}, summary="What judges it")
def one_tolerance(request: HttpRequest, scope: str, scope_id: str, on: Day | None = None) -> ToleranceHistory:
    """Return what judges a portfolio, programme or project on a day (today unless ``on``), and all recorded for it."""
    known_only(request, "on")
    return tolerances_of(tolerance_subject(asker(request), scope, scope_id), on or now().date())


@router.post("/tolerances/{scope}/{scope_id}", response={201: ToleranceHistory}, summary="Set a tolerance")
def post_tolerance(request: HttpRequest, scope: str, scope_id: str, body: ToleranceIn) -> Status[ToleranceHistory]:
    """Record the limits that judge a portfolio, one of its sets, a programme or a project from a day on."""
    by = asker(request)
    subject = tolerance_subject(by, scope, scope_id)
    set_tolerance(subject=subject, new=NewTolerance(**body.model_dump()), by=by, at=now())
    return Status(201, tolerances_of(subject, now().date()))


class CostRuleIn(Body):
    """Whose actual cost counts first, ``plan`` or ``ledger``, for plans with a status date from ``from_on``, today."""

    first: str
    reason: str
    from_on: Day | None = None


@router.get("/portfolios/{portfolio_id}/actual-cost", response={200: CostRules}, summary="Which actual cost counts")
def get_cost_rules(request: HttpRequest, portfolio_id: str, on: Day | None = None) -> CostRules:
    """Return whose actual cost counts first for plans with a status date on a day, and every rule recorded."""
    known_only(request, "on")
    return cost_rules(get_portfolio(asker(request), portfolio_id), on or now().date())


@router.post("/portfolios/{portfolio_id}/actual-cost", response={201: CostRules}, summary="Say which counts first")
def post_cost_rule(request: HttpRequest, portfolio_id: str, body: CostRuleIn) -> Status[CostRules]:
    """Say whose actual cost counts first from a status date on; the plans concerned are measured anew."""
    by = asker(request)
    place = get_portfolio(by, portfolio_id)
    set_cost_rule(portfolio=place, **body.model_dump(), by=by, at=now())
    return Status(201, cost_rules(place, now().date()))
