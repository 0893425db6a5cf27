"""What is decided at a gate, and what becomes of its conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from conspectus.formats.methods import Method
from conspectus.formats.methods.method import Gate
from conspectus.kit.amounts import check_day
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.texts import clean_text
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.governance.bridge.readiness import Readiness, frozen
from conspectus.rooms.governance.choices import (
    JUDGED_CONDITIONS,
    PASSES,
    STANDING_CONDITIONS,
    ConditionState,
    GateDecision,
    GateState,
)
from conspectus.rooms.governance.models import GateCondition, GateConditionStep, GateReview, StageEntry
from conspectus.rooms.governance.queries.gate_line import stage_on
from conspectus.rooms.governance.queries.gates import gate_of, readiness_now
from conspectus.rooms.governance.rules import require_gate, require_judge, require_meet

MOST_CONDITIONS = 20


@dataclass(frozen=True, slots=True)
class NewCondition:
    """What a pass depends on, who sees to it, and by when."""

    words: str
    owner: Person | None
    due_on: date


@dataclass(frozen=True, slots=True)
class DecidedGate:
    """What is decided and why; ``despite`` says why it passes although something blocks.

    ``shown`` is the digest of the readiness that was looked at.
    """

    decision: str
    reason: str
    shown: str
    despite: str = ""
    conditions: Sequence[NewCondition] = ()


@deed("decide_gate", "decided at a gate", needs=Ability.APPROVE)
def decide_gate(*, review: GateReview, new: DecidedGate, revision: int, by: User, at: datetime) -> GateReview:
    """Decide at a gate by what its review found; the readiness that was looked at is kept, the stage follows.

    Refuses the project's manager and who asked for the review, a review not yet
    held, what the gate does not know, readiness that changed since it was looked
    at, a pass past what blocks without saying why, and conditions without a pass
    under conditions.
    """
    require_gate(by, review, at.date())
    method, gate = gate_of(review)
    reason, despite = clean_text(new.reason, "reason", required=True), clean_text(new.despite, "despite")
    if new.decision not in gate.decisions:
        raise Invalid("decision", "This gate knows %(known)s.", "decision", known=", ".join(gate.decisions))
    conditions = _conditions(new, at.date())
    ready = readiness_now(review, at.date())
    _refuse_changed(ready, new.shown)
    _refuse_blocked(ready, new.decision, despite)
    with audited("decide_gate", by=by, at=at) as line:
        row = lock_row(review, revision)
        if row.state != GateState.HELD:
            raise Conflict("state", "Only a review that was held waits for a decision. Record what it found first.")
        row.state, row.decision, row.reason, row.despite = GateState.DECIDED, new.decision, reason, despite
        row.decided_on, row.decided_by, row.decided_at = at.date(), by.person, at
        row.readiness, row.digest = frozen(ready), ready.digest
        row.save()
        GateCondition.objects.bulk_create(
            GateCondition(review=row, number=number, words=one.words, owner=one.owner, due_on=one.due_on)
            for number, one in enumerate(conditions, start=1)
        )
        stage = _open_stage(row, method, gate) if new.decision in PASSES else ""
        told = {"project": row.project_id, "gate": row.gate, "decision": row.decision, "reason": reason}
        owners = [one.owner.pk for one in conditions if one.owner]
        line.about("gatereview", row.pk, **told, digest=row.digest, despite=despite, stage=stage, owners=owners)
    return row


@deed("meet_gate_condition", "said that a condition of a gate is met", needs=Ability.PLAN)
def meet_gate_condition(
    *, condition: GateCondition, words: str, revision: int, by: User, at: datetime
) -> GateConditionStep:
    """Say by what a condition is met, as its owner or a planner of the project; somebody else confirms it."""
    require_meet(by, condition, at.date())
    words = clean_text(words, "words", required=True)
    return _step(condition, "meet_gate_condition", (ConditionState.OPEN, ConditionState.MET, words), revision, by, at)


@deed("judge_gate_condition", "confirmed or sent back a condition of a gate", needs=Ability.APPROVE)
def judge_gate_condition(
    *, condition: GateCondition, state: str, words: str, revision: int, by: User, at: datetime
) -> GateConditionStep:
    """Confirm that a condition is met, send it back as open, or lift it, with words; not one's own."""
    require_judge(by, condition, said_by(condition), at.date())
    words = clean_text(words, "words", required=True)
    if state not in JUDGED_CONDITIONS:
        raise Invalid("state", "A condition is confirmed, lifted, or open again.", "state")
    before = STANDING_CONDITIONS if state == ConditionState.LIFTED else (ConditionState.MET,)
    return _step(condition, "judge_gate_condition", (before, state, words), revision, by, at)


