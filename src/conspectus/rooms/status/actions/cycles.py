"""The reporting cycle: its rule, a cycle opened and changed, requests handed on, people reminded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.accounts.queries import users_of
from conspectus.rooms.periods.choices import PeriodState
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.portfolio.rules import abilities_on, require
from conspectus.rooms.status.bridge import cycle_days
from conspectus.rooms.status.choices import MISSING, ReminderKind
from conspectus.rooms.status.models import Cycle, Reminder, ReportingRule, Request
from conspectus.rooms.status.queries.cycles import RequestView, local_day, of_both, reporting_rule, request_views
from conspectus.rooms.status.queries.todo import reports_asked

MOST_REMINDERS = 6
FARTHEST = 60  # days from a period's last day, or from the day reports are due
LONGEST_DELEGATION = 92


@dataclass(frozen=True, slots=True)
class Gathering:
    """How reports are gathered; days count from a period's last day, reminders from the day they are due."""

    opens_day: int
    due_day: int
    reminder_days: tuple[int, ...]
    escalate_day: int | None
    escalate_to: Person | None = None
    opens_itself: bool = False
    answers_needed: bool = True


@dataclass(frozen=True, slots=True)
class CycleDates:
    """The days of one cycle: the last in time, reminders, and when whom else is told."""

    due_on: date
    reminders: tuple[date, ...]
    escalates_on: date | None
    escalate_to: Person | None = None
    answers_needed: bool = True


@deed("set_reporting_rule", "set how reports are gathered", needs=Ability.STEER)
def set_reporting_rule(*, portfolio: Portfolio, new: Gathering, revision: int, by: User, at: datetime) -> ReportingRule:
    """Say how a portfolio gathers reports from the next cycle on; cycles that were opened keep their days.

    Refuses days farther than 60, a due day before the day of asking, more than six reminders, and an end before
    reports are due; ``revision`` 0 where nothing was set yet.
    """
    require(by, "set_reporting_rule", portfolio, at.date())
    reminders = _checked(new)
    with audited("set_reporting_rule", by=by, at=at) as line:
        Portfolio.objects.select_for_update().get(pk=portfolio.pk)
        there = ReportingRule.objects.filter(portfolio=portfolio).first()
        row = lock_row(there, revision) if there else ReportingRule(portfolio=portfolio)
        row.opens_day, row.due_day, row.reminder_days = new.opens_day, new.due_day, reminders
        row.escalate_day, row.escalate_to = new.escalate_day, new.escalate_to
        row.opens_itself, row.answers_needed, row.set_by = new.opens_itself, new.answers_needed, by.person
        row.save()
        told = {"opens_day": new.opens_day, "due_day": new.due_day, "reminder_days": reminders}
        to = new.escalate_to.name if new.escalate_to else ""
        line.about("portfolio", portfolio.pk, **told, escalate_day=new.escalate_day, escalate_to=to)
    return row


def _checked(new: Gathering) -> list[int]:
    """Return the reminder days in order, each once."""
    for name in ("opens_day", "due_day", "escalate_day"):
        days = getattr(new, name)
        if days is not None and abs(days) > FARTHEST:
            raise Invalid("days", "Days lie at most %(most)s away.", name, most=FARTHEST)
    if new.due_day < new.opens_day:
        raise Invalid("due_day", "Reports are due on the day they are asked for, or later.", "due_day")
    if new.escalate_day is not None and new.escalate_day < 1:
        raise Invalid("escalate_day", "Others are told once a report is late: a day or more after it was due.",
                      "escalate_day")  # fmt: skip
    found = sorted(set(new.reminder_days))
    if len(found) > MOST_REMINDERS or any(abs(one) > FARTHEST for one in found):
        raise Invalid(
            "reminder_days",
            "Give at most %(most)s reminders, each at most %(far)s days from the day reports are due.",
            "reminder_days",
            most=MOST_REMINDERS,
            far=FARTHEST,
        )
    return found


