"""Programmes and portfolios: earned value of many projects, from sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from conspectus.engine.earned.figures import Figures
from conspectus.engine.earned.formulas import CPI, Indices, indices
from conspectus.engine.earned.lipke import EarnedSchedule, absent, earned_schedule
from conspectus.engine.earned.result import Earned
from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.engine.plan import Floats, Kind, Plan


@dataclass(frozen=True, eq=False)
class Group(Figures):
    """The sum of measured projects.

    ``sums`` and ``time`` are over the ``measured`` projects; where some of those have no actual cost, everything
    that needs actual cost is over the ``costed`` ones only. ``left_out`` names projects without values, and why.
    """

    name: str
    currency: str
    sums: Indices
    time: EarnedSchedule
    children: int
    measured: int
    costed: int
    left_out: tuple[tuple[str, Reason], ...]


def _total(parts: Sequence[Earned], pick: str) -> float:
    return sum(getattr(part.sums, pick).value or 0.0 for part in parts)


def _indices(parts: Sequence[Earned], method: str, *, with_cost: bool) -> Indices:
    etcs = [part.manager_etc for part in parts]
    spent: Measure | float = _total(parts, "ac") if with_cost else missing(Reason.NO_DATA)
    managers = None if None in etcs else sum(etc for etc in etcs if etc is not None)
    weights = parts[0].weights
    return indices(
        _total(parts, "pv"),
        _total(parts, "ev"),
        spent,
        _total(parts, "bac"),
        manager_etc=managers,
        weights=weights,
        method=method,
    )


_COST = (
    "ac", "cv", "cv_percent", "cpi", "percent_spent", "eac", "etc_by", "etc", "vac", "vac_percent",
    "tcpi_bac", "tcpi_eac",
)  # fmt: skip


def in_currency(part: Earned, currency: str, factor: float) -> Earned:
    """Return a measured project in another currency, each sum and point of its curve in whole minor units.

    ``factor`` is minor units of ``currency`` for one of the project's own. Figures of single tasks are left out.
    """
    sums, none = part.sums, np.zeros(0)
    etc = None if part.manager_etc is None else float(round(part.manager_etc * factor))
    money = {pick: _times(getattr(sums, pick), factor) for pick in ("pv", "ev", "ac", "bac")}
    series = replace(part.series, pv=np.rint(part.series.pv * factor), ev=none, ac=none)
    return replace(
        part,
        currency=currency,
        sums=indices(**money, manager_etc=etc, weights=part.weights, method=sums.method),
        series=series,
        manager_etc=etc,
        budget=none,
        planned_value=none,
        earned_value=none,
        actual_cost=none,
        uid=(),
        by_period=None,
    )


def _times(measure: Measure, factor: float) -> Measure:
    return measure if measure.value is None else value(round(measure.value * factor))


def sum_group(parts: Sequence[Earned], name: str = "", *, method: str = CPI) -> Group:
    """Sum measured projects; ratios come from the sums, never from means of ratios.

    Several currencies cannot be summed here: the result says ``NO_RATE``. Convert before measuring.
    """
    known = [bool(part.sums.bac and part.sums.pv and part.sums.ev) for part in parts]
    good = [part for part, is_known in zip(parts, known, strict=True) if is_known]
    rest = (part for part, is_known in zip(parts, known, strict=True) if not is_known)
    left_out = tuple((part.name, part.sums.bac.reason or Reason.NO_DATA) for part in rest)
    currencies = {part.currency for part in good}
    if not good or len(currencies) > 1:
        reason = Reason.NO_RATE if good else Reason.NO_DATA
        none = missing(reason)
        sums = indices(none, none, none, none, method=method)
        return Group(name, "", sums, absent(reason), len(parts), 0, 0, left_out)
    costed = [part for part in good if part.sums.ac]
    sums = _indices(good, method, with_cost=len(costed) == len(good))
    if costed and len(costed) < len(good):
        by_cost = _indices(costed, method, with_cost=True)
        sums = replace(sums, **{field: getattr(by_cost, field) for field in _COST})
    return Group(name, currencies.pop(), sums, _time(good), len(parts), len(good), len(costed), left_out)


def _time(parts: Sequence[Earned]) -> EarnedSchedule:
    """Read earned schedule off the summed curve, where the projects share periods and a status date.

    Curves are laid on one row of periods by their ends; a project that has ended keeps its last value.
    """
    if len({part.status_date for part in parts}) > 1:
        return absent(Reason.NOT_APPLICABLE)
    ends = np.unique(np.concatenate([part.series.ends for part in parts]))
    first = min(parts, key=lambda part: part.start)
    longest = max(parts, key=lambda part: part.finish)
    begun = np.searchsorted(ends, [part.series.ends[0] for part in parts])
    ended = np.searchsorted(ends, [part.series.ends[-1] for part in parts]) + 1
    curve = np.zeros(len(ends))
    for part, begin, end in zip(parts, begun.tolist(), ended.tolist(), strict=True):
        if end - begin != len(part.series.ends):  # a period of another ends within one of its own
            return absent(Reason.NOT_APPLICABLE)
        curve[begin:end] += part.series.pv
        curve[end:] += part.series.pv[-1]
    places, last, ours = first.positions, longest.positions, longest.series.ends
    if places is None or last is None:
        return absent(Reason.NO_DATA)
    pd = last.pd + int(np.searchsorted(ends, ours[0]))
    finished = [part.positions.finished_at for part in parts if part.positions]
    known = [f + s for f, s in zip(finished, begun.tolist(), strict=True) if f is not None]
    return earned_schedule(
        curve, _total(parts, "ev"), places.at, bac=_total(parts, "bac"), pd=pd,
        finished_at=max(known) if len(known) == len(parts) else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Branch:
    """A task of the outline with the earned value of all work below it; ``uid`` is empty where it is no task."""

    uid: str
    name: str
    wbs: str
    level: int
    summary: bool
    sums: Indices


def breakdown(plan: Plan, earned: Earned, most: int = 0) -> tuple[Branch, ...]:
    """Return earned value by work breakdown: every task with the sums of what lies below it, from those sums.

    Parameters
    ----------
    plan, earned
        A plan and its measurement.
    most
        How many levels of the outline; 0 is all of them.

    Returns
    -------
    tuple[Branch, ...]
        In the plan's order, then the tasks only the baseline has, then costs of the project as a whole: the rows of
        the first level add up to the project.
    """
    if earned.by_period is None:
        return ()
    t, size = plan.tasks, len(plan.tasks)
    table = np.stack([earned.planned_value, earned.earned_value, np.nan_to_num(earned.actual_cost), earned.budget])
    inside = table[:, :size].copy()
    levels = np.ones(size, dtype=np.int64)
    for row in range(size - 1, -1, -1):
        if t.parent[row] >= 0:
            inside[:, t.parent[row]] += inside[:, row]
    for row in range(size):
        if t.parent[row] >= 0:
            levels[row] = levels[t.parent[row]] + 1

    def branch(row: int) -> Branch:
        sums = _branch_sums(earned, inside[:, row])
        return Branch(t.uid[row], t.name[row], t.wbs[row], int(levels[row]), bool(t.kind[row] == Kind.SUMMARY), sums)

    found = [branch(row) for row in range(size) if not most or levels[row] <= most]
    rest = np.array([uid == "" for uid in earned.uid[size:]], dtype=np.bool_)
    for name, mine in (("Tasks gone from the plan", ~rest), ("Costs of the project as a whole", rest)):
        extra = table[:, size:][:, mine].sum(axis=1)
        if extra.any():
            found.append(Branch("", name, "", 1, summary=True, sums=_branch_sums(earned, extra)))
    return tuple(found)


def _branch_sums(earned: Earned, four: Floats) -> Indices:
    pv, ev, ac, bac = four.tolist()
    spent = missing(Reason.NO_DATA) if earned.by_period is None or earned.by_period.ac is None else value(ac)
    return indices(pv, ev, spent, bac, weights=earned.weights, method=earned.sums.method)
