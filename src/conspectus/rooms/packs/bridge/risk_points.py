"""How risks went from period to period: how many were open, and what they were expected to cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from conspectus.rooms.risks.choices import TOP_SCORE, EntryKind
from conspectus.rooms.risks.queries.kept import KeptEntry


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """Risks open at the end of a period, and their expected money in minor units where it is known and seen."""

    period: str
    last_on: date
    version: int  # 0: not frozen
    risks: int
    top: int  # in the top band
    priced: int  # with amounts, of which the sums are
    inherent: int
    exposure: int


def risk_point(period: str, last_on: date, version: int, rows: Sequence[KeptEntry]) -> RiskPoint:
    """Return the risks of a period in figures; an entry that reaches several projects counts once."""
    threats = [row for row in rows if row.kind == EntryKind.THREAT]
    priced = [row for row in threats if row.exposure is not None]
    return RiskPoint(
        period,
        last_on,
        version,
        risks=len(threats),
        top=sum(row.score >= TOP_SCORE for row in threats),
        priced=len(priced),
        inherent=sum(row.exposure or 0 if row.inherent is None else row.inherent for row in priced),
        exposure=sum(row.exposure or 0 for row in priced),
    )
