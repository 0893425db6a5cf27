"""The reporting cycle: its rule and calendar, requests and what came, reminders, many decisions at once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Router, Schema, Status
from pydantic import Field

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.v1.shapes import Named, Page, named
from conspectus.journeys.reporting_cycle import begin_cycle, decide_reports
from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import Person
from conspectus.rooms.accounts.queries import get_person
from conspectus.rooms.periods.queries import get_period
from conspectus.rooms.portfolio.queries import get_portfolio
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.status import actions
from conspectus.rooms.status.choices import ReportState
from conspectus.rooms.status.models import Cycle, ReportingRule
from conspectus.rooms.status.queries import get_report
from conspectus.rooms.status.queries.cycles import (
    CycleStand,
    CycleView,
    RequestView,
    collected,
    get_request,
    local_day,
    narrowed,
    next_cycles,
    reporting_rule,
    requests_of,
    the_cycle,
)
from conspectus.rooms.status.queries.timeliness import TimelinessTrend, timeliness_trend

router = Router(tags=["reporting cycle"])


class RuleIn(Body):
    """How reports are gathered; days count from a period's last day, ``reminder_days`` from the day they are due."""

    opens_day: int
    due_day: int
    reminder_days: list[int] = Field([], max_length=20)
    escalate_day: int | None = None
    escalate_to: int | None = None
    opens_itself: bool = False
    answers_needed: bool = True


class RuleOut(Schema):
    """How a portfolio gathers reports; ``revision`` 0 where nothing was set: the usual."""

    opens_day: int
    due_day: int
    reminder_days: list[int]
    escalate_day: int | None
    escalate_to: Named | None
    opens_itself: bool
    answers_needed: bool
    revision: int


class CycleIn(Body):
    """The days of a cycle; ``due_on`` is the last day that is in time."""

    due_on: Day
    reminders: list[Day] = Field([], max_length=20)
    escalates_on: Day | None = None
    escalate_to: int | None = None
    answers_needed: bool = True


class CycleOut(Schema):
    """A cycle that was opened, and how far it is in what you may see."""

    period: int
    due_on: date
    reminders: list[date]
    escalates_on: date | None
    escalate_to: Named | None
    answers_needed: bool
    opened_by: Named | None
    opened_at: datetime
    revision: int
    stand: CycleStand


class ChaseIn(Body):
    """The requests whose people are reminded; all that are missing where none is named."""

    requests: list[int] = Field([], max_length=1000)


class ChasedOut(Schema):
    """How many people were reminded."""

    reminded: int


class DelegateIn(Body):
    """Who writes the report through a last day; null for its manager again."""

    person: int | None
    until: Day | None = None


class DecidedIn(Body):
    """A report by its number, at the revision it was read in."""

    report: int
    revision: int = Field(ge=0, lt=2**31)


class DecisionsIn(Body):
    """Reports to accept, or to return with words."""

    state: str
    reports: list[DecidedIn]
    words: str = ""


class DecidedOut(Schema):
    """A report as it stands now."""

    report: int
    state: str
    revision: int


class DecisionsOut(Schema):
    """The reports that were decided on, in the order they were sent."""

    reports: list[DecidedOut]


@router.get("/portfolios/{portfolio_id}/reporting-rule", response={200: RuleOut}, summary="How reports are gathered")
def one_rule(request: HttpRequest, response: HttpResponse, portfolio_id: str) -> RuleOut:
    """Return how a portfolio gathers reports."""
    row = reporting_rule(get_portfolio(asker(request), portfolio_id))
    tag(response, row.revision)
    return _rule(row)


@router.put("/portfolios/{portfolio_id}/reporting-rule", response={200: RuleOut}, summary="Set it")
def put_rule(request: HttpRequest, response: HttpResponse, portfolio_id: str, body: RuleIn) -> RuleOut:
    """Say how a portfolio gathers reports from the next cycle on; takes If-Match."""
    by, given = asker(request), body.model_dump()
    place, revision = get_portfolio(by, portfolio_id), wanted_revision(request)
    given["reminder_days"], given["escalate_to"] = tuple(body.reminder_days), _person(body.escalate_to)
    new = actions.Gathering(**given)
    row = actions.set_reporting_rule(portfolio=place, new=new, revision=revision, by=by, at=now())
    tag(response, row.revision)
    return _rule(row)


@router.get(
    "/portfolios/{portfolio_id}/cycles/timeliness", response={200: TimelinessTrend}, summary="How timely reports came"
)
def one_timeliness(request: HttpRequest, portfolio_id: str, count: int = 12) -> TimelinessTrend:
    """Return cycle by cycle and division by division how many reports were asked for, and came in time."""
    known_only(request, "count")
    by = asker(request)
    return timeliness_trend(by, get_portfolio(by, portfolio_id), at=now(), count=count)


@router.get("/portfolios/{portfolio_id}/cycles", response={200: list[CycleView]}, summary="Next cycles")
def list_cycles(request: HttpRequest, portfolio_id: str) -> list[CycleView]:
    """Return the next twelve cycles of a portfolio: those that go on, those laid, those the calendar will cut."""
    place = get_portfolio(asker(request), portfolio_id)
    return list(next_cycles(place, local_day(place, now())))


