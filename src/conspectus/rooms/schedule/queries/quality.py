"""Schedule quality over the revisions of one plan: what each check measured, and what became better or worse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from conspectus.engine.measure import Measure
from conspectus.kit.ids import row_id
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.schedule.queries.figures import checks_view
from conspectus.rooms.schedule.queries.views import CheckView

SHOWN = 6  # revisions side by side


@dataclass(frozen=True, slots=True)
class RevisionQuality:
    """The checks of one revision, and how many of those that could be assessed passed."""

    number: int
    imported_at: datetime
    passed: int
    assessed: int
    checks: tuple[CheckView, ...]


@dataclass(frozen=True, slots=True)
class CheckChange:
    """What became of one check since the revision before; ``direction`` is better, worse, same or unknown."""

    code: str
    name: str
    before: Measure
    after: Measure
    change: Measure
    direction: str
    words: str


def quality_history(project: Project, number: object) -> tuple[RevisionQuality, ...]:
    """Return the checks of a revision and of the few before it, oldest first."""
    rows = project.plan_revisions.select_related("summary").filter(number__lte=row_id(number)).order_by("-number")
    return tuple(
        RevisionQuality(
            number=row.number,
            imported_at=row.imported_at,
            passed=row.summary.quality_passed,
            assessed=row.summary.quality_assessed,
            checks=checks_view(row.summary),
        )
        for row in reversed(rows[:SHOWN])
    )


def quality_trend(history: Sequence[RevisionQuality]) -> tuple[CheckChange, ...]:
    """Say for each check whether it became better or worse since the revision before; nothing where there is none."""
    from conspectus.engine.checks import compare_quality

    found = compare_quality(history[-2].checks, history[-1].checks) if len(history) > 1 else ()
    return tuple(
        CheckChange(one.code, one.name, one.older, one.newer, one.change, one.direction, one.words) for one in found
    )


def revision_trend(project: Project) -> tuple[tuple[int, int, int], ...]:
    """Return (revision, checks passed, checks assessed), oldest first: how plan quality develops."""
    rows = project.plan_revisions.order_by("number")
    return tuple(rows.values_list("number", "summary__quality_passed", "summary__quality_assessed"))
