"""Status of schedule and cost in word and reason."""

from __future__ import annotations

from dataclasses import replace

from conspectus.engine.earned import Earned
from conspectus.engine.measure import Measure
from conspectus.engine.plan import Plan
from conspectus.engine.status import Dates, Status, Tolerances, assess
from conspectus.formats.currencies import decimals
from conspectus.review.result import Judged


def judge(plan: Plan, earned: Earned, found: Dates, tolerances: Tolerances, held_to: Measure | None) -> Status:
    """Return the computed status; what has no inputs is not assessed, and says why."""
    limits = replace(tolerances, minor_digits=decimals(plan.currency))
    return assess(earned, found, budget=held_to, tolerances=limits)


def judged_of(status: Status) -> tuple[Judged, ...]:
    """Return the status of schedule, cost and overall in word and reason."""
    return (
        *(Judged(d.name, d.colour.value, d.words) for d in (status.schedule, status.cost)),
        Judged("overall", status.overall.value, status.words),
    )
