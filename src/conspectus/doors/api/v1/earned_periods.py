"""Money over time: earned value by frozen period, and the growth of whole-life costs."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Router, Schema

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import known_only
from conspectus.engine.measure import Measure
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.portfolio.queries import CostGrowth, cost_growth, get_portfolio, get_programme, get_project
from conspectus.rooms.status.queries import earned_by_period

router = Router(tags=["money"])


class EarnedPointOut(Schema):
    """Cumulative earned value at a frozen period, in minor units of ``currency``."""

    period: str
    last_on: date
    version: int
    status_on: date | None
    currency: str
    planned_value: Measure
    earned_value: Measure
    actual_cost: Measure
    bac: Measure
    forecast: Measure
    cpi: Measure
    spi: Measure


Points = list[EarnedPointOut]


@router.get("/projects/{project_id}/earned-periods", response={200: Points}, summary="Earned value by period")
def of_project(request: HttpRequest, project_id: str) -> Points:
    """Return what the newest 24 frozen periods hold of a project, oldest first."""
    by = asker(request)
    return _told(by, get_project(by, project_id))


@router.get("/programmes/{programme_id}/earned-periods", response={200: Points}, summary="Of a programme")
def of_programme(request: HttpRequest, programme_id: str) -> Points:
    """Return what the newest 24 frozen periods hold of a programme's sums, oldest first."""
    by = asker(request)
    return _told(by, get_programme(by, programme_id))


@router.get("/portfolios/{portfolio_id}/earned-periods", response={200: Points}, summary="Of a portfolio")
def of_portfolio(request: HttpRequest, portfolio_id: str) -> Points:
    """Return what the newest 24 frozen periods hold of a portfolio's sums, oldest first."""
    by = asker(request)
    return _told(by, get_portfolio(by, portfolio_id))


def _told(by: User, subject: Project | Programme | Portfolio) -> Points:
    names = EarnedPointOut.model_fields
    found = earned_by_period(by, subject, at=now())
    return [EarnedPointOut(**{name: getattr(one, name) for name in names}) for one in found]


@router.get("/portfolios/{portfolio_id}/cost-growth", response={200: CostGrowth}, summary="Cost growth")
def of_lists(request: HttpRequest, portfolio_id: str) -> CostGrowth:
    """Return how far whole-life costs, as master lists stated them, have grown: by project, in sum, list by list."""
    known_only(request)
    by = asker(request)
    return cost_growth(by, get_portfolio(by, portfolio_id), on=now().date())
