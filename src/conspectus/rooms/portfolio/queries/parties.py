"""Outside parties and the contracts with them, with sums for those who may see the money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from conspectus.kit.errors import Invalid, NotFound
from conspectus.kit.ids import row_id
from conspectus.kit.texts import fold
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.choices import ClaimState, ContractState, PartyKind
from conspectus.rooms.portfolio.models import Claim, Contract, Party, Project, Variation
from conspectus.rooms.portfolio.queries.projects import visible_portfolios, visible_projects
from conspectus.rooms.portfolio.rules import projects_with_cost, sees_cost


@dataclass(frozen=True, slots=True)
class PartyFilter:
    """What a list of parties is narrowed to; the same object for page, API and command."""

    kind: str = ""
    text: str = ""
    portfolio: int | None = None


@dataclass(frozen=True, slots=True)
class ContractFilter:
    """What a list of contracts is narrowed to."""

    text: str = ""
    state: str = ""
    supplier: int | None = None
    project: int | None = None


@dataclass(frozen=True, slots=True)
class ContractSums:
    """Minor units of the contract's currency; ``value_now`` is the value with all agreed variations."""

    value: int
    variations: int
    value_now: int
    open_claims: int
    claims: int  # how many are open


@dataclass(frozen=True, slots=True)
class ContractView:
    """A contract with the projects the reader sees, and its sums; None for those who may not see its money."""

    row: Contract
    projects: tuple[Project, ...]
    sums: ContractSums | None


@dataclass(frozen=True, slots=True)
class SupplierSums:
    """What all contracts of a supplier in force come to in one currency, and what is claimed beyond."""

    currency: str
    contracts: int
    value_now: int
    open_claims: int


def find_parties(by: User, wanted: PartyFilter = PartyFilter(), on: date | None = None) -> QuerySet[Party]:
    """Return the parties of every portfolio ``by`` may see, each with the number of its contracts in force."""
    rows = Party.objects.select_related("portfolio", "owner").filter(
        portfolio__in=visible_portfolios(by, on).order_by()
    )
    if wanted.kind and wanted.kind not in PartyKind.values:
        raise Invalid("kind", "A party is a supplier, a customer or a site.", "kind")
    if wanted.kind:
        rows = rows.filter(**{f"is_{wanted.kind}": True})
    if wanted.portfolio is not None:
        rows = rows.filter(portfolio=wanted.portfolio)
    if "\0" in wanted.text:  # PostgreSQL cannot even be asked for it
        return rows.none()
    if key := fold(wanted.text):
        rows = rows.filter(Q(name_key__contains=key) | Q(code_key__contains=key))
    in_force = Count("contracts", filter=Q(contracts__state=ContractState.IN_FORCE))
    return rows.annotate(contracts_in_force=in_force).order_by("name_key", "pk")


def get_party(by: User, party_id: object, on: date | None = None) -> Party:
    """Return one party of a portfolio ``by`` may see."""
    row = find_parties(by, on=on).filter(pk=row_id(party_id)).first()
    if row is None:
        raise NotFound
    return row


def find_contracts(by: User, wanted: ContractFilter = ContractFilter(), on: date | None = None) -> QuerySet[Contract]:
    """Return the contracts of every portfolio ``by`` may see."""
    rows = Contract.objects.select_related("portfolio", "supplier", "owner")
    rows = rows.filter(portfolio__in=visible_portfolios(by, on).order_by())
    if wanted.state and wanted.state not in ContractState.values:
        raise Invalid("state", "A contract is a draft, in force or ended.", "state")
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.supplier is not None:
        rows = rows.filter(supplier=wanted.supplier)
    if wanted.project is not None:
        rows = rows.filter(projects__in=visible_projects(by, on).filter(pk=wanted.project))
    if "\0" in wanted.text:
        return rows.none()
    text = wanted.text.strip()
    if text:
        rows = rows.filter(
            Q(title__icontains=text) | Q(reference__icontains=text) | Q(supplier__name_key__contains=fold(text))
        )
    return rows.order_by("title", "pk")