def said_by(condition: GateCondition) -> int | None:
    """Return who said last that a condition is met."""
    rows = condition.steps.filter(state=ConditionState.MET).order_by("-pk")
    return rows.values_list("recorded_by", flat=True).first()


def _step(
    condition: GateCondition, named: str, told: tuple[object, str, str], revision: int, by: User, at: datetime
) -> GateConditionStep:
    """Write the next step of a condition that stands as it must for it."""
    before, state, words = told
    allowed = before if isinstance(before, tuple) else (before,)
    with audited(named, by=by, at=at) as line:
        row = lock_row(condition, revision)
        if row.state not in allowed:
            label = str(ConditionState(row.state).label).lower()
            raise Conflict("state", "This condition is “%(state)s”.", state=label)
        row.state = state
        row.save()
        step = GateConditionStep.objects.create(
            condition=row, state=state, words=words, recorded_by=by.person, recorded_at=at
        )
        project = {"project": row.review.project_id, "condition": row.pk, "state": state, "words": words}
        line.about("gatereview", row.review_id, **project)
    return step


def _conditions(new: DecidedGate, today: date) -> list[NewCondition]:
    if new.decision != GateDecision.CONDITIONS:
        if new.conditions:
            raise Invalid("conditions", "Conditions belong to a pass with conditions.", "conditions")
        return []
    if not 1 <= len(new.conditions) <= MOST_CONDITIONS:
        raise Invalid("conditions", "Give one to %(most)s conditions.", "conditions", most=MOST_CONDITIONS)
    found = []
    for one in new.conditions:
        if one.owner is None or not one.owner.is_active:
            raise Invalid("owner", "Name who sees to each condition.", "conditions")
        if check_day(one.due_on, "conditions") < today:
            raise Invalid("due_on", "A condition is due on a day to come.", "conditions")
        words = clean_text(one.words, "conditions", required=True, most=1000)
        found.append(NewCondition(words, one.owner, one.due_on))
    return found


def _refuse_changed(ready: Readiness, shown: str) -> None:
    if ready.digest != shown:
        raise Conflict("readiness", "What the project is ready with changed since you looked. Look again, then decide.")


def _refuse_blocked(ready: Readiness, decision: str, despite: str) -> None:
    if decision not in PASSES:
        return
    if not ready.ready and not despite:
        raise Invalid(
            "blocked",
            "Blocked by %(count)s points. Say why it passes all the same, or decide otherwise.",
            "despite",
            count=len(ready.blocking),
        )


def _open_stage(row: GateReview, method: Method, gate: Gate) -> str:
    """Record the stage a pass opens; a gate that repeats opens none behind the project."""
    keys = [one.key for one in method.stages]
    if gate.before not in keys:
        return ""
    now = stage_on(row.project, method, row.decided_on or date.max)
    if now in keys and keys.index(now) >= keys.index(gate.before):
        return ""
    name = next(one.name for one in method.stages if one.key == gate.before)
    StageEntry.objects.create(
        project=row.project, review=row, stage=gate.before, name=name, starts_on=row.decided_on or date.max
    )
    return gate.before
