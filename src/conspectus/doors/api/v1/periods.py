"""Fiscal calendars and reporting periods, and where projects stood in them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import P, QueryEx, Router, Schema, Status

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.v1.shapes import Named, Page, named
from conspectus.journeys.freeze_period import freeze_period
from conspectus.kit.errors import Invalid
from conspectus.rooms.periods.actions import (
    add_period,
    lay_periods,
    open_period,
    reopen_period,
    set_fiscal_calendar,
)
from conspectus.rooms.periods.choices import PeriodState
from conspectus.rooms.periods.models import FiscalCalendar, Period
from conspectus.rooms.periods.queries import fiscal_calendar, freezes, frozen_before, get_period, periods_of, reopenings
from conspectus.rooms.portfolio.queries import get_portfolio
from conspectus.rooms.status.queries import (
    GapView,
    PeriodChanges,
    ProjectStatus,
    frozen_statuses,
    gaps,
    period_changes,
    period_standing,
    statuses,
)

router = Router(tags=["periods"])


class CalendarOut(Schema):
    """A portfolio's fiscal calendar; ``revision`` 0 where none was set: calendar months in UTC."""

    kind: str
    first_month: int
    zone: str
    revision: int


class CalendarIn(Body):
    """The fiscal calendar to set: ``kind`` is months, weeks (4-4-5) or listed."""

    kind: str
    first_month: int = 1
    zone: str = "UTC"


class PeriodsIn(Body):
    """The days between which to lay periods."""

    starting: Day
    through: Day


class ListedIn(Body):
    """One period of a listed calendar, from its first day until before ``ends_on``."""

    name: str
    starts_on: Day
    ends_on: Day


class PeriodStateIn(Body):
    """The state to move a period to: open or frozen; to open a frozen one again takes a reason.

    Frozen while reports asked for are not accepted, the reason is kept in the audit.
    """

    state: str
    reason: str = ""


class FreezeOut(Schema):
    """One freezing of a period."""

    version: int
    digest: str
    subjects: int
    frozen_by: Named
    frozen_at: datetime


class ReopeningOut(Schema):
    """A frozen period opened again."""

    version: int
    reason: str
    reopened_by: Named
    reopened_at: datetime


class PeriodOut(Schema):
    """A reporting period; ``version`` counts its freezes."""

    id: int
    portfolio: int
    name: str
    fiscal_year: int
    number: int
    starts_on: date
    ends_on: date
    state: str
    version: int
    revision: int


class PeriodDetail(PeriodOut):
    """A period with its freezes and reopenings, newest first."""

    freezes: list[FreezeOut]
    reopenings: list[ReopeningOut]


@router.get("/portfolios/{portfolio_id}/calendar", response={200: CalendarOut}, summary="Calendar")
def one_calendar(request: HttpRequest, response: HttpResponse, portfolio_id: str) -> CalendarOut:
    """Return how a portfolio's years are cut."""
    row = fiscal_calendar(get_portfolio(asker(request), portfolio_id))
    tag(response, row.revision)
    return _calendar(row)


@router.put("/portfolios/{portfolio_id}/calendar", response={200: CalendarOut}, summary="Set it")
def put_calendar(request: HttpRequest, response: HttpResponse, portfolio_id: str, body: CalendarIn) -> CalendarOut:
    """Say how a portfolio's years are cut; takes If-Match. Periods already laid stay."""
    by = asker(request)
    place, revision = get_portfolio(by, portfolio_id), wanted_revision(request)
    row = set_fiscal_calendar(portfolio=place, **body.model_dump(), revision=revision, by=by, at=now())
    tag(response, row.revision)
    return _calendar(row)


@router.get("/portfolios/{portfolio_id}/periods", response={200: Page[PeriodOut]}, summary="Periods")
def list_periods(request: HttpRequest, portfolio_id: str, cursor: str = "", limit: int = USUAL) -> Page[PeriodOut]:
    """Return a portfolio's periods in order of time."""
    known_only(request, "cursor", "limit")
    rows, following = page(periods_of(get_portfolio(asker(request), portfolio_id)), cursor, limit)
    return Page(items=[_period(row) for row in rows], next=following)


@router.post("/portfolios/{portfolio_id}/periods", response={201: list[PeriodOut]}, summary="Lay them")
def post_periods(request: HttpRequest, portfolio_id: str, body: PeriodsIn) -> Status[list[PeriodOut]]:
    """Lay the periods the calendar cuts between two days; answers with those that are new."""
    by = asker(request)
    rows = lay_periods(portfolio=get_portfolio(by, portfolio_id), **body.model_dump(), by=by, at=now())
    return Status(201, [_period(row) for row in rows])