def get_contract(by: User, contract_id: object, on: date | None = None) -> Contract:
    """Return one contract of a portfolio ``by`` may see."""
    row = find_contracts(by, on=on).filter(pk=row_id(contract_id)).first()
    if row is None:
        raise NotFound
    return row


def contracts_due(by: User, owners: Collection[int], on: date, until: date) -> list[Contract]:
    """Return the contracts in force that these people look after and that end by a day, the first first."""
    rows = find_contracts(by, ContractFilter(state=ContractState.IN_FORCE), on)
    return list(rows.filter(owner__in=owners, ends_on__lte=until).order_by("ends_on", "pk"))


def claims_waiting(by: User, owners: Collection[int], on: date) -> list[Claim]:
    """Return the open claims under contracts that these people look after, the oldest first."""
    rows = Claim.objects.filter(state=ClaimState.OPEN, contract__in=find_contracts(by, on=on).order_by())
    return list(rows.filter(contract__owner__in=owners).select_related("contract").order_by("raised_on", "pk"))


def get_claim(by: User, claim_id: object, on: date | None = None) -> Claim:
    """Return one claim whose money ``by`` may see."""
    row = Claim.objects.select_related("contract__portfolio").filter(pk=row_id(claim_id)).first()
    if row is None or contract_view(by, get_contract(by, row.contract_id, on), on).sums is None:
        raise NotFound
    return row


def contract_view(by: User, row: Contract, on: date | None = None) -> ContractView:
    """Return one contract with its projects and sums."""
    return contract_views(by, [row], on)[0]


def contract_views(by: User, rows: Sequence[Contract], on: date | None = None) -> list[ContractView]:
    """Return contracts with their projects and sums, as often asking the database for one as for many.

    The money of a contract shows to who may see the money of its portfolio, or of every project it serves.
    """
    ids = [row.pk for row in rows]
    places = {row.portfolio for row in rows}
    open_places = {place.pk for place in places if sees_cost(by, place, on)}
    served = _served(ids)
    seen = visible_projects(by, on).filter(contracts__in=ids).distinct().in_bulk() if rows else {}
    costed = projects_with_cost(by, on)
    varied = _sums(Variation.objects.filter(contract__in=ids), "value_minor")
    claimed = _sums(Claim.objects.filter(contract__in=ids, state=ClaimState.OPEN), "amount_minor")
    views = []
    for row in rows:
        of = served.get(row.pk, ())
        may = row.portfolio_id in open_places or (bool(of) and (costed is None or costed.issuperset(of)))
        added, (claims, count) = varied.get(row.pk, (0, 0))[0], claimed.get(row.pk, (0, 0))
        sums = ContractSums(row.value_minor, added, row.value_minor + added, claims, count) if may else None
        found = sorted((seen[pk] for pk in of if pk in seen), key=lambda project: project.code)
        views.append(ContractView(row, tuple(found), sums))
    return views


def supplier_sums(views: Iterable[ContractView]) -> list[SupplierSums]:
    """Return what the contracts in force come to by currency, of those whose money is seen."""
    found: dict[str, list[ContractSums]] = defaultdict(list)
    for view in views:
        if view.sums is not None and view.row.state == ContractState.IN_FORCE:
            found[view.row.currency].append(view.sums)
    return [
        SupplierSums(code, len(sums), sum(one.value_now for one in sums), sum(one.open_claims for one in sums))
        for code, sums in sorted(found.items())
    ]


def variations_of(contract: Contract) -> QuerySet[Variation]:
    """Return the variations of a contract whose money the caller has shown to be open."""
    return contract.variations.select_related("recorded_by")


def claims_of(contract: Contract) -> QuerySet[Claim]:
    """Return the claims under a contract whose money the caller has shown to be open."""
    return contract.claims.select_related("recorded_by", "decided_by")


def _served(contracts: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    links = Contract.projects.through.objects.filter(contract__in=contracts)
    for contract, project in links.values_list("contract_id", "project_id"):
        found[contract].append(project)
    return found


def _sums(rows: QuerySet[Variation] | QuerySet[Claim], field: str) -> dict[int, tuple[int, int]]:
    """Return sum and number by contract."""
    told = rows.order_by().values_list("contract").annotate(Sum(field), Count("pk"))
    return {contract: (total, count) for contract, total, count in told}
