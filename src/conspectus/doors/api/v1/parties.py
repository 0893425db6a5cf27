"""Suppliers, customers and sites, and the contracts with suppliers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body, Day
from conspectus.doors.api.v1.references import referred
from conspectus.doors.api.v1.shapes import Named, Page, named
from conspectus.rooms.accounts.models import User
from conspectus.rooms.money.queries import SupplierStanding, supplier_standings
from conspectus.rooms.portfolio import actions
from conspectus.rooms.portfolio.actions import ContractParticulars, PartyParticulars
from conspectus.rooms.portfolio.models import Claim, Contract, Party
from conspectus.rooms.portfolio.queries import (
    ContractFilter,
    ContractSums,
    ContractView,
    PartyFilter,
    claims_of,
    contract_view,
    contract_views,
    find_contracts,
    find_parties,
    get_claim,
    get_contract,
    get_party,
    variations_of,
)

router = Router(tags=["parties"])


class PartyIn(Body):
    """The particulars of an outside party: ``kinds`` supplier, customer, site or several; ``country`` two letters."""

    name: str
    kinds: list[str]
    code: str = ""
    country: str = ""
    owner: int | None = None
    is_active: bool = True


class NewPartyIn(PartyIn):
    """An outside party to enter in a portfolio."""

    portfolio: int


class ContractIn(Body):
    """The particulars of a contract; the currency is the portfolio's unless given, ``ends_on`` its last day."""

    supplier: int
    title: str
    value_minor: int
    currency: str = ""
    reference: str = ""
    projects: list[int] = Field(default_factory=list)
    starts_on: Day | None = None
    ends_on: Day | None = None
    owner: int | None = None
    state: str = "draft"


class VariationIn(Body):
    """An agreed change of a contract's value, more or less."""

    value_minor: int
    reason: str
    agreed_on: Day


class ClaimIn(Body):
    """A claim under a contract."""

    amount_minor: int
    words: str
    raised_on: Day


class DecisionIn(Body):
    """What was decided of a claim: ``state`` is agreed or rejected."""

    state: str
    decision: str
    decided_on: Day


class PartyOut(Schema):
    """An outside party."""

    id: int
    portfolio: Named
    name: str
    kinds: list[str]
    code: str
    country: str
    owner: Named | None
    is_active: bool
    contracts_in_force: int
    revision: int


class ProjectNamed(Named):
    """A project a contract serves."""

    code: str


class ContractOut(Schema):
    """A contract with the projects you see; ``sums`` in minor units, null where you may not see its money."""

    id: int
    portfolio: Named
    supplier: Named
    title: str
    reference: str
    state: str
    starts_on: date | None
    ends_on: date | None
    owner: Named | None
    currency: str
    projects: list[ProjectNamed]
    sums: ContractSums | None
    revision: int


class VariationOut(Schema):
    """A variation of a contract."""

    id: int
    value_minor: int
    reason: str
    agreed_on: date
    recorded_by: Named
    recorded_at: datetime


class ClaimOut(Schema):
    """A claim under a contract."""

    id: int
    amount_minor: int
    words: str
    raised_on: date
    state: str
    decision: str
    decided_on: date | None
    decided_by: Named | None
    revision: int


class ContractDetail(ContractOut):
    """A contract with its variations and claims, both empty where you may not see its money."""

    variations: list[VariationOut]
    claims: list[ClaimOut]


@router.get("/parties", response={200: Page[PartyOut]}, summary="Outside parties")
def list_parties(
    request: HttpRequest,
    kind: str = "",
    text: str = "",
    portfolio: int | None = None,
    cursor: str = "",
    limit: int = USUAL,
) -> Page[PartyOut]:
    """Return the suppliers, customers and sites of the portfolios you may see, by name."""
    known_only(request, "kind", "text", "portfolio", "cursor", "limit")
    rows, following = page(find_parties(asker(request), PartyFilter(kind, text, portfolio)), cursor, limit)
    return Page(items=[_party(row) for row in rows], next=following)


@router.get("/suppliers", response={200: Page[SupplierStanding]}, summary="How suppliers stand")
def get_suppliers(
    request: HttpRequest, portfolio: int | None = None, cursor: str = "", limit: int = USUAL
) -> Page[SupplierStanding]:
    """Return suppliers with contracts in force, those in trouble with several projects first."""
    known_only(request, "portfolio", "cursor", "limit")
    rows, following = page(supplier_standings(asker(request), now().date(), portfolio), cursor, limit, "supplier_id")
    return Page(items=rows, next=following)


@router.post("/parties", response={201: PartyOut}, summary="Enter one")
def post_party(request: HttpRequest, body: NewPartyIn) -> Status[PartyOut]:
    """Enter a supplier, a customer or a site."""
    by = asker(request)
    given = body.model_dump()
    place = referred(by, "portfolio", given.pop("portfolio"))
    row = actions.create_party(portfolio=place, new=_party_given(by, given), by=by, at=now())
    return Status(201, _party(get_party(by, row.pk)))


@router.get("/parties/{party_id}", response={200: PartyOut}, summary="One party")
def one_party(request: HttpRequest, response: HttpResponse, party_id: str) -> PartyOut:
    """Return one outside party."""
    row = get_party(asker(request), party_id)
    tag(response, row.revision)
    return _party(row)


@router.put("/parties/{party_id}", response={200: PartyOut}, summary="Change it")
def put_party(request: HttpRequest, response: HttpResponse, party_id: str, body: PartyIn) -> PartyOut:
    """Change the particulars of a party, all at once; takes If-Match."""
    by = asker(request)
    row, new = get_party(by, party_id), _party_given(by, body.model_dump())
    row = actions.change_party(party=row, new=new, revision=wanted_revision(request), by=by, at=now())
    tag(response, row.revision)
    return _party(get_party(by, row.pk))


