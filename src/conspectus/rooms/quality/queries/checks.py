"""Quality checks across projects, with what their reviews found; each as far as its project may be seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from conspectus.kit.errors import Invalid, NotFound
from conspectus.kit.ids import row_id
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import ProjectFilter, find_projects
from conspectus.rooms.quality.choices import CheckState, ReviewResult
from conspectus.rooms.quality.models import QualityCheck, QualityReview

WHICH = ("", "overdue", "open", "held", "dropped")


@dataclass(frozen=True, slots=True)
class CheckFilter:
    """What a list of checks is narrowed to; ``which`` is overdue, open (without a review), held or dropped."""

    project: int | None = None
    portfolio: int | None = None
    which: str = ""


@dataclass(frozen=True, slots=True)
class CheckView:
    """A check on a day: how often it was held, what came of it last; ``days_late`` past its day without a review."""

    row: QualityCheck
    criteria: str  # its own, else its deliverable's
    held: int = 0
    result: str = ""
    held_on: date | None = None
    days_late: int = 0

    @property
    def result_words(self) -> str:
        """What came of it last, in words."""
        return str(ReviewResult(self.result).label) if self.result else ""


def find_checks(by: User, wanted: CheckFilter, on: date) -> QuerySet[QualityCheck]:
    """Return the checks of every project ``by`` may see that the filter leaves, the first planned first."""
    if wanted.which not in WHICH:
        raise Invalid("which", "Ask for overdue, open, held or dropped.", "which")
    projects = find_projects(by, ProjectFilter(portfolio=wanted.portfolio), on).order_by()
    if wanted.project is not None:
        projects = projects.filter(pk=wanted.project)
    rows = QualityCheck.objects.filter(project__in=projects.values("pk"))
    rows = rows.select_related("project", "deliverable__project", "checker")
    held = QualityReview.objects.exclude(of_check=None).values("of_check")
    if wanted.which == "held":
        rows = rows.filter(pk__in=held)
    elif wanted.which == "dropped":
        rows = rows.filter(state=CheckState.DROPPED)
    elif wanted.which:
        rows = rows.filter(state=CheckState.PLANNED).exclude(pk__in=held)
        rows = rows.filter(planned_on__lt=on) if wanted.which == "overdue" else rows
    return rows.order_by(F("planned_on").asc(nulls_last=True), "pk")


def get_check(by: User, check_id: object, on: date) -> QualityCheck:
    """Return one check of a project ``by`` may see."""
    row = find_checks(by, CheckFilter(), on).filter(pk=row_id(check_id)).first()
    if row is None:
        raise NotFound
    return row


def check_views(rows: Sequence[QualityCheck], on: date) -> list[CheckView]:
    """Return checks with what their reviews found, as often asking the database for one as for many."""
    reviews = QualityReview.objects.filter(of_check__in=[row.pk for row in rows]).order_by("held_on", "pk")
    held: dict[int | None, list[tuple[date, str]]] = defaultdict(list)
    for check, day, result in reviews.values_list("of_check", "held_on", "result"):
        held[check].append((day, result))
    found = []
    for row in rows:
        criteria = row.criteria or (row.deliverable.criteria if row.deliverable else "")
        if row.pk in held:
            day, result = held[row.pk][-1]
            found.append(CheckView(row, criteria, len(held[row.pk]), result, day))
            continue
        waits = row.state == CheckState.PLANNED and row.planned_on is not None
        late = (on - row.planned_on).days if waits and row.planned_on else 0
        found.append(CheckView(row, criteria, days_late=max(late, 0)))
    return found


def reviews_of(project: Project) -> QuerySet[QualityReview]:
    """Return the reviews of a project the caller has shown to be visible, the newest first."""
    rows = project.quality_reviews.select_related("reviewer", "recorded_by", "deliverable", "of_check")
    return rows.order_by("-held_on", "-pk")
