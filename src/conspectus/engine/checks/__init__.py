"""Schedule quality: fourteen points, findings, and how they change."""

from conspectus.engine.checks.hygiene import STALE_DAYS, baseline_drift, stale, staleness
from conspectus.engine.checks.inspection import inspect
from conspectus.engine.checks.quality import Check, Quality, Trend, compare_quality
from conspectus.engine.checks.sight import Limits

__all__ = [
    "STALE_DAYS",
    "Check",
    "Limits",
    "Quality",
    "Trend",
    "baseline_drift",
    "compare_quality",
    "inspect",
    "stale",
    "staleness",
]
