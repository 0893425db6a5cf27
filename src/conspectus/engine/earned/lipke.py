"""Earned schedule: schedule performance in time, read off the planned value curve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from conspectus.engine.earned.formulas import Indices, combine, times
from conspectus.engine.measure import Measure, Reason, missing, ratio, value
from conspectus.engine.plan import Floats

EXACT = 1e-9  # sums of the same money in another order differ by less than this share of the budget


@dataclass(frozen=True, slots=True)
class EarnedSchedule:
    """Earned schedule and what follows, in periods."""

    es: Measure
    at: Measure
    pd: Measure
    sv_t: Measure
    spi_t: Measure
    ieac_t: Measure  # PD / SPI(t)
    tspi: Measure  # to the planned duration
    tspi_ed: Measure  # to the estimated duration where one is given


def absent(reason: Reason) -> EarnedSchedule:
    """Return an earned schedule in which everything is missing for one reason."""
    none = missing(reason)
    return EarnedSchedule(none, none, none, none, none, none, none, none)


def planned_duration(pv: Floats, budget: float) -> float:
    """Return the number of the first period in which the whole budget is planned."""
    reached = np.flatnonzero(pv >= budget * (1 - EXACT))
    return float(reached[0] + 1) if len(reached) else float(len(pv))


def periods_earned(pv: Floats, ev: float, budget: float, pd: float) -> float:
    """Return ES = C + I: the periods in which the plan wanted to earn what has been earned.

    C counts every period whose planned value is met, so a flat stretch counts whole; I goes
    linearly within the next period, which is shorter than one where the plan ends inside it.
    """
    if ev <= 0:
        return 0.0
    if ev >= budget * (1 - EXACT):
        return pd
    met = int(np.searchsorted(pv, ev + budget * EXACT, side="right"))
    if met >= len(pv):
        return pd
    below = float(pv[met - 1]) if met else 0.0
    step = float(pv[met]) - below
    return min(pd, met + (ev - below) / step * min(1.0, max(pd - met, 0.0)))


def earned_schedule(
    pv: Sequence[float] | Floats,
    ev: float,
    at: float,
    *,
    bac: float | None = None,
    pd: float | None = None,
    ed: float | None = None,
    finished_at: float | None = None,
) -> EarnedSchedule:
    """Compute earned schedule by Lipke's definition.

    Parameters
    ----------
    pv
        Cumulative planned value at the end of each period, [period].
    ev
        Earned value at the status date.
    at
        Periods elapsed at the status date.
    bac, pd, ed
        Budget (else the last planned value), planned duration in periods (else the period in
        which the budget is planned in full), estimated or negotiated duration.
    finished_at
        Periods elapsed at the actual finish: time stands still there once all is earned.

    Returns
    -------
    EarnedSchedule
        Nothing earned: ES 0 and no forecast. AT 0: ``NO_DATA``. AT >= PD: no index to the planned duration.

    References
    ----------
    Lipke and Henderson, Earned Schedule training, 2006.
    """
    curve = np.asarray(pv, dtype=np.float64)
    budget = float(curve[-1]) if bac is None and len(curve) else float(bac or 0.0)
    if not len(curve) or budget <= 0:
        return absent(Reason.NO_DATA)
    ev, at = float(ev), float(at)  # plain numbers overflow to infinity in silence, which ratio() answers for
    planned = planned_duration(curve, budget) if pd is None else float(pd)
    es = periods_earned(curve, ev, budget, planned)
    if finished_at is not None and ev >= budget * (1 - EXACT):
        at = min(at, finished_at)
    none = missing(Reason.NO_DATA)
    if at <= 0:
        return EarnedSchedule(value(es), value(at), value(planned), none, none, none, none, none)
    index = ratio(value(es), value(at))
    left = value(planned - es)
    late = missing(Reason.NOT_ACHIEVABLE)
    return EarnedSchedule(
        es=value(es),
        at=value(at),
        pd=value(planned),
        sv_t=value(es - at),
        spi_t=index,
        ieac_t=ratio(value(planned), index) if es > 0 else none,
        tspi=ratio(left, value(planned - at)) if at < planned else late,
        tspi_ed=none if ed is None else ratio(left, value(ed - at)) if at < ed else late,
    )


def duration_forecasts(found: EarnedSchedule, sums: Indices) -> Mapping[str, Measure]:
    """Return nine forecasts of the total duration in periods: three methods with three factors.

    Planned value (pv), earned duration (ed) and earned schedule (es), each with performance as planned (1),
    as the schedule index and as schedule times cost index.

    References
    ----------
    Vandevoorde and Vanhoucke, International Journal of Project Management 24 (2006).
    """
    at, pd, one = found.at, found.pd, value(1.0)
    both, both_t = times(sums.spi, sums.cpi), times(found.spi_t, sums.cpi)
    earned = times(at, sums.spi)
    behind = times(sums.sv, ratio(pd, sums.bac))  # SV over the mean planned value a period

    def ahead(done: Measure, factor: Measure) -> Measure:
        left = combine(pd, done, -1.0)
        return at if left.value == 0 else combine(at, ratio(left, factor))

    return {
        "pv_1": combine(pd, behind, -1.0),
        "pv_spi": ratio(pd, sums.spi),
        "pv_sci": ratio(pd, both),
        "ed_1": ahead(earned, one),
        "ed_spi": ahead(earned, sums.spi),
        "ed_sci": ahead(earned, both),
        "es_1": ahead(found.es, one),
        "es_spi_t": ahead(found.es, found.spi_t),
        "es_sci_t": ahead(found.es, both_t),
    }
