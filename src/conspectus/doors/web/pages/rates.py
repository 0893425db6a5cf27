"""Exchange rates of a portfolio: which are in force, every one recorded, and the form that records another."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conspectus.rooms.money.actions import take_rates
from conspectus.rooms.portfolio.choices import RateKind
from conspectus.rooms.portfolio.models import Portfolio
from conspectus.rooms.portfolio.queries import (
    RateFilter,
    currencies_without_rate,
    find_rates,
    get_portfolio,
    rates_in_force,
)
from conspectus.rooms.portfolio.rules import may, require

from ..answers import done, page, show
from ..asking import asker, at, posted, query
from ..forms.changing import saved
from ..forms.rates import RateForm
from ..paging import window


@require_http_methods(["GET", "HEAD", "POST"])
@page
def rates(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """List the rates of a portfolio and record another."""
    by, on = asker(request), at(request)
    place = get_portfolio(by, portfolio_id, on.date())
    recording = may(by, "record_rates", place, on.date())
    if request.method == "POST":
        require(by, "record_rates", place, on.date())
    form = RateForm(posted(request) if recording else None, home=place.currency, initial={"valid_on": on.date()})
    if request.method == "POST" and saved(
        form, lambda given: take_rates(portfolio=place, **form.given(given), by=by, at=on)
    ):
        done(request, _("The rate of %(currency)s is recorded.") % {"currency": form.cleaned_data["currency"].upper()})
        return redirect("rates", place.pk)
    return show(request, "portfolio/rates.html", _told(request, place, form if recording else None), status=form.status)


def _told(request: HttpRequest, place: Portfolio, form: RateForm | None) -> dict[str, Any]:
    """Return what is in force, what is lacking, and the rates recorded that the reader asked for."""
    asked = query(request)
    wanted = RateFilter(asked.get("kind", ""), asked.get("currency", ""))
    states = rates_in_force(place, at(request).date())
    lacking = currencies_without_rate(place, states)
    return {
        "place": place,
        "trail": [(_("Organisation"), reverse("portfolios"))],
        "states": states,
        "lacking": _("No closing rate in force converts %(currencies)s.") % {"currencies": _(" and ").join(lacking)}
        if lacking
        else "",
        "wanted": wanted,
        "kinds": RateKind.choices,
        "form": form,
        **window(find_rates(place, wanted), request.path, asked),
    }
