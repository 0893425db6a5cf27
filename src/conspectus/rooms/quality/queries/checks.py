"""Quality checks across projects, with what their reviews found; each as far as its project may be seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from conspectus.kit.errors import Invalid, NotFound
from conspectus.kit.ids import row_id
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import ProjectFilter, find_projects
from conspectus.rooms.portfolio.rules import persons
from conspectus.rooms.quality.choices import CheckMethod, CheckState, ReviewResult
from conspectus.rooms.quality.models import QualityCheck, QualityReview

AHEAD = 30  # days, for which a check counts as coming up
WHICH = ("", "overdue", "coming", "open", "held", "passed", "remarks", "failed", "dropped")
_LAST = QualityReview.objects.filter(of_check=OuterRef("pk")).order_by("-held_on", "-pk")
SORTS: dict[str, tuple[Any, ...]] = {
    "planned": (F("planned_on").asc(nulls_last=True), "pk"),
    "-planned": (F("planned_on").desc(nulls_last=True), "-pk"),
    "held": (F("last_on").desc(nulls_last=True), "-pk"),
    "project": ("project__code", F("planned_on").asc(nulls_last=True), "pk"),
}


@dataclass(frozen=True, slots=True)
class CheckFilter:
    """What a list of checks is narrowed to; the same object for page, API, command and export.

    ``which`` is overdue, coming (in 30 days), open (without a review), held, what its last review said, or dropped.
    """

    project: int | None = None
    portfolio: int | None = None
    which: str = ""
    text: str = ""
    programme: int | None = None
    division: int | None = None
    method: str = ""
    whose: str = ""  # mine, nobody
    sort: str = "planned"


@dataclass(frozen=True, slots=True)
class CheckView:
    """A check on a day: how often it was held, what came of it last and why; ``days_late`` past its day without one."""

    row: QualityCheck
    criteria: str  # its own, else its deliverable's
    held: int = 0
    result: str = ""
    words: str = ""
    held_on: date | None = None
    days_late: int = 0

    @property
    def result_words(self) -> str:
        """What came of it last, in words."""
        return str(ReviewResult(self.result).label) if self.result else ""


def find_checks(by: User, wanted: CheckFilter, on: date) -> QuerySet[QualityCheck]:
    """Return the checks of every project ``by`` may see that the filter leaves, in its order."""
    _check(wanted)
    places = {name: getattr(wanted, name) for name in ("portfolio", "programme", "division")}
    projects = find_projects(by, ProjectFilter(**places), on).order_by()
    if wanted.project is not None:
        projects = projects.filter(pk=wanted.project)
    rows = QualityCheck.objects.filter(project__in=projects.values("pk"))
    rows = rows.select_related("project", "deliverable__project", "checker")
    if wanted.method:
        rows = rows.filter(method=wanted.method)
    if wanted.whose:
        rows = rows.filter(checker__in=persons(by, on)) if wanted.whose == "mine" else rows.filter(checker=None)
    if "\0" in wanted.text:  # PostgreSQL cannot even be asked for it
        return rows.none()
    if text := wanted.text.strip():
        named = Q(name__icontains=text) | Q(deliverable__name__icontains=text)
        rows = rows.filter(named | Q(project__code__icontains=text))
    if wanted.sort == "held":
        rows = rows.annotate(last_on=Subquery(_LAST.values("held_on")[:1]))
    return _of_course(rows, wanted.which, on).order_by(*SORTS[wanted.sort])


def _of_course(rows: QuerySet[QualityCheck], which: str, on: date) -> QuerySet[QualityCheck]:
    """Return the checks that stand where it is asked for."""
    if which == "dropped":
        return rows.filter(state=CheckState.DROPPED)
    if which in ReviewResult.values:
        return rows.annotate(last=Subquery(_LAST.values("result")[:1])).filter(last=which)
    if which == "held":
        return rows.filter(Exists(_LAST))
    if which:
        rows = rows.filter(~Exists(_LAST), state=CheckState.PLANNED)
    if which == "overdue":
        return rows.filter(planned_on__lt=on)
    return rows.filter(planned_on__gte=on, planned_on__lte=on + timedelta(days=AHEAD)) if which == "coming" else rows


def get_check(by: User, check_id: object, on: date) -> QualityCheck:
    """Return one check of a project ``by`` may see."""
    row = find_checks(by, CheckFilter(), on).filter(pk=row_id(check_id)).first()
    if row is None:
        raise NotFound
    return row


def check_views(rows: Sequence[QualityCheck], on: date) -> list[CheckView]:
    """Return checks with what their reviews found, as often asking the database for one as for many."""
    reviews = QualityReview.objects.filter(of_check__in=[row.pk for row in rows]).order_by("held_on", "pk")
    held: dict[int | None, list[tuple[date, str, str]]] = defaultdict(list)
    for check, day, result, words in reviews.values_list("of_check", "held_on", "result", "words"):
        held[check].append((day, result, words))
    found = []
    for row in rows:
        criteria = row.criteria or (row.deliverable.criteria if row.deliverable else "")
        if row.pk in held:
            day, result, words = held[row.pk][-1]
            found.append(CheckView(row, criteria, len(held[row.pk]), result, words, day))
            continue
        waits = row.state == CheckState.PLANNED and row.planned_on is not None
        late = (on - row.planned_on).days if waits and row.planned_on else 0
        found.append(CheckView(row, criteria, days_late=max(late, 0)))
    return found


def reviews_of(project: Project) -> QuerySet[QualityReview]:
    """Return the reviews of a project the caller has shown to be visible, the newest first."""
    rows = project.quality_reviews.select_related("reviewer", "recorded_by", "deliverable", "of_check")
    return rows.order_by("-held_on", "-pk")


def _check(wanted: CheckFilter) -> None:
    if wanted.which not in WHICH:
        raise Invalid("which", "Ask for overdue, coming, open, held, passed, remarks, failed or dropped.", "which")
    if wanted.method not in ("", *CheckMethod.values):
        raise Invalid("method", "There is no such way to check.", "method")
    if wanted.whose not in ("", "mine", "nobody"):
        raise Invalid("whose", "Whose: mine, or nobody's.", "whose")
    if wanted.sort not in SORTS:
        raise Invalid("sort", "Cannot sort by '%(sort)s'.", "sort", sort=wanted.sort[:60])