@router.get("/periods/{period_id}/cycle", response={200: CycleOut}, summary="One cycle")
def one_cycle(request: HttpRequest, response: HttpResponse, period_id: str) -> CycleOut:
    """Return the cycle of a period and how far it is."""
    by, at = asker(request), now()
    period = get_period(by, period_id)
    row = the_cycle(period)
    tag(response, row.revision)
    return _cycle(row, collected(requests_of(by, period, at=at)))


@router.post("/periods/{period_id}/cycle", response={201: CycleOut}, summary="Ask for reports")
def post_cycle(request: HttpRequest, response: HttpResponse, period_id: str) -> Status[CycleOut]:
    """Ask for the reports of a period, which is opened where it is planned; asked again, those that came later."""
    by = asker(request)
    period = get_period(by, period_id)
    begin_cycle(period=period, revision=period.revision, by=by, at=now())
    return Status(201, one_cycle(request, response, period_id))


@router.put("/periods/{period_id}/cycle", response={200: CycleOut}, summary="Change its days")
def put_cycle(request: HttpRequest, response: HttpResponse, period_id: str, body: CycleIn) -> CycleOut:
    """Change when the reports of a cycle are due, who is reminded when and whom else it reaches; takes If-Match."""
    by, given = asker(request), body.model_dump()
    period = get_period(by, period_id)
    require(by, "change_cycle", period.portfolio)
    given["reminders"], given["escalate_to"] = tuple(body.reminders), _person(body.escalate_to)
    new, revision = actions.CycleDates(**given), wanted_revision(request)
    actions.change_cycle(cycle=the_cycle(period), new=new, revision=revision, by=by, at=now())
    return one_cycle(request, response, period_id)


@router.get("/periods/{period_id}/requests", response={200: Page[RequestView]}, summary="Requests")
def list_requests(
    request: HttpRequest, period_id: str, state: str = "", q: str = "", cursor: str = "", limit: int = USUAL
) -> Page[RequestView]:
    """Return who is asked for reports of a period and what came; ``state`` is one of them, late or delegated."""
    known_only(request, "state", "q", "cursor", "limit")
    by = asker(request)
    found = narrowed(requests_of(by, get_period(by, period_id), at=now()), state, q)
    rows, following = page(found, cursor, limit, key="request_id")
    return Page(items=rows, next=following)


@router.post("/periods/{period_id}/reminders", response={201: ChasedOut}, summary="Remind")
def post_reminders(request: HttpRequest, period_id: str, body: ChaseIn) -> Status[ChasedOut]:
    """Remind who owes a report of a period: of the requests named, else of all."""
    by = asker(request)
    period = get_period(by, period_id)
    require(by, "chase_reports", period.portfolio)
    requests = [get_request(by, one) for one in body.requests] or None
    found = actions.chase_reports(cycle=the_cycle(period), requests=requests, by=by, at=now())
    return Status(201, ChasedOut(reminded=len(found)))


@router.post("/periods/{period_id}/decisions", response={200: DecisionsOut}, summary="Decide on many reports")
def post_decisions(request: HttpRequest, period_id: str, body: DecisionsIn) -> DecisionsOut:
    """Accept up to 200 reports of a period, or return them with words, all or none; `findings` name each at fault."""
    by = asker(request)
    period = get_period(by, period_id)
    require(by, "accept_report", period.portfolio)
    if body.state not in (ReportState.ACCEPTED, ReportState.RETURNED):
        raise Invalid("state", "Reports are moved to accepted or returned.", "state")
    chosen = [(get_report(by, one.report), one.revision) for one in body.reports]
    accept = body.state == ReportState.ACCEPTED
    rows = decide_reports(period=period, chosen=chosen, accept=accept, words=body.words, by=by, at=now())
    return DecisionsOut(reports=[DecidedOut(report=one.pk, state=one.state, revision=one.revision) for one in rows])


@router.put("/requests/{request_id}/delegate", response={200: RequestView}, summary="Hand a report on")
def put_delegate(request: HttpRequest, response: HttpResponse, request_id: str, body: DelegateIn) -> RequestView:
    """Let somebody else write a report through a last day, or its manager again; takes If-Match."""
    by, at = asker(request), now()
    row, revision = get_request(by, request_id), wanted_revision(request)
    person = _person(body.person)
    row = actions.delegate_report(request=row, person=person, until=body.until, revision=revision, by=by, at=at)
    tag(response, row.revision)
    return next(one for one in requests_of(by, row.cycle.period, at=at) if one.request_id == row.pk)


def _person(number: int | None) -> Person | None:
    return None if number is None else get_person(number)


def _rule(row: ReportingRule) -> RuleOut:
    names = ("opens_day", "due_day", "reminder_days", "escalate_day", "opens_itself", "answers_needed", "revision")
    told: dict[str, Any] = {name: getattr(row, name) for name in names}
    return RuleOut(**told, escalate_to=named(row.escalate_to) if row.escalate_to else None)


def _cycle(row: Cycle, stand: CycleStand) -> CycleOut:
    names = ("due_on", "reminders", "escalates_on", "answers_needed", "opened_at", "revision")
    told: dict[str, Any] = {name: getattr(row, name) for name in names} | {"period": row.period_id, "stand": stand}
    to = named(row.escalate_to) if row.escalate_to else None
    return CycleOut(**told, escalate_to=to, opened_by=named(row.opened_by))
