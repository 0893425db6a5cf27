"""What is asked of the reporting cycle: its rule, the next cycles, and who answered what in one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from statistics import median
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.kit.errors import Invalid, NotFound
from conspectus.kit.ids import row_id
from conspectus.kit.reading import only_reading
from conspectus.rooms.accounts.models import User
from conspectus.rooms.periods.bridge import cuts
from conspectus.rooms.periods.choices import CalendarKind, PeriodState
from conspectus.rooms.periods.models import Period
from conspectus.rooms.periods.queries import fiscal_calendar, periods_of
from conspectus.rooms.portfolio.models import Portfolio
from conspectus.rooms.portfolio.queries import visible_programmes, visible_projects
from conspectus.rooms.status.bridge import CycleDays, cycle_days
from conspectus.rooms.status.choices import ANSWERED_BY, MISSING, ReminderKind, RequestState, SubjectKind
from conspectus.rooms.status.models import Cycle, Reminder, Report, ReportingRule, Request

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

AHEAD = 12
USUAL_REMINDERS = (-2, 1)
USUAL_ESCALATION = 3
LATE, DELEGATED = "late", "delegated"
REQUEST_FILTERS: dict[str, StrPromise] = {
    **{one.value: one.label for one in RequestState},
    LATE: _("Late"),
    DELEGATED: _("Delegated"),
}


@dataclass(frozen=True, slots=True)
class CycleView:
    """A cycle of a portfolio: laid and opened, laid, or only what the calendar will cut."""

    name: str
    starts_on: date
    ends_on: date
    opens_on: date
    due_on: date
    reminders: tuple[date, ...]
    escalates_on: date | None
    period_id: int | None = None  # None: the period is not laid yet
    state: str = ""
    opened_at: datetime | None = None
    requested: int = 0
    revision: int = 0


@dataclass(frozen=True, slots=True)
class RequestView:
    """One request and what came of it; ``minutes`` is what the report took to write, where that is known."""

    request_id: int
    kind: str  # project or programme
    subject_id: int
    code: str
    name: str
    division: str
    manager_id: int | None
    manager: str
    delegate_id: int | None
    delegate: str
    delegate_until: date | None
    state: str
    late: bool  # still missing after the last day in time
    in_time: bool | None  # the first submission; None: there is none
    asked_at: datetime
    first_submitted_at: datetime | None
    report_id: int | None
    report_revision: int
    repeated: bool
    minutes: int | None
    findings: int  # of the report
    unanswered: int
    reminders: int
    reminded_at: datetime | None
    revision: int

    @property
    def missing(self) -> bool:
        """True until it is handed in."""
        return self.state in MISSING


@dataclass(frozen=True, slots=True)
class RequestOf:
    """One report that is missing, as who owes it is told: of what, and the last day in time."""

    subject: str
    project_id: int | None
    due_on: date


@dataclass(frozen=True, slots=True)
class CycleStand:
    """How far a cycle is: counts by state, and how timely and dear it was."""

    requested: int
    counts: tuple[tuple[str, int], ...]  # by state, those there are
    late: int
    delegated: int
    timeliness: Measure  # first submissions in time / requested
    minutes: Measure  # median of the reports whose effort is known
    minutes_total: int
    minutes_known: int
    findings: int  # of all reports
    unanswered: int
    complete: bool  # every report asked for is accepted


def reporting_rule(portfolio: Portfolio) -> ReportingRule:
    """Return how a visible portfolio gathers reports; the usual unless it was set."""
    row = ReportingRule.objects.filter(portfolio=portfolio).select_related("escalate_to").first()
    return row or ReportingRule(
        portfolio=portfolio, reminder_days=list(USUAL_REMINDERS), escalate_day=USUAL_ESCALATION, revision=0
    )


def local_day(portfolio: Portfolio, at: datetime) -> date:
    """Return the day it is where a portfolio counts its days."""
    return at.astimezone(ZoneInfo(fiscal_calendar(portfolio).zone)).date()


def cycle_of(period: Period) -> Cycle | None:
    """Return the cycle that was opened for a visible period."""
    return Cycle.objects.filter(period=period).select_related("escalate_to", "opened_by").first()


def the_cycle(period: Period) -> Cycle:
    """Return the cycle of a visible period; missing where none was opened."""
    row = cycle_of(period)
    if row is None:
        raise NotFound
    return row


def next_cycles(portfolio: Portfolio, on: date, *, ahead: int = AHEAD) -> tuple[CycleView, ...]:
    """Return the cycles of a visible portfolio that are not over: those that go on, and the next by the calendar."""
    rule = reporting_rule(portfolio)
    found = [_laid(row, rule) for row in _going_on(portfolio, on)]
    known = set(Period.objects.filter(portfolio=portfolio).values_list("starts_on", flat=True))
    calendar = fiscal_calendar(portfolio)
    if len(found) < ahead and calendar.kind != CalendarKind.LISTED:
        last = periods_of(portfolio).aggregate(end=Max("ends_on"))["end"]
        coming = cuts(calendar.kind, calendar.first_month, last or on)
        for cut in islice((one for one in coming if one.starts_on not in known), ahead - len(found)):
            days = cycle_days(rule, cut.ends_on)
            found.append(CycleView(cut.name, cut.starts_on, cut.ends_on, *_told(days)))
    return tuple(found[:ahead])


def _going_on(portfolio: Portfolio, on: date) -> QuerySet[Period]:
    """Return the periods whose reports are still to come: not frozen, or not over yet."""
    rows = periods_of(portfolio).exclude(state=PeriodState.FROZEN) | periods_of(portfolio).filter(ends_on__gt=on)
    return rows.select_related("cycle").annotate(requested=Count("cycle__requests")).order_by("starts_on")


def _laid(row: Period, rule: ReportingRule) -> CycleView:
    cycle: Cycle | None = getattr(row, "cycle", None)
    days = cycle_days(rule, row.ends_on)
    if cycle is not None:
        told = tuple(date.fromisoformat(one) for one in cycle.reminders)
        days = CycleDays(cycle.opened_at.date(), cycle.due_on, told, cycle.escalates_on)
    return CycleView(
        row.name,
        row.starts_on,
        row.ends_on,
        *_told(days),
        period_id=row.pk,
        state=row.state,
        opened_at=cycle.opened_at if cycle else None,
        requested=getattr(row, "requested", 0),
        revision=row.revision,
    )


def _told(days: CycleDays) -> tuple[date, date, tuple[date, ...], date | None]:
    return days.opens_on, days.due_on, days.reminders, days.escalates_on


def visible_requests(by: User, on: date | None = None) -> QuerySet[Request]:
    """Return the requests to projects and programmes ``by`` may see."""
    rows = Request.objects.select_related(
        "cycle__period__portfolio",
        "project__manager",
        "project__division",
        "project__programme",
        "project__portfolio",
        "programme__manager",
        "programme__portfolio",
        "programme__parent",
        "delegate",
    )
    seen = Q(project__in=visible_projects(by, on).order_by()) | Q(programme__in=visible_programmes(by, on).order_by())
    return rows.filter(seen)


def get_request(by: User, request_id: object, on: date | None = None) -> Request:
    """Return one request to something ``by`` may see."""
    row = visible_requests(by, on).filter(pk=row_id(request_id)).first()
    if row is None:
        raise NotFound
    return row


def requests_of(by: User, period: Period, *, at: datetime) -> tuple[RequestView, ...]:
    """Return the requests of a visible period's cycle to what ``by`` may see, what is missing longest first.

    Asks the database as often for one request as for a thousand.
    """
    with only_reading():
        cycle = Cycle.objects.filter(period=period).first()
        rows = visible_requests(by, at.date()).filter(cycle=cycle)
        found = request_views(rows, period, cycle, local_day(period.portfolio, at)) if cycle else []
    order = list(RequestState)
    return tuple(
        sorted(found, key=lambda one: (not one.late, order.index(RequestState(one.state)), one.code, one.name))
    )


def narrowed(rows: Sequence[RequestView], state: str, text: str) -> tuple[RequestView, ...]:
    """Return the requests in a state, late or delegated, whose code, name, division or people hold a text."""
    if state and state not in REQUEST_FILTERS:
        raise Invalid("state", "There is no state '%(state)s'.", "state", state=state[:40])
    told = text.strip().casefold()
    return tuple(
        one
        for one in rows
        if _fits(one, state) and told in f"{one.code} {one.name} {one.manager} {one.delegate} {one.division}".casefold()
    )


def _fits(one: RequestView, state: str) -> bool:
    if state == LATE:
        return one.late
    return one.delegate_id is not None if state == DELEGATED else state in ("", one.state)


_OF = ("pk", "project", "programme", "asked_at", "revision", "delegate", "delegate__name", "delegate_until")
_PROJECT = ("project__code", "project__name", "project__division__name", "project__manager", "project__manager__name")
_PROGRAMME = ("programme__name", "programme__manager", "programme__manager__name")


def request_views(rows: QuerySet[Request], period: Period, cycle: Cycle, today: date) -> list[RequestView]:
    """Return some requests of one cycle with what came of them."""
    zone = ZoneInfo(fiscal_calendar(period.portfolio).zone)
    counted = Report.objects.filter(period=period).annotate(
        found=Count("findings"), unanswered=Count("findings", filter=Q(findings__answer=""))
    )
    reports = {of_both(one): one for one in counted}
    told = Reminder.objects.filter(request__cycle=cycle).exclude(kind=ReminderKind.ESCALATION)
    sums = told.order_by().values("request").annotate(count=Count("pk"), last=Max("sent_at"))
    reminded = {one["request"]: (one["count"], one["last"]) for one in sums}
    days = (cycle.due_on, today, zone)
    return [
        _view(row, reports.get((row["project"], row["programme"])), reminded.get(row["pk"], (0, None)), days)
        for row in rows.values(*_OF, *_PROJECT, *_PROGRAMME)
    ]


def of_both(row: Request | Report) -> tuple[int | None, int | None]:
    """Return what a request or report is of, without asking the database for it."""
    return row.project_id, row.programme_id


def _view(
    row: dict[str, Any],
    report: Report | None,
    reminded: tuple[int, datetime | None],
    days: tuple[date, date, ZoneInfo],  # due, today, and where days are counted
) -> RequestView:
    due, today, zone = days
    kind = SubjectKind.PROJECT if row["project"] else SubjectKind.PROGRAMME
    state = ANSWERED_BY[report.state if report else ""]
    first = report.first_submitted_at if report else None
    delegated = row["delegate"] is not None and row["delegate_until"] is not None and row["delegate_until"] >= today
    return RequestView(
        request_id=row["pk"],
        kind=kind.value,
        subject_id=row[kind],
        code=row["project__code"] or "",
        name=row[f"{kind}__name"],
        division=row["project__division__name"] or "",
        manager_id=row[f"{kind}__manager"],
        manager=row[f"{kind}__manager__name"] or "",
        delegate_id=row["delegate"] if delegated else None,
        delegate=row["delegate__name"] if delegated else "",
        delegate_until=row["delegate_until"] if delegated else None,
        state=state.value,
        late=state in MISSING and due < today,
        in_time=None if first is None else first.astimezone(zone).date() <= due,
        asked_at=row["asked_at"],
        first_submitted_at=first,
        report_id=report.pk if report else None,
        report_revision=report.revision if report else 0,
        repeated=bool(report and report.repeated),
        minutes=report.effort_minutes if report else None,
        findings=getattr(report, "found", 0),
        unanswered=getattr(report, "unanswered", 0),
        reminders=reminded[0],
        reminded_at=reminded[1],
        revision=row["revision"],
    )


def not_accepted(by: User, period: Period, *, at: datetime) -> tuple[RequestView, ...]:
    """Return the requests of a visible period whose report is not accepted, what is missing longest first."""
    return tuple(one for one in requests_of(by, period, at=at) if one.state != RequestState.ACCEPTED)


def collected(rows: Iterable[RequestView]) -> CycleStand:
    """Return how far some requests are."""
    found = list(rows)
    states = [one.state for one in found]
    minutes = [one.minutes for one in found if one.minutes is not None]
    none = missing(Reason.NO_DATA)
    return CycleStand(
        requested=len(found),
        counts=tuple((one.value, states.count(one)) for one in RequestState if one in states),
        late=sum(one.late for one in found),
        delegated=sum(one.delegate_id is not None for one in found),
        timeliness=value(sum(one.in_time is True for one in found) / len(found)) if found else none,
        minutes=value(median(minutes)) if minutes else none,
        minutes_total=sum(minutes),
        minutes_known=len(minutes),
        findings=sum(one.findings for one in found),
        unanswered=sum(one.unanswered for one in found),
        complete=bool(found) and all(state == RequestState.ACCEPTED for state in states),
    )


def asked_at(period_id: int, at: datetime) -> list[int]:
    """Return who was asked for reports of a period at an instant."""
    rows = Request.objects.filter(cycle__period=period_id, asked_at=at).exclude(person=None)
    return list(rows.order_by().values_list("person", flat=True).distinct())


def reminded_at(period_id: int, kind: str, at: datetime) -> list[int]:
    """Return who was reminded of reports of a period at an instant, in one way."""
    rows = Reminder.objects.filter(request__cycle__period=period_id, kind=kind, sent_at=at)
    return list(rows.order_by().values_list("person", flat=True).distinct())


def asked_of(person: int, periods: Collection[int]) -> dict[int, list[RequestOf]]:
    """Return what is asked of a person in some periods, by the period: as manager or delegate, what is missing."""
    whose = Q(project__manager=person) | Q(programme__manager=person) | Q(delegate=person)
    rows = Request.objects.filter(whose, cycle__period__in=list(periods)).select_related(
        "cycle", "project", "programme"
    )
    handed_in = Report.objects.filter(period__in=list(periods), state__in=("submitted", "accepted"))
    done = set(handed_in.values_list("period", "project", "programme"))
    found: dict[int, list[RequestOf]] = {}
    for row in rows:
        period = row.cycle.period_id
        if (period, *of_both(row)) not in done:
            found.setdefault(period, []).append(RequestOf(str(row.subject), row.project_id, row.cycle.due_on))
    return found


def open_cycles() -> list[Cycle]:
    """Return the cycles whose reports are being gathered, for the clock."""
    rows = Cycle.objects.filter(period__state=PeriodState.OPEN)
    return list(rows.select_related("period__portfolio", "opened_by"))


def rules_of_the_clock() -> list[tuple[ReportingRule, Period]]:
    """Return the portfolios whose cycles open by themselves, each with its first period that has none yet."""
    rules = {one.portfolio_id: one for one in ReportingRule.objects.filter(opens_itself=True)}
    if not rules:
        return []
    waiting = Period.objects.filter(portfolio__in=rules, cycle=None).exclude(state=PeriodState.FROZEN)
    found: dict[int, Period] = {}
    for row in waiting.select_related("portfolio").order_by("starts_on"):
        found.setdefault(row.portfolio_id, row)
    return [(rules[portfolio], row) for portfolio, row in found.items()]
