"""How an assignment's money lies inside its task: by phased amounts, resource curves and rates that change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from conspectus.engine.earned.timing import Clocks, worked_share
from conspectus.engine.plan import NONE, Floats, Ints, Plan
from conspectus.engine.pricing import Phase

Part = tuple[float, float, float]  # begin and end as shares of the working time, weight
WHOLE: tuple[Part, ...] = ((0.0, 1.0, 1.0),)


@dataclass(frozen=True, eq=False)
class Spans:
    """The stretch of working time that shares count in. Arrays [assignment]; ``NONE`` where it is not known."""

    calendar: Ints
    start: Ints
    finish: Ints

    def share(self, clocks: Clocks, rows: Ints, at: Ints) -> Floats:
        """Return how much of each row's working time lies before an instant."""
        start, finish = self.start[rows], self.finish[rows]
        known = (start != NONE) & (finish != NONE) & (finish > start)
        first = np.where(known, start, 0)
        last = np.where(known, finish, 1)
        found = worked_share(clocks, self.calendar[rows], first, last, np.where(known, at, 0))
        return np.where(known, found, 0.0)


def phased(plan: Plan, clocks: Clocks, kind: Phase, spans: Spans) -> dict[int, list[Part]]:
    """Return the parts of the assignments that hold phased amounts of a kind, as shares of their span."""
    mine = np.flatnonzero(plan.phases.kind == kind)
    if not len(mine):
        return {}
    rows, amount = plan.phases.assignment[mine], plan.phases.amount[mine]
    begin = spans.share(clocks, rows, plan.phases.start[mine])
    end = spans.share(clocks, rows, plan.phases.finish[mine])
    found: dict[int, list[Part]] = {}
    for row, first, last, weight in zip(rows.tolist(), begin.tolist(), end.tolist(), amount.tolist(), strict=True):
        if last > first and weight > 0:
            found.setdefault(row, []).append((first, last, weight))
    return found


def curves(plan: Plan, window: tuple[Floats, Floats]) -> dict[int, list[Part]]:
    """Return the parts of the assignments that follow a resource curve inside their window, [assignment]."""
    found: dict[int, list[Part]] = {}
    ph = plan.phases
    for at in np.flatnonzero(ph.kind == Phase.CURVE):
        row = int(ph.assignment[at])
        begin, length = window[0][row], window[1][row] - window[0][row]
        first, last = (begin + length * each[at] / 10_000 for each in (ph.start, ph.finish))
        found.setdefault(row, []).append((float(first), float(last), float(ph.amount[at])))
    return found


def priced(plan: Plan, clocks: Clocks, row: int, parts: Iterable[Part], spans: Spans) -> list[Part]:
    """Weigh the parts of an assignment by what an hour costs then, cut where the rate changes."""
    a, r = plan.assignments, plan.rates
    mine = np.flatnonzero((r.resource == a.resource[row]) & (r.table == a.rate_table[row]))
    over = np.nan_to_num(a.overtime_work[row]) / a.work[row] if a.work[row] > 0 else 0.0
    hour = np.nan_to_num((1 - over) * r.standard[mine] + over * np.nan_to_num(r.overtime[mine]))
    if len(mine) < 2 or not hour.any():
        return list(parts)
    changes = spans.share(clocks, np.full(len(mine), row), r.start[mine])
    changes[0] = 0.0
    borders = [*changes.tolist(), 1.0]
    found: list[Part] = []
    for begin, end, weight in parts:
        for place, rate in enumerate(hour.tolist()):
            first, last = max(begin, borders[place]), min(end, borders[place + 1])
            if last > first:
                found.append((first, last, weight * rate * (last - first) / (end - begin)))
    return [part for part in found if part[2] > 0]


def rated(plan: Plan) -> set[int]:
    """Return the assignments whose resource changes its rates."""
    a, r = plan.assignments, plan.rates
    if not len(r):
        return set()
    keys, counts = np.unique(np.stack([r.resource, r.table]), axis=1, return_counts=True)
    several = {(int(one), int(two)) for one, two in keys.T[counts > 1]}
    both = zip(a.resource.tolist(), a.rate_table.tolist(), strict=True)
    return {row for row, key in enumerate(both) if key in several}


def use_rates(plan: Plan) -> Floats:
    """Return what one use of each assignment's resource costs by the rate in force when it starts."""
    a, r, p = plan.assignments, plan.resources, plan.rates
    known = a.resource >= 0
    each: Floats = np.where(known, np.nan_to_num(r.cost_per_use[np.where(known, a.resource, 0)]), 0.0)
    for row in np.flatnonzero(known & np.isin(a.resource, p.resource)).tolist():
        mine = np.flatnonzero((p.resource == a.resource[row]) & (p.table == a.rate_table[row]))
        if len(mine):
            now = mine[p.start[mine] <= a.start[row]]
            each[row] = p.per_use[now[-1] if len(now) else mine[0]]
    return each
