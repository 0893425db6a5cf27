"""What people do about findings: give them to somebody with a day, answer them, say whether the answer is agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid, NotAllowed, Stale
from conspectus.kit.texts import clean_text
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.accounts.queries import users_of
from conspectus.rooms.portfolio.queries import visible_projects
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.standards.choices import FindingAnswer, FindingState, FindingStepKind
from conspectus.rooms.standards.models import ComplianceFinding, FindingStep, Waiver
from conspectus.rooms.standards.rules import may_decide, require_may_answer, require_may_confirm

DAY_FROM_ABOVE = "The day is set by who steers what the project lies in. Leave it as it is, or ask the PMO."


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: it will be put right by a day, or it is not agreed with, and why."""

    kind: str
    words: str
    mend_by: date | None = None


@deed("assign_finding", "gave a finding to somebody", needs=Ability.PLAN)
def assign_finding(
    *, finding: ComplianceFinding, owner: Person | None, due_on: date | None, revision: int, by: User, at: datetime
) -> ComplianceFinding:
    """Give an open finding to a person, nobody being the project's manager, with the day it is due.

    Refuses a closed one, a day that has passed, another day than who steers
    what the project lies in has set, and somebody who may not see the project.
    """
    require(by, "assign_finding", finding.project, at.date())
    if owner is not None and owner.pk != finding.owner_id:
        _require_seen_by(owner, finding, at.date())
    if due_on != finding.due_on:
        if not may_decide(by, finding.project, at.date()):
            raise NotAllowed(DAY_FROM_ABOVE)
        if due_on is not None and due_on < at.date():
            raise Invalid("due_on", "Choose today or a later day.", "due_on")
    with audited("assign_finding", by=by, at=at) as line:
        row = _locked(finding, revision)
        if (row.owner_id, row.due_on) == (owner.pk if owner else None, due_on):
            line.nothing_changed()
            return row
        before, row.owner, row.due_on = row.owner_id, owner, due_on
        _take(row, FindingStepKind.ASSIGNED, by, at, owner=owner, day=due_on)
        told = {"owner": owner.pk if owner else None, "owner_before": before, "due_on": due_on}
        line.about("compliancefinding", row.pk, project=row.project_id, policy=row.policy, **told)
    return row


@deed("answer_finding", "answered a finding", needs=Ability.PLAN)
def answer_finding(
    *, finding: ComplianceFinding, new: Answered, revision: int, by: User, at: datetime
) -> ComplianceFinding:
    """Answer a finding: by whom it is given to, or who leads or steers the project. The finding stays open.

    Refuses no words, a promise without a day or for one that has passed, and a
    closed one. A waiver is asked for at the clause; that answers the finding.
    """
    require_may_answer(by, finding, at.date())
    words = clean_text(new.words, "words")
    if new.kind not in (FindingAnswer.MEND, FindingAnswer.DISAGREE):
        raise Invalid("kind", "Say whether it will be put right, or is not agreed with.", "kind")
    if not words:
        raise Invalid("words", "Say what will be done, or why the finding is not agreed with.", "words")
    mend_by = new.mend_by if new.kind == FindingAnswer.MEND else None
    if new.kind == FindingAnswer.MEND and (mend_by is None or mend_by < at.date()):
        raise Invalid("mend_by", "Say by which day it will be put right, today or later.", "mend_by")
    with audited("answer_finding", by=by, at=at) as line:
        row = _locked(finding, revision)
        if row.answer == FindingAnswer.WAIVER:
            row.waiver = None  # it answers the finding no more
        _answer(row, FindingAnswer(new.kind), words, by, at)
        row.mend_by = mend_by
        _take(row, FindingStepKind.ANSWERED, by, at, answer=new.kind, words=words, day=mend_by)
        told = {"answer": str(new.kind), "words": words, "mend_by": mend_by}
        line.about("compliancefinding", row.pk, project=row.project_id, policy=row.policy, **told)
    return row


