"""Gate reviews: asked for, moved, withdrawn, held with a rating."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from conspectus.formats.methods import Method
from conspectus.formats.methods.method import Gate, Rating
from conspectus.kit.amounts import check_day
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.texts import clean_text
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.governance.choices import OPEN_GATES, GateState
from conspectus.rooms.governance.models import GateReview, GateReviewer
from conspectus.rooms.governance.queries.gate_line import plannable_gates
from conspectus.rooms.governance.queries.gates import gate_of
from conspectus.rooms.governance.rules import require_hold
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.standards.bridge.packs import method_of
from conspectus.rooms.standards.models import Version
from conspectus.rooms.standards.queries import get_version

MOST_REVIEWERS = 20


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Who looks at a project at a gate, in which role of the method."""

    person: Person
    role: str = ""


@dataclass(frozen=True, slots=True)
class PlannedGate:
    """A gate review as it is asked for: the day, by whom, and what they are to look at above all."""

    planned_on: date
    reviewers: Sequence[Reviewing]
    words: str = ""


@dataclass(frozen=True, slots=True)
class HeldGate:
    """What a review found: a rating on the gate's scale, and in words what it rests on."""

    held_on: date
    rating: str
    findings: str


@deed("plan_gate_review", "asked for a gate review", needs=Ability.PLAN)
def plan_gate_review(*, project: Project, gate: str, new: PlannedGate, by: User, at: datetime) -> GateReview:
    """Ask for the review of a gate of the method a project follows; those asked are told.

    Refuses a project without a method, a gate it has passed or that waits for
    its review already, and a review without reviewers, or by the manager.
    """
    require(by, "plan_gate_review", project, at.date())
    version, gates = plannable_gates(project, at.date())
    if version is None:
        raise Conflict("no_method", "This project follows no method. Let it adopt one; its gates come with it.")
    method = method_of(get_version(version.pk))
    known = next((one for one in method.gates if one.key == gate), None)
    if known is None:
        keys = ", ".join(one.key for one in method.gates)
        raise Invalid("gate", "There is no such gate; the method has %(gates)s.", "gate", gates=keys)
    if known not in gates:
        raise Conflict("gate", "This gate is passed, or its review is planned already.")
    reviewers = _reviewers(project, method, new.reviewers)
    row = GateReview(project=project, version=version, gate=known.key, name=known.name, asked_by=by.person, asked_at=at)
    row.planned_on = row.first_planned_on = check_day(new.planned_on, "planned_on")
    row.words = clean_text(new.words, "words")
    with audited("plan_gate_review", by=by, at=at) as line:
        Project.objects.select_for_update().get(pk=project.pk)
        row.number = _number(project, version, known)
        row.save()
        _name_reviewers(row, reviewers)
        line.about("gatereview", row.pk, **_told(row), reviewers=[one.person.pk for one in reviewers])
    return row


@deed("change_gate_review", "changed a planned gate review", needs=Ability.PLAN)
def change_gate_review(*, review: GateReview, new: PlannedGate, revision: int, by: User, at: datetime) -> GateReview:
    """Move a planned review, or ask others; the day planned first stays beside the new one."""
    require(by, "change_gate_review", review.project, at.date())
    method, _gate = gate_of(review)
    reviewers = _reviewers(review.project, method, new.reviewers)
    day, words = check_day(new.planned_on, "planned_on"), clean_text(new.words, "words")
    with audited("change_gate_review", by=by, at=at) as line:
        row = lock_row(review, revision)
        _refuse_unless(row, GateState.PLANNED)
        before = row.planned_on
        row.planned_on, row.words = day, words
        row.save()
        known = set(row.reviewers.values_list("person", flat=True))
        row.reviewers.all().delete()
        _name_reviewers(row, reviewers)
        asked = [one.person.pk for one in reviewers]
        fresh = asked if before != day else [one for one in asked if one not in known]
        line.about("gatereview", row.pk, **_told(row), reviewers=asked, fresh=fresh, before=before)
    return row


