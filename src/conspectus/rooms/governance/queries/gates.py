"""Reviews of gates as their reader may see them, one whole, and the life cycle of a project as a line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from conspectus.formats.methods import Method
from conspectus.formats.methods.method import Gate
from conspectus.kit.errors import NotFound
from conspectus.kit.ids import row_id
from conspectus.rooms.accounts.models import User
from conspectus.rooms.governance.bridge.readiness import Readiness, thawed
from conspectus.rooms.governance.choices import (
    STANDING_CONDITIONS,
    ConditionState,
    GateState,
    Hurdle,
    Shows,
)
from conspectus.rooms.governance.models import GateCondition, GateReview, StageEntry
from conspectus.rooms.governance.queries.readiness import readiness_of
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import visible_projects
from conspectus.rooms.standards.bridge.packs import method_of
from conspectus.rooms.standards.queries import get_version

_WITH = ("project__portfolio", "project__programme", "project__division", "project__manager")
_PERSONS = ("asked_by", "held_by", "decided_by", "version__method")


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """One thing a gate looks at and by what it counts."""

    key: str
    name: str
    shows: Shows
    source: str
    owner: str
    count: int
    on: date | None
    template: str
    asked: bool
    present: bool


@dataclass(frozen=True, slots=True)
class GatePointView:
    """What blocks or warns."""

    hurdle: Hurdle
    name: str
    key: str
    on: date | None
    remedy: str
    blocks: bool


@dataclass(frozen=True, slots=True)
class ReadinessView:
    """How a project stands before a gate; ``declared`` of those present nobody here can look at."""

    gate: str
    name: str
    on: date
    tier: str
    asked: int
    present: int
    declared: int
    ready: bool
    digest: str
    evidence: tuple[EvidenceView, ...]
    points: tuple[GatePointView, ...]


@dataclass(frozen=True, slots=True)
class ReviewerView:
    """Who looks at the project, in which role."""

    person_id: int
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class ConditionStepView:
    """What became of a condition."""

    state: ConditionState
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ConditionView:
    """A condition of a gate with its steps."""

    condition_id: int
    number: int
    words: str
    owner_id: int
    owner: str
    due_on: date
    state: ConditionState
    overdue: bool
    steps: tuple[ConditionStepView, ...]
    revision: int


@dataclass(frozen=True, slots=True)
class GateView:
    """A review of a gate whole; ``readiness`` is what who decided was shown, else as it stands."""

    gate_review_id: int
    project_id: int
    code: str
    project: str
    gate: str
    name: str
    number: int
    question: str
    method: str
    version: str
    state: GateState
    planned_on: date
    first_planned_on: date
    overdue: bool
    words: str
    asked_by: str
    reviewers: tuple[ReviewerView, ...]
    held_on: date | None
    rating: str
    rating_name: str
    colour: str
    findings: str
    held_by: str
    decision: str
    reason: str
    despite: str
    decided_on: date | None
    decided_by: str
    closed_reason: str
    opened_stage: str
    conditions: tuple[ConditionView, ...]
    readiness: ReadinessView | None
    revision: int


def visible_gate_reviews(by: User, on: date | None = None) -> QuerySet[GateReview]:
    """Return the gate reviews of every project ``by`` may see."""
    seen = visible_projects(by, on).order_by()
    rows = GateReview.objects.select_related(*_WITH, *_PERSONS).defer("version__text", "version__words")
    return rows.filter(project__in=seen)


def get_gate_review(by: User, review_id: object, on: date | None = None) -> GateReview:
    """Return one gate review of a project ``by`` may see."""
    row = visible_gate_reviews(by, on).filter(pk=row_id(review_id)).first()
    if row is None:
        raise NotFound
    return row


def get_gate_condition(by: User, condition_id: object, on: date | None = None) -> GateCondition:
    """Return one condition of a gate of a project ``by`` may see."""
    rows = GateCondition.objects.select_related("owner", "review__project", "review__version__method")
    seen = visible_gate_reviews(by, on).order_by().values("pk")
    row = rows.filter(pk=row_id(condition_id), review__in=seen).first()
    if row is None:
        raise NotFound
    return row


def gate_reviews_of(project: Project) -> QuerySet[GateReview]:
    """Return the gate reviews of a visible project, newest first."""
    rows = GateReview.objects.select_related(*_WITH, *_PERSONS).defer("version__text", "version__words")
    return rows.filter(project=project).order_by("-planned_on", "-pk")


def conditions_of(reviews: Iterable[GateReview], on: date) -> dict[int, list[ConditionView]]:
    """Return the conditions of visible gate reviews, by review."""
    ids = [row.pk for row in reviews]
    rows = GateCondition.objects.filter(review__in=ids).select_related("owner")
    found: dict[int, list[ConditionView]] = {}
    for row in rows.prefetch_related("steps__recorded_by"):
        found.setdefault(row.review_id, []).append(condition_view(row, on))
    return found


def condition_view(row: GateCondition, on: date) -> ConditionView:
    """Return a condition as it stands."""
    state = ConditionState(row.state)
    steps = row.steps.all()
    return ConditionView(
        condition_id=row.pk,
        number=row.number,
        words=row.words,
        owner_id=row.owner_id,
        owner=row.owner.name,
        due_on=row.due_on,
        state=state,
        overdue=state in STANDING_CONDITIONS and row.due_on < on,
        steps=tuple(
            ConditionStepView(ConditionState(one.state), one.words, one.recorded_by.name, one.recorded_at)
            for one in steps
        ),
        revision=row.revision,
    )


def gate_of(row: GateReview) -> tuple[Method, Gate]:
    """Return the method and the gate a review is of, as the version says it was planned by."""
    method = method_of(get_version(row.version_id))
    return method, next(one for one in method.gates if one.key == row.gate)


def gate_view(row: GateReview, on: date) -> GateView:
    """Return one visible gate review whole."""
    method, gate = gate_of(row)
    roles = {one.key: one.name for one in method.roles}
    state, stage = GateState(row.state), StageEntry.objects.filter(review=row).first()
    reviewers = row.reviewers.select_related("person")
    names: tuple[str, ...] = ("gate", "name", "number", "planned_on", "first_planned_on", "words", "held_on", "rating")
    names += (
        "rating_name",
        "colour",
        "findings",
        "decision",
        "reason",
        "despite",
        "decided_on",
        "closed_reason",
        "revision",
    )
    return GateView(
        gate_review_id=row.pk,
        project_id=row.project_id,
        code=row.project.code,
        project=row.project.name,
        question=gate.question,
        method=method.name,
        version=row.version.number,
        state=state,
        overdue=state == GateState.PLANNED and row.planned_on < on,
        asked_by=row.asked_by.name,
        reviewers=tuple(
            ReviewerView(one.person_id, one.person.name, roles.get(one.role, one.role)) for one in reviewers
        ),
        held_by=row.held_by.name if row.held_by else "",
        decided_by=row.decided_by.name if row.decided_by else "",
        opened_stage=stage.name if stage else "",
        conditions=tuple(conditions_of([row], on).get(row.pk, ())),
        readiness=shown_readiness(row, on),
        **{name: getattr(row, name) for name in names},
    )


def shown_readiness(row: GateReview, on: date) -> ReadinessView | None:
    """Return the readiness a decision was taken by, else as it stands on a day; none of what was withdrawn."""
    if row.state == GateState.WITHDRAWN:
        return None
    found = thawed(row.readiness) if row.readiness else readiness_now(row, on)
    return None if found is None else readiness_view(found)


def readiness_now(row: GateReview, on: date) -> Readiness:
    """Return how ready a project is for the gate of a review on a day."""
    return readiness_of({row.project_id: (row.version_id, row.gate)}, on)[row.project_id]


def readiness_view_of(row: GateReview, on: date) -> ReadinessView:
    """Return how ready a project is for the gate of a review, for who decides."""
    return readiness_view(readiness_now(row, on))


def readiness_view(found: Readiness) -> ReadinessView:
    """Return a readiness with what follows from it."""
    evidence = tuple(
        EvidenceView(
            one.key, one.name, one.shows, one.source, one.owner, one.count, one.on, one.template, one.asked, one.present
        )
        for one in found.evidence
    )
    ordered = (*found.blocking, *found.warning)
    points = tuple(GatePointView(one.hurdle, one.name, one.key, one.on, one.remedy, one.blocks) for one in ordered)
    told = (found.gate, found.name, found.on, found.tier, found.asked, found.present, found.declared, found.ready)
    return ReadinessView(*told, found.digest, evidence, points)
