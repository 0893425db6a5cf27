"""What scheduling gives back, and how it refuses."""

from __future__ import annotations

from dataclasses import dataclass

from conspectus.engine.findings import Finding
from conspectus.engine.plan import Flags, Ints


class CycleError(ValueError):
    """Tasks wait for each other in a circle; ``finding`` names the path."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.words)
        self.finding = finding


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """Dates and floats, parallel to ``plan.tasks``; ``driving`` is parallel to ``plan.links``.

    Dates are minutes since 1970 in the project's local time, ``NONE`` where a
    task has none (inactive, never finishing). Floats are working minutes of the
    task's calendar. ``start`` and ``finish`` are the scheduled dates: actual where
    they happened, late where a task is to be as late as possible, else early.
    """

    early_start: Ints
    early_finish: Ints
    late_start: Ints
    late_finish: Ints
    start: Ints
    finish: Ints
    total_float: Ints
    free_float: Ints
    critical: Flags
    driving: Flags
    project_start: int
    project_finish: int
    mode: str
    findings: tuple[Finding, ...] = ()