@router.post("/portfolios/{portfolio_id}/periods/listed", response={201: PeriodOut}, summary="Add one")
def post_listed_period(request: HttpRequest, portfolio_id: str, body: ListedIn) -> Status[PeriodOut]:
    """Add one period of a listed calendar."""
    by = asker(request)
    row = add_period(portfolio=get_portfolio(by, portfolio_id), **body.model_dump(), by=by, at=now())
    return Status(201, _period(row))


@router.get("/periods/{period_id}", response={200: PeriodDetail}, summary="One period")
def one_period(request: HttpRequest, response: HttpResponse, period_id: str) -> PeriodDetail:
    """Return a period with its freezes and reopenings."""
    row = get_period(asker(request), period_id)
    tag(response, row.revision)
    return _detail(row)


@router.post("/periods/{period_id}/state", response={200: PeriodDetail}, summary="Move a period")
def post_period_state(
    request: HttpRequest, response: HttpResponse, period_id: str, body: PeriodStateIn
) -> PeriodDetail:
    """Open a planned period, freeze an open one, or open a frozen one again for a reason; takes If-Match."""
    by = asker(request)
    row, revision = get_period(by, period_id), wanted_revision(request)
    given: dict[str, Any] = {"period": row, "revision": revision, "by": by, "at": now()}
    if body.state == PeriodState.FROZEN:
        row = freeze_period(**given, reason=body.reason)
    elif body.state != PeriodState.OPEN:
        raise Invalid("state", "A period is moved to open or frozen.", "state")
    elif row.state == PeriodState.FROZEN:
        row = reopen_period(**given, reason=body.reason)
    else:
        row = open_period(**given)
    tag(response, row.revision)
    return _detail(row)


@router.get("/periods/{period_id}/status", response={200: Page[ProjectStatus]}, summary="Status")
def list_period_status(
    request: HttpRequest, period_id: str, version: int = 0, cursor: str = "", limit: int = USUAL
) -> Page[ProjectStatus]:
    """Return where each project stood: as frozen, else as it is; ``version`` asks for an earlier freeze."""
    known_only(request, "version", "cursor", "limit")
    by, at = asker(request), now()
    period = get_period(by, period_id)
    found = frozen_statuses(by, period, version, at=at) if version else statuses(by, period, at=at)
    rows, following = page(found, cursor, limit, key="project_id")
    return Page(items=rows, next=following)


@router.get("/periods/{period_id}/gaps", response={200: GapView}, summary="Where green is not green")
def period_gaps(request: HttpRequest, period_id: str) -> GapView:
    """Return the gap between declared and computed status, by dimension, manager, division and project."""
    by = asker(request)
    row = get_period(by, period_id)
    return gaps(*period_standing(by, row, at=now()))


@router.get("/periods/{period_id}/changes", response={200: PeriodChanges}, summary="What changed")
def get_period_changes(
    request: HttpRequest, period_id: str, with_: QueryEx[str, P(alias="with")] = ""
) -> PeriodChanges:
    """Return what changed since the period ``with`` names, else since the newest frozen before it."""
    known_only(request, "with")
    by, at = asker(request), now()
    period = get_period(by, period_id)
    before = get_period(by, with_) if with_ else frozen_before(period)
    if before is None:
        raise Invalid("with", "No earlier period is frozen. Name the period to compare with.", "with")
    return period_changes(by, period, before, at=at)


def _calendar(row: FiscalCalendar) -> CalendarOut:
    return CalendarOut(kind=row.kind, first_month=row.first_month, zone=row.zone, revision=row.revision)


def _period(row: Period) -> PeriodOut:
    return PeriodOut(**_told(row))


def _told(row: Period) -> dict[str, Any]:
    names = ("name", "fiscal_year", "number", "starts_on", "ends_on", "state", "version", "revision")
    return {"id": row.pk, "portfolio": row.portfolio_id, **{name: getattr(row, name) for name in names}}


def _detail(row: Period) -> PeriodDetail:
    frozen = ("version", "digest", "subjects", "frozen_at")
    return PeriodDetail.model_validate(
        {
            **_told(row),
            "freezes": [
                {name: getattr(one, name) for name in frozen} | {"frozen_by": named(one.frozen_by)}
                for one in freezes(row)
            ],
            "reopenings": [
                {
                    "version": one.version,
                    "reason": one.reason,
                    "reopened_by": named(one.reopened_by),
                    "reopened_at": one.reopened_at,
                }
                for one in reopenings(row)
            ],
        }
    )
