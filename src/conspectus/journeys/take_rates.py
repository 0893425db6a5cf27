"""Exchange rates are recorded, and the actual cost that lacked them is taken anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.actions import NewRate, record_rates
from conspectus.rooms.portfolio.models import Portfolio, Project, Rate
from conspectus.rooms.schedule.actions import take_costs_anew


def take_rates(
    *, portfolio: Portfolio, rates: Sequence[NewRate], source: str = "", by: User, at: datetime
) -> tuple[Rate, ...]:
    """Record rates of a portfolio, all or none; plans measured by a ledger in those currencies are measured anew."""
    found = record_rates(portfolio=portfolio, rates=rates, source=source, by=by, at=at)
    days = [row.valid_on for row in found if row.valid_on is not None]
    if days:
        codes = {row.currency for row in found}
        projects = Project.objects.filter(portfolio=portfolio, spent_days__currency__in=codes)
        projects |= Project.objects.filter(portfolio=portfolio, spent_days__isnull=False, currency__in=codes)
        take_costs_anew(list(projects.select_related("portfolio").distinct()), since=min(days), on=at.date())
    return found
