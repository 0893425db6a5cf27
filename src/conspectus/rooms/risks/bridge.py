"""What follows from the numbers of an entry: scores and expected money."""

from __future__ import annotations

from conspectus.rooms.risks.choices import MIDDLE_SCORE, TOP_SCORE, UNCERTAIN
from conspectus.rooms.risks.models import RegisterEntry


def impact_of(row: RegisterEntry) -> int:
    """Return the gravest of the impacts in time, money and quality; 0 where none is given."""
    return max(row.impact_time or 0, row.impact_cost or 0, row.impact_quality or 0)


def compute(row: RegisterEntry) -> None:
    """Write the columns of a row that follow from others; an issue has happened, so its score is its impact alone."""
    certain = row.kind not in UNCERTAIN
    row.score = (5 if certain else row.probability or 0) * impact_of(row)
    row.residual_score = (row.residual_probability or 0) * (row.residual_impact or 0)
    row.inherent_minor = expected(row.percent, row.cost_minor)
    remaining = expected(row.residual_percent, row.residual_cost_minor)
    row.exposure_minor = row.inherent_minor if remaining is None else remaining


def expected(percent: int | None, cost_minor: int | None) -> int | None:
    """Return probability times impact in minor units, half to even; None where one of them is not given."""
    if percent is None or cost_minor is None:
        return None
    whole, left = divmod(percent * cost_minor, 100)
    return whole + (left > 50 or (left == 50 and whole % 2 == 1))


def band(score: int) -> str:
    """Return the band of a score: top, middle, low, or none where it is not assessed."""
    if not score:
        return "none"
    return "top" if score >= TOP_SCORE else "middle" if score >= MIDDLE_SCORE else "low"
