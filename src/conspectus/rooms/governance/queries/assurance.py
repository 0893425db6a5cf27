"""Assurance reviews as a third opinion: listed beside what is declared and computed, and one whole."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from conspectus.kit.errors import NotFound
from conspectus.kit.ids import row_id
from conspectus.kit.many import of_these
from conspectus.rooms.accounts.models import User
from conspectus.rooms.governance.models import AssuranceRating, AssuranceReview
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import visible_projects
from conspectus.rooms.schedule.queries import for_rows, portfolio_projects
from conspectus.rooms.status.bridge import level_of
from conspectus.rooms.status.choices import COMPUTED_RANK, RAG, SCALES
from conspectus.rooms.status.queries import GridRow, grid_rows

_WITH = ("project__portfolio", "project__programme", "project__division", "reviewer", "published_by")


@dataclass(frozen=True, slots=True)
class AssuranceFilter:
    """What the newest reviews are narrowed to."""

    portfolio: int | None = None
    worse: bool = False  # only where the review rates worse than what is declared


@dataclass(frozen=True, slots=True)
class RatingView:
    """A rating of one dimension."""

    dimension: str
    level: str
    label: str
    colour: str
    words: str


@dataclass(frozen=True, slots=True)
class AssuranceView:
    """A review whole; ``standing`` unless it was superseded."""

    review_id: int
    project_id: int
    code: str
    name: str
    reviewed_on: date
    reviewer_id: int
    reviewer: str
    scale: str
    level: str
    label: str
    colour: str
    rank: float
    words: str
    findings: str
    published_by: str
    published_at: datetime
    supersedes: int | None
    superseded_by: int | None
    reason: str
    ratings: tuple[RatingView, ...]

    @property
    def standing(self) -> bool:
        """Whether it is the opinion that counts for its day."""
        return self.superseded_by is None


@dataclass(frozen=True, slots=True)
class AssuranceRow:
    """Three opinions of a project: reviewed, declared and computed; gaps are steps above what was reviewed."""

    review_id: int
    project_id: int
    code: str
    name: str
    manager: str
    reviewed_on: date
    age_days: int
    reviewer: str
    level: str
    label: str
    colour: str
    declared_label: str
    declared_colour: str
    declared_gap: float | None  # declared minus reviewed: above 0 the report is better than the review
    computed: str
    computed_gap: float | None


def scale_on(day: date) -> str:
    """Return the delivery confidence scale in use on a day; before there was one, green, amber and red."""
    for code, scale in SCALES.items():
        if scale.since is not None and scale.since <= day and (scale.until is None or day < scale.until):
            return code
    return RAG


def visible_reviews(by: User, on: date | None = None) -> QuerySet[AssuranceReview]:
    """Return the reviews of every project ``by`` may see."""
    seen = visible_projects(by, on).order_by()
    return AssuranceReview.objects.select_related(*_WITH, "superseded_by").filter(project__in=seen)


def get_review(by: User, review_id: object, on: date | None = None) -> AssuranceReview:
    """Return one review of a project ``by`` may see."""
    row = visible_reviews(by, on).filter(pk=row_id(review_id)).first()
    if row is None:
        raise NotFound
    return row


def reviews_of(project: Project) -> QuerySet[AssuranceReview]:
    """Return the reviews of a visible project, newest first, those superseded as well."""
    rows = AssuranceReview.objects.select_related(*_WITH, "superseded_by").prefetch_related("ratings")
    return rows.filter(project=project)


def newest_reviews(projects: Collection[int], on: date) -> dict[int, AssuranceReview]:
    """Return the newest review that stands of each project, made on a day or before; asks once for all."""
    rows = AssuranceReview.objects.filter(superseded_by=None, reviewed_on__lte=on).select_related(*_WITH)
    found: dict[int, AssuranceReview] = {}
    for row in of_these(rows, projects).order_by("reviewed_on", "pk"):
        found[row.project_id] = row
    return found


def third_opinion(project: Project, period: Period) -> AssuranceView | None:
    """Return the newest review of a visible project made by a period's last day; None without one."""
    row = newest_reviews([project.pk], period.ends_on - timedelta(days=1)).get(project.pk)
    return None if row is None else assurance_view(row)


def assurance_view(row: AssuranceReview) -> AssuranceView:
    """Return one visible review whole."""
    level = level_of(row.scale, row.level)
    after = getattr(row, "superseded_by", None)
    return AssuranceView(
        review_id=row.pk,
        project_id=row.project_id,
        code=row.project.code,
        name=row.project.name,
        reviewed_on=row.reviewed_on,
        reviewer_id=row.reviewer_id,
        reviewer=row.reviewer.name,
        scale=row.scale,
        level=row.level,
        label=level.label if level else row.level,
        colour=level.colour if level else "not_assessed",
        rank=row.rank,
        words=row.words,
        findings=row.findings,
        published_by=row.published_by.name,
        published_at=row.published_at,
        supersedes=row.supersedes_id,
        superseded_by=after.pk if after else None,
        reason=row.reason,
        ratings=tuple(_rating(one, row.scale) for one in row.ratings.all()),
    )


def opinions(by: User, wanted: AssuranceFilter = AssuranceFilter(), *, at: datetime) -> tuple[AssuranceRow, ...]:
    """Return the newest review of each project ``by`` may see beside its two other opinions.

    Those furthest below what is declared stand first. Asks the database as often for one as for a thousand.
    """
    reviewed = AssuranceReview.objects.filter(superseded_by=None).values("project")
    projects = portfolio_projects(by, at=at).filter(pk__in=reviewed)
    if wanted.portfolio is not None:
        projects = projects.filter(portfolio=wanted.portfolio)
    grid = grid_rows(for_rows(projects), at=at)
    newest = newest_reviews([one.project_id for one in grid], at.date())
    found = [_beside(newest[one.project_id], one, at.date()) for one in grid if one.project_id in newest]
    found = [one for one in found if not wanted.worse or (one.declared_gap or 0) > 0]
    return tuple(sorted(found, key=lambda one: (-(one.declared_gap or 0), -(one.computed_gap or 0), one.code)))


def _beside(row: AssuranceReview, grid: GridRow, on: date) -> AssuranceRow:
    level = level_of(row.scale, row.level)
    computed = grid.figures.overall.colour if grid.figures else "not_assessed"
    ranks = COMPUTED_RANK.get(computed), COMPUTED_RANK.get(grid.declared_colour)
    if grid.gap is not None and ranks[0] is not None:
        ranks = ranks[0], ranks[0] + grid.gap
    return AssuranceRow(
        review_id=row.pk,
        project_id=row.project_id,
        code=row.project.code,
        name=row.project.name,
        manager=grid.manager or "",
        reviewed_on=row.reviewed_on,
        age_days=max(0, (on - row.reviewed_on).days),
        reviewer=row.reviewer.name,
        level=row.level,
        label=level.label if level else row.level,
        colour=level.colour if level else "not_assessed",
        declared_label=grid.declared_label,
        declared_colour=grid.declared_colour,
        declared_gap=None if ranks[1] is None else ranks[1] - row.rank,
        computed=computed,
        computed_gap=None if ranks[0] is None else ranks[0] - row.rank,
    )


def _rating(one: AssuranceRating, scale: str) -> RatingView:
    level = level_of(scale, one.level)
    return RatingView(
        one.dimension, one.level, level.label if level else "", level.colour if level else "not_assessed", one.words
    )
