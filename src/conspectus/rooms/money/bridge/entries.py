"""Ledger entries before they are recorded: checked row by row, every fault named with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from conspectus.engine.findings import Finding, Severity
from conspectus.kit.amounts import check_amount, check_day
from conspectus.kit.currencies import currency_code
from conspectus.kit.errors import Invalid
from conspectus.kit.texts import clean_line
from conspectus.rooms.money.choices import SPENT, Kind, Nature
from conspectus.rooms.portfolio.models import Contract, Project

MOST_SHOWN = 200  # faults named at once


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One entry to record; ``currency`` left out is the project's, ``place`` says where it was read."""

    project: Project
    kind: str
    amount_minor: int
    on: date
    nature: str = ""
    category: str = ""
    currency: str = ""
    supplier: str = ""
    reference: str = ""
    note: str = ""
    contract: Contract | None = None  # the supplier is then the contract's
    place: str = ""
    row: int = 0  # of the file; else its number among those sent


class EntriesRefused(Invalid):
    """Nothing is recorded; ``findings`` name each entry that cannot be taken, and why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        first = findings[0]
        count = f"{len(findings)} entries cannot be taken. The first: " if len(findings) > 1 else ""
        words = f"{count}{first.place}: {first.words}" if first.place else f"{count}{first.words}"
        super().__init__("entries", f"{words} Nothing was recorded.", "entries")
        self.findings = tuple(findings[:MOST_SHOWN])


def check_entries(entries: Sequence[NewEntry], today: date) -> tuple[tuple[NewEntry, ...], tuple[Finding, ...]]:
    """Return the entries as they can be kept, and what is wrong with the others."""
    good, findings = [], []
    for number, entry in enumerate(entries, start=1):
        try:
            good.append(checked(entry, today))
        except Invalid as bad:
            place = entry.place or f"entry {number}"
            findings.append(
                Finding(Severity.ERROR, bad.code.upper(), place, bad.words, "Correct it and send all again.")
            )
    return tuple(good), tuple(findings)


def checked(entry: NewEntry, today: date) -> NewEntry:
    """Return an entry as it can be kept; refuses by field what cannot be."""
    if entry.kind not in Kind.values:
        raise Invalid("kind", "The kind is one of: %(values)s.", "kind", values=", ".join(Kind.values))
    if entry.nature and entry.nature not in Nature.values:
        raise Invalid("nature", "The nature is capex or opex, or left out.", "nature")
    amount, on = check_amount(entry.amount_minor), check_day(entry.on)
    if entry.kind in (*SPENT, Kind.REVENUE) and on > today + timedelta(days=1):  # it may be tomorrow somewhere
        raise Invalid("on", "What is spent or earned cannot lie in the future. Enter a commitment.", "on")
    reference = clean_line(entry.reference, "reference", most=100, required=False)
    if amount < 0 and not reference:
        raise Invalid(
            "credit", "Costs cannot be negative; a credit names what it credits as its reference.", "reference"
        )
    currency = currency_code(entry.currency) if entry.currency else entry.project.currency
    if entry.contract is not None:
        _check_contract(entry, entry.contract, currency)
        entry = replace(entry, supplier=entry.contract.supplier.name)
    return replace(
        entry,
        amount_minor=amount,
        on=on,
        category=" ".join(clean_line(entry.category, "category", most=100, required=False).split()),
        currency=currency,
        supplier=clean_line(entry.supplier, "supplier", required=False),
        reference=reference,
        note=clean_line(entry.note, "note", most=500, required=False),
    )


def _check_contract(entry: NewEntry, contract: Contract, currency: str) -> None:
    """Refuse what cannot stand under a contract; its projects are asked for once where they were fetched before."""
    if entry.kind == Kind.REVENUE:
        raise Invalid("contract", "Revenue is not booked under a contract with a supplier.", "contract")
    if all(one.pk != entry.project.pk for one in contract.projects.all()):
        raise Invalid(
            "contract",
            "“%(contract)s” does not serve %(project)s.",
            "contract",
            contract=contract.title,
            project=entry.project.code,
        )
    if currency != contract.currency:
        raise Invalid(
            "contract",
            "“%(contract)s” is in %(currency)s; what is booked under it is too.",
            "contract",
            contract=contract.title,
            currency=contract.currency,
        )
