"""How compliance went from period to period: the sums of the projects that are seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from conspectus.rooms.standards.queries import Counts
from conspectus.rooms.standards.queries.kept import KeptCompliance


@dataclass(frozen=True, slots=True)
class CompliancePoint:
    """The clauses of the projects that are seen in sum, at the end of a period."""

    period: str
    last_on: date
    version: int  # 0: not frozen
    counts: Counts


def compliance_point(period: str, last_on: date, version: int, rows: Sequence[KeptCompliance]) -> CompliancePoint:
    """Return the compliance of a period in figures."""
    return CompliancePoint(period, last_on, version, sum((row.counts for row in rows), Counts()))
