"""Contracts: one with its variations and claims; opened, changed, varied, claims raised and decided."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conspectus.formats.currencies import written
from conspectus.journeys.subjects import subject_of
from conspectus.rooms.money.queries import contract_standings
from conspectus.rooms.portfolio import actions
from conspectus.rooms.portfolio.models import Contract
from conspectus.rooms.portfolio.queries import (
    claims_of,
    contract_view,
    get_claim,
    get_contract,
    get_party,
    variations_of,
)
from conspectus.rooms.portfolio.rules import may, require

from ..answers import done, page, show
from ..asking import asker, at, posted
from ..forms import parties as forms
from ..forms.changing import saved
from .choices import people_choices, picked
from .followup import talk
from .organisation import change_page, trail_to
from .own_fields import own_panel
from .registers import touching


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new_contract(request: HttpRequest, party_id: str) -> HttpResponse:
    """Open a contract with a supplier."""
    by, on = asker(request), at(request)
    supplier = get_party(by, party_id, on.date())
    require(by, "create_contract", supplier.portfolio, on.date())
    form = forms.NewContractForm(posted(request), people=people_choices())
    if request.method == "POST" and saved(
        form,
        lambda given: actions.create_contract(new=form.given(picked(by, given), supplier, by), by=by, at=on),
    ):
        done(request, _("The contract “%(title)s” is open.") % {"title": form.cleaned_data["title"]})
        return redirect("party", supplier.pk)
    trail = [*trail_to("Parties"), (supplier.name, reverse("party", args=[supplier.pk]))]
    title = _("New contract with %(name)s") % {"name": supplier.name}
    return change_page(request, form, title=title, here=_("New contract"), trail=trail, button=_("Open this contract"))


@require_safe
@page
def contract(request: HttpRequest, contract_id: str) -> HttpResponse:
    """Show a contract; its variations and claims to those who may see its money."""
    by, on = asker(request), at(request).date()
    row = get_contract(by, contract_id, on)
    (standing,) = contract_standings(by, [row], on)
    view = standing.view
    seen = view.sums is not None
    told = {
        "standing": standing,
        "contract": row,
        "view": view,
        "trail": _trail(row)[:-1],
        "variations": variations_of(row) if seen else (),
        "claims": claims_of(row) if seen else (),
        "changing": may(by, "change_contract", row.portfolio, on),
    } | talk(request, subject_of(row))
    told |= own_panel(by, row, on)
    told |= touching(by, "contract", row.pk, on)
    return show(request, "portfolio/contract.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def change_contract(request: HttpRequest, contract_id: str) -> HttpResponse:
    """Change the particulars of a contract."""
    by, on = asker(request), at(request)
    row = get_contract(by, contract_id, on.date())
    require(by, "change_contract", row.portfolio, on.date())

    def stored() -> dict[str, Any]:
        view = contract_view(by, get_contract(by, contract_id, on.date()), on.date())
        names = ("title", "reference", "currency", "starts_on", "ends_on", "state", "revision")
        told = {name: getattr(view.row, name) for name in names} | {"owner": view.row.owner_id}
        value = written(view.row.value_minor, view.row.currency)
        return told | {"value": value, "projects": ", ".join(one.code for one in view.projects)}

    def save(given: dict[str, Any]) -> object:
        revision = given.pop("revision")
        new = form.given(picked(by, given), row.supplier, by)
        return actions.change_contract(contract=row, new=new, revision=revision, by=by, at=on)

    form = forms.ContractForm(posted(request), initial=stored(), people=people_choices(row.owner))
    if request.method == "POST" and saved(form, save, stored):
        done(request, _("The contract “%(title)s” is changed.") % {"title": form.cleaned_data["title"]})
        return redirect("contract", row.pk)
    return change_page(
        request, form, title=_("Change %(title)s") % {"title": row.title}, here=_("Change"), trail=_trail(row)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def vary(request: HttpRequest, contract_id: str) -> HttpResponse:
    """Record an agreed change of a contract's value."""
    by, on = asker(request), at(request)
    row = get_contract(by, contract_id, on.date())
    require(by, "add_variation", row.portfolio, on.date())
    form = forms.VariationForm(posted(request), initial={"agreed_on": on.date()})
    if request.method == "POST" and saved(
        form, lambda given: actions.add_variation(contract=row, **form.given(given, row), by=by, at=on)
    ):
        done(request, _("The variation is recorded."))
        return redirect("contract", row.pk)
    title = _("Variation of %(title)s") % {"title": row.title}
    return change_page(request, form, title=title, here=_("Variation"), trail=_trail(row), button=_("Record it"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def claim(request: HttpRequest, contract_id: str) -> HttpResponse:
    """Record a claim under a contract."""
    by, on = asker(request), at(request)
    row = get_contract(by, contract_id, on.date())
    require(by, "raise_claim", row.portfolio, on.date())
    form = forms.ClaimForm(posted(request), initial={"raised_on": on.date()})
    if request.method == "POST" and saved(
        form, lambda given: actions.raise_claim(contract=row, **form.given(given, row), by=by, at=on)
    ):
        done(request, _("The claim is recorded; it stays open until it is decided."))
        return redirect("contract", row.pk)
    title = _("Claim under %(title)s") % {"title": row.title}
    return change_page(request, form, title=title, here=_("Claim"), trail=_trail(row), button=_("Record it"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def decide(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Agree or reject a claim."""
    by, on = asker(request), at(request)
    row = get_claim(by, claim_id, on.date())
    require(by, "decide_claim", row.contract.portfolio, on.date())
    form = forms.DecisionForm(posted(request), initial={"revision": row.revision, "decided_on": on.date()})
    if request.method == "POST" and saved(form, lambda given: actions.decide_claim(claim=row, **given, by=by, at=on)):
        done(request, _("The claim is decided."))
        return redirect("contract", row.contract_id)
    title = _("Decide a claim under %(title)s") % {"title": row.contract.title}
    return change_page(request, form, title=title, here=_("Decide"), trail=_trail(row.contract), button=_("Decide it"))


def _trail(row: Contract) -> list[tuple[str, str]]:
    supplier, here = reverse("party", args=[row.supplier_id]), reverse("contract", args=[row.pk])
    return [*trail_to("Parties"), (row.supplier.name, supplier), (row.title, here)]
