"""Waivers: asked for by who leads a project, decided by somebody above it, ended early where no longer needed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.texts import clean_text
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.standards.actions.adoption import clause_of
from conspectus.rooms.standards.actions.findings import answer_by_waiver, return_by_waiver
from conspectus.rooms.standards.choices import StepKind, WaiverState
from conspectus.rooms.standards.models import Waiver, WaiverStep
from conspectus.rooms.standards.queries.dated import waiver_state, waivers_at
from conspectus.rooms.standards.rules import require_above, require_four_eyes, require_taking_part

LONGEST_DAYS = 731
OPEN = (WaiverState.ASKED, WaiverState.GRANTED, WaiverState.IN_FORCE)


@deed("request_waiver", "asked for a waiver of a clause", needs=Ability.PLAN)
def request_waiver(
    *, project: Project, policy: str, reason: str, starts_on: date, ends_on: date, by: User, at: datetime
) -> Waiver:
    """Ask that a project is not held to a clause until a day.

    Refuses no reason, an end that has passed or lies more than two years after
    the start, a start before today, and a second one while one is open.
    """
    require_taking_part(by, "request_waiver", project, at.date())
    adoption, _found = clause_of(project, policy, at.date())
    reason = clean_text(reason, "reason")
    if not reason:
        raise Invalid("reason", "Say why; whoever decides reads it.", "reason")
    if starts_on < at.date():
        raise Invalid("starts_on", "A waiver begins today or later; what has been stays as it was.", "starts_on")
    if not starts_on <= ends_on <= starts_on + timedelta(days=LONGEST_DAYS):
        raise Invalid("ends_on", "A waiver ends on or after its first day and within two years.", "ends_on")
    with audited("request_waiver", by=by, at=at) as line:
        Project.objects.select_for_update().get(pk=project.pk)
        method = adoption.version.method
        for one in waivers_at([project.pk], at.date(), None).get(project.pk, ()):
            if one.waiver.policy == policy and one.waiver.method_id == method.pk and one.state in OPEN:
                raise Conflict("waiver", "A waiver of this clause is asked for or in force already.")
        row = Waiver.objects.create(
            project=project,
            method=method,
            policy=policy,
            reason=reason,
            starts_on=starts_on,
            ends_on=ends_on,
            asked_by=by.person,
            asked_at=at,
        )
        answer_by_waiver(row, by, at)
        line.about("waiver", row.pk, project=project.pk, policy=policy, reason=reason, ends_on=ends_on)
    return row


@deed("decide_waiver", "decided on a waiver", needs=Ability.STEER)
def decide_waiver(*, waiver: Waiver, granted: bool, words: str = "", by: User, at: datetime) -> WaiverStep:
    """Grant or refuse a waiver; refuses who asked for it, a second decision, one that is over, a no without words."""
    require_four_eyes(by, "decide_waiver", waiver.project, waiver.asked_by_id, at.date())
    words = clean_text(words, "words")
    if not granted and not words:
        raise Invalid("words", "Say why it is refused.", "words")
    kind = StepKind.GRANTED if granted else StepKind.REFUSED
    with audited("decide_waiver", by=by, at=at) as line:
        row = Waiver.objects.select_for_update().get(pk=waiver.pk)
        if row.steps.exists():
            raise Conflict("decided", "This waiver is decided already.")
        if granted and row.ends_on < at.date():
            raise Conflict("over", "The last day of this waiver has passed. Ask for another.")
        step = _step(row, kind, words, by, at)
        if not granted:
            return_by_waiver(row, words, by, at)
        line.about("waiver", row.pk, project=row.project_id, policy=row.policy, decision=str(kind), words=words)
    return step


@deed("end_waiver", "ended a waiver", needs=Ability.STEER)
def end_waiver(*, waiver: Waiver, words: str = "", by: User, at: datetime) -> WaiverStep:
    """Hold the project to the clause again from today on, before the waiver's own end."""
    require_above(by, "end_waiver", waiver.project, at.date())
    words = clean_text(words, "words")
    with audited("end_waiver", by=by, at=at) as line:
        row = Waiver.objects.select_for_update().get(pk=waiver.pk)
        if waiver_state(row, row.steps.all(), at.date()) not in (WaiverState.GRANTED, WaiverState.IN_FORCE):
            raise Conflict("not_in_force", "Only a waiver that was granted and has not run out can be ended.")
        step = _step(row, StepKind.ENDED, words, by, at)
        line.about("waiver", row.pk, project=row.project_id, policy=row.policy, words=words)
    return step


def _step(row: Waiver, kind: StepKind, words: str, by: User, at: datetime) -> WaiverStep:
    return WaiverStep.objects.create(waiver=row, kind=kind, words=words, on=at.date(), taken_by=by.person, taken_at=at)
