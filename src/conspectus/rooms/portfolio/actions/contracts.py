"""Contracts: opened and changed, their value varied, claims under them raised and decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from conspectus.kit.amounts import MOST, check_amount, check_day
from conspectus.kit.currencies import currency_code
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.texts import clean_name, clean_text
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.portfolio.choices import ClaimState, ContractState
from conspectus.rooms.portfolio.models import Claim, Contract, Party, Project, Variation
from conspectus.rooms.portfolio.rules import require

MOST_PROJECTS = 200


@dataclass(frozen=True, slots=True)
class ContractParticulars:
    """What is kept of a contract; the currency is the portfolio's unless given, ``ends_on`` its last day."""

    supplier: Party
    title: str
    value_minor: int
    currency: str = ""
    reference: str = ""
    projects: tuple[Project, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    owner: Person | None = None
    state: str = ContractState.DRAFT


@deed("create_contract", "opened a contract", needs=Ability.FINANCE)
def create_contract(*, new: ContractParticulars, by: User, at: datetime) -> Contract:
    """Open a contract with a supplier, in the supplier's portfolio; its projects belong to the same."""
    portfolio = new.supplier.portfolio
    require(by, "create_contract", portfolio, at.date())
    row = _filled(Contract(portfolio=portfolio), new)
    with audited("create_contract", by=by, at=at) as line:
        row.save()
        row.projects.set(new.projects)
        line.about("contract", row.pk, **_told(row, new))
    return row


@deed("change_contract", "changed a contract", needs=Ability.FINANCE)
def change_contract(*, contract: Contract, new: ContractParticulars, revision: int, by: User, at: datetime) -> Contract:
    """Change the particulars of a contract; its value and currency stay once it was varied or claimed under.

    What the ledger holds under it keeps its currency, too, and the projects it is booked to.
    """
    require(by, "change_contract", contract.portfolio, at.date())
    with audited("change_contract", by=by, at=at) as line:
        row = lock_row(contract, revision)
        before = (row.value_minor, row.currency)
        row = _filled(row, new)
        if (row.value_minor, row.currency) != before and (row.variations.exists() or row.claims.exists()):
            raise Conflict(
                "varied",
                "Value and currency stay once the contract was varied or claimed under. Add a variation instead.",
            )
        _refuse_booked(row, before[1], new)
        row.save()
        row.projects.set(new.projects)
        line.about("contract", row.pk, **_told(row, new))
    return row


@deed("add_variation", "varied a contract", needs=Ability.FINANCE)
def add_variation(
    *, contract: Contract, value_minor: int, reason: str, agreed_on: date, by: User, at: datetime
) -> Variation:
    """Record an agreed change of a contract's value, more or less; a wrong one is taken back by another."""
    require(by, "add_variation", contract.portfolio, at.date())
    value, agreed = check_amount(value_minor, "value_minor"), _past(agreed_on, "agreed_on", at)
    reason = clean_text(reason, "reason", required=True)
    with audited("add_variation", by=by, at=at) as line:
        row = Contract.objects.select_for_update().get(pk=contract.pk)
        if row.state == ContractState.DRAFT:
            raise Conflict("draft", "This contract is a draft: change its value, or put it in force first.")
        made = Variation.objects.create(
            contract=row, value_minor=value, reason=reason, agreed_on=agreed, recorded_by=by.person, recorded_at=at
        )
        line.about("contract", row.pk, variation=made.pk, value_minor=value, agreed_on=agreed, reason=reason)
    return made


@deed("raise_claim", "raised a claim under a contract", needs=Ability.FINANCE)
def raise_claim(*, contract: Contract, amount_minor: int, words: str, raised_on: date, by: User, at: datetime) -> Claim:
    """Record a claim under a contract; it stays open until it is decided."""
    require(by, "raise_claim", contract.portfolio, at.date())
    amount, raised = check_amount(amount_minor), _past(raised_on, "raised_on", at)
    if amount < 0:
        raise Invalid("amount", "A claim is above zero, whoever raises it.", "amount_minor")
    words = clean_text(words, "words", required=True)
    with audited("raise_claim", by=by, at=at) as line:
        row = Claim.objects.create(
            contract=contract, amount_minor=amount, words=words, raised_on=raised, recorded_by=by.person, recorded_at=at
        )
        line.about("contract", contract.pk, claim=row.pk, amount_minor=amount, raised_on=raised)
    return row


@deed("decide_claim", "decided a claim under a contract", needs=Ability.FINANCE)
def decide_claim(
    *, claim: Claim, state: str, decision: str, decided_on: date, revision: int, by: User, at: datetime
) -> Claim:
    """Agree or reject an open claim, in words; what is agreed enters the contract's value by a variation."""
    require(by, "decide_claim", claim.contract.portfolio, at.date())
    if state not in (ClaimState.AGREED, ClaimState.REJECTED):
        raise Invalid("state", "A claim is decided as agreed or rejected.", "state")
    decision, decided = clean_text(decision, "decision", required=True), _past(decided_on, "decided_on", at)
    with audited("decide_claim", by=by, at=at) as line:
        row = lock_row(claim, revision)
        if row.state != ClaimState.OPEN:
            raise Conflict("decided", "This claim is %(label)s already.", label=ClaimState(row.state).label.lower())
        if decided < row.raised_on:
            raise Invalid("decided_on", "A claim is decided after it was raised.", "decided_on")
        row.state, row.decision, row.decided_on, row.decided_by = state, decision, decided, by.person
        row.save()
        line.about("contract", row.contract_id, claim=row.pk, state=state, decided_on=decided)
    return row


def _filled(row: Contract, new: ContractParticulars) -> Contract:
    """Put checked values into the row."""
    if new.supplier.portfolio_id != row.portfolio_id:
        raise Invalid("supplier", "This supplier belongs to another portfolio.", "supplier")
    if not new.supplier.is_supplier:
        raise Invalid("supplier", "%(name)s is no supplier.", "supplier", name=new.supplier.name)
    if len(new.projects) > MOST_PROJECTS or any(one.portfolio_id != row.portfolio_id for one in new.projects):
        raise Invalid("projects", "The projects of a contract belong to its portfolio.", "projects")
    if new.state not in ContractState.values:
        raise Invalid("state", "A contract is a draft, in force or ended.", "state")
    if isinstance(new.value_minor, bool) or not isinstance(new.value_minor, int) or not 0 <= new.value_minor <= MOST:
        raise Invalid("amount", "A contract's value is a whole number of minor units, zero or more.", "value_minor")
    row.supplier, row.owner, row.state, row.value_minor = new.supplier, new.owner, new.state, new.value_minor
    row.title = clean_name(new.title, "title")
    row.reference = clean_name(new.reference, "reference", most=80, required=False)
    row.currency = currency_code(new.currency or row.portfolio.currency)
    row.starts_on = None if new.starts_on is None else check_day(new.starts_on, "starts_on")
    row.ends_on = None if new.ends_on is None else check_day(new.ends_on, "ends_on")
    if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
        raise Invalid("ends_on", "The contract ends before it begins.", "ends_on")
    return row


def _refuse_booked(row: Contract, currency: str, new: ContractParticulars) -> None:
    """Refuse another currency over entries of the ledger, and to leave a project out that money stays booked to."""
    if row.currency != currency and row.entries.exists():
        raise Conflict(
            "booked",
            "The ledger holds entries under this contract in %(currency)s. Its currency stays.",
            currency=currency,
        )
    left = row.entries.exclude(project__in=[one.pk for one in new.projects]).order_by("project__code", "kind")
    booked = left.values("project__code", "kind").annotate(total=Sum("amount_minor")).exclude(total=0).first()
    if booked is not None:
        raise Conflict(
            "booked",
            "Money of %(booked)s is booked under this contract. Correct those entries first.",
            booked=booked["project__code"],
        )


def _past(day: date, field: str, at: datetime) -> date:
    """Return a day that has come."""
    if check_day(day, field) > at.date():
        raise Invalid(field, "%(day)s has not come yet.", field, day=day.isoformat())
    return day


def _told(row: Contract, new: ContractParticulars) -> dict[str, object]:
    names = ("title", "reference", "value_minor", "currency", "starts_on", "ends_on", "state")
    places = {"supplier": row.supplier_id, "owner": row.owner_id, "projects": sorted(one.pk for one in new.projects)}
    return {name: getattr(row, name) for name in names} | places
