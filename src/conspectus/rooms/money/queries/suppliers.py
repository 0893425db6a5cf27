"""Suppliers by how their contracts stand: late, over value, and whether one is in trouble with several projects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from conspectus.rooms.accounts.models import User
from conspectus.rooms.money.queries.contracts import Drawn, drawn_under
from conspectus.rooms.portfolio.choices import ContractState
from conspectus.rooms.portfolio.models import Contract
from conspectus.rooms.portfolio.queries import (
    ContractFilter,
    ContractView,
    SupplierSums,
    contract_views,
    find_contracts,
    supplier_sums,
)

OVER = 0.10  # variations and open claims, as a share of the value first agreed
LATE_DAYS = 30  # after its last day, while it is still in force
LEAST_PROJECTS = 2  # that contracts in trouble serve, before the supplier is


@dataclass(frozen=True, slots=True)
class ContractStanding:
    """A contract with what is booked under it and what is wrong with it; money is None where it may not be seen."""

    view: ContractView
    drawn: Drawn | None
    over: float | None  # variations and open claims over the value first agreed
    days_late: int
    signs: tuple[str, ...]  # late, over, overspent

    @property
    def row(self) -> Contract:
        """The contract itself."""
        return self.view.row

    @property
    def left(self) -> int | None:
        """What its value now leaves above what was spent under it."""
        return self.view.sums.value_now - self.drawn.spent if self.view.sums and self.drawn else None


@dataclass(frozen=True, slots=True)
class SupplierStanding:
    """A supplier: its contracts in force, those in trouble and the projects they serve."""

    supplier_id: int
    name: str
    contracts: int
    troubled: int
    late: int
    over: int  # over value by variations and claims, or spent beyond it
    hidden: int  # whose money the reader may not see
    projects: tuple[str, ...]  # codes that all its contracts in force serve
    struck: tuple[str, ...]  # codes that those in trouble serve
    sums: tuple[SupplierSums, ...]
    in_trouble: bool
    words: str


def contract_standings(by: User, rows: Sequence[Contract], on: date) -> list[ContractStanding]:
    """Return how contracts stand, as often asking the database for one as for many."""
    views = contract_views(by, rows, on)
    drawn = drawn_under([view.row.pk for view in views if view.sums is not None])
    return [_standing(view, drawn.get(view.row.pk, Drawn()), on) for view in views]


def supplier_standings(by: User, on: date, portfolio: int | None = None) -> list[SupplierStanding]:
    """Return the suppliers with contracts in force in portfolios ``by`` may see, those in trouble first."""
    rows: Any = find_contracts(by, ContractFilter(state=ContractState.IN_FORCE), on)
    rows = rows if portfolio is None else rows.filter(portfolio=portfolio)
    held: dict[int, list[ContractStanding]] = defaultdict(list)
    for one in contract_standings(by, list(rows), on):
        held[one.row.supplier_id].append(one)
    found = [supplier_standing(standings) for standings in held.values()]
    return sorted(found, key=lambda one: (not one.in_trouble, -one.troubled, -one.contracts, one.name.casefold()))


def supplier_standing(standings: Sequence[ContractStanding]) -> SupplierStanding:
    """Return how one supplier stands by all its contracts, of which those in force count.

    It is in trouble where contracts in trouble serve at least two projects and are at least half of its contracts.
    """
    supplier = standings[0].row.supplier
    active = [one for one in standings if one.row.state == ContractState.IN_FORCE]
    troubled = [one for one in active if one.signs]
    projects, struck = _codes(active), _codes(troubled)
    in_trouble = len(struck) >= LEAST_PROJECTS and 2 * len(troubled) >= len(active)
    late, over = sum("late" in one.signs for one in active), sum(bool(set(one.signs) - {"late"}) for one in active)
    words = f"{len(troubled)} of {len(active)} contracts in force: {late} late, {over} over value."
    return SupplierStanding(
        supplier_id=supplier.pk,
        name=supplier.name,
        contracts=len(active),
        troubled=len(troubled),
        late=late,
        over=over,
        hidden=sum(one.view.sums is None for one in active),
        projects=projects,
        struck=struck,
        sums=tuple(supplier_sums(one.view for one in active)),
        in_trouble=in_trouble,
        words=f"In trouble with {', '.join(struck)}. {words}" if in_trouble else words if troubled else "",
    )


def _standing(view: ContractView, drawn: Drawn, on: date) -> ContractStanding:
    row, sums = view.row, view.sums
    in_force = row.state == ContractState.IN_FORCE
    days = max((on - row.ends_on).days, 0) if in_force and row.ends_on else 0
    over = (sums.variations + sums.open_claims) / sums.value if sums and sums.value else None
    signs = (
        ("late", days > LATE_DAYS),
        ("over", over is not None and over > OVER),
        ("overspent", sums is not None and drawn.spent > sums.value_now),
    )
    found = tuple(name for name, shown in signs if shown and in_force)
    return ContractStanding(view, drawn if sums else None, over, days, found)


def _codes(standings: Sequence[ContractStanding]) -> tuple[str, ...]:
    return tuple(sorted({project.code for one in standings for project in one.view.projects}))
