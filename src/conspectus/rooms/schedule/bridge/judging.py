"""Schedule and cost judged again from what is kept of a plan: none is read for another tolerance or budget."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conspectus.engine.measure import Measure, Reason, missing, value
from conspectus.rooms.schedule.bridge.measures import measure_json, measure_of
from conspectus.rooms.schedule.bridge.parts import child_of
from conspectus.rooms.schedule.bridge.tolerances import ToleranceView, bands
from conspectus.rooms.schedule.models import CostLimit, PlanSummary

if TYPE_CHECKING:
    from conspectus.engine.status import Dimension

# What judging needs of a summary, and what it writes into one.
NEEDED = ("currency", "part", "measures", "tolerance")
WRITTEN = ("tolerance", "schedule_colour", "schedule_words", "cost_colour", "cost_words")


def held_to(limit: CostLimit | None, currency: str) -> Measure | None:
    """Return what a plan in this currency is held to; None where no budget is approved."""
    if limit is None:
        return None
    same = currency in ("", limit.currency)
    return value(limit.amount_minor) if same else missing(Reason.NO_RATE)


def budget_measures(held: Measure | None, eac: Measure) -> dict[str, Any]:
    """Return the approved budget and the variance at completion against it, as they are kept."""
    if held is None:
        return {}
    lacking = next((one for one in (held, eac) if one.value is None), None)
    variance = value((held.value or 0.0) - round(eac.value or 0.0)) if lacking is None else lacking
    return {"budget": measure_json(held), "budget_variance": measure_json(variance)}


def judged(row: PlanSummary, tolerance: ToleranceView) -> tuple[Dimension, Dimension] | None:
    """Return schedule and cost of a kept plan; None where an older version kept too little of it."""
    from conspectus.engine.plan import NONE
    from conspectus.engine.status import assess_schedule, cost_of

    child = child_of("", row.currency, "not_assessed", row.part, {})
    if child is None:
        return None
    budget = measure_of(row.measures["budget"]) if "budget" in row.measures else None
    limits, earned = bands(tolerance, row.currency), child.earned
    earned = replace(earned, time=replace(earned.time, spi_t=measure_of(row.measures.get("spi_t"))))
    return (
        assess_schedule(earned, child.dates, limits, dated=earned.status_date != NONE),
        cost_of(earned, budget, limits),
    )


def judge_again(row: PlanSummary, tolerance: ToleranceView) -> bool:
    """Put into a summary what another tolerance says of it; return whether anything became another."""
    return row.tolerance_id != tolerance.tolerance_id and judge_by(row, tolerance)


def judge_by_budget(row: PlanSummary, tolerance: ToleranceView, limit: CostLimit) -> None:
    """Put into a summary what its plan is held to from now on, and what that says of it."""
    held = held_to(limit, row.currency)
    row.measures = row.measures | budget_measures(held, measure_of(row.measures.get("eac")))
    if row.part and held is not None:
        row.part = row.part | {"held_to": measure_json(held)}
    judge_by(row, tolerance)


def judge_by(row: PlanSummary, tolerance: ToleranceView) -> bool:
    """Put into a summary what a tolerance says of it; return whether enough of its plan is kept for that."""
    found = judged(row, tolerance)
    if found is None:
        return False
    row.tolerance_id = tolerance.tolerance_id
    for one in found:
        setattr(row, f"{one.name}_colour", one.colour.value)
        setattr(row, f"{one.name}_words", one.words)
    return True
