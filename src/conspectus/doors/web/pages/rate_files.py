"""Exchange rates come in from a file: looked at, then recorded exactly as they were shown."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conspectus.kit.errors import Invalid
from conspectus.rooms.money.actions import import_rates, preview_rates
from conspectus.rooms.portfolio.queries import get_portfolio
from conspectus.rooms.portfolio.rules import require

from ..answers import done, page, show
from ..asking import asker, at, sent
from ..forms.rates import RateFileForm
from .ledger_files import again, given_file


@require_http_methods(["GET", "HEAD", "POST"])
@page
def import_file(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """Take a file, show what it would record, and record it when told to."""
    by, on = asker(request), at(request)
    place = get_portfolio(by, portfolio_id, on.date())
    require(by, "record_rates", place, on.date())
    form, found = RateFileForm(*sent(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            given = given_file(request, form) | {"portfolio": place, "said": form.said, "by": by, "at": on}
            given["kind"] = form.cleaned_data["kind"]
            if request.POST.get("deed") == "store":
                done(request, import_rates(**given, expected_digest=form.cleaned_data["digest"]))
                return redirect("rates", place.pk)
            found = preview_rates(**given)
        except Invalid as refusal:
            form.take(refusal)
    trail = [(_("Organisation"), reverse("portfolios")), (_("Exchange rates"), reverse("rates", args=[place.pk]))]
    told = {"form": form, "place": place, "found": found, "trail": trail}
    return show(request, "portfolio/import_rates.html", told | again(form, found), status=form.status)
