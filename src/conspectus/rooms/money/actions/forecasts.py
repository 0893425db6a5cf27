"""The manager's own forecast: what is still to be spent, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from conspectus.kit.amounts import check_day
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Invalid
from conspectus.kit.texts import clean_text
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.money.bridge.budgets import check_months
from conspectus.rooms.money.models import Forecast, ForecastLine
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import require


@deed("forecast_cost", "forecast what is still to be spent", needs=Ability.PLAN)
def forecast_cost(
    *, project: Project, made_on: date, reason: str, months: Sequence[tuple[date, int]], by: User, at: datetime
) -> Forecast:
    """Keep what is still to be spent after ``made_on``, by month, in minor units of the project's currency.

    No months at all say that nothing more will be spent. The newest forecast counts; earlier ones stay.
    """
    require(by, "forecast_cost", project, at.date())
    if check_day(made_on, "made_on") > at.date() + timedelta(days=1):
        raise Invalid("made_on", "A forecast is made today or earlier.", "made_on")
    reason = clean_text(reason, "reason", most=2000, required=True)
    found = check_months(months, made_on)
    with audited("forecast_cost", by=by, at=at) as line:
        Project.objects.select_for_update().get(pk=project.pk)
        last = Forecast.objects.filter(project=project).order_by("-number").first()
        if last is not None and made_on < last.made_on:
            raise Invalid(
                "made_on", "There is a newer forecast, of %(made_on)s.", "made_on", made_on=last.made_on.isoformat()
            )
        number = last.number + 1 if last else 1
        row = Forecast.objects.create(
            project=project, number=number, made_on=made_on, reason=reason, made_by=by.person, made_at=at
        )
        ForecastLine.objects.bulk_create(
            ForecastLine(forecast=row, month=month, amount_minor=amount) for month, amount in found
        )
        total = sum(amount for _, amount in found)
        line.about("project", project.pk, forecast=number, made_on=made_on, total_minor=total, reason=reason)
    return row
