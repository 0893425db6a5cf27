"""Status of schedule and cost in word and reason."""

from __future__ import annotations

from conspectus.engine.earned import Earned
from conspectus.engine.plan import Plan
from conspectus.engine.status import Dates, Tolerances, assess
from conspectus.formats.currencies import decimals
from conspectus.review.result import Judged


def judge(plan: Plan, earned: Earned, found: Dates) -> tuple[Judged, ...]:
    """Return the status of schedule, cost and overall; what has no inputs is not assessed, and says why."""
    limits = Tolerances(minor_digits=decimals(plan.currency))
    status = assess(earned, found, tolerances=limits)
    return (
        *(Judged(d.name, d.colour.value, d.words) for d in (status.schedule, status.cost)),
        Judged("overall", status.overall.value, status.words),
    )
