"""The result of a measurement, and how it is put together and rounded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from conspectus.engine.earned.budget import Packages
from conspectus.engine.earned.figures import Figures
from conspectus.engine.earned.formulas import WEIGHTS, Indices, indices
from conspectus.engine.earned.lipke import EXACT, EarnedSchedule, absent, earned_schedule
from conspectus.engine.earned.periods import Periods
from conspectus.engine.earned.timing import Clocks
from conspectus.engine.findings import Finding
from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.engine.plan import NONE, Floats, Ints, Kind, Plan, Texts


@dataclass(frozen=True, eq=False)
class Series:
    """Cumulative values at the end of each period; earned value and actual cost are NaN after the status date."""

    labels: Texts
    ends: Ints
    pv: Floats
    ev: Floats
    ac: Floats


@dataclass(frozen=True, eq=False)
class ByPeriod:
    """Cumulative values by package. ``pv`` covers all periods; the others those up to the status date.

    Arrays [period, package]. ``finish`` is the actual finish where all work is finished.
    """

    spans: Periods
    pv: Floats
    pv_to_date: Floats
    ev: Floats
    ac: Floats | None
    finish: int


class Choices(Protocol):
    """What an assembly needs to know of the options."""

    @property
    def weights(self) -> tuple[float, float]: ...
    @property
    def method(self) -> str: ...
    @property
    def estimated_duration(self) -> float | None: ...


@dataclass(frozen=True, slots=True)
class Positions:
    """Where instants lie, counted in periods; all a curve needs to be read again."""

    at: float
    pd: float
    ed: float | None
    finished_at: float | None


@dataclass(frozen=True, eq=False)
class Earned(Figures):
    """One project measured at one status date.

    ``budget``, ``planned_value``, ``earned_value`` and ``actual_cost`` are parallel to ``uid``: the plan's tasks in
    order, then tasks only the baseline has, then "" for costs of the project as a whole. Minor units, float64.
    """

    project: str
    name: str
    currency: str
    status_date: int
    source: str  # the baseline's label, "" where there is none
    sums: Indices
    time: EarnedSchedule
    uid: Texts
    budget: Floats
    planned_value: Floats
    earned_value: Floats
    actual_cost: Floats
    start: int  # of the baseline
    finish: int
    manager_etc: float | None
    series: Series
    by_period: ByPeriod | None
    positions: Positions | None
    weights: tuple[float, float] = WEIGHTS
    findings: tuple[Finding, ...] = ()
    actual_from: str = "plan"  # or the ledger
    own_cost: Measure | None = None  # actual cost of the plan, where the ledger's took its place
    own_spent: Floats | None = None  # its curve


def assemble(
    plan: Plan,
    found: Packages,
    table: ByPeriod,
    clocks: Clocks,
    chosen: Choices,
    *,
    label: str,
    status: int,
    findings: tuple[Finding, ...],
) -> Earned:
    """Put a measurement together from its values by package and period."""
    spans, dated = table.spans, (found.budget != 0) & (found.start != NONE)
    start, finish = int(found.start[dated].min()), int(found.finish[dated].max())
    extra = table.ev.shape[1] - len(found.uid)
    positions = Positions(
        at=spans.position(clocks.own, status) if status > start else 0.0,
        pd=spans.position(clocks.own, finish),
        ed=chosen.estimated_duration,
        finished_at=None if table.finish == NONE else spans.position(clocks.own, table.finish),
    )
    bare = Earned(
        project=plan.uid,
        name=plan.name,
        currency=plan.currency,
        status_date=status,
        source=label,
        sums=indices(None, None, None, None, method=chosen.method),
        time=absent(Reason.NO_DATA),
        uid=(*found.uid, *("",) * extra),
        budget=np.pad(found.budget, (0, extra)),
        planned_value=np.zeros(0),
        earned_value=np.zeros(0),
        actual_cost=np.zeros(0),
        start=start,
        finish=finish,
        manager_etc=_manager_etc(plan),
        series=Series((), np.zeros(0, np.int64), np.zeros(0), np.zeros(0), np.zeros(0)),
        by_period=table,
        positions=positions,
        weights=chosen.weights,
        findings=findings,
    )
    return _filled(bare, bare.budget, table)


def _filled(earned: Earned, budget: Floats, table: ByPeriod) -> Earned:
    """Compute totals, indices and earned schedule from packages and periods; everything is a sum of those."""
    places = earned.positions or Positions(0.0, 0.0, None, None)
    pv, ev = table.pv_to_date[-1], table.ev[-1]
    ac = np.full(len(ev), np.nan) if table.ac is None else table.ac[-1]
    bac, total = float(budget.sum()), float(ev.sum())
    if abs(total - bac) <= EXACT * abs(bac):
        total = bac  # the same money summed in another order
    curve = table.pv.sum(axis=1)
    sums = indices(
        float(pv.sum()),
        total,
        missing(Reason.NO_DATA) if table.ac is None else value(ac.sum()),
        bac,
        manager_etc=earned.manager_etc,
        weights=earned.weights,
        method=earned.sums.method,
    )
    time = earned_schedule(curve, total, places.at, bac=bac, pd=places.pd, ed=places.ed, finished_at=places.finished_at)
    size = len(curve)
    series = Series(
        table.spans.labels,
        table.spans.ends,
        curve,
        _padded(table.ev.sum(axis=1), size),
        np.full(size, np.nan) if table.ac is None else _padded(table.ac.sum(axis=1), size),
    )
    return replace(
        earned, sums=sums, time=time, budget=budget, planned_value=pv, earned_value=ev, actual_cost=ac,
        series=series, by_period=table,
    )  # fmt: skip


def _padded(known: Floats, size: int) -> Floats:
    return np.concatenate([known, np.full(size - len(known), np.nan)])


def rounded(earned: Earned) -> Earned:
    """Return the measurement as it is stored: whole minor units, half to even.

    What a work package has cumulated by the end of a period is rounded once; increments, totals and ratios come
    from those integers, so that parts always add up to the whole.
    """
    table = earned.by_period
    if table is None:
        return earned
    whole = ByPeriod(
        table.spans,
        np.rint(table.pv),
        np.rint(table.pv_to_date),
        np.rint(table.ev),
        None if table.ac is None else np.rint(table.ac),
        table.finish,
    )
    return _filled(earned, np.rint(earned.budget), whole)


def _manager_etc(plan: Plan) -> float | None:
    """Return what the plan itself still expects to spend; None where it holds no costs."""
    t = plan.tasks
    leaf = (t.kind != Kind.SUMMARY) & t.active
    left = np.where(np.isnan(t.remaining_cost), t.cost - np.nan_to_num(t.actual_cost), t.remaining_cost)
    known = leaf & ~np.isnan(left)
    return float(left[known].sum()) if known.any() else None


def blank(
    plan: Plan, status: int, label: str, reason: Reason, actual: float | None, findings: tuple[Finding, ...]
) -> Earned:
    """Return a measurement that says why it has no values."""
    none: Measure = missing(reason)
    size = len(plan.tasks)
    empty = np.zeros(0)
    spent = none if reason is Reason.NO_STATUS_DATE else missing(Reason.NO_DATA)
    return Earned(
        project=plan.uid,
        name=plan.name,
        currency=plan.currency,
        status_date=status,
        source=label,
        sums=indices(none, none, spent if actual is None else value(actual), none, manager_etc=_manager_etc(plan)),
        time=absent(reason),
        uid=plan.tasks.uid,
        budget=np.zeros(size),
        planned_value=np.zeros(size),
        earned_value=np.zeros(size),
        actual_cost=np.where(plan.tasks.kind == Kind.SUMMARY, np.nan, plan.tasks.actual_cost),
        start=NONE,
        finish=NONE,
        manager_etc=_manager_etc(plan),
        series=Series((), np.zeros(0, np.int64), empty, empty, empty),
        by_period=None,
        positions=None,
        findings=findings,
    )
