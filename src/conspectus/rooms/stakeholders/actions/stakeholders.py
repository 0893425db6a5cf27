"""Stakeholders of a project: entered with how they stand, changed, judged anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from conspectus.kit.amounts import check_day, not_to_come
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Invalid
from conspectus.kit.texts import clean_name, clean_text, one_of
from conspectus.kit.together import all_or_none
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.stakeholders.choices import Stance
from conspectus.rooms.stakeholders.models import Assessment, Stakeholder
from conspectus.rooms.stakeholders.rules import step


@dataclass(frozen=True, slots=True)
class StakeholderParticulars:
    """What is kept of a stakeholder; ``stance`` is the one wanted."""

    name: str
    organisation: str = ""
    role: str = ""
    stance: str = Stance.SUPPORTIVE
    approach: str = ""
    owner: Person | None = None
    is_confidential: bool = True
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """How a stakeholder stands on a day, today unless given."""

    influence: int
    interest: int
    stance: str = Stance.NEUTRAL
    words: str = ""
    on: date | None = None


@deed("enter_stakeholders", "entered stakeholders", needs=Ability.PLAN)
def enter_stakeholders(
    *, project: Project, new: Sequence[tuple[StakeholderParticulars, Judged]], by: User, at: datetime
) -> list[Stakeholder]:
    """Enter stakeholders of a project with how they stand, all or none; their names stay out of the audit log."""
    require(by, "enter_stakeholders", project, at.date())

    def enter(one: tuple[StakeholderParticulars, Judged]) -> Stakeholder:
        row = _filled(Stakeholder(project=project), one[0])
        row.save()
        _judge(row, one[1], by, at)
        return row

    with audited("enter_stakeholders", by=by, at=at) as line:
        made = all_or_none(new, enter)
        line.about("project", project.pk, stakeholders=[row.pk for row in made])
    return made


@deed("change_stakeholder", "changed a stakeholder", needs=Ability.PLAN)
def change_stakeholder(
    *, stakeholder: Stakeholder, new: StakeholderParticulars, revision: int, by: User, at: datetime
) -> Stakeholder:
    """Change who a stakeholder is, what is wanted of them, or since when they have no stake any more."""
    require(by, "change_stakeholder", stakeholder.project, at.date())
    with audited("change_stakeholder", by=by, at=at) as line:
        row = _filled(lock_row(stakeholder, revision), new)
        row.save()
        line.about("stakeholder", row.pk, project=row.project_id)
    return row


@deed("assess_stakeholder", "assessed a stakeholder", needs=Ability.PLAN)
def assess_stakeholder(*, stakeholder: Stakeholder, new: Judged, by: User, at: datetime) -> Assessment:
    """Say how a stakeholder stands on a day; earlier assessments stay and are never changed."""
    require(by, "assess_stakeholder", stakeholder.project, at.date())
    with audited("assess_stakeholder", by=by, at=at) as line:
        made = _judge(stakeholder, new, by, at)
        line.about("stakeholder", stakeholder.pk, project=stakeholder.project_id, on=made.on)
    return made


def _judge(row: Stakeholder, new: Judged, by: User, at: datetime) -> Assessment:
    day = not_to_come(check_day(new.on or at.date()), at.date(), "on")
    last = row.assessments.last()
    if last is not None and day < last.on:
        raise Invalid("on", "The assessment before this one was on %(day)s.", "on", day=last.on.isoformat())
    return Assessment.objects.create(
        stakeholder=row,
        on=day,
        influence=step(new.influence, "influence"),
        interest=step(new.interest, "interest"),
        stance=one_of(new.stance, Stance.values, "stance"),
        words=clean_text(new.words, "words"),
        recorded_by=by.person,
        recorded_at=at,
    )


def _filled(row: Stakeholder, new: StakeholderParticulars) -> Stakeholder:
    row.name = clean_name(new.name, "name")
    row.organisation = clean_name(new.organisation, "organisation", required=False)
    row.role = clean_name(new.role, "role", required=False)
    row.stance = one_of(new.stance, Stance.values, "stance")
    row.approach, row.owner = clean_text(new.approach, "approach"), new.owner
    row.is_confidential = bool(new.is_confidential)
    row.left_on = None if new.left_on is None else check_day(new.left_on, "left_on")
    return row
