"""A measure is a value or the reason why there is none; never a silent zero."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a measure has no value."""

    NO_BASELINE = "NO_BASELINE"
    DIV_ZERO = "DIV_ZERO"
    NO_DATA = "NO_DATA"
    NOT_DUE = "NOT_DUE"
    NOT_ACHIEVABLE = "NOT_ACHIEVABLE"
    NOT_APPLICABLE = "NOT_APPLICABLE"
    NO_RATE = "NO_RATE"
    TOO_FEW = "TOO_FEW"
    HIDDEN = "HIDDEN"
    NO_STATUS_DATE = "NO_STATUS_DATE"


REASON_WORDS = {
    Reason.NO_BASELINE: "there is no baseline",
    Reason.DIV_ZERO: "the divisor is zero",
    Reason.NO_DATA: "there is no data",
    Reason.NOT_DUE: "nothing was due yet",
    Reason.NOT_ACHIEVABLE: "it can no longer be achieved",
    Reason.NOT_APPLICABLE: "it does not apply",
    Reason.NO_RATE: "there is no exchange rate for the date",
    Reason.TOO_FEW: "there are too few answers",
    Reason.HIDDEN: "you may not see it",
    Reason.NO_STATUS_DATE: "there is no status date",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """Exactly one of ``value`` and ``reason`` is given."""

    value: float | None = None
    reason: Reason | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.reason is None):
            raise ValueError("a measure has either a value or a reason")
        if self.value is not None and not math.isfinite(self.value):
            raise ValueError("a measure's value must be finite")

    def __bool__(self) -> bool:
        return self.value is not None


def value(number: float) -> Measure:
    """Return a measure that has a value."""
    return Measure(value=float(number))


def missing(reason: Reason) -> Measure:
    """Return a measure that says why it has no value."""
    return Measure(reason=reason)


def ratio(top: Measure, bottom: Measure) -> Measure:
    """Divide two measures; the first reason wins, zero below gives ``DIV_ZERO``."""
    if top.value is None:
        return top
    if bottom.value is None:
        return bottom
    if bottom.value == 0:
        return missing(Reason.DIV_ZERO)
    quotient = top.value / bottom.value
    return value(quotient) if math.isfinite(quotient) else missing(Reason.DIV_ZERO)
