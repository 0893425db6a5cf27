"""Two periods of a portfolio compared."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conspectus.rooms.accounts.models import User
from conspectus.rooms.periods.models import Period
from conspectus.rooms.periods.queries import frozen_before, get_period, periods_of
from conspectus.rooms.status.queries import MoneyMove, ProjectCompared, period_changes

from ..answers import page, show
from ..asking import asker, at, query


@require_safe
@page
def changes(request: HttpRequest, period_id: str) -> HttpResponse:
    """Show what changed since another period; without one named, since the newest frozen before it."""
    by, on = asker(request), at(request)
    row = get_period(by, period_id, on.date())
    before = _before(by, row, query(request).get("with", ""), on)
    told: dict[str, Any] = {
        "period": row,
        "place": row.portfolio,
        "before": before,
        "others": periods_of(row.portfolio).exclude(pk=row.pk).order_by("-starts_on"),
        "trail": [
            (_("Organisation"), reverse("portfolios")),
            (_("Periods of %(name)s") % {"name": row.portfolio.name}, reverse("periods", args=[row.portfolio_id])),
            (row.name, reverse("period", args=[row.pk])),
        ],
    }
    if before is not None:
        found = period_changes(by, row, before, at=on)
        told |= {"changes": found, "fresh": found.of("new"), "gone": found.of("gone")}
        told["changed"] = [
            (one, [_amount(one, what) for what in ("budget", "forecast")]) for one in found.of("changed")
        ]
    return show(request, "periods/changes.html", told)


def _amount(change: ProjectCompared, what: str) -> MoneyMove | None:
    return next((move for move in change.money if move.what == what), None)


def _before(by: User, row: Period, wanted: str, on: datetime) -> Period | None:
    return get_period(by, wanted, on.date()) if wanted else frozen_before(row)
