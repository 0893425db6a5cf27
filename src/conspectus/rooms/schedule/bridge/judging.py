"""Schedule and cost judged again from what is kept of a plan, so that no plan is read for another tolerance."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conspectus.engine.measure import Measure
from conspectus.rooms.schedule.bridge.measures import measure_of
from conspectus.rooms.schedule.bridge.parts import child_of
from conspectus.rooms.schedule.bridge.tolerances import ToleranceView, bands
from conspectus.rooms.schedule.models import PlanSummary

if TYPE_CHECKING:
    from conspectus.engine.status import Dimension

# What judging needs of a summary, and what it writes into one.
NEEDED = ("currency", "part", "measures", "tolerance")
WRITTEN = ("tolerance", "schedule_colour", "schedule_words", "cost_colour", "cost_words")


def judged(
    row: PlanSummary, tolerance: ToleranceView, budget: Measure | None = None
) -> tuple[Dimension, Dimension] | None:
    """Return schedule and cost of a kept plan; None where an older version kept too little of it.

    ``budget`` is the approved one in minor units; left out, the plan's budget at completion.
    """
    from conspectus.engine.baselines import FROM_FILE
    from conspectus.engine.plan import NONE
    from conspectus.engine.status import assess_cost, assess_schedule

    child = child_of("", row.currency, "not_assessed", row.part, {})
    if child is None:
        return None
    limits, earned = bands(tolerance, row.currency), child.earned
    earned = replace(earned, time=replace(earned.time, spi_t=measure_of(row.measures.get("spi_t"))))
    return (
        assess_schedule(earned, child.dates, limits, dated=earned.status_date != NONE),
        assess_cost(earned.sums, budget, limits, row.currency, from_file=earned.source == FROM_FILE),
    )


def judge_again(row: PlanSummary, tolerance: ToleranceView) -> bool:
    """Put into a summary what another tolerance says of it; return whether anything became another."""
    if row.tolerance_id == tolerance.tolerance_id:
        return False
    found = judged(row, tolerance)
    if found is None:
        return False
    row.tolerance_id = tolerance.tolerance_id
    for one in found:
        setattr(row, f"{one.name}_colour", one.colour.value)
        setattr(row, f"{one.name}_words", one.words)
    return True
