"""The portfolio table of a review."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conspectus.engine.measure import Measure
from conspectus.review import ProjectReview, Review

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}( \(\d+\))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One project of a review with what the table shows of it."""

    project: ProjectReview
    colours: tuple[tuple[str, str, str], ...]  # dimension, colour, words
    passed: int
    assessed: int
    findings: int

    @property
    def code(self) -> str:
        """The project's code; an identifier that only programs read is none."""
        return "" if _GUID.fullmatch(self.project.id) else self.project.id


@dataclass(frozen=True, slots=True)
class ReviewTotal:
    """Sums of one currency."""

    currency: str
    bac: Measure
    ev: Measure
    ac: Measure
    eac: Measure
    cpi: Measure
    spi: Measure


def review_rows(review: Review) -> list[ReviewRow]:
    """Return a row for each project."""
    made = []
    for project in review.projects:
        known = [row for row in project.checks if row.passed is not None]
        judged = tuple((one.dimension, one.colour, one.words) for one in project.status)
        made.append(
            ReviewRow(project, judged, sum(bool(row.passed) for row in known), len(known), len(review.of(project.id)))
        )
    return made


def review_totals(review: Review) -> list[ReviewTotal]:
    """Return the sums by currency, as the review has them."""
    return [
        ReviewTotal(currency, money.bac, money.ev, money.ac, money.eac, money.cpi, money.spi)
        for currency, money in sorted(review.totals.items())
    ]
