"""Closures as they are shown: one whole, and the list of those under way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from conspectus.kit.errors import Conflict, Invalid, NotFound
from conspectus.kit.frozen import NotAsWritten, from_json
from conspectus.kit.ids import row_id
from conspectus.rooms.accounts.models import User
from conspectus.rooms.closure.choices import ASKED, OPEN_STATES, ClosureState, Point, PointState, Way
from conspectus.rooms.closure.models import Benefit, Closure, ClosureDecision, Handing, PlannedReview
from conspectus.rooms.closure.queries.points import FinalCost, PointView, final_costs, points_of, reconciliations
from conspectus.rooms.closure.queries.truth import ScoreSum, sums
from conspectus.rooms.files.models import Document
from conspectus.rooms.followup.choices import ActionState
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import find_contracts, visible_projects
from conspectus.rooms.portfolio.rules import may, sees_cost

OPEN = frozenset({PointState.OPEN.value})


@dataclass(frozen=True, slots=True)
class PointsKept:
    """The points of a closure as they are kept with its decision."""

    points: tuple[PointView, ...]


@dataclass(frozen=True, slots=True)
class HandingView:
    """What became of something that was open."""

    kind: str
    name: str
    way: str
    way_words: str
    to: str  # a person, then the project or division
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BenefitView:
    """A benefit with what its owner wrote; ``accepted`` is None until they did."""

    benefit_id: int
    words: str
    owner_id: int
    owner: str
    expected_on: date | None
    accepted: bool | None
    answer: str
    answered_at: datetime | None
    need_id: int | None = None  # it comes from
    need: str = ""


@dataclass(frozen=True, slots=True)
class CostView:
    """The final cost as it is now, and what was said when it was last compared."""

    now: FinalCost
    words: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The planned review: its action, who does it and when."""

    action_id: int
    owner: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class DecisionView:
    """How a closure was confirmed, and what was made of it."""

    words: str
    authority: str
    effective_on: date
    finished_on: date
    by: str
    at: datetime
    document_id: int
    digest: str
    paper_id: int | None  # the same as PDF, none of closures confirmed before there was one


@dataclass(frozen=True, slots=True)
class ClosureView:
    """A closure whole; money and its words are left out where the reader may not see cost."""

    project_id: int
    code: str
    name: str
    number: int
    state: str
    begun_by: str
    begun_at: datetime
    words: str
    submitted_by: str
    submitted_at: datetime | None
    answer: str
    points: tuple[PointView, ...]
    handings: tuple[HandingView, ...]
    benefits: tuple[BenefitView, ...]
    cost: CostView | None
    review: ReviewView | None
    decision: DecisionView | None
    scores: tuple[ScoreSum, ...]
    revision: int

    @property
    def state_words(self) -> str:
        """The state by its label."""
        return str(ClosureState(self.state).label)

    @property
    def is_open(self) -> bool:
        """Whether it still goes on."""
        return self.state in OPEN_STATES

    @property
    def waiting(self) -> int:
        """How many points are open and not left so."""
        return sum(one.state in OPEN for one in self.points)


@dataclass(frozen=True, slots=True)
class ClosureRow:
    """A closure in the list of those under way."""

    closure_id: int
    project_id: int
    code: str
    name: str
    manager: str
    number: int
    state: str
    state_words: str
    begun_on: date
    age_days: int
    points: int
    waiting: int
    left: int


SORTS: dict[str, Callable[[ClosureRow], Any]] = {
    "age": lambda one: -one.age_days,
    "-age": lambda one: one.age_days,
    "points": lambda one: -one.waiting,
    "project": lambda one: one.code,
    "manager": lambda one: (not one.manager, one.manager),
}


def visible_closures(by: User, on: date | None = None) -> QuerySet[Closure]:
    """Return the closures of every project ``by`` may see."""
    rows = Closure.objects.select_related("project__portfolio", "project__manager", "begun_by", "submitted_by")
    return rows.filter(project__in=visible_projects(by, on).order_by())


def newest_closure(project: Project) -> Closure | None:
    """Return the newest closure of a visible project; None where none was begun."""
    places = ("portfolio", "programme", "division", "manager", "sponsor")
    rows = Closure.objects.select_related(*(f"project__{one}" for one in places), "begun_by", "submitted_by")
    return rows.filter(project=project).first()


def the_closure(project: Project) -> Closure:
    """Return the newest closure of a visible project; not found where none was begun."""
    row = newest_closure(project)
    if row is None:
        raise NotFound
    return row


def get_benefit(by: User, benefit_id: object, on: date | None = None) -> Benefit:
    """Return a benefit of a project ``by`` may see."""
    rows = Benefit.objects.select_related("closure__project", "owner").filter(pk=row_id(benefit_id))
    row = rows.filter(closure__project__in=visible_projects(by, on).order_by()).first()
    if row is None:
        raise NotFound
    return row


def benefits_named(project: Project) -> QuerySet[Benefit]:
    """Return the benefits named in closures of a visible project that stand: not declined, in none given up."""
    rows = Benefit.objects.filter(closure__project=project).exclude(closure__state=ClosureState.WITHDRAWN)
    return rows.exclude(answer__accepted=False).select_related("answer", "need").order_by("at", "pk")


