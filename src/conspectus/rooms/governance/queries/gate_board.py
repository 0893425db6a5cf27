"""Gates of all projects one may see: those ahead, open conditions, decisions of a time with pass rates."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import F, QuerySet

from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.governance.bridge.readiness import Readiness
from conspectus.rooms.governance.choices import (
    OPEN_GATES,
    PASSES,
    STANDING_CONDITIONS,
    Ahead,
    ConditionState,
    GateDecision,
    GateState,
)
from conspectus.rooms.governance.models import GateCondition, GateReview
from conspectus.rooms.governance.queries.gates import visible_gate_reviews
from conspectus.rooms.governance.queries.readiness import readiness_of
from conspectus.rooms.portfolio.queries import ProjectFilter, find_projects
from conspectus.rooms.standards.bridge.packs import method_of
from conspectus.rooms.standards.models import Version

SOON = timedelta(days=30)
YEAR = timedelta(days=365)
SORTS = ("", "planned", "-planned", "project", "-project")


@dataclass(frozen=True, slots=True)
class GateFilter:
    """What gates are narrowed to; decisions to those from one day to another, both included."""

    projects: ProjectFilter = field(default_factory=ProjectFilter)
    method: str = ""
    ahead: str = ""
    since: date | None = None
    until: date | None = None
    sort: str = ""


@dataclass(frozen=True, slots=True)
class GateRow:
    """A gate ahead with how ready its project is."""

    gate_review_id: int
    project_id: int
    code: str
    project: str
    manager: str
    gate: str
    name: str
    number: int
    method: str
    state: GateState
    planned_on: date
    first_planned_on: date
    overdue_days: int
    rating_name: str
    colour: str
    present: int
    asked: int
    declared: int
    blocking: int
    ready: bool
    conditions_open: int


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A condition of a gate that is not settled."""

    condition_id: int
    gate_review_id: int
    project_id: int
    code: str
    project: str
    name: str
    words: str
    owner: str
    due_on: date
    state: ConditionState
    age_days: int
    overdue_days: int


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision taken at a gate."""

    gate_review_id: int
    project_id: int
    code: str
    project: str
    division: str
    method: str
    gate: str
    name: str
    number: int
    rating_name: str
    colour: str
    decision: GateDecision
    decided_on: date
    decided_by: str
    despite: bool


@dataclass(frozen=True, slots=True)
class PassRate:
    """How many decisions of a gate, a division or a method were passes; ratios are None where nothing was decided.

    ``first_passed`` counts first reviews passed without conditions.
    """

    name: str
    decided: int
    passed: int
    rate: float | None
    first: int
    first_passed: int
    first_rate: float | None
    language: str = ""  # the name is written in


@dataclass(frozen=True, slots=True)
class PassRates:
    """Pass rates of a time, in all and by what they are told apart."""

    since: date
    until: date
    total: PassRate
    gates: tuple[PassRate, ...]
    divisions: tuple[PassRate, ...]
    methods: tuple[PassRate, ...]


def find_gates(by: User, wanted: GateFilter, on: date) -> QuerySet[GateReview]:
    """Return the open gate reviews a filter leaves, what comes first, first."""
    rows = _narrowed(by, wanted, on).filter(state__in=OPEN_GATES)
    if wanted.ahead not in ("", *Ahead.values):
        raise Invalid("ahead", "Choose overdue, soon or decision.", "ahead")
    if wanted.ahead == Ahead.OVERDUE:
        rows = rows.filter(state=GateState.PLANNED, planned_on__lt=on)
    elif wanted.ahead == Ahead.SOON:
        rows = rows.filter(state=GateState.PLANNED, planned_on__gte=on, planned_on__lte=on + SOON)
    elif wanted.ahead == Ahead.DECISION:
        rows = rows.filter(state=GateState.HELD)
    if wanted.sort not in SORTS:
        raise Invalid("sort", "Sort by planned or project.", "sort")
    sign = "-" if wanted.sort.startswith("-") else ""
    name = "project__code" if wanted.sort.endswith("project") else "planned_on"
    return rows.order_by(f"{sign}{name}", "planned_on", "pk")


def gate_rows(rows: Iterable[GateReview], on: date) -> tuple[GateRow, ...]:
    """Return gates ahead as a list shows them, asking the database as often for one as for fifty.

    A project may have several: each gate is asked for in a turn of its own.
    """
    found = list(rows)
    ready: dict[int, Readiness] = {}
    for turn in _turns(found):
        told = readiness_of({row.project_id: (row.version_id, row.gate) for row in turn}, on)
        ready |= {row.pk: told[row.project_id] for row in turn if row.project_id in told}
    ids = {row.project_id for row in found}
    standing = GateCondition.objects.filter(review__project__in=ids, state__in=STANDING_CONDITIONS)
    counts = Counter(standing.values_list("review__project", flat=True))
    shown = []
    for row in found:
        told_of = ready.get(row.pk)
        late = (on - row.planned_on).days if row.state == GateState.PLANNED else 0
        shown.append(
            GateRow(
                gate_review_id=row.pk,
                project_id=row.project_id,
                code=row.project.code,
                project=row.project.name,
                manager=row.project.manager.name if row.project.manager else "",
                gate=row.gate,
                name=row.name,
                number=row.number,
                method=row.version.name,
                state=GateState(row.state),
                planned_on=row.planned_on,
                first_planned_on=row.first_planned_on,
                overdue_days=max(0, late),
                rating_name=row.rating_name,
                colour=row.colour,
                present=told_of.present if told_of else 0,
                asked=told_of.asked if told_of else 0,
                declared=told_of.declared if told_of else 0,
                blocking=len(told_of.blocking) if told_of else 0,
                ready=told_of is not None and told_of.ready,
                conditions_open=counts[row.project_id],
            )
        )
    return tuple(shown)


def gate_languages(rows: Iterable[GateReview]) -> dict[int, str]:
    """Return in which language the method names the gate of each review, by its id; asks once."""
    found = list(rows)
    said = _languages({row.version_id for row in found})
    return {row.pk: said[row.version_id] for row in found}


def _languages(versions: set[int]) -> dict[int, str]:
    return {pk: method_of(one).language for pk, one in Version.objects.in_bulk(versions).items()}


def _turns(rows: list[GateReview]) -> list[list[GateReview]]:
    """Return reviews in lists that hold a project once each."""
    turns: dict[int, list[GateReview]] = defaultdict(list)
    seen: Counter[int] = Counter()
    for row in rows:
        turns[seen[row.project_id]].append(row)
        seen[row.project_id] += 1
    return [turns[place] for place in sorted(turns)]


def find_conditions(by: User, wanted: GateFilter, on: date) -> QuerySet[GateCondition]:
    """Return the conditions that are not settled, what was due first, first."""
    reviews = _narrowed(by, wanted, on).order_by().values("pk")
    rows = GateCondition.objects.filter(review__in=reviews, state__in=STANDING_CONDITIONS)
    if wanted.ahead == Ahead.OVERDUE:
        rows = rows.filter(due_on__lt=on)
    return rows.select_related("owner", "review__project").order_by("due_on", "pk")


def condition_rows(rows: Iterable[GateCondition], on: date) -> tuple[ConditionRow, ...]:
    """Return conditions as a list shows them; they come with their review."""
    return tuple(
        ConditionRow(
            condition_id=row.pk,
            gate_review_id=row.review_id,
            project_id=row.review.project_id,
            code=row.review.project.code,
            project=row.review.project.name,
            name=row.review.name,
            words=row.words,
            owner=row.owner.name,
            due_on=row.due_on,
            state=ConditionState(row.state),
            age_days=max(0, (on - (row.review.decided_on or on)).days),
            overdue_days=max(0, (on - row.due_on).days),
        )
        for row in rows
    )


def find_decisions(by: User, wanted: GateFilter, on: date) -> QuerySet[GateReview]:
    """Return the decisions of a time, the last twelve months unless it is named, newest first."""
    since, until = time_of(wanted, on)
    rows = _narrowed(by, wanted, on).filter(state=GateState.DECIDED, decided_on__gte=since, decided_on__lte=until)
    return rows.order_by(F("decided_on").desc(), "-pk")


def time_of(wanted: GateFilter, on: date) -> tuple[date, date]:
    """Return the first and the last day decisions are asked of."""
    until = wanted.until or on
    since = wanted.since or max(until, date.min + YEAR) - YEAR
    if since > until:
        raise Invalid("since", "The time ends before it begins.", "since")
    return since, until


def decision_row(row: GateReview) -> DecisionRow:
    """Return a decision as a list shows it."""
    return DecisionRow(
        gate_review_id=row.pk,
        project_id=row.project_id,
        code=row.project.code,
        project=row.project.name,
        division=row.project.division.name if row.project.division else "",
        method=row.version.name,
        gate=row.gate,
        name=row.name,
        number=row.number,
        rating_name=row.rating_name,
        colour=row.colour,
        decision=GateDecision(row.decision),
        decided_on=row.decided_on or date.min,
        decided_by=row.decided_by.name if row.decided_by else "",
        despite=bool(row.despite),
    )


def pass_rates(by: User, wanted: GateFilter, on: date) -> PassRates:
    """Return how often gates were passed in a time; divisions are those projects belong to today."""
    since, until = time_of(wanted, on)
    rows = find_decisions(by, wanted, on).order_by("version__method", "name", "pk")
    names = ("version", "version__name", "name", "project__division__name", "number", "decision")
    told = list(rows.values_list(*names))
    spoken = _languages({one[0] for one in told})
    grouped: dict[str, dict[str, list[tuple[int, str]]]] = {"gates": {}, "divisions": {}, "methods": {}}
    written: dict[str, str] = {}
    for version, method, gate, division, number, decision in told:
        for kind, name in (("gates", f"{method}: {gate}"), ("divisions", division or ""), ("methods", method)):
            grouped[kind].setdefault(name, []).append((number, decision))
            if kind != "divisions":
                written[name] = spoken[version]
    rates = {
        kind: tuple(
            _rate(name, each, "" if kind == "divisions" else written[name]) for name, each in sorted(found.items())
        )
        for kind, found in grouped.items()
    }
    return PassRates(since, until, _rate("", [(one[4], one[5]) for one in told]), **rates)


def _rate(name: str, decided: list[tuple[int, str]], language: str = "") -> PassRate:
    passed = sum(decision in PASSES for _, decision in decided)
    first = [decision for number, decision in decided if number == 1]
    at_once = sum(decision == GateDecision.PASS for decision in first)
    return PassRate(
        name,
        len(decided),
        passed,
        _share(passed, len(decided)),
        len(first),
        at_once,
        _share(at_once, len(first)),
        language,
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _narrowed(by: User, wanted: GateFilter, on: date) -> QuerySet[GateReview]:
    rows = visible_gate_reviews(by, on)
    if wanted.projects != ProjectFilter():
        rows = rows.filter(project__in=find_projects(by, wanted.projects, on).order_by().values("pk"))
    return rows.filter(version__method__key=wanted.method) if wanted.method else rows
