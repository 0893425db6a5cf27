"""Assurance reviews: published whole, superseded with a reason, never edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from conspectus.kit.amounts import check_day
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.texts import clean_text
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.governance.models import AssuranceRating, AssuranceReview
from conspectus.rooms.governance.queries import scale_on
from conspectus.rooms.governance.rules import refuse_partial
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.status.bridge import level_of
from conspectus.rooms.status.choices import SCALES, Dimension, Level


@dataclass(frozen=True, slots=True)
class Rated:
    """What a review rates one dimension as, and why."""

    dimension: str
    level: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class NewReview:
    """A review: rated by ``level`` of ``scale``, where that is left out of the one in use on the day."""

    reviewed_on: date
    reviewer: Person
    level: str
    words: str
    findings: str = ""
    scale: str = ""
    ratings: Sequence[Rated] = ()


@deed("publish_review", "published an assurance review", needs=Ability.STEER)
def publish_review(
    *,
    project: Project,
    new: NewReview,
    supersedes: AssuranceReview | None = None,
    reason: str = "",
    by: User,
    at: datetime,
) -> AssuranceReview:
    """Publish what a reviewer from outside found of a project; it never changes.

    Refuses a reviewer, and a publisher, with a part in the project, a day to
    come, unknown levels, a dimension twice, and to supersede what was
    superseded already or to give no reason for it.
    """
    require(by, "publish_review", project, at.date())
    for person in (new.reviewer, by.person):
        refuse_partial(person, project, at.date())
    if check_day(new.reviewed_on, "reviewed_on") > at.date():
        raise Invalid("reviewed_on", "%(day)s has not come yet.", "reviewed_on", day=new.reviewed_on.isoformat())
    scale = new.scale or scale_on(new.reviewed_on)
    level, ratings = _level(scale, new.level, "level"), _ratings(scale, new.ratings)
    reason = clean_text(reason, "reason", required=supersedes is not None)
    row = AssuranceReview(
        project=project,
        reviewed_on=new.reviewed_on,
        reviewer=new.reviewer,
        scale=scale,
        level=level.code,
        rank=level.rank,
        words=clean_text(new.words, "words", required=True),
        findings=clean_text(new.findings, "findings", most=20_000),
        published_by=by.person,
        published_at=at,
        supersedes=supersedes,
        reason=reason,
    )
    with audited("publish_review", by=by, at=at) as line:
        Project.objects.select_for_update().get(pk=project.pk)
        _refuse_superseded(project, supersedes)
        row.save()
        for one in ratings:
            one.review = row
        AssuranceRating.objects.bulk_create(ratings)
        told = {"scale": scale, "level": level.code, "reviewed_on": row.reviewed_on, "reviewer": row.reviewer_id}
        old = supersedes.pk if supersedes else None
        line.about("assurancereview", row.pk, project=project.pk, supersedes=old, reason=reason, **told)
    return row


def _refuse_superseded(project: Project, old: AssuranceReview | None) -> None:
    if old is None:
        return
    if old.project_id != project.pk:
        raise Conflict("other_project", "This review is of another project.")
    if AssuranceReview.objects.filter(supersedes=old).exists():
        raise Conflict("superseded", "This review was superseded already. Look at the one that did.")


def _level(scale: str, code: str, field: str) -> Level:
    if scale not in SCALES:
        raise Invalid("scale", "There is no such rating scale.", "scale")
    found = level_of(scale, code)
    if found is None:
        steps = ", ".join(step.code for step in SCALES[scale].levels)
        raise Invalid(
            "level", "'%(level)s' is no level of this scale; it has %(steps)s.", field, level=code[:40], steps=steps
        )
    return found


def _ratings(scale: str, given: Sequence[Rated]) -> list[AssuranceRating]:
    found: dict[str, AssuranceRating] = {}
    for one in given:
        if one.dimension not in Dimension.values or one.dimension == Dimension.OVERALL:
            raise Invalid("dimension", "There is no such dimension to rate.", "ratings")
        if one.dimension in found:
            raise Invalid("twice", "%(label)s is rated twice.", "ratings", label=Dimension(one.dimension).label)
        level = _level(scale, one.level, one.dimension)
        words = clean_text(one.words, one.dimension)
        found[one.dimension] = AssuranceRating(dimension=one.dimension, level=level.code, rank=level.rank, words=words)
    return list(found.values())
