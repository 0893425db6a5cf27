"""Which actual cost counts first in a portfolio, and what was recorded of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from conspectus.rooms.portfolio.models import Portfolio
from conspectus.rooms.schedule.choices import CostSource
from conspectus.rooms.schedule.models import CostRule


@dataclass(frozen=True, slots=True)
class RecordedRule:
    """A rule as recorded: it holds for plans with a status date from its day on."""

    id: int
    first: str
    from_on: date
    reason: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class CostRules:
    """Which actual cost counts first for plans with a status date on a day, and every rule recorded, newest first."""

    now: str
    recorded: tuple[RecordedRule, ...]


def cost_rules(portfolio: Portfolio, on: date) -> CostRules:
    """Return what holds in a visible portfolio for plans with a status date on a day."""
    rows = CostRule.objects.filter(portfolio=portfolio).select_related("recorded_by")
    recorded = tuple(
        RecordedRule(row.pk, row.first, row.from_on, row.reason, row.recorded_by.name, row.recorded_at) for row in rows
    )
    held = next((one.first for one in recorded if one.from_on <= on), CostSource.PLAN.value)
    return CostRules(held, recorded)