@deed("withdraw_gate_review", "withdrew a gate review", needs=Ability.PLAN)
def withdraw_gate_review(*, review: GateReview, reason: str, revision: int, by: User, at: datetime) -> GateReview:
    """Take back a review that was not decided on, with a reason; it stays on record."""
    require(by, "withdraw_gate_review", review.project, at.date())
    reason = clean_text(reason, "reason", required=True)
    with audited("withdraw_gate_review", by=by, at=at) as line:
        row = lock_row(review, revision)
        _refuse_unless(row, *OPEN_GATES)
        row.state, row.closed_reason = GateState.WITHDRAWN, reason
        row.save()
        line.about("gatereview", row.pk, **_told(row), reason=reason)
    return row


@deed("hold_gate_review", "held a gate review", needs=Ability.STEER)
def hold_gate_review(*, review: GateReview, new: HeldGate, revision: int, by: User, at: datetime) -> GateReview:
    """Record what a review found, as one of its reviewers or for them; until the decision it may be recorded anew."""
    require_hold(by, review, at.date())
    method, gate = gate_of(review)
    rating = _rating(method, gate, new.rating)
    findings = clean_text(new.findings, "findings", required=True, most=20_000)
    if check_day(new.held_on, "held_on") > at.date():
        raise Invalid("held_on", "%(day)s has not come yet.", "held_on", day=new.held_on.isoformat())
    with audited("hold_gate_review", by=by, at=at) as line:
        row = lock_row(review, revision)
        _refuse_unless(row, *OPEN_GATES)
        row.state, row.held_on, row.findings = GateState.HELD, new.held_on, findings
        row.rating, row.rating_name, row.colour = (rating.key, rating.name, rating.colour) if rating else ("", "", "")
        row.held_by, row.held_at = by.person, at
        row.save()
        line.about("gatereview", row.pk, **_told(row), held_on=row.held_on, rating=row.rating)
    return row


def _rating(method: Method, gate: Gate, key: str) -> Rating | None:
    scale = next((one for one in method.rating_scales if one.key == gate.scale), None)
    if scale is None:
        return None
    found = next((one for one in scale.ratings if one.key == key), None)
    if found is None:
        steps = ", ".join(one.key for one in scale.ratings)
        raise Invalid("rating", "There is no such rating; the scale has %(steps)s.", "rating", steps=steps)
    return found


def _number(project: Project, version: Version, gate: Gate) -> int:
    """Return the how-manieth review of the gate this is; those withdrawn do not count."""
    rows = GateReview.objects.filter(project=project, version__method=version.method_id, gate=gate.key)
    if rows.filter(state__in=OPEN_GATES).exists():
        raise Conflict("gate", "This gate is passed, or its review is planned already.")
    return rows.exclude(state=GateState.WITHDRAWN).count() + 1


def _reviewers(project: Project, method: Method, given: Sequence[Reviewing]) -> list[Reviewing]:
    if not 1 <= len(given) <= MOST_REVIEWERS:
        raise Invalid("reviewers", "Name one to %(most)s reviewers.", "reviewers", most=MOST_REVIEWERS)
    roles, found = {one.key for one in method.roles}, {}
    for one in given:
        if one.role and one.role not in roles:
            raise Invalid("role", "The method has no such role.", "reviewers")
        if one.person.pk in found:
            raise Invalid("twice", "%(label)s is named twice.", "reviewers", label=one.person.name)
        if one.person.pk == project.manager_id:
            raise Invalid("manager", "Who manages a project does not review it.", "reviewers")
        if not one.person.is_active:
            raise Invalid("left", "%(label)s has left.", "reviewers", label=one.person.name)
        found[one.person.pk] = one
    return list(found.values())


def _name_reviewers(row: GateReview, reviewers: Sequence[Reviewing]) -> None:
    GateReviewer.objects.bulk_create(GateReviewer(review=row, person=one.person, role=one.role) for one in reviewers)


def _refuse_unless(row: GateReview, *states: str) -> None:
    if row.state not in states:
        label = str(GateState(row.state).label).lower()
        raise Conflict("state", "This review is “%(state)s”; nothing of it is changed any more.", state=label)


def _told(row: GateReview) -> dict[str, object]:
    """Return what the audit log keeps of a review."""
    return {"project": row.project_id, "gate": row.gate, "number": row.number, "planned_on": row.planned_on}