def closure_rows(by: User, on: date, state: str = "", sort: str = "age") -> tuple[ClosureRow, ...]:
    """Return the closures ``by`` may see, in one state or those open, the oldest first; asks as often for many."""
    if state not in ("", *ClosureState.values):
        raise Invalid("state", "There is no such state.", "state")
    if sort not in SORTS:
        raise Invalid("sort", "Cannot sort by '%(sort)s'.", "sort", sort=sort[:60])
    states = [state] if state in ClosureState.values else list(OPEN_STATES)
    rows = list(visible_closures(by, on).filter(state__in=states).order_by("begun_at", "pk"))
    newest = {row.project_id: row for row in rows}  # of several given up or confirmed the newest
    points = points_of(list(newest.values()), on)
    found = [_row(row, points[row.pk], on) for row in newest.values()]
    return tuple(sorted(found, key=SORTS[sort]))


def closure_view(by: User, row: Closure, on: date) -> ClosureView:
    """Return one closure of a visible project as far as its reader may see."""
    seen = sees_cost(by, row.project, on)
    decision = ClosureDecision.objects.filter(closure=row).select_related("by", "document").first()
    points = kept_points(decision) if decision else points_of([row], on)[row.pk]
    return ClosureView(
        project_id=row.project_id,
        code=row.project.code,
        name=row.project.name,
        number=row.number,
        state=row.state,
        begun_by=row.begun_by.name,
        begun_at=row.begun_at,
        words=row.words,
        submitted_by=row.submitted_by.name if row.submitted_by else "",
        submitted_at=row.submitted_at,
        answer=row.answer,
        points=_seen(by, row.project, points, on),
        handings=tuple(_handing(one) for one in _handings(by, row, on)),
        benefits=tuple(_benefit(one) for one in row.benefits.select_related("owner", "answer", "need")),
        cost=_cost(row, on) if seen else None,
        review=_review(row),
        decision=_decision(decision) if decision else None,
        scores=sums(row.scores.all(), with_cost=seen),
        revision=row.revision,
    )


def kept_points(decision: ClosureDecision) -> tuple[PointView, ...]:
    """Return the points of a confirmed closure as they stood when it was."""
    try:
        kept = from_json(PointsKept, decision.points.encode()).points
    except NotAsWritten:
        raise Conflict("points", "The points of this closure cannot be read by this version. Ask for help.") from None
    labels = {one.value: (str(one.label), str(ASKED[one])) for one in Point}  # in the reader's language
    return tuple(replace(one, label=labels[one.point][0], asked=labels[one.point][1]) for one in kept)


def _seen(by: User, project: Project, points: Iterable[PointView], on: date) -> tuple[PointView, ...]:
    """Return points without the names of contracts and roles over the project that are not the reader's to see."""
    shown = set(find_contracts(by, on=on).values_list("pk", flat=True)) if points else set()
    giving = may(by, "grant_role", project, on)
    found = []
    for one in points:
        items = one.open
        if one.point == Point.CONTRACTS:
            items = tuple(item for item in items if int(item.id) in shown)
        if one.point == Point.PEOPLE and not giving:
            items = tuple(item for item in items if item.kind != "grant")
        found.append(replace(one, open=items, unseen=len(one.open) - len(items)))
    return tuple(found)


def _handings(by: User, row: Closure, on: date) -> list[Handing]:
    rows = row.handings.select_related("person", "project", "division", "by")
    hidden = {"grant"} if not may(by, "grant_role", row.project, on) else set()
    contracts = {str(pk) for pk in find_contracts(by, on=on).values_list("pk", flat=True)}
    return [
        one
        for one in rows
        if one.subject_kind not in hidden and (one.subject_kind != "contract" or one.subject_id in contracts)
    ]


def _handing(one: Handing) -> HandingView:
    names = [str(who) for who in (one.person, one.project, one.division) if who is not None]
    way = str(Way(one.way).label)
    return HandingView(one.subject_kind, one.name, one.way, way, ", ".join(names), one.words, one.by.name, one.at)


def _benefit(one: Benefit) -> BenefitView:
    answer = getattr(one, "answer", None)
    told = (None, "", None) if answer is None else (answer.accepted, answer.words, answer.at)
    known = BenefitView(one.pk, one.words, one.owner_id, one.owner.name, one.expected_on, *told)
    return replace(known, need_id=one.need_id, need=str(one.need)) if one.need else known


def _cost(row: Closure, on: date) -> CostView:
    said = reconciliations([row.pk]).get(row.pk)
    now = final_costs([row.project], on)[row.project_id]
    return CostView(now) if said is None else CostView(now, said.words, said.by.name, said.at)


def _review(row: Closure) -> ReviewView | None:
    rows = PlannedReview.objects.filter(closure=row).exclude(action__state=ActionState.DROPPED)
    found = rows.select_related("action__owner").last()
    if found is None:
        return None
    owner = found.action.owner
    return ReviewView(found.action_id, owner.name if owner else "", found.action.due_on)


def _decision(row: ClosureDecision) -> DecisionView:
    report = row.document
    papers = Document.objects.filter(subject_kind=report.subject_kind, subject_id=report.subject_id)
    name = report.versions.get(number=1).name.removesuffix("docx") + "pdf"
    named = papers.filter(withdrawn_at=None, versions__name=name, versions__added_at=row.at)
    return DecisionView(
        row.words,
        row.authority,
        row.effective_on,
        row.finished_on,
        row.by.name,
        row.at,
        row.document_id,
        row.digest,
        named.values_list("pk", flat=True).first(),
    )


def _row(row: Closure, points: tuple[PointView, ...], on: date) -> ClosureRow:
    begun, manager = row.begun_at.date(), row.project.manager
    return ClosureRow(
        row.pk,
        row.project_id,
        row.project.code,
        row.project.name,
        manager.name if manager else "",
        row.number,
        row.state,
        str(ClosureState(row.state).label),
        begun,
        max(0, (on - begun).days),
        len(points),
        sum(one.state in OPEN for one in points),
        sum(one.state == PointState.LEFT for one in points),
    )
