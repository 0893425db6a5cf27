"""Forecasts against what came true: the error of each, the bias of many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from conspectus.engine.measure import Measure, Reason, missing, value


@dataclass(frozen=True, slots=True)
class Score:
    """Errors taken together: ``bias`` is their mean, ``absolute`` the mean of their sizes, ``worst`` the largest."""

    count: int
    bias: Measure
    absolute: Measure
    worst: Measure


def days_off(forecast: date, truth: date) -> float:
    """Return a finish forecast minus the one that came true, in calendar days; below zero it was too early."""
    return float((forecast - truth).days)


def percent_off(forecast: int, truth: int) -> Measure:
    """Return a cost forecast minus the one that came true, in percent of it; below zero it was too low."""
    if truth == 0:
        return missing(Reason.DIV_ZERO)
    return value(100 * (forecast - truth) / abs(truth))


def score(errors: Sequence[float]) -> Score:
    """Return the errors of several forecasts of one thing taken together."""
    if not errors:
        none = missing(Reason.NO_DATA)
        return Score(0, none, none, none)
    sizes = [abs(one) for one in errors]
    return Score(len(errors), value(sum(errors) / len(errors)), value(sum(sizes) / len(sizes)), value(max(sizes)))
