"""The reporting cycle: rules, requests, what many are asked and told at once."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now
from tests.cast import Cast
from tests.doors.who import OPENERS, PLANNERS, READERS, SCOPED, Row

from conspectus.journeys.reporting_cycle import begin_cycle
from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.periods.actions import lay_periods
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Portfolio
from conspectus.rooms.status.models import Request

DAYS = {"opens_day": 99, "due_day": 99}
API = {
    "GET /portfolios/{portfolio_id}/reporting-rule": SCOPED,
    "PUT /portfolios/{portfolio_id}/reporting-rule": Row(OPENERS, READERS, body=DAYS),
    "GET /portfolios/{portfolio_id}/cycles": SCOPED,
    "GET /portfolios/{portfolio_id}/cycles/timeliness": SCOPED,
    "GET /periods/{period_id}/cycle": SCOPED,
    "POST /periods/{period_id}/cycle": Row(OPENERS, READERS),
    "PUT /periods/{period_id}/cycle": Row(OPENERS, READERS, body={"due_on": "2000-01-01"}),
    "GET /periods/{period_id}/requests": SCOPED,
    "POST /periods/{period_id}/reminders": Row(OPENERS, READERS, body={}),
    "POST /periods/{period_id}/decisions": Row(OPENERS, READERS, body={"state": "accepted", "reports": []}),
    "GET /projects/{project_id}/reports/{period_id}/findings": SCOPED,
    "PUT /projects/{project_id}/reports/{period_id}/findings": Row(PLANNERS, READERS, body={"answers": []}),
    "POST /projects/{project_id}/reports/{period_id}/repetition": Row(PLANNERS, READERS),
    "GET /periods/{period_id}/report-sheet": Row(PLANNERS, READERS),
    "POST /periods/{period_id}/report-sheet/preview": Row(PLANNERS, READERS, files=True),
    "POST /periods/{period_id}/report-sheet": Row(PLANNERS, READERS, files=True),
    "PUT /requests/{request_id}/delegate": Row(PLANNERS, READERS, body={"person": None}),
}
PAGES = {
    "cycles": SCOPED,
    "collection": SCOPED,
    "collection-file": SCOPED,
    "report-sheet": Row(PLANNERS, READERS),
    "take-reports": Row(PLANNERS, READERS),
    "open-cycle": Row(OPENERS, READERS, body={}),
    "change-cycle": Row(OPENERS, READERS),
    "decide-reports": Row(OPENERS, READERS, body={}),
    "update": Row(PLANNERS, READERS),
    "update-draft": Row(PLANNERS, READERS, body={}),
    "delegate-report": Row(PLANNERS, READERS),
}


def own(cast: Cast, ids: dict[str, Any]) -> dict[str, Any]:
    """Ask for the reports of the open period; the request to the cast's project."""
    return _asked(ids)


def their(ids: dict[str, Any]) -> dict[str, Any]:
    """Do the same in the other world, for a period of its own."""
    portfolio, today = Portfolio.objects.get(pk=ids["portfolio_id"]), now().date()
    (row,) = lay_periods(portfolio=portfolio, starting=today, through=today, by=local_operator(), at=now())
    return _asked({**ids, "period_id": row.pk})


def _asked(ids: dict[str, Any]) -> dict[str, Any]:
    period = Period.objects.get(pk=ids["period_id"])
    begin_cycle(period=period, revision=period.revision, by=local_operator(), at=now())
    return {"request_id": Request.objects.get(project=ids["project_id"]).pk}
