"""Plans as immutable documents: compressed Arrow columns, the same bytes for the same plan."""

from conspectus.formats.plans.document import VERSION, UnreadablePlan, digest, read_plan, write_plan

__all__ = ["VERSION", "UnreadablePlan", "digest", "read_plan", "write_plan"]
