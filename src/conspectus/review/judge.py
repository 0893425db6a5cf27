"""Status of schedule and cost in word and reason."""

from __future__ import annotations

from conspectus.engine.earned import Earned
from conspectus.engine.measure import Measure
from conspectus.engine.network import Schedule
from conspectus.engine.plan import Plan
from conspectus.review.result import DIMENSIONS, Judged


def judge(plan: Plan, earned: Earned, computed: Schedule, slip: Measure) -> tuple[Judged, ...]:
    """Return the status of schedule, cost and overall."""
    return tuple(Judged(dimension, "not_assessed") for dimension in DIMENSIONS)
