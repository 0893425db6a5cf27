"""Everything that can be done to fiscal calendars and periods."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise, takewhile
from zoneinfo import available_timezones

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.texts import clean_name, clean_text
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.periods.bridge import Cut, cuts, fiscal_year_of
from conspectus.rooms.periods.choices import NEXT_STATES, CalendarKind, Month, PeriodState
from conspectus.rooms.periods.models import FiscalCalendar, Freeze, Period, Reopening
from conspectus.rooms.portfolio.models import Portfolio
from conspectus.rooms.portfolio.rules import require

MOST_LAID = 120  # periods in one deed: ten years of months
LONGEST_DAYS = 400


@deed("set_fiscal_calendar", "set a fiscal calendar", needs=Ability.STEER)
def set_fiscal_calendar(
    *, portfolio: Portfolio, kind: str, first_month: int, zone: str, revision: int, by: User, at: datetime
) -> FiscalCalendar:
    """Say how a portfolio's years are cut and in which zone its days are counted; periods already laid stay.

    Refuses an unknown kind, month or zone, and a calendar changed meanwhile; ``revision`` 0 where none was set yet.
    """
    require(by, "set_fiscal_calendar", portfolio, at.date())
    if kind not in CalendarKind.values:
        raise Invalid("kind", "Choose calendar months, weeks 4-4-5, or listed periods.", "kind")
    if first_month not in Month.values:
        raise Invalid("first_month", "The first month is a number from 1 to 12.", "first_month")
    if zone not in available_timezones():
        raise Invalid("zone", "There is no such time zone. Enter one such as Europe/Berlin.", "zone")
    with audited("set_fiscal_calendar", by=by, at=at) as line:
        Portfolio.objects.select_for_update().get(pk=portfolio.pk)
        there = FiscalCalendar.objects.filter(portfolio=portfolio).first()
        row = lock_row(there, revision) if there else FiscalCalendar(portfolio=portfolio)
        row.kind, row.first_month, row.zone = kind, first_month, zone
        row.save()
        line.about("portfolio", portfolio.pk, calendar=kind, first_month=first_month, zone=zone)
    return row


@deed("lay_periods", "laid reporting periods", needs=Ability.STEER)
def lay_periods(*, portfolio: Portfolio, starting: date, through: date, by: User, at: datetime) -> tuple[Period, ...]:
    """Lay the periods of the calendar from the one ``starting`` lies in to the one ``through`` lies in.

    What is laid already stays as it is; new ones join it without gap or
    overlap. Refuses a listed calendar, days the wrong way round and more than
    ten years of months.
    """
    require(by, "lay_periods", portfolio, at.date())
    calendar = FiscalCalendar.objects.filter(portfolio=portfolio).first() or FiscalCalendar(portfolio=portfolio)
    if calendar.kind == CalendarKind.LISTED:
        raise Conflict("listed", "This portfolio lists its periods one by one. Add each with its last day.")
    if through < starting:
        raise Invalid("through", "The last day lies before the first.", "through")
    found = list(takewhile(lambda cut: cut.starts_on <= through, _some(calendar, starting)))
    if len(found) > MOST_LAID:
        raise Invalid(
            "through", "That would be more than %(most)s periods. Lay them in parts.", "through", most=MOST_LAID
        )
    with audited("lay_periods", by=by, at=at) as line:
        there = _laid(portfolio)
        new = [cut for cut in found if not any(_overlap(cut, old) for old in there)]
        _refuse_gap([*there, *new])
        if not new:
            line.nothing_changed()
        rows = Period.objects.bulk_create(_row(portfolio, cut) for cut in new)
        line.about("portfolio", portfolio.pk, periods=[row.name for row in rows])
    return tuple(rows)


@deed("add_period", "added a reporting period", needs=Ability.STEER)
def add_period(*, portfolio: Portfolio, name: str, starts_on: date, ends_on: date, by: User, at: datetime) -> Period:
    """Add one period of a listed calendar, the days from ``starts_on`` until before ``ends_on``.

    Refuses an overlap, a gap to the periods there are, a name in use, and more than 400 days.
    """
    require(by, "add_period", portfolio, at.date())
    name = clean_name(name, "name", most=40)
    if not timedelta() < ends_on - starts_on <= timedelta(days=LONGEST_DAYS):
        raise Invalid("ends_on", "A period has 1 to %(longest)s days.", "ends_on", longest=LONGEST_DAYS)
    with audited("add_period", by=by, at=at) as line:
        there = _laid(portfolio)
        calendar = FiscalCalendar.objects.filter(portfolio=portfolio).first() or FiscalCalendar(portfolio=portfolio)
        if calendar.kind != CalendarKind.LISTED:
            raise Conflict("not_listed", "The calendar of this portfolio cuts its periods itself. Lay them instead.")
        if any(one.name == name for one in there):
            raise Invalid("name_taken", "A period with this name exists.", "name")
        year = fiscal_year_of(calendar.kind, calendar.first_month, starts_on)
        number = 1 + max((one.number for one in there if one.fiscal_year == year), default=0)
        cut = Cut(name, year, number, starts_on, ends_on)
        if any(_overlap(cut, one) for one in there):
            raise Invalid("overlap", "These days overlap a period that exists.", "starts_on")
        _refuse_gap([*there, cut])
        row = _row(portfolio, cut)
        row.save()
        line.about("period", row.pk, name=name, starts_on=starts_on, ends_on=ends_on)
    return row


@deed("open_period", "opened a reporting period", needs=Ability.STEER)
def open_period(*, period: Period, revision: int, by: User, at: datetime) -> Period:
    """Open a planned period: status and figures may be reported for it from now on."""
    require(by, "open_period", period.portfolio, at.date())
    with audited("open_period", by=by, at=at) as line:
        row = lock_row(period, revision)
        if row.state != PeriodState.PLANNED:
            raise Conflict(
                "state", "%(name)s is %(label)s already.", name=row.name, label=PeriodState(row.state).label.lower()
            )
        _move(row, PeriodState.OPEN)
        line.about("period", row.pk, name=row.name)
    return row


@deed("freeze_period", "froze a reporting period", needs=Ability.STEER)
def freeze_period(
    *,
    period: Period,
    digest: str,
    subjects: int,
    confirm: Callable[[], None],
    waiting: int = 0,
    reason: str = "",
    revision: int,
    by: User,
    at: datetime,
) -> Period:
    """Freeze an open period with the digest of the snapshots made for it; it never changes from now on.

    ``confirm`` is called within the transaction, to refuse where what was made
    does not hold any more. ``waiting`` counts reports asked for that are not
    accepted; why it is frozen all the same is kept in the audit.
    """
    require(by, "freeze_period", period.portfolio, at.date())
    reason = clean_text(reason, "reason")
    with audited("freeze_period", by=by, at=at) as line:
        row = lock_row(period, revision)
        if row.state != PeriodState.OPEN:
            raise Conflict(
                "state",
                "%(name)s is %(label)s; only an open one freezes.",
                name=row.name,
                label=PeriodState(row.state).label.lower(),
            )
        confirm()
        row.version += 1
        _move(row, PeriodState.FROZEN)
        Freeze.objects.create(
            period=row, version=row.version, digest=digest, subjects=subjects, frozen_by=by.person, frozen_at=at
        )
        told = {"not_accepted": waiting, "reason": reason} if waiting else {}
        line.about("period", row.pk, name=row.name, version=row.version, digest=digest, subjects=subjects, **told)
    return row


@deed("reopen_period", "opened a frozen period again", needs=Ability.STEER)
def reopen_period(*, period: Period, reason: str, revision: int, by: User, at: datetime) -> Period:
    """Open a frozen period again, for a reason that is kept; the version frozen stays readable for ever."""
    require(by, "reopen_period", period.portfolio, at.date())
    reason = clean_text(reason, "reason")
    if not reason:
        raise Invalid("reason", "Say why; the reason is kept.", "reason")
    with audited("reopen_period", by=by, at=at) as line:
        row = lock_row(period, revision)
        if row.state != PeriodState.FROZEN:
            raise Conflict("state", "%(name)s is not frozen.", name=row.name)
        _move(row, PeriodState.OPEN)
        Reopening.objects.create(period=row, version=row.version, reason=reason, reopened_by=by.person, reopened_at=at)
        line.about("period", row.pk, name=row.name, version=row.version, reason=reason)
    return row


def _laid(portfolio: Portfolio) -> list[Period]:
    """Return the periods there are; nobody lays others until the deed has ended."""
    Portfolio.objects.select_for_update().get(pk=portfolio.pk)
    return list(Period.objects.filter(portfolio=portfolio))


def _move(row: Period, state: PeriodState) -> None:
    if state not in NEXT_STATES[PeriodState(row.state)]:
        raise Conflict("state", "A period that is %(state)s cannot become %(wanted)s.", state=row.state, wanted=state)
    row.state = state
    row.save()


def _some(calendar: FiscalCalendar, starting: date) -> list[Cut]:
    """Return one period more than may be laid, so that too many shows."""
    return [
        cut for cut, _ in zip(cuts(calendar.kind, calendar.first_month, starting), range(MOST_LAID + 1), strict=False)
    ]


def _overlap(cut: Cut, period: Period) -> bool:
    return cut.starts_on < period.ends_on and period.starts_on < cut.ends_on


def _refuse_gap(periods: Sequence[Period | Cut]) -> None:
    """Refuse periods that do not follow one another without gap."""
    rows = sorted(periods, key=lambda one: one.starts_on)
    for before, after in pairwise(rows):
        if before.ends_on != after.starts_on:
            raise Invalid(
                "gap",
                "No period would hold the days between %(before)s and %(after)s. Lay those as well.",
                "starting",
                before=before.name,
                after=after.name,
            )


def _row(portfolio: Portfolio, cut: Cut) -> Period:
    return Period(
        portfolio=portfolio,
        name=cut.name,
        fiscal_year=cut.fiscal_year,
        number=cut.number,
        starts_on=cut.starts_on,
        ends_on=cut.ends_on,
    )
