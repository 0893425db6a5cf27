"""Which actual cost counts first in a portfolio, recorded from a day on."""

from __future__ import annotations

from datetime import date, datetime

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Invalid
from conspectus.kit.texts import clean_text
from conspectus.rooms.accounts.actions import audited, effective_day
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Portfolio, Project
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.schedule.actions.limits import take_costs_anew
from conspectus.rooms.schedule.choices import CostSource
from conspectus.rooms.schedule.models import CostRule


@deed("set_cost_rule", "said which actual cost counts first", needs=Ability.APPROVE)
def set_cost_rule(
    *, portfolio: Portfolio, first: str, reason: str, from_on: date | None = None, by: User, at: datetime
) -> CostRule:
    """Say whether the plan's own or the ledger's actual cost counts first, for plans with a status date from a day on.

    The plans concerned are measured anew; frozen periods keep their figures.
    Refuses a source that is none, no reason, and a day to come.
    """
    require(by, "set_cost_rule", portfolio, at.date())
    if first not in CostSource.values:
        raise Invalid("first", "Actual cost comes first from the plan or from the ledger.", "first")
    day = effective_day(from_on, at)
    reason = clean_text(reason, "reason", most=2000)
    if not reason:
        raise Invalid("reason", "Say why; the reason is kept with the rule.", "reason")
    with audited("set_cost_rule", by=by, at=at) as line:
        Portfolio.objects.select_for_update().get(pk=portfolio.pk)
        row = CostRule.objects.create(
            portfolio=portfolio, first=first, from_on=day, reason=reason, recorded_by=by.person, recorded_at=at
        )
        projects = Project.objects.filter(portfolio=portfolio, spent_days__isnull=False).select_related("portfolio")
        changed = take_costs_anew(list(projects.distinct()), since=day, on=at.date())
        told = {"first": first, "from_on": day.isoformat(), "reason": reason, "measured_anew": changed}
        line.about("portfolio", portfolio.pk, **told)
    return row
