"""The result of a schedule-quality inspection, and its trend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from conspectus.engine.findings import Finding
from conspectus.engine.measure import REASON_WORDS, Measure, Reason, missing, value


@dataclass(frozen=True, slots=True)
class Check:
    """One point of the assessment.

    ``measure`` is in ``unit`` (``%``, ``tasks``, ``ratio``, ``days``); ``counted`` of ``population`` rows were
    found; ``passed`` is None where there is nothing to judge; ``threshold`` reads like ``<= 5``.
    """

    number: int
    code: str
    name: str
    measure: Measure
    unit: str
    threshold: str
    passed: bool | None
    counted: int
    population: int
    tasks: tuple[str, ...]
    words: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Quality:
    """The fourteen points of one plan, what else was noticed, and the share passed.

    ``score`` is passed over applicable points, 0..1. ``bei_without_unbaselined`` is the older form of the
    baseline execution index; ``hit_rate`` the share of this month's due tasks that were done in time.
    """

    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    passed: int
    applicable: int
    score: Measure
    status_date: int
    bei_without_unbaselined: Measure
    hit_rate: Measure

    def check(self, code: str) -> Check:
        """Return one point by its code."""
        return next(check for check in self.checks if check.code == code)


class Point(Protocol):
    """What of a point is needed to compare it with itself in another plan."""

    @property
    def code(self) -> str:
        """Which of the fourteen."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def unit(self) -> str:
        """What the measure counts."""

    @property
    def measure(self) -> Measure:
        """The value, or why there is none."""


@dataclass(frozen=True, slots=True)
class Trend:
    """One point in an older and a newer plan; ``direction`` is better, worse, same or unknown."""

    code: str
    name: str
    older: Measure
    newer: Measure
    change: Measure
    direction: str
    words: str


_HIGHER_IS_BETTER = {"RELATIONSHIP_TYPES", "CRITICAL_PATH_TEST", "CPLI", "BEI"}


def score_of(checks: tuple[Check, ...]) -> tuple[int, int, Measure]:
    """Return passed, applicable and their ratio."""
    judged = [check for check in checks if check.passed is not None]
    passed = sum(check.passed is True for check in judged)
    return passed, len(judged), value(passed / len(judged)) if judged else missing(Reason.NO_DATA)


def _shown(measure: Measure, unit: str) -> str:
    """Return a measure as a person reads it."""
    if measure.value is None:
        return f"not measured, because {REASON_WORDS[measure.reason or Reason.NO_DATA]}"
    if unit == "ratio":
        return f"{measure.value:.2f}"
    return f"{measure.value:.1f} %" if unit == "%" else f"{measure.value:.0f} {unit}".rstrip()


def compare_quality(older: Iterable[Point], newer: Iterable[Point]) -> tuple[Trend, ...]:
    """Say for each point of both plans whether it became better or worse from one to the next."""
    before = {point.code: point for point in older}
    return tuple(_trend(before[point.code], point) for point in newer if point.code in before)


def _trend(before: Point, after: Point) -> Trend:
    old, new = before.measure, after.measure
    if old.value is None or new.value is None:
        words = f"{after.name}: {_shown(old, after.unit)} before, {_shown(new, after.unit)} now."
        reason = new.reason or old.reason or Reason.NO_DATA
        return Trend(after.code, after.name, old, new, missing(reason), "unknown", words)
    change = new.value - old.value
    better = change > 0 if after.code in _HIGHER_IS_BETTER else change < 0
    direction = "same" if abs(change) < 1e-9 else "better" if better else "worse"
    words = f"{after.name}: {direction}, {_shown(old, after.unit)} before, {_shown(new, after.unit)} now."
    if direction == "same":
        words = f"{after.name}: unchanged at {_shown(new, after.unit)}."
    return Trend(after.code, after.name, old, new, value(change), direction, words)
