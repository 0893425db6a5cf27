"""The money of many projects as tables: sums of programmes and divisions, and a row a project."""

from __future__ import annotations

from conspectus.engine.measure import Measure
from conspectus.rooms.money.queries import MoneyGroup, MoneyRow

from ..words import DASH, money, several, why

HEADS = {
    "budget": "Approved budget",
    "spent": "Spent",
    "open_commitments": "Open commitments",
    "left": "Left",
    "own_at_completion": "Own forecast",
    "own_variance": "Under (+) or over (−)",
    "plan_eac": "By the plan’s CPI",
}
GROUP_HEADS = tuple(HEADS.values())


def row_cells(row: MoneyRow) -> list[tuple[str, str]]:
    """Return the figures of a project as text, each with why there is none."""
    return [_cell(row.figures[name], row.currency) for name in HEADS]


def group_cells(group: MoneyGroup) -> tuple[MoneyGroup, str, list[tuple[str, str, str]]]:
    """Return the sums of a group as text, each with why there is none and of how many projects it is."""
    cells = []
    for name in HEADS:
        text, reason = _cell(group.figures[name], group.currency)
        count = group.counted[name]
        cells.append((text, reason, f"of {count}" if 0 < count < group.projects else ""))
    lacking = f", {group.without_rate} without a rate" if group.without_rate else ""
    return group, f"{several(group.projects, 'project')}{lacking}", cells


def _cell(measure: Measure, currency: str) -> tuple[str, str]:
    return (
        (DASH, why(measure))
        if measure.value is None
        else (money(measure.value, currency).removesuffix(currency).rstrip(), "")
    )
