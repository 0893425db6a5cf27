"""Earned value of one plan as the review keeps it: sums in whole minor units, measures or reasons, the curve."""

from __future__ import annotations

import numpy as np

from conspectus.engine.baselines import Approved
from conspectus.engine.earned import (
    METHODS,
    Branch,
    Budgeted,
    Costs,
    Earned,
    EarnedSchedule,
    Indices,
    absent,
    breakdown,
    cost_forecasts,
    duration_forecasts,
    indices,
    measure,
    rounded,
)
from conspectus.engine.measure import Measure, Reason
from conspectus.engine.network import Schedule
from conspectus.engine.plan import Floats, Plan
from conspectus.review.pages.cells import totals
from conspectus.review.result import Curve, Money, ProjectReview, StatusDate, Work


def measured(
    plan: Plan,
    computed: Schedule,
    status: StatusDate,
    costs: Costs | None,
    baseline: Approved | None = None,
    budget: Budgeted | None = None,
) -> tuple[Earned, Money]:
    """Measure a plan at the review's status date against an approved baseline, or the one in its file."""
    when = int(status.instant)
    found = rounded(measure(plan, when, baseline=baseline, costs=costs, budget=budget, schedule=computed))
    return found, money_of(found)


def money_of(found: Earned) -> Money:
    """Return the sums and indices of a measurement."""
    return money_from(found.currency, found.sums, found.time)


def work_of(plan: Plan, found: Earned, most: int = 0) -> tuple[Work, ...]:
    """Return earned value by work breakdown, at most so many levels of it."""
    return tuple(_work(row) for row in breakdown(plan, found, most))


def whole_of(found: Earned) -> Work:
    """Return earned value of the whole plan, as the last line of its work breakdown."""
    return _work(Branch("", "", "", 0, True, found.sums))


def _work(row: Branch) -> Work:
    sums = row.sums
    return Work(
        uid=row.uid,
        name=row.name,
        wbs=row.wbs,
        level=row.level,
        summary=row.summary,
        bac=sums.bac,
        pv=sums.pv,
        ev=sums.ev,
        ac=sums.ac,
        cv=sums.cv,
        sv=sums.sv,
        cpi=sums.cpi,
        spi=sums.spi,
        eac=sums.eac[sums.method],
        vac=sums.vac,
        percent_complete=_share(sums.percent_complete),
    )


def curve_of(found: Earned) -> Curve:
    """Return the cumulative curve; earned and spent stop at the status date."""
    series = found.series
    if not len(series.ends):
        return Curve()
    return Curve(
        tuple(int(end) for end in series.ends),
        tuple(float(amount) for amount in series.pv),
        _open(series.ev),
        _open(series.ac),
    )


def totals_by_currency(projects: tuple[ProjectReview, ...]) -> dict[str, Money]:
    """Return sums by currency; indices come from the sums of the projects that have all four figures."""
    found = {}
    for currency in sorted({project.money.currency for project in projects}):
        members = [p.money for p in projects if p.money.currency == currency]
        whole = [m for m in members if all(x.value is not None for x in (m.bac, m.pv, m.ev, m.ac))]
        if whole:
            sums = indices(*(totals(getattr(m, name) for m in whole) for name in ("pv", "ev", "ac", "bac")))
        else:
            sums = indices(*(totals(getattr(m, name) for m in members) for name in ("pv", "ev", "ac", "bac")))
        found[currency] = money_from(currency, sums, absent(Reason.NOT_APPLICABLE))
    return found


def money_from(currency: str, sums: Indices, time: EarnedSchedule) -> Money:
    """Return every measure by its name; shares are of one, time is in periods."""
    shares = ("cv_percent", "sv_percent", "percent_complete", "percent_spent", "percent_scheduled", "vac_percent")
    same = ("bac", "pv", "ev", "ac", "cv", "sv", "cpi", "spi", "vac", "etc", "tcpi_eac")
    in_time = ("spi_t", "es", "at", "ieac_t", "sv_t", "pd", "tspi")
    estimates = {name: sums.eac[name] for name in METHODS} | cost_forecasts(sums, time.spi_t)
    return Money(
        currency=currency,
        eac=sums.eac[sums.method],
        tcpi=sums.tcpi_bac,
        **{name: getattr(sums, name) for name in same},
        **{name: _share(getattr(sums, name)) for name in shares},
        **{name: getattr(time, name) for name in in_time},
        **{f"eac_{name}": each for name, each in estimates.items()},
        **{f"duration_{name}": each for name, each in duration_forecasts(time, sums).items()},
    )


def _share(percent: Measure) -> Measure:
    """Return percent points as a share of one."""
    return percent if percent.value is None else Measure(value=percent.value / 100)


def _open(column: Floats) -> tuple[float | None, ...]:
    return tuple(None if np.isnan(amount) else float(amount) for amount in column)
