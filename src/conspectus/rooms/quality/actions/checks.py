"""The quality plan of a project, and what its reviews found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from conspectus.kit.amounts import check_day, not_to_come
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.texts import clean_name, clean_text, one_of
from conspectus.kit.together import all_or_none
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.quality.choices import CheckMethod, CheckState, ReviewResult
from conspectus.rooms.quality.models import QualityCheck, QualityReview
from conspectus.rooms.quality.rules import check_places
from conspectus.rooms.scope.models import Deliverable


@dataclass(frozen=True, slots=True)
class CheckParticulars:
    """What is kept of a check; without criteria of its own, those of its deliverable hold."""

    name: str
    deliverable: Deliverable | None = None
    criteria: str = ""
    method: str = CheckMethod.REVIEW
    checker: Person | None = None
    planned_on: date | None = None
    state: str = CheckState.PLANNED


@dataclass(frozen=True, slots=True)
class ReviewGiven:
    """What a review found; ``name`` says what was looked at where neither a check nor a deliverable does."""

    result: str
    held_on: date | None = None  # today unless given
    of_check: QualityCheck | None = None
    deliverable: Deliverable | None = None
    name: str = ""
    reviewer: Person | None = None  # who records it unless given
    words: str = ""


@deed("enter_quality_checks", "entered quality checks", needs=Ability.PLAN)
def enter_quality_checks(
    *, project: Project, new: Sequence[CheckParticulars], by: User, at: datetime
) -> list[QualityCheck]:
    """Enter lines of a project's quality plan, all or none."""
    require(by, "enter_quality_checks", project, at.date())

    def enter(one: CheckParticulars) -> QualityCheck:
        row = _filled(QualityCheck(project=project), one)
        row.save()
        return row

    with audited("enter_quality_checks", by=by, at=at) as line:
        made = all_or_none(new, enter)
        line.about("project", project.pk, checks={row.pk: row.name for row in made})
    return made


@deed("change_quality_check", "changed a quality check", needs=Ability.PLAN)
def change_quality_check(
    *, check: QualityCheck, new: CheckParticulars, revision: int, by: User, at: datetime
) -> QualityCheck:
    """Change a line of the quality plan, or drop it; its deliverable and criteria stay once a review was held by it."""
    require(by, "change_quality_check", check.project, at.date())
    with audited("change_quality_check", by=by, at=at) as line:
        row = lock_row(check, revision)
        before = (row.deliverable_id, row.criteria)
        row = _filled(row, new)
        if (row.deliverable_id, row.criteria) != before and row.reviews.exists():
            raise Conflict("held", "A review was held by these criteria. They stay; enter another check.")
        row.save()
        line.about("qualitycheck", row.pk, project=row.project_id, name=row.name, state=row.state, on=row.planned_on)
    return row


@deed("record_quality_review", "recorded a quality review", needs=Ability.CONTRIBUTE)
def record_quality_review(*, project: Project, new: ReviewGiven, by: User, at: datetime) -> QualityReview:
    """Record what a review found; it never changes, the next one stands beside it. One not passed says why."""
    require(by, "record_quality_review", project, at.date())
    check = new.of_check
    if check is not None and check.project_id != project.pk:
        raise Invalid("of_check", "Choose a check of the same project.", "of_check")
    deliverable = new.deliverable if check is None else check.deliverable
    check_places(project, deliverable)
    named = new.name or str(check or deliverable or "")
    row = QualityReview(
        project=project,
        of_check=check,
        deliverable=deliverable,
        name=clean_name(named, "name"),
        held_on=not_to_come(check_day(new.held_on or at.date(), "held_on"), at.date(), "held_on"),
        reviewer=new.reviewer or by.person,
        result=one_of(new.result, ReviewResult.values, "result"),
        words=clean_text(new.words, "words", required=new.result != ReviewResult.PASSED),
        recorded_by=by.person,
        recorded_at=at,
    )
    with audited("record_quality_review", by=by, at=at) as line:
        row.save()
        line.about("qualityreview", row.pk, project=project.pk, name=row.name, result=row.result, on=row.held_on)
    return row


def _filled(row: QualityCheck, new: CheckParticulars) -> QualityCheck:
    check_places(row.project, new.deliverable)
    row.name, row.deliverable = clean_name(new.name, "name"), new.deliverable
    row.criteria = clean_text(new.criteria, "criteria")
    row.method = one_of(new.method, CheckMethod.values, "method")
    row.state = one_of(new.state, CheckState.values, "state")
    row.checker = new.checker
    row.planned_on = None if new.planned_on is None else check_day(new.planned_on, "planned_on")
    return row
