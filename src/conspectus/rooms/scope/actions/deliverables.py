"""Deliverables of a project: entered one or many at once, changed, submitted, accepted or rejected, dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError

from conspectus.kit.amounts import check_day
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid, NotAllowed
from conspectus.kit.texts import clean_name, clean_text, fold
from conspectus.kit.together import all_or_none
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.scope.actions.requirements import twice
from conspectus.rooms.scope.choices import FOLLOWS, JUDGED, DeliverableKind, DeliverableState, RequirementKind
from conspectus.rooms.scope.models import Deliverable, DeliverableStep, Requirement

MOST_REQUIREMENTS = 100


@dataclass(frozen=True, slots=True)
class DeliverableParticulars:
    """What is kept of a deliverable; ``task_uid`` is the uid of the task it hangs on."""

    name: str
    kind: str = DeliverableKind.PRODUCT
    code: str = ""
    is_mandatory: bool = True
    due_on: date | None = None
    task_uid: str = ""
    criteria: str = ""
    owner: Person | None = None
    requirements: tuple[Requirement, ...] = ()


@deed("enter_deliverables", "entered deliverables", needs=Ability.PLAN)
def enter_deliverables(
    *, project: Project, new: Sequence[DeliverableParticulars], by: User, at: datetime
) -> list[Deliverable]:
    """Enter deliverables of a project, all or none; refuses a code the project has already."""
    require(by, "enter_deliverables", project, at.date())

    def enter(one: DeliverableParticulars) -> Deliverable:
        row = _filled(Deliverable(project=project), one)
        _refuse_code_twice(row)
        row.save()
        row.requirements.set(one.requirements)
        return row

    with audited("enter_deliverables", by=by, at=at) as line:
        made = all_or_none(new, enter)
        line.about("project", project.pk, deliverables={row.pk: str(row) for row in made})
    return made


@deed("change_deliverable", "changed a deliverable", needs=Ability.PLAN)
def change_deliverable(
    *, deliverable: Deliverable, new: DeliverableParticulars, revision: int, by: User, at: datetime
) -> Deliverable:
    """Change the particulars of a deliverable; its criteria stay once it was accepted."""
    require(by, "change_deliverable", deliverable.project, at.date())
    try:
        with audited("change_deliverable", by=by, at=at) as line:
            row = lock_row(deliverable, revision)
            before = row.criteria
            row = _filled(row, new)
            if row.state == DeliverableState.ACCEPTED and row.criteria != before:
                raise Conflict("accepted", "It was accepted by these criteria. They stay.")
            _refuse_code_twice(row)
            row.save()
            row.requirements.set(new.requirements)
            line.about("deliverable", row.pk, project=row.project_id, **_told(row))
    except IntegrityError:
        raise twice(new.code) from None
    return row


@deed("submit_deliverable", "submitted a deliverable", needs=Ability.CONTRIBUTE)
def submit_deliverable(
    *, deliverable: Deliverable, reason: str = "", on: date | None = None, revision: int, by: User, at: datetime
) -> Deliverable:
    """Hand a deliverable in for acceptance; refuses one that has no criteria to be accepted by."""
    require(by, "submit_deliverable", deliverable.project, at.date())
    if not deliverable.criteria:
        raise Conflict("no_criteria", "Nobody said by what it is accepted. Give it acceptance criteria first.")
    return _step(deliverable, DeliverableState.SUBMITTED, reason, on, revision, "submit_deliverable", by, at)


@deed("judge_deliverable", "accepted or rejected a deliverable", needs=Ability.APPROVE)
def judge_deliverable(
    *,
    deliverable: Deliverable,
    state: str,
    reason: str = "",
    on: date | None = None,
    revision: int,
    by: User,
    at: datetime,
) -> Deliverable:
    """Accept or reject what was submitted; a rejection gives its reason, and nobody accepts what they submitted."""
    require(by, "judge_deliverable", deliverable.project, at.date())
    if state not in JUDGED:
        raise Invalid("state", "A deliverable is accepted or rejected.", "state")
    if state == DeliverableState.REJECTED and not reason.strip():
        raise Invalid("reason", "Say what is missing.", "reason")
    last = deliverable.steps.filter(state=DeliverableState.SUBMITTED).last()
    if state == DeliverableState.ACCEPTED and last is not None and last.recorded_by_id == by.person_id:
        raise NotAllowed("You submitted this yourself. Somebody else accepts it.")
    return _step(deliverable, state, reason, on, revision, "judge_deliverable", by, at)


@deed("drop_deliverable", "dropped a deliverable or took it up again", needs=Ability.PLAN)
def drop_deliverable(
    *, deliverable: Deliverable, reason: str, again: bool = False, revision: int, by: User, at: datetime
) -> Deliverable:
    """Drop a deliverable that is not to come, or take a dropped one up ``again``; with the reason."""
    require(by, "drop_deliverable", deliverable.project, at.date())
    reason = clean_text(reason, "reason", required=True)
    state = DeliverableState.PLANNED if again else DeliverableState.DROPPED
    return _step(deliverable, state, reason, None, revision, "drop_deliverable", by, at)


def _step(
    deliverable: Deliverable, state: str, reason: str, on: date | None, revision: int, name: str, by: User, at: datetime
) -> Deliverable:
    reason, day = clean_text(reason, "reason"), check_day(on or at.date())
    if day > at.date():
        raise Invalid("on", "%(day)s has not come yet.", "on", day=day.isoformat())
    with audited(name, by=by, at=at) as line:
        row = lock_row(deliverable, revision)
        if state not in FOLLOWS[row.state]:
            label = DeliverableState(row.state).label.lower()
            raise Conflict("state", "This deliverable is %(label)s. Look at it, then decide.", label=label)
        last = row.steps.last()
        if last is not None and day < last.on:
            raise Invalid("on", "The step before this one was on %(day)s.", "on", day=last.on.isoformat())
        row.state = state
        row.save()
        DeliverableStep.objects.create(
            deliverable=row, state=state, on=day, reason=reason, recorded_by=by.person, recorded_at=at
        )
        line.about("deliverable", row.pk, project=row.project_id, name=row.name, state=state, on=day, reason=reason)
    return row


def _refuse_code_twice(row: Deliverable) -> None:
    others = Deliverable.objects.filter(project=row.project_id, code_key=row.code_key).exclude(pk=row.pk)
    if row.code_key and others.exists():
        raise twice(row.code)


def _filled(row: Deliverable, new: DeliverableParticulars) -> Deliverable:
    if new.kind not in DeliverableKind.values:
        raise Invalid("kind", "A deliverable is a product, document, service or capability.", "kind")
    if len(new.requirements) > MOST_REQUIREMENTS or any(
        one.project_id != row.project_id or one.kind != RequirementKind.REQUIREMENT for one in new.requirements
    ):
        raise Invalid("requirements", "A deliverable meets requirements of its own project.", "requirements")
    row.name, row.kind, row.is_mandatory = clean_name(new.name, "name"), new.kind, bool(new.is_mandatory)
    row.code = clean_name(new.code, "code", most=40, required=False)
    row.code_key = fold(row.code)
    row.due_on = None if new.due_on is None else check_day(new.due_on, "due_on")
    row.task_uid = clean_name(new.task_uid, "task_uid", most=400, required=False)
    row.criteria, row.owner = clean_text(new.criteria, "criteria"), new.owner
    return row


def _told(row: Deliverable) -> dict[str, object]:
    return {name: getattr(row, name) for name in ("code", "name", "is_mandatory", "due_on", "task_uid")}
