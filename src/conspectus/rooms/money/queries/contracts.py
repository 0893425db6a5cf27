"""Contracts as the ledger has them: those a project may book under, and what is committed and spent under each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from conspectus.kit.errors import NotFound
from conspectus.kit.many import of_these
from conspectus.kit.texts import fold
from conspectus.rooms.accounts.models import User
from conspectus.rooms.money.choices import SPENT, Kind
from conspectus.rooms.money.models import Entry
from conspectus.rooms.portfolio.models import Contract, Project
from conspectus.rooms.portfolio.queries import ContractFilter, find_contracts


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the ledger holds under a contract, in minor units of its currency."""

    committed: int = 0
    spent: int = 0


def contracts_for(by: User, project: Project, on: date | None = None) -> dict[int, Contract]:
    """Return the contracts that serve a visible project, by number."""
    rows = find_contracts(by, ContractFilter(project=project.pk), on).prefetch_related("projects")
    return {row.pk: row for row in rows}


def contract_called(by: User, project: Project, text: str, on: date | None = None) -> Contract:
    """Return the contract of a project by its number, reference or title; refuses what is none or several."""
    held = contracts_for(by, project, on)
    if text.isascii() and text.isdecimal() and len(text) < 18 and int(text) in held:
        return held[int(text)]
    found = [row for row in held.values() if fold(text) in (fold(row.reference), fold(row.title))]
    if len(found) != 1:
        raise NotFound
    return found[0]


def drawn_under(contracts: Collection[int]) -> dict[int, Drawn]:
    """Return what is booked under contracts whose money the caller has shown to be open; asks the database once."""
    rows = of_these(Entry.objects.exclude(contract=None).order_by(), contracts, "contract").values_list(
        "contract", "kind"
    )
    found: dict[int, Drawn] = {}
    for contract, kind, amount in rows.annotate(Sum("amount_minor")):
        so_far = found.get(contract, Drawn())
        if kind == Kind.COMMITMENT:
            found[contract] = Drawn(so_far.committed + amount, so_far.spent)
        elif kind in SPENT:
            found[contract] = Drawn(so_far.committed, so_far.spent + amount)
    return found
