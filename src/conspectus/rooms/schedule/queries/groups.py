"""The status of the whole and of its programmes, from their own sums, for rows of the portfolio table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from conspectus.engine.measure import Reason
from conspectus.rooms.schedule.bridge.parts import child_of
from conspectus.rooms.schedule.models import PlanSummary
from conspectus.rooms.schedule.queries.views import PortfolioRow

if TYPE_CHECKING:
    from conspectus.review.result import GroupReview

_MANY = 500  # beyond this a list of ids costs the database more than reading all


def group_status(rows: Sequence[PortfolioRow], whole: str) -> tuple[GroupReview, ...]:
    """Return the whole, then each programme; a project whose money the reader may not see is in no sum.

    Asks the database once, however many rows there are.
    """
    from conspectus.review.grouped import groups

    seen = {row.project_id: row for row in rows if row.figures and row.figures.money.bac.reason is not Reason.HIDDEN}
    if len(seen) < 2:
        return ()
    kept = PlanSummary.objects.filter(is_current=True)
    if len(seen) <= _MANY:
        kept = kept.filter(revision__project__in=list(seen))
    found = {project: (part, curve) for project, part, curve in kept.values_list("revision__project", "part", "curve")}
    parts = []
    for project, row in sorted(seen.items(), key=lambda item: (item[1].programme, item[1].code)):
        if project not in found or row.figures is None:
            continue
        figures = row.figures
        child = child_of(row.name, figures.money.currency, figures.overall.colour, *found[project])
        if child is not None:
            parts.append((row.programme, child))
    return groups(parts, whole)