@deed("open_cycle", "asked for reports", needs=Ability.STEER)
def open_cycle(*, period: Period, by: User, at: datetime) -> Cycle:
    """Ask whoever manages an active project or programme of an open period for its report, by the portfolio's rule.

    Where the cycle was opened before, those are asked that came later. People hear of it by notice and mail.
    Refuses a period that is not open.
    """
    require(by, "open_cycle", period.portfolio, at.date())
    projects = Project.objects.filter(portfolio=period.portfolio_id).select_related("manager", "programme")
    programmes = list(Programme.objects.filter(portfolio=period.portfolio_id).select_related("manager"))
    asked = [one for one in reports_asked(projects, programmes) if one.period_id == period.pk]
    rule = reporting_rule(period.portfolio)
    with audited("open_cycle", by=by, at=at) as line:
        _refuse_not_open(period)
        cycle = Cycle.objects.select_for_update().filter(period=period).first() or _new_cycle(period, rule, by, at)
        there = {of_both(one) for one in Request.objects.filter(cycle=cycle)}
        new = [
            Request(cycle=cycle, person_id=one.manager_id, asked_at=at, **{f"{one.kind}_id": one.subject_id})
            for one in asked
        ]
        new = [row for row in new if of_both(row) not in there]
        Request.objects.bulk_create(new, batch_size=500)
        if there and not new:
            line.nothing_changed()
        line.about("period", period.pk, name=period.name, due_on=cycle.due_on, asked=len(new))
    return cycle


def _new_cycle(period: Period, rule: ReportingRule, by: User, at: datetime) -> Cycle:
    days = cycle_days(rule, period.ends_on)
    return Cycle.objects.create(
        period=period,
        due_on=days.due_on,
        reminders=[one.isoformat() for one in days.reminders],
        escalates_on=days.escalates_on,
        escalate_to=rule.escalate_to,
        answers_needed=rule.answers_needed,
        opened_by=by.person,
        opened_at=at,
    )


@deed("change_cycle", "changed the days of a reporting cycle", needs=Ability.STEER)
def change_cycle(*, cycle: Cycle, new: CycleDates, revision: int, by: User, at: datetime) -> Cycle:
    """Change when the reports of a cycle are due, who is reminded when, and whom else it reaches.

    Refuses a due day before the period has begun or before reports were asked
    for, and telling others before reports are late.
    """
    require(by, "change_cycle", cycle.period.portfolio, at.date())
    if not timedelta() <= new.due_on - cycle.period.starts_on <= timedelta(days=FARTHEST * 10):
        raise Invalid("due_on", "Reports are due after the period has begun, and within two years.", "due_on")
    if new.due_on != cycle.due_on and new.due_on < local_day(cycle.period.portfolio, cycle.opened_at):
        raise Invalid("due_on", "Reports are due on the day they were asked for, or later.", "due_on")
    if new.escalates_on is not None and new.escalates_on <= new.due_on:
        words = "Others are told once a report is late: a day or more after it was due."
        raise Invalid("escalates_on", words, "escalates_on")
    if len(new.reminders) > MOST_REMINDERS:
        raise Invalid("reminders", "Give at most %(most)s reminders.", "reminders", most=MOST_REMINDERS)
    with audited("change_cycle", by=by, at=at) as line:
        row = lock_row(cycle, revision)
        _refuse_not_open(row.period)
        row.due_on, row.escalates_on, row.escalate_to = new.due_on, new.escalates_on, new.escalate_to
        row.reminders = [one.isoformat() for one in sorted(set(new.reminders))]
        row.answers_needed = new.answers_needed
        row.save()
        to = new.escalate_to.name if new.escalate_to else ""
        line.about("period", row.period_id, due_on=row.due_on, reminders=row.reminders, escalates_on=row.escalates_on,
                   escalate_to=to)  # fmt: skip
    return row


@deed("delegate_report", "asked somebody else for a report", needs=Ability.PLAN)
def delegate_report(
    *, request: Request, person: Person | None, until: date | None = None, revision: int, by: User, at: datetime
) -> Request:
    """Let somebody else write and submit this report through a last day, or nobody any more.

    They must see the project or programme already; they may do nothing else there. Refuses the manager, who is not
    in need of it, somebody without an account, and a last day in the past or more than 92 days away.
    """
    require(by, "delegate_report", request.subject, at.date())
    if person is not None:
        _check_delegate(request.subject, person, until, at.date())
    with audited("delegate_report", by=by, at=at) as line:
        row = lock_row(request, revision)
        _refuse_not_open(row.cycle.period)
        row.delegate, row.delegate_until = person, until if person else None
        row.save()
        told = {"delegate": person.pk if person else None, "name": person.name if person else "", "until": until}
        line.about("request", row.pk, period=row.cycle.period_id, of=str(request.subject), **told)
    return row


