"""Schedule quality: fourteen points, findings, and how they change."""

from conspectus.engine.checks.hygiene import staleness
from conspectus.engine.checks.inspection import inspect
from conspectus.engine.checks.quality import Check, Quality, Trend, compare_quality
from conspectus.engine.checks.sight import Limits

__all__ = [
    "Check",
    "Limits",
    "Quality",
    "Trend",
    "compare_quality",
    "inspect",
    "staleness",
]
