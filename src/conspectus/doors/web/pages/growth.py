"""Cost growth of a portfolio: whole-life costs as lists stated them, over the years."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conspectus.rooms.portfolio.queries import cost_growth, get_portfolio

from ..answers import page, show
from ..asking import asker, at, query
from ..panels.growth import growth_curve
from ..tables.portfolio import window


@require_safe
@page
def growth(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """Show how far whole-life costs have grown, the most first, their sum and its trend."""
    by, on = asker(request), at(request).date()
    place = get_portfolio(by, portfolio_id, on)
    found = cost_growth(by, place, on=on)
    trail = [(_("Organisation"), reverse("portfolios")), (_("Money"), reverse("all-money"))]
    told = {"place": place, "found": found, "trail": trail, "curve": growth_curve(found.steps)}
    return show(request, "money/growth.html", told | window(found.rows, request.path, query(request)))
