"""Outside parties: listed, entered, changed; a supplier with all its contracts and projects."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conspectus.journeys.subjects import subject_of
from conspectus.rooms.money.queries import contract_standings, supplier_standing, supplier_standings
from conspectus.rooms.portfolio import actions
from conspectus.rooms.portfolio.choices import PartyKind
from conspectus.rooms.portfolio.queries import (
    ContractFilter,
    PartyFilter,
    find_contracts,
    find_parties,
    get_party,
    get_portfolio,
    supplier_sums,
    visible_portfolios,
)
from conspectus.rooms.portfolio.rules import may, require

from ..answers import done, page, show
from ..asking import asker, at, posted, query
from ..forms import parties as forms
from ..forms.changing import saved
from ..paging import window
from .choices import people_choices, picked
from .followup import talk
from .organisation import change_page, tabs, trail_to
from .own_fields import own_panel
from .registers import touching


@require_safe
@page
def suppliers(request: HttpRequest) -> HttpResponse:
    """Show suppliers by how their contracts stand, those in trouble with several projects first."""
    by, on = asker(request), at(request).date()
    rows = supplier_standings(by, on)
    told = {
        "trail": trail_to("Parties"),
        "rows": rows,
        "troubled": [one for one in rows if one.in_trouble],
        "hidden": sum(one.hidden for one in rows),
    }
    return show(request, "portfolio/suppliers.html", told)


@require_safe
@page
def parties(request: HttpRequest) -> HttpResponse:
    """List the suppliers, customers and sites of the portfolios the reader sees."""
    by, on, asked = asker(request), at(request).date(), query(request)
    portfolio = asked.get("portfolio", "")
    number = int(portfolio) if portfolio.isascii() and portfolio.isdigit() and len(portfolio) < 18 else None
    wanted = PartyFilter(asked.get("kind", ""), asked.get("text", ""), number)
    places = list(visible_portfolios(by, on))
    told = {
        "tabs": tabs(by),
        "tab": _("Parties"),
        "wanted": wanted,
        "kinds": PartyKind.choices,
        "places": places,
        "open": [one for one in places if may(by, "create_party", one, on)],
        "narrowed": any(asked.get(name) for name in ("kind", "text", "portfolio")),
        **window(find_parties(by, wanted, on), request.path, asked),
    }
    return show(request, "portfolio/parties.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new_party(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """Enter a party in a portfolio."""
    by, on = asker(request), at(request)
    place = get_portfolio(by, portfolio_id, on.date())
    require(by, "create_party", place, on.date())
    form = forms.NewPartyForm(posted(request), people=people_choices())
    if request.method == "POST" and saved(
        form,
        lambda given: actions.create_party(portfolio=place, new=form.given(picked(by, given)), by=by, at=on),
    ):
        done(request, _("%(name)s is entered.") % {"name": form.cleaned_data["name"]})
        return redirect("parties")
    title = _("New party of %(name)s") % {"name": place.name}
    return change_page(request, form, title=title, trail=trail_to("Parties"), button=_("Enter this party"))


@require_safe
@page
def party(request: HttpRequest, party_id: str) -> HttpResponse:
    """Show a party with its contracts, the projects they serve, and what they come to."""
    by, on = asker(request), at(request).date()
    row = get_party(by, party_id, on)
    standings = contract_standings(by, list(find_contracts(by, ContractFilter(supplier=row.pk), on)), on)
    views = [one.view for one in standings]
    told = {
        "party": row,
        "trail": trail_to("Parties"),
        "standings": standings,
        "whole": supplier_standing(standings) if standings else None,
        "sums": supplier_sums(views),
        "projects": sorted({one for view in views for one in view.projects}, key=lambda one: one.code),
        "kinds": [PartyKind(kind).label for kind in row.kinds],
        "changing": may(by, "change_party", row.portfolio, on),
    } | talk(request, subject_of(row))
    told |= own_panel(by, row, on)
    told |= touching(by, "party", row.pk, on)
    return show(request, "portfolio/party.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def change_party(request: HttpRequest, party_id: str) -> HttpResponse:
    """Change the particulars of a party."""
    by, on = asker(request), at(request)
    row = get_party(by, party_id, on.date())
    require(by, "change_party", row.portfolio, on.date())

    def stored() -> dict[str, Any]:
        there = get_party(by, party_id, on.date())
        names = ("name", "kinds", "code", "country", "is_active", "revision")
        return {"owner": there.owner_id, **{name: getattr(there, name) for name in names}}

    def save(given: dict[str, Any]) -> object:
        revision = given.pop("revision")
        return actions.change_party(party=row, new=form.given(picked(by, given)), revision=revision, by=by, at=on)

    form = forms.PartyForm(posted(request), initial=stored(), people=people_choices(row.owner))
    if request.method == "POST" and saved(form, save, stored):
        done(request, _("%(name)s is changed.") % {"name": form.cleaned_data["name"]})
        return redirect("party", row.pk)
    trail = [*trail_to("Parties"), (row.name, reverse("party", args=[row.pk]))]
    return change_page(request, form, title=_("Change %(name)s") % {"name": row.name}, here=_("Change"), trail=trail)
