"""Contracts come in from a file: looked at, then kept exactly as they were shown."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conspectus.kit.errors import Invalid
from conspectus.rooms.money.actions import import_contracts, preview_contracts
from conspectus.rooms.portfolio.queries import get_portfolio
from conspectus.rooms.portfolio.rules import require

from ..answers import done, page, show
from ..asking import asker, at, sent
from ..forms.upload import LedgerFileForm
from .ledger_files import again, given_file
from .organisation import trail_to


@require_http_methods(["GET", "HEAD", "POST"])
@page
def import_file(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """Take a file, show what it would open and change, and keep it when told to."""
    by, on = asker(request), at(request)
    place = get_portfolio(by, portfolio_id, on.date())
    require(by, "create_contract", place, on.date())
    form, found = LedgerFileForm(*sent(request)), None
    form.fields["file"].help_text = _("A workbook (.xlsx) or CSV: supplier, contract and value; the rest if there.")
    if request.method == "POST" and form.is_valid():
        try:
            given = given_file(request, form) | {"portfolio": place, "said": form.said, "by": by, "at": on}
            if request.POST.get("deed") == "store":
                done(request, import_contracts(**given, expected_digest=form.cleaned_data["digest"]))
                return redirect("suppliers")
            found = preview_contracts(**given)
        except Invalid as refusal:
            form.take(refusal)
    told = {"form": form, "place": place, "found": found, "trail": trail_to("Parties")}
    return show(request, "portfolio/import_contracts.html", told | again(form, found), status=form.status)
