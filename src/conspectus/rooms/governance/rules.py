"""Who may what of exceptions and gates: who plans asks, who approves decides, and never on what they asked for."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from conspectus.kit.errors import Conflict, Invalid, NotAllowed
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.governance.choices import ExceptionState
from conspectus.rooms.governance.models import ExceptionReport, GateCondition, GateReview
from conspectus.rooms.portfolio.choices import ENDED, ScopeKind, State
from conspectus.rooms.portfolio.models import Grant, Programme, Project
from conspectus.rooms.portfolio.queries.own import decides_own
from conspectus.rooms.portfolio.rules import (
    abilities_on,
    ids_in,
    in_force,
    may,
    may_from_above,
    require,
    require_from_above,
)

OVER_IT = "An exception of a programme is decided and closed by who answers for what it lies in. Ask the PMO."
FOUR_EYES = "You wrote this exception. Somebody else decides on it."


def may_over(by: User, deed: str, subject: Project | Programme, on: date) -> bool:
    """Return whether ``by`` may do what takes answering for a project, or for what a programme lies in."""
    return (may if isinstance(subject, Project) else may_from_above)(by, deed, subject, on)


def require_over(by: User, deed: str, subject: Project | Programme, on: date) -> None:
    """Refuse who does not answer for a project, or for what a programme lies in."""
    if isinstance(subject, Project):
        require(by, deed, subject, on)
    else:
        require_from_above(by, deed, subject, OVER_IT, on)


def wrote_it(by: User, row: ExceptionReport, on: date) -> bool:
    """Return whether ``by``, or somebody they stand in for here, wrote the exception."""
    subject = row.project or row.programme
    assert subject is not None
    return row.written_by_id is not None and decides_own(
        by, (row.written_by_id,), lambda one: may_over(one, "decide_exception", subject, on), on
    )


def refuse_own(by: User, row: ExceptionReport, on: date) -> None:
    """Refuse to decide on what one wrote."""
    if wrote_it(by, row, on):
        raise NotAllowed(FOUR_EYES)


def refuse_partial(person: Person, project: Project, on: date) -> None:
    """Refuse a reviewer with a part in the project: who manages or sponsors it, works in it, or leads what it is in.

    Roles over a portfolio or the organisation are the office's own and no part in the project.
    """
    parts = {project.manager_id, project.sponsor_id}
    parts |= set(project.roles.values_list("person", flat=True))
    parts |= set(project.streams.exclude(lead=None).values_list("lead", flat=True))
    path = project.programme.path if project.programme is not None else ""
    programmes = ids_in(path)
    parts |= set(Programme.objects.filter(pk__in=programmes).values_list("manager", flat=True))
    over = Q(scope_kind=ScopeKind.PROJECT, scope_id=project.pk)
    over |= Q(scope_kind=ScopeKind.PROGRAMME, scope_id__in=programmes)
    parts |= set(Grant.objects.filter(in_force(on) & over).values_list("person", flat=True))
    if person.pk in parts:
        raise Invalid(
            "reviewer",
            "%(name)s has a part in this project or in what it lies in. A reviewer comes from outside.",
            "reviewer",
            name=person.name,
        )


REVIEWS = "A gate is reviewed by those asked to, or by who steers what the project lies in; not by its manager."
OWN_GATE = "You manage this project, or asked for this review. Somebody else decides at its gates."
OWN_CONDITION = "You own this condition, said it is met, or manage the project. Somebody else confirms it."


def may_hold(by: User, row: GateReview, on: date) -> bool:
    """Return whether ``by`` may record what a gate review found: asked to review, or steering; never the manager."""
    if row.project.manager_id == by.person_id or by.reading_only:
        return False
    return may(by, "hold_gate_review", row.project, on) or _asked_to_review(by, row, on)


def require_hold(by: User, row: GateReview, on: date) -> None:
    """Refuse who may not record what a gate review found."""
    if not _asked_to_review(by, row, on):
        require(by, "hold_gate_review", row.project, on)
    if not may_hold(by, row, on):
        raise NotAllowed(REVIEWS)


def _asked_to_review(by: User, row: GateReview, on: date) -> bool:
    """Return whether ``by`` is named as a reviewer of a living project they see."""
    if by.reading_only or State(row.project.state) in ENDED or Ability.READ not in abilities_on(by, row.project, on):
        return False
    return row.reviewers.filter(person=by.person_id).exists()


def decides_alone(by: User, row: GateReview, on: date) -> bool:
    """Return whether ``by`` would decide on what they manage or asked for."""
    doers = (row.project.manager_id, row.asked_by_id)
    return decides_own(by, doers, lambda one: may(one, "decide_gate", row.project, on), on)


def require_gate(by: User, row: GateReview, on: date) -> None:
    """Refuse who may not decide at a gate, and who manages the project or asked for the review."""
    require(by, "decide_gate", row.project, on)
    if decides_alone(by, row, on):
        raise NotAllowed(OWN_GATE)


def may_meet(by: User, row: GateCondition, on: date) -> bool:
    """Return whether ``by`` may say that a condition is met: its owner, or who plans the project."""
    return may(by, "meet_gate_condition", row.review.project, on) or _owns(by, row, on)


def require_meet(by: User, row: GateCondition, on: date) -> None:
    """Refuse who may not say that a condition is met."""
    if not _owns(by, row, on):
        require(by, "meet_gate_condition", row.review.project, on)


def _owns(by: User, row: GateCondition, on: date) -> bool:
    seen = Ability.READ in abilities_on(by, row.review.project, on)
    return seen and not by.reading_only and row.owner_id == by.person_id


def confirms_own(by: User, row: GateCondition, said_by: int | None, on: date) -> bool:
    """Return whether ``by`` would confirm what they own, said themselves, or manage."""
    doers = (row.owner_id, said_by, row.review.project.manager_id)
    return decides_own(by, doers, lambda one: may(one, "judge_gate_condition", row.review.project, on), on)


def require_judge(by: User, row: GateCondition, said_by: int | None, on: date) -> None:
    """Refuse who may not confirm a condition, and who has a part in it."""
    require(by, "judge_gate_condition", row.review.project, on)
    if confirms_own(by, row, said_by, on):
        raise NotAllowed(OWN_CONDITION)


def require_writable(row: ExceptionReport) -> None:
    """Refuse to write an exception that is decided on or closed."""
    if row.state not in (ExceptionState.WANTED, ExceptionState.WRITTEN):
        raise Conflict(
            "state", "This exception is “%(state)s”; it can be written until it is decided on.", state=_state(row)
        )


def require_waiting(row: ExceptionReport) -> None:
    """Refuse to decide on an exception that does not wait for a decision."""
    if row.state != ExceptionState.WRITTEN:
        raise Conflict(
            "state", "This exception is “%(state)s”; only one that is written waits for a decision.", state=_state(row)
        )


def require_unclosed(row: ExceptionReport) -> None:
    """Refuse to close an exception a second time."""
    if row.state == ExceptionState.CLOSED:
        raise Conflict("state", "This exception is “%(state)s”; it cannot be closed again.", state=_state(row))


def _state(row: ExceptionReport) -> str:
    return str(ExceptionState(row.state).label)
