"""Rows as values that are reckoned with: how promises stand, what readiness rests on."""

from conspectus.rooms.governance.bridge.promises import Kept, counted, late_days, outcome

__all__ = ["Kept", "counted", "late_days", "outcome"]
