"""The money of many projects as tables: sums of programmes and divisions, and a row a project."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conspectus.engine.measure import Measure
from conspectus.rooms.money.queries import MoneyGroup, MoneyRow

from ..words import DASH, money, several, why

HEADS = {
    "budget": _("Approved budget"),
    "spent": _("Spent"),
    "open_commitments": _("Open commitments"),
    "left": _("Left"),
    "own_at_completion": _("Own forecast"),
    "own_variance": _("Under (+) or over (−)"),
    "plan_eac": _("By the plan’s CPI"),
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
        cells.append((text, reason, gettext("of %(count)s") % {"count": count} if 0 < count < group.projects else ""))
    told = several(group.projects, "project")
    if group.without_rate:
        given = {"projects": told, "lacking": group.without_rate}
        told = gettext("%(projects)s, %(lacking)s without a rate") % given
    return group, told, cells


def _cell(measure: Measure, currency: str) -> tuple[str, str]:
    return (
        (DASH, why(measure))
        if measure.value is None
        else (money(measure.value, currency).removesuffix(currency).rstrip(), "")
    )
