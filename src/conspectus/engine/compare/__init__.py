"""Two revisions of a plan: what changed, and what it did to the finish."""

from conspectus.engine.compare.comparison import compare, planned_cost, told_without
from conspectus.engine.compare.identity import as_before
from conspectus.engine.compare.rows import KINDS, Cause, Change, Comparison

__all__ = ["KINDS", "Cause", "Change", "Comparison", "as_before", "compare", "planned_cost", "told_without"]