@router.get("/contracts", response={200: Page[ContractOut]}, summary="Contracts")
def list_contracts(
    request: HttpRequest,
    text: str = "",
    state: str = "",
    supplier: int | None = None,
    project: int | None = None,
    cursor: str = "",
    limit: int = USUAL,
) -> Page[ContractOut]:
    """Return the contracts of the portfolios you may see, by title."""
    known_only(request, "text", "state", "supplier", "project", "cursor", "limit")
    by = asker(request)
    rows, following = page(find_contracts(by, ContractFilter(text, state, supplier, project)), cursor, limit)
    return Page(
        items=[ContractOut.model_validate(_contract(view)) for view in contract_views(by, rows)], next=following
    )


@router.post("/contracts", response={201: ContractDetail}, summary="Open one")
def post_contract(request: HttpRequest, body: ContractIn) -> Status[ContractDetail]:
    """Open a contract with a supplier, in the supplier's portfolio."""
    by = asker(request)
    row = actions.create_contract(new=_contract_given(by, body), by=by, at=now())
    return Status(201, _detail(by, row))


@router.get("/contracts/{contract_id}", response={200: ContractDetail}, summary="One contract")
def one_contract(request: HttpRequest, response: HttpResponse, contract_id: str) -> ContractDetail:
    """Return a contract with its variations and claims."""
    by = asker(request)
    row = get_contract(by, contract_id)
    tag(response, row.revision)
    return _detail(by, row)


@router.put("/contracts/{contract_id}", response={200: ContractDetail}, summary="Change it")
def put_contract(request: HttpRequest, response: HttpResponse, contract_id: str, body: ContractIn) -> ContractDetail:
    """Change the particulars of a contract, all at once; takes If-Match."""
    by = asker(request)
    row, new = get_contract(by, contract_id), _contract_given(by, body)
    row = actions.change_contract(contract=row, new=new, revision=wanted_revision(request), by=by, at=now())
    tag(response, row.revision)
    return _detail(by, row)


@router.post("/contracts/{contract_id}/variations", response={201: ContractDetail}, summary="Vary it")
def post_variation(request: HttpRequest, contract_id: str, body: VariationIn) -> Status[ContractDetail]:
    """Record an agreed change of a contract's value."""
    by = asker(request)
    row = get_contract(by, contract_id)
    actions.add_variation(contract=row, **body.model_dump(), by=by, at=now())
    return Status(201, _detail(by, row))


@router.post("/contracts/{contract_id}/claims", response={201: ContractDetail}, summary="Claim")
def post_claim(request: HttpRequest, contract_id: str, body: ClaimIn) -> Status[ContractDetail]:
    """Record a claim under a contract."""
    by = asker(request)
    row = get_contract(by, contract_id)
    actions.raise_claim(contract=row, **body.model_dump(), by=by, at=now())
    return Status(201, _detail(by, row))


@router.post("/claims/{claim_id}/decision", response={200: ContractDetail}, summary="Decide a claim")
def post_decision(request: HttpRequest, claim_id: str, body: DecisionIn) -> ContractDetail:
    """Agree or reject an open claim; takes If-Match."""
    by = asker(request)
    row = get_claim(by, claim_id)
    actions.decide_claim(claim=row, **body.model_dump(), revision=wanted_revision(request), by=by, at=now())
    return _detail(by, row.contract)


def _party_given(by: User, given: dict[str, Any]) -> PartyParticulars:
    owner = referred(by, "owner", given.pop("owner"))
    return PartyParticulars(owner=owner, kinds=tuple(given.pop("kinds")), **given)


def _contract_given(by: User, body: ContractIn) -> ContractParticulars:
    given = body.model_dump()
    given |= {name: referred(by, name, given[name]) for name in ("supplier", "owner")}
    given["projects"] = tuple(referred(by, "project", one) for one in dict.fromkeys(given["projects"]))
    return ContractParticulars(**given)


def _party(row: Party) -> PartyOut:
    names = ("name", "kinds", "code", "country", "is_active", "revision")
    told: dict[str, Any] = {name: getattr(row, name) for name in names}
    count = getattr(row, "contracts_in_force", 0)  # annotated by the queries
    places = {"portfolio": named(row.portfolio), "owner": named(row.owner)}
    return PartyOut.model_validate({"id": row.pk, "contracts_in_force": count, **told, **places})


def _contract(view: ContractView) -> dict[str, Any]:
    row = view.row
    names = ("title", "reference", "state", "starts_on", "ends_on", "currency", "revision")
    return {
        "id": row.pk,
        "portfolio": named(row.portfolio),
        "supplier": named(row.supplier),
        "owner": named(row.owner),
        "projects": [{"id": one.pk, "name": one.name, "code": one.code} for one in view.projects],
        "sums": view.sums,
        **{name: getattr(row, name) for name in names},
    }


def _detail(by: User, row: Contract) -> ContractDetail:
    view = contract_view(by, row := get_contract(by, row.pk))
    seen = view.sums is not None
    varied = ("value_minor", "reason", "agreed_on", "recorded_at")
    variations = [
        {"id": one.pk, "recorded_by": named(one.recorded_by), **{name: getattr(one, name) for name in varied}}
        for one in (variations_of(row) if seen else ())
    ]
    claims = [_claim(one) for one in (claims_of(row) if seen else ())]
    return ContractDetail.model_validate({**_contract(view), "variations": variations, "claims": claims})


def _claim(row: Claim) -> dict[str, Any]:
    names = ("amount_minor", "words", "raised_on", "state", "decision", "decided_on", "revision")
    return {"id": row.pk, "decided_by": named(row.decided_by), **{name: getattr(row, name) for name in names}}