@deed("confirm_answer", "said whether the answer to a finding is agreed", needs=Ability.STEER)
def confirm_answer(
    *, finding: ComplianceFinding, agreed: bool, words: str = "", revision: int, by: User, at: datetime
) -> ComplianceFinding:
    """Agree to the answer of a finding, or return it; the day it will be put right by becomes the day it is due.

    Refuses who answered, a finding without an answer to decide on, and a return
    without words. What is agreed stays open until the data say otherwise.
    """
    require_may_confirm(by, finding, at.date())
    words = clean_text(words, "words")
    if not agreed and not words:
        raise Invalid("words", "Say why the answer is returned.", "words")
    with audited("confirm_answer", by=by, at=at) as line:
        row = _locked(finding, revision)
        if row.state != FindingState.ANSWERED:
            raise Conflict("not_answered", "There is no answer to decide on.")
        if row.answer == FindingAnswer.WAIVER:
            raise Conflict("waiver", "This answer is decided with the waiver that is asked for.")
        row.state = FindingState.AGREED if agreed else FindingState.RETURNED
        if agreed and row.mend_by is not None:
            row.due_on = row.mend_by
        kind = FindingStepKind.AGREED if agreed else FindingStepKind.RETURNED
        _take(row, kind, by, at, words=words, day=row.mend_by if agreed else None)
        line.about("compliancefinding", row.pk, project=row.project_id, policy=row.policy, agreed=agreed, words=words)
    return row


def answer_by_waiver(waiver: Waiver, by: User, at: datetime) -> None:
    """Let a waiver that is asked for answer the finding it is about; part of the deed that asks."""
    row = _of_waiver(waiver).exclude(state=FindingState.CLOSED).first()
    if row is not None:
        _answer(row, FindingAnswer.WAIVER, waiver.reason, by, at)
        row.mend_by, row.waiver = None, waiver
        _take(row, FindingStepKind.ANSWERED, by, at, answer=FindingAnswer.WAIVER, words=waiver.reason, waiver=waiver)


def return_by_waiver(waiver: Waiver, words: str, by: User, at: datetime) -> None:
    """Let the refusal of a waiver return the answer it was; part of the deed that refuses."""
    row = _of_waiver(waiver).filter(state=FindingState.ANSWERED, answer=FindingAnswer.WAIVER).first()
    if row is not None:
        row.state = FindingState.RETURNED
        _take(row, FindingStepKind.RETURNED, by, at, words=words, waiver=waiver)


def _require_seen_by(owner: Person, finding: ComplianceFinding, on: date) -> None:
    """Refuse somebody with an account to whom the project is not open; a person without one is told by others."""
    user = users_of([owner.pk]).get(owner.pk)
    if user is not None and not visible_projects(user, on).filter(pk=finding.project_id).exists():
        raise Invalid(
            "unseen", "%(name)s may not see this project. Give them a role in it first.", "owner", name=owner.name
        )


def _of_waiver(waiver: Waiver) -> QuerySet[ComplianceFinding]:
    rows = ComplianceFinding.objects.select_for_update()
    return rows.filter(project=waiver.project_id, method=waiver.method_id, policy=waiver.policy)


def _answer(row: ComplianceFinding, kind: FindingAnswer, words: str, by: User, at: datetime) -> None:
    row.state, row.answer, row.words, row.answered_by, row.answered_at = (
        FindingState.ANSWERED,
        kind,
        words,
        by.person,
        at,
    )


def _locked(finding: ComplianceFinding, revision: int) -> ComplianceFinding:
    row = ComplianceFinding.objects.select_for_update().get(pk=finding.pk)
    if row.revision != revision:
        raise Stale("The finding was changed meanwhile. Look at it again.", row.revision)
    if row.state == FindingState.CLOSED:
        raise Conflict("closed", "This finding has closed by itself. If it comes back, it is opened again.")
    return row


def _take(row: ComplianceFinding, kind: FindingStepKind, by: User, at: datetime, **told: object) -> None:
    row.revision += 1
    row.save()
    FindingStep.objects.create(finding=row, kind=kind, on=at.date(), taken_by=by.person, taken_at=at, **told)