def _check_delegate(subject: Project | Programme, person: Person, until: date | None, today: date) -> None:
    user = users_of([person.pk]).get(person.pk)
    if user is None or Ability.READ not in abilities_on(user, subject, today):
        raise Invalid(
            "person",
            "%(name)s may not see this. Give them a part in it first, then hand the report on.",
            "person",
            name=person.name,
        )
    if person.pk == subject.manager_id:
        raise Invalid("person", "%(name)s manages this and writes the report anyway.", "person", name=person.name)
    if until is None or not today <= until <= today + timedelta(days=LONGEST_DELEGATION):
        raise Invalid(
            "until", "Give a last day from today on, at most %(most)s days away.", "until", most=LONGEST_DELEGATION
        )


@deed("chase_reports", "reminded people of missing reports", needs=Ability.STEER)
def chase_reports(
    *,
    cycle: Cycle,
    requests: Sequence[Request] | None = None,
    kind: ReminderKind = ReminderKind.CHASE,
    day: date | None = None,
    by: User,
    at: datetime,
) -> tuple[Reminder, ...]:
    """Remind who owes a report of a cycle, all unless requests are named; by hand, or by the clock once for a ``day``.

    Where an escalation is due, whom the cycle names for it is told instead, else the manager of the programme, else
    who opened the cycle. Refuses a cycle whose period is not open, and where nothing is missing.
    """
    require(by, "chase_reports", cycle.period.portfolio, at.date())
    with audited("chase_reports", by=by, at=at) as line:
        row = Cycle.objects.select_for_update(of=("self",)).select_related("period__portfolio").get(pk=cycle.pk)
        _refuse_not_open(row.period)
        if day is not None and not _first_of_the_day(row, kind, day):
            line.nothing_changed()
            return ()
        found = Reminder.objects.bulk_create(_reminders(row, requests, kind, at), batch_size=500)
        if not found and day is None:
            raise Conflict("nothing_missing", "No report is missing of those you chose, or nobody manages them.")
        if not found:
            line.nothing_changed()
        line.about("period", row.period_id, why=kind.value, told=len(found), requests=[one.request_id for one in found])
    return tuple(found)


def _first_of_the_day(row: Cycle, kind: ReminderKind, day: date) -> bool:
    """Note what the clock did; return whether it is the first to do it."""
    name = "escalated_on" if kind is ReminderKind.ESCALATION else "reminded_through"
    done: date | None = getattr(row, name)
    if done is not None and done >= day:
        return False
    setattr(row, name, day)
    row.save(update_fields=[name])
    return True


def _reminders(cycle: Cycle, requests: Sequence[Request] | None, kind: ReminderKind, at: datetime) -> list[Reminder]:
    rows = Request.objects.filter(cycle=cycle).select_related(
        "cycle__period__portfolio", "project__manager", "project__division", "project__programme", "programme__manager",
        "programme__parent", "delegate",
    )  # fmt: skip
    if requests is not None:
        rows = rows.filter(pk__in=[one.pk for one in requests])
    named = {row.pk: row for row in rows}
    views = request_views(rows, cycle.period, cycle, local_day(cycle.period.portfolio, at))
    owed = [one for one in views if one.state in MISSING]
    told = ((one, _whom(cycle, named[one.request_id], one, kind)) for one in owed)
    return [
        Reminder(request_id=one.request_id, kind=kind, person_id=person, sent_at=at)
        for one, person in told
        if person is not None
    ]


def _whom(cycle: Cycle, row: Request, view: RequestView, kind: ReminderKind) -> int | None:
    if kind is not ReminderKind.ESCALATION:
        return view.delegate_id or view.manager_id
    above = row.project.programme if row.project else row.programme.parent if row.programme else None
    if cycle.escalate_to_id is not None:
        return cycle.escalate_to_id
    return above.manager_id if above and above.manager_id else cycle.opened_by_id


def _refuse_not_open(period: Period) -> None:
    now = Period.objects.get(pk=period.pk)
    if now.state != PeriodState.OPEN:
        label = PeriodState(now.state).label.lower()
        raise Conflict("period", "%(now)s is %(label)s; reports are asked for while it is open.", now=now.name,
                       label=label)  # fmt: skip
