"""Which actual cost counts first in a portfolio: what holds, every rule recorded, and the form for another."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conspectus.rooms.portfolio.queries import get_portfolio
from conspectus.rooms.portfolio.rules import may, require
from conspectus.rooms.schedule import actions
from conspectus.rooms.schedule.queries.costs import cost_rules

from ..answers import done, page, show
from ..asking import asker, at, posted
from ..forms.changing import saved
from ..forms.tolerances import CostRuleForm


@require_http_methods(["GET", "HEAD", "POST"])
@page
def actual_cost(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """Show which actual cost counts first and since when, and record another rule."""
    by, on = asker(request), at(request)
    place = get_portfolio(by, portfolio_id, on.date())
    setting = may(by, "set_cost_rule", place, on.date())
    if request.method == "POST":
        require(by, "set_cost_rule", place, on.date())
    form = CostRuleForm(posted(request) if setting else None)
    if request.method == "POST" and saved(
        form, lambda given: actions.set_cost_rule(portfolio=place, **given, by=by, at=on)
    ):
        done(request, _("The rule is recorded, and the plans concerned are measured by it."))
        return redirect("actual-cost", place.pk)
    told = {"place": place, "rules": cost_rules(place, on.date()), "form": form if setting else None}
    told["trail"] = [
        (_("Organisation"), reverse("portfolios")),
        (_("Tolerance"), reverse("tolerances", args=["portfolio", place.pk])),
    ]
    return show(request, "portfolio/actual_cost.html", told, status=form.status)
