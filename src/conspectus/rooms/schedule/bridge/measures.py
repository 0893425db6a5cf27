"""A measure as it is kept and sent, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conspectus.engine.measure import Measure, Reason


def measure_json(measure: Measure) -> dict[str, Any]:
    """Return a measure as it is kept and sent: a value or a reason."""
    return {"value": measure.value} if measure.reason is None else {"reason": measure.reason.value}


def measure_of(kept: Mapping[str, Any] | None) -> Measure:
    """Return the measure that was kept; nothing kept means no data."""
    if not kept:
        return Measure(reason=Reason.NO_DATA)
    return Measure(value=kept["value"]) if "value" in kept else Measure(reason=Reason(kept["reason"]))
