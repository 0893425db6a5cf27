"""What is asked of periods; they show to whoever sees their portfolio."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from conspectus.kit.errors import NotFound
from conspectus.kit.ids import row_id
from conspectus.rooms.accounts.models import User
from conspectus.rooms.periods.choices import PeriodState
from conspectus.rooms.periods.models import FiscalCalendar, Freeze, Period, Reopening
from conspectus.rooms.portfolio.models import Portfolio
from conspectus.rooms.portfolio.queries import visible_portfolios


def fiscal_calendar(portfolio: Portfolio) -> FiscalCalendar:
    """Return the calendar of a portfolio the caller has shown to be visible; calendar months in UTC unless set."""
    return FiscalCalendar.objects.filter(portfolio=portfolio).first() or FiscalCalendar(portfolio=portfolio, revision=0)


def visible_periods(by: User, on: date | None = None) -> QuerySet[Period]:
    """Return the periods of all portfolios ``by`` may see, in order of time."""
    return Period.objects.select_related("portfolio").filter(portfolio__in=visible_portfolios(by, on).order_by())


def periods_of(portfolio: Portfolio) -> QuerySet[Period]:
    """Return the periods of a portfolio the caller has shown to be visible."""
    return Period.objects.filter(portfolio=portfolio)


def get_period(by: User, period_id: object, on: date | None = None) -> Period:
    """Return one period ``by`` may see."""
    period = visible_periods(by, on).filter(pk=row_id(period_id)).first()
    if period is None:
        raise NotFound
    return period


def told_of(portfolio: Portfolio) -> Period | None:
    """Return the period a visible portfolio speaks of unless one is named: the newest open, else the newest frozen."""
    rows = periods_of(portfolio)
    return rows.filter(state=PeriodState.OPEN).last() or rows.filter(state=PeriodState.FROZEN).last()


def frozen_before(period: Period) -> Period | None:
    """Return the newest frozen period before this one."""
    earlier = Period.objects.filter(portfolio=period.portfolio_id, starts_on__lt=period.starts_on)
    return earlier.filter(state=PeriodState.FROZEN).last()


def freezes(period: Period) -> QuerySet[Freeze]:
    """Return the freezes of a period, newest first."""
    return period.freezes.select_related("frozen_by")


def reopenings(period: Period) -> QuerySet[Reopening]:
    """Return when and why a period was opened again, newest first."""
    return period.reopenings.select_related("reopened_by")
