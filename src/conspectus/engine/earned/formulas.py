"""Indices, variances and estimates at completion from four sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conspectus.engine.measure import Measure, Reason, missing, ratio, value

PLANNED, CPI, COMPOSITE, WEIGHTED, BOTTOM_UP = "planned", "cpi", "composite", "weighted", "bottom_up"
METHODS = (PLANNED, CPI, COMPOSITE, WEIGHTED, BOTTOM_UP)
WEIGHTS = (0.8, 0.2)


@dataclass(frozen=True, slots=True)
class Indices:
    """What follows from budget, planned value, earned value and actual cost.

    ``eac`` and ``etc_by`` hold an estimate for each method of ``METHODS``; ``etc``, ``vac`` and
    ``tcpi_eac`` follow ``method``. Percents are in percent points; money is in minor units.
    """

    bac: Measure
    pv: Measure
    ev: Measure
    ac: Measure
    cv: Measure
    sv: Measure
    cv_percent: Measure
    sv_percent: Measure
    cpi: Measure
    spi: Measure
    percent_complete: Measure
    percent_spent: Measure
    percent_scheduled: Measure
    method: str
    eac: Mapping[str, Measure]
    etc_by: Mapping[str, Measure]
    etc: Measure
    vac: Measure
    vac_percent: Measure
    tcpi_bac: Measure
    tcpi_eac: Measure


def measured(number: Measure | float | None) -> Measure:
    """Return ``number`` as a measure; None is ``NO_DATA``."""
    if isinstance(number, Measure):
        return number
    return missing(Reason.NO_DATA) if number is None else value(number)


def combine(first: Measure, second: Measure, factor: float = 1.0) -> Measure:
    """Return ``first + factor * second``; the first reason wins."""
    if first.value is None:
        return first
    if second.value is None:
        return second
    return value(first.value + factor * second.value)


def scaled(measure: Measure, factor: float) -> Measure:
    """Multiply a measure by a plain number."""
    return measure if measure.value is None else value(measure.value * factor)


def times(first: Measure, second: Measure) -> Measure:
    """Multiply two measures; the first reason wins."""
    if first.value is None:
        return first
    return second if second.value is None else value(first.value * second.value)


def estimate(bac: Measure, ev: Measure, ac: Measure, factor: Measure) -> Measure:
    """Return the general estimate at completion, AC + (BAC - EV) / efficiency factor."""
    left = combine(bac, ev, -1.0)
    if left.value == 0:
        return ac  # nothing is left to do, whatever the efficiency was
    return combine(ac, ratio(left, factor))


def tcpi(bac: Measure, ev: Measure, ac: Measure, goal: Measure) -> Measure:
    """Return the efficiency needed from now on to end at ``goal``; no money left means not achievable."""
    left, money = combine(bac, ev, -1.0), combine(goal, ac, -1.0)
    if left.value is None:
        return left
    if money.value is None:
        return money
    if money.value <= 0:
        return missing(Reason.NOT_ACHIEVABLE)
    return ratio(left, money)


def indices(
    pv: Measure | float | None,
    ev: Measure | float | None,
    ac: Measure | float | None,
    bac: Measure | float | None,
    *,
    manager_etc: Measure | float | None = None,
    weights: tuple[float, float] = WEIGHTS,
    method: str = CPI,
) -> Indices:
    """Compute every index, variance and estimate of one sum.

    Parameters
    ----------
    pv, ev, ac, bac
        Planned value, earned value, actual cost and budget at completion, minor units.
    manager_etc
        The manager's own estimate to complete, for the bottom-up estimate.
    weights
        Weights of CPI and SPI in the weighted estimate.
    method
        The estimate that ``etc``, ``vac`` and ``tcpi_eac`` follow.

    Returns
    -------
    Indices
        Each a value or a reason; a division by zero is ``DIV_ZERO``, never 0 or infinity.
    """
    p, e, a, b = measured(pv), measured(ev), measured(ac), measured(bac)
    cost_index, schedule_index = ratio(e, a), ratio(e, p)
    blend = combine(scaled(cost_index, weights[0]), scaled(schedule_index, weights[1]))
    eac = {
        PLANNED: combine(a, combine(b, e, -1.0)),
        CPI: estimate(b, e, a, cost_index),
        COMPOSITE: estimate(b, e, a, times(cost_index, schedule_index)),
        WEIGHTED: estimate(b, e, a, blend),
        BOTTOM_UP: combine(a, measured(manager_etc)),
    }
    cv, sv, chosen = combine(e, a, -1.0), combine(e, p, -1.0), eac[method]
    vac = combine(b, chosen, -1.0)
    return Indices(
        bac=b,
        pv=p,
        ev=e,
        ac=a,
        cv=cv,
        sv=sv,
        cv_percent=scaled(ratio(cv, e), 100),
        sv_percent=scaled(ratio(sv, p), 100),
        cpi=cost_index,
        spi=schedule_index,
        percent_complete=scaled(ratio(e, b), 100),
        percent_spent=scaled(ratio(a, b), 100),
        percent_scheduled=scaled(ratio(p, b), 100),
        method=method,
        eac=eac,
        etc_by={name: combine(each, a, -1.0) for name, each in eac.items()},
        etc=combine(chosen, a, -1.0),
        vac=vac,
        vac_percent=scaled(ratio(vac, b), 100),
        tcpi_bac=tcpi(b, e, a, b),
        tcpi_eac=tcpi(b, e, a, chosen),
    )


def cost_forecasts(found: Indices, spi_t: Measure) -> dict[str, Measure]:
    """Return the estimates at completion that lean on a schedule index, by the name of their factor."""
    cpi, spi = found.cpi, found.spi
    factors = {
        "spi": spi,
        "spi_t": spi_t,
        "cpi_spi_t": times(cpi, spi_t),
        "weighted_spi_t": combine(scaled(cpi, WEIGHTS[0]), scaled(spi_t, WEIGHTS[1])),
    }
    return {name: estimate(found.bac, found.ev, found.ac, factor) for name, factor in factors.items()}
